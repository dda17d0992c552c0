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
	return libreOffice(t, to, t.TempDir(), file)
}

// LibreOfficeComputing is LibreOffice that converts several files and computes all formulas anew, whatever the files
// say that they are.
func LibreOfficeComputing(t testing.TB, to string, files ...string) (outDir string) {
	t.Helper()
	profile := t.TempDir()
	user := filepath.Join(profile, "user")
	const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
`
	if err := os.MkdirAll(user, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return libreOffice(t, to, profile, files...)
}

// patience is how long a LibreOffice may take for what it is asked.
const patience = 2 * time.Minute

// soffice is the path of LibreOffice.
func soffice(t testing.TB) string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice is missing: install libreoffice-calc")
		}
		t.Skip("LibreOffice is missing")
	}
	return program
}

// headless are the arguments of a LibreOffice without windows that keeps its settings in the folder profile.
func headless(profile string) []string {
	return []string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--norestore"}
}

func libreOffice(t testing.TB, to, profile string, files ...string) (outDir string) {
	t.Helper()
	program := soffice(t)
	outDir = t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	args := append(append(headless(profile), "--convert-to", to, "--outdir", outDir), files...)
	output, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, output)
	}
	made, err := filepath.Glob(filepath.Join(outDir, "*"))
	if err != nil || len(made) == 0 {
		t.Fatalf("LibreOffice could not convert %v:\n%s", files, output)
	}
	for _, m := range made {
		if fi, err := os.Stat(m); err != nil || fi.Size() == 0 {
			t.Fatalf("LibreOffice made an empty %s:\n%s", filepath.Base(m), output)
		}
	}
	return outDir
}
