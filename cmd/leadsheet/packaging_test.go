package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What .goreleaser.yaml has to say; goreleaser itself takes longer to fetch than CI has. Its section nfpms is used by
// cmd/leadsheet/packaging/check.
func TestRelease_IsWhatCIBuilds(t *testing.T) {
	config := read(t, filepath.Join(root, ".goreleaser.yaml"))
	for _, want := range []string{
		"version: 2\n", "main: ./cmd/leadsheet\n", "env: [CGO_ENABLED=0]\n", "flags: [-trimpath]\n",
		"ldflags: [-s -w -X main.release={{ .Tag }}]\n", "goos: [linux, darwin, windows]\n", "goarch: [amd64, arm64]\n",
		"formats: [tar.gz]\n", "formats: [zip]\n", "name_template: SHA256SUMS\n", "sboms:\n", "formats: [deb, rpm]\n",
		"- cmd/leadsheet/packaging/extras\n",
	} {
		if !strings.Contains(config, want) {
			t.Errorf(".goreleaser.yaml does not say %q", want)
		}
	}
	// Files that it names are there, or made by the script that it runs first.
	extras := read(t, "packaging/extras")
	file := regexp.MustCompile(`(?m)(?:src: |: |- )((?:cmd|docs)/[\w./*-]+|[A-Z]+\.md)$`)
	found := file.FindAllStringSubmatch(config, -1)
	if len(found) < 15 {
		t.Errorf("only %d files are found in .goreleaser.yaml", len(found))
	}
	for _, m := range found {
		if name, made := strings.CutPrefix(m[1], "cmd/leadsheet/packaging/made/"); made {
			shell := strings.TrimPrefix(name, "leadsheet.")
			if name != "*" && !strings.Contains(extras, name) && !strings.Contains(extras, " "+shell) {
				t.Errorf("packaging/extras does not make %s", m[1])
			}
		} else if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf(".goreleaser.yaml names %s: %v", m[1], err)
		}
	}
	// One version of each tool, and the flags of the Dockerfile, are those of the release and of CI.
	check, docker := read(t, "packaging/check"), read(t, filepath.Join(root, "Dockerfile"))
	tool := regexp.MustCompile(`cyclonedx-gomod@v[\d.]+`)
	if a, b := tool.FindString(config), tool.FindString(check); a == "" || a != b {
		t.Errorf("the lists of modules are made by %q and %q", a, b)
	}
	for _, want := range []string{"FROM scratch\n", "CGO_ENABLED=0", "-trimpath", `-s -w -X main.release=`,
		"/etc/ssl/certs/ca-certificates.crt", "USER 65532:65532\n", `CMD ["run"]`} {
		if !strings.Contains(docker, want) {
			t.Errorf("the Dockerfile does not say %q", want)
		}
	}
}

// A release says its version, whatever the source was built from.
func TestRelease_VersionOfTheLinker(t *testing.T) {
	if release != "" {
		t.Errorf("release is %q; only the linker sets it", release)
	}
	if strings.Contains(version(), "v0.0.1") {
		t.Errorf("the version is %q", version())
	}
}

// The command line completes itself, also the commands that help is asked for, and the manual has every command and
// setting.
func TestRelease_CompletionAndManual(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"set", "setup\tSet leadsheet up"},
		{"help set", "setup\t"},
		{"completion ", "bash\t\nzsh\t\nfish\t\npowershell\t\n"},
		{"setup --mail-since ", "all\t\nstart\t\n"},
		{"service ", "install\t"},
	} {
		code, out, _ := command(t, append([]string{"__complete"}, strings.Split(c.typed, " ")...)...)
		if code != exitOK || !strings.HasPrefix(out, c.want) {
			t.Errorf("%q: %d, %q", c.typed, code, out)
		}
	}
	code, out, _ := command(t, "__complete", "m")
	if code != exitOK || out != "" {
		t.Errorf("hidden commands are proposed: %q", out)
	}
	code, manual, _ := command(t, "man")
	for _, want := range []string{"service install", `LEADSHEET_IMAP_ADDR`, "done", `\-\-takes\-over`} {
		if code != exitOK || !strings.Contains(manual, want) {
			t.Errorf("the manual (%d) does not say %q", code, want)
		}
	}
	code, script, _ := command(t, "completion", "bash")
	if code != exitOK || !strings.Contains(script, "complete ") {
		t.Errorf("completion bash: %d, %q", code, script)
	}
	if code, _, _ = command(t, "completion", "tcsh"); code != exitUsage {
		t.Errorf("completion tcsh: %d", code)
	}
}

// What the watchdog takes for progress is what is logged while messages are read.
func TestService_WatchesWhatIsLogged(t *testing.T) {
	if !strings.Contains(read(t, filepath.Join(root, "intake", "fetcher.go")), `log.Info("`+logReading+`"`) {
		t.Errorf("intake/fetcher.go logs no %q any more", logReading)
	}
}
