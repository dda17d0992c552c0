package cmdline

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

type sample struct {
	Run   struct{} `cmd:"" help:"Watch until stopped. Goes on whatever fails."`
	Setup struct {
		Watch  string `placeholder:"inbox|sent" help:"What to watch."`
		Since  string `placeholder:"all|start|DATE" help:"From when on."`
		File   string `placeholder:"FILE" help:"The file - whatever it's called; a \\ too."`
		Yes    bool   `short:"y" help:"Do not ask."`
		Secret bool   `hidden:"" help:"Not for people."`
	} `cmd:"" help:"Set up."`
	Service struct {
		Install struct{} `cmd:"" help:"Install it."`
		Status  struct{} `cmd:"" help:"How it is."`
	} `cmd:"" help:"As a service."`
	Shell struct {
		Name string `arg:"" enum:"bash,zsh" help:"The shell."`
	} `cmd:"" help:"For a shell."`
	Help struct {
		Command string `arg:"" optional:"" complete:"commands" help:"The command."`
	} `cmd:"" help:"Show it."`
	Man struct{} `cmd:"" hidden:""`
}

func app(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := kong.New(new(sample), kong.Name("leadsheet"))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

func TestComplete(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"", "run setup service shell help"},
		{"s", "setup service shell"},
		{"setup ", ""}, // files
		{"setup --w", "--watch"},
		{"setup -", "--help --watch --since --file --yes"},
		{"setup --watch ", "inbox sent"},
		{"setup --watch s", "sent"},
		{"setup --watch=s", "--watch=sent"},
		{"setup --watch = s", "sent"}, // as bash divides it
		{"setup --watch =", "inbox sent"},
		{"setup --since ", "all start"}, // a date is typed
		{"setup --file ", ""},
		{"setup --yes --wat", "--watch"},
		{"setup -y --watch sent --f", "--file"},
		{`setup --watch ""`, "inbox sent"},
		{"service ", "install status"},
		{"service st", "status"},
		{"service install ", ""},
		{"shell ", "bash zsh"},
		{"shell bash ", ""},
		{"help s", "setup service shell"},
		{"setup --nothing ", ""},
		{"frobnicate ", "run setup service shell help"},
	} {
		var got []string
		for _, p := range Complete(app(t), strings.Split(c.typed, " ")) {
			got = append(got, p.Word)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%q: proposed %q, want %q", c.typed, got, c.want)
		}
	}
	if got := Complete(app(t), nil); len(got) != 5 || got[0].String() != "run\tWatch until stopped" {
		t.Errorf("without words: %v", got)
	}
}

// Whatever is typed, nothing breaks, and what is proposed begins as it was typed.
func FuzzComplete(f *testing.F) {
	f.Add("setup --watch=s")
	f.Add("help  --x = = -")
	f.Fuzz(func(t *testing.T, typed string) {
		words := strings.Split(typed, " ")
		for _, p := range Complete(app(t), words) {
			last := words[len(words)-1]
			if last != NoWord && last != "=" && !strings.HasPrefix(p.Word, last) {
				t.Errorf("%q: proposed %q", typed, p.Word)
			}
		}
	})
}

func TestMan(t *testing.T) {
	got := Man(app(t), &Page{Version: "v1.2.3", Description: "Makes a \"sheet\" enough.\n\n.Second 'paragraph'.",
		Environment: []Setting{{"LEADSHEET_POLL", "how often", "15s"}, {"LEADSHEET_BOOK", "the workbook", ""}},
		Exit:        []string{"done", "failed"}, Files: []File{{"leadsheet.env", "the settings"}}})
	golden := filepath.Join("testdata", "leadsheet.1")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestScript(t *testing.T) {
	for _, shell := range Shells() {
		text, err := Script(shell)
		if err != nil || !strings.Contains(text, "leadsheet "+Ask) && !strings.Contains(text, `" `+Ask) &&
			!strings.Contains(text, "} "+Ask) {
			t.Errorf("%s: %v, %q", shell, err, text)
		}
	}
	if _, err := Script("cmd.exe"); err == nil || !strings.Contains(err.Error(), "choose bash, zsh") {
		t.Errorf("an unknown shell: %v", err)
	}
}

// In a real bash, what the program answers is what is proposed; a value behind "=" replaces the value alone.
func TestScript_Bash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	script, err := Script("bash")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const answers = "#!/bin/sh\nshift\nfor w in \"$@\"; do printf '<%s>\\thelp\\n' \"$w\"; done\n"
	program := filepath.Join(dir, "leadsheet")
	if err := os.WriteFile(program, []byte(answers), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(bash, "-c", script+`
COMP_WORDS=("$0" setup "two words" ""); COMP_CWORD=3; _leadsheet; printf '%s|' "${COMPREPLY[@]}"`, program).Output()
	if err != nil || string(out) != "<setup>|<two words>|<>|" {
		t.Errorf("completed %q, %v", out, err)
	}
}
