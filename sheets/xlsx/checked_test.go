package xlsx

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/sheets"
)

// checkedAt is a batch that does nothing but to say when a page was looked at.
func checkedAt(clock string) sheets.Batch {
	return sheets.Batch{Checked: true, Pages: []sheets.Page{{Title: "Report", Widths: []float64{20, 20},
		Cells: []sheets.PageCell{{Cell: text("leads")},
			{Col: 1, Cell: text("checked " + clock), AsOf: true, Checked: true}}}}}
}

// Saying when a page was looked at is no reason to write into a workbook that a person has open, and no trouble.
func TestCheckedWaitsForPeople(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	if _, err := b.Commit(context.Background(), read(t, b), checkedAt("10:00")); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(filepath.Dir(path), "~$leads.xlsx")
	if err := os.WriteFile(lock, []byte("Ben"), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := b.Commit(context.Background(), read(t, b), checkedAt("11:00"))
	after, readErr := os.ReadFile(path)
	if err != nil || readErr != nil || res.Wrote || string(after) != string(before) {
		t.Errorf("wrote %v: %v, %v", res, err, readErr)
	}
	batch := checkedAt("11:00")
	batch.Pages[0].Cells[0].Cell = text("more leads")
	if _, err := b.Commit(context.Background(), read(t, b), batch); err == nil {
		t.Error("what differs waits without a word")
	}
}

// Versions that differ only in when pages were looked at do not push out the backups that people may want back.
func TestCheckedSharesABackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{KeepBackups: 4})
	add(t, b, read(t, b), "L-2")
	if _, err := b.Commit(context.Background(), read(t, b), checkedAt("10:00")); err != nil {
		t.Fatal(err)
	}
	for _, clock := range []string{"11:00", "12:00", "13:00", "14:00", "15:00"} {
		if res, err := b.Commit(context.Background(), read(t, b), checkedAt(clock)); err != nil || !res.Wrote {
			t.Fatalf("%v, %v", res, err)
		}
	}
	if got := ids(t, b.backupPath(2)); got != "L-1:Ada" {
		t.Errorf("before the second lead: %s", got)
	}
}
