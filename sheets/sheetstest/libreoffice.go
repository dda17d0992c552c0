package sheetstest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// LibreOffice converts file with a LibreOffice that has a profile of its own, and so does not use a running one. It
// returns the folder with the result. LibreOffice exits with 0 even when it could not load the file, so the test fails
// unless there is a result. The test is skipped if LibreOffice is missing, and fails then with CI=true.
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
	output, err := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+filepath.ToSlash(t.TempDir()),
		"--headless", "--norestore", "--convert-to", to, "--outdir", outDir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, output)
	}
	made, err := filepath.Glob(filepath.Join(outDir, "*"))
	if err != nil || len(made) == 0 {
		t.Fatalf("LibreOffice could not convert %s:\n%s", filepath.Base(file), output)
	}
	for _, m := range made {
		if fi, err := os.Stat(m); err != nil || fi.Size() == 0 {
			t.Fatalf("LibreOffice made an empty %s:\n%s", filepath.Base(m), output)
		}
	}
	return outDir
}
