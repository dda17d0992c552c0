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
	return libreOffice(t, file, to, t.TempDir())
}

// LibreOfficeComputing is LibreOffice that computes all formulas anew, whatever the file says that they are.
func LibreOfficeComputing(t testing.TB, file, to string) (outDir string) {
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
	return libreOffice(t, file, to, profile)
}

func libreOffice(t testing.TB, file, to, profile string) (outDir string) {
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
	output, err := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+filepath.ToSlash(profile),
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
