package sheetstest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// LibreOffice converts file with a LibreOffice of its own, which never talks to one that is running, and returns the
// folder with what it made. Its exit code is 0 even when it could not load the file, so what counts is that it made
// something. The test is skipped where LibreOffice is missing, but never with CI=true.
func LibreOffice(t testing.TB, file, to string) (outDir string) {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice is missing: install libreoffice-calc")
		}
		t.Skip("LibreOffice is missing")
	}
	outDir = t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+filepath.ToSlash(t.TempDir()),
		"--headless", "--norestore", "--convert-to", to, "--outdir", outDir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, said)
	}
	made, err := filepath.Glob(filepath.Join(outDir, "*"))
	if err != nil || len(made) == 0 {
		t.Fatalf("LibreOffice could not convert %s:\n%s", filepath.Base(file), said)
	}
	for _, m := range made {
		if fi, err := os.Stat(m); err != nil || fi.Size() == 0 {
			t.Fatalf("LibreOffice made an empty %s:\n%s", filepath.Base(m), said)
		}
	}
	return outDir
}
