package intake_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
)

// account looks at a mailbox and a drop folder, and compares them with the workbook.
func account(t *testing.T, d *daemon.Daemon, m *intake.Mailbox, drop *intake.Drop) intake.Account {
	t.Helper()
	look, err := d.LookAtIntake(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	how := intake.Looking{Now: func() time.Time { return now }, Began: now.AddDate(0, 0, -20)}
	c := intake.Comparison{Rows: look.Rows, Fresh: now.Add(-time.Minute)}
	found, looked, err := m.Arrivals(context.Background(), look.Known, how)
	files, failed := drop.Arrivals(context.Background(), look.Known, how)
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	c.Arrivals, c.Looked = slices.Concat(found, files), append(looked, intake.InDropFolder)
	return c.Account()
}

// What an account misses is what the next pass takes in, no more and no less, whatever has happened: the two cannot
// disagree, since they ask the same sources.
func TestAccount_MissesWhatNextPassTakesIn(t *testing.T) {
	p := openPostOffice(t)
	drop := &intake.Drop{Folder: t.TempDir()}
	export := func(name, text string) {
		t.Helper()
		path := filepath.Join(drop.Folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		old := now.Add(-time.Hour)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	const head = "Submission ID,Full name,E-mail address,How can we help?\n"
	p.deliver("INBOX", 1, now.AddDate(0, 0, -2))
	m := p.source(func(m *intake.Mailbox) { m.Since = "start" })
	d, _ := house(t, m, drop)
	pass(t, d)
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"nothing", func() {}, 0},
		{"mails, one of them twice", func() {
			p.deliver("INBOX", 2, now.Add(-time.Hour))
			p.deliver("INBOX", 3, now.Add(-time.Hour))
			p.deliver("INBOX", 3, now.Add(-time.Hour))
		}, 2},
		{"an export", func() { export("a.csv", head+"1,Ada,a@a.example,A roof\n2,Bo,b@b.example,A shed\n") }, 2},
		{"the same under another name", func() { export("b.csv", head+"1,Ada,a@a.example,A roof\n2,Bo,b@b.example,A shed\n") }, 0},
		{"answers edited", func() { export("a.csv", head+"1,Ada,a@a.example,A roof\n2,Bo,b@b.example,A large barn\n") }, 1},
		{"what cannot be read", func() { export("c.xlsx", "no workbook"); export("d.csv", "\x00\x00") }, 2},
		{"saved messages", func() { export("e.eml", string(letter(8))); export("f.eml", string(letter(8))) }, 1},
		{"a mail with an export", func() {
			raw := "From: Web <web@forms.example>\r\nTo: hello@studio.example\r\nSubject: Export\r\nMIME-Version: 1.0\r\n" +
				"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAttached.\r\n--b\r\n" +
				"Content-Type: text/csv; name=x.csv\r\nContent-Disposition: attachment; filename=x.csv\r\n\r\n" + head + "7,Cy,c@c.example,A boat\r\n--b--\r\n"
			if err := p.server.Deliver("INBOX", []byte(raw), now.Add(-time.Hour)); err != nil {
				t.Fatal(err)
			}
		}, 1},
	} {
		step.do()
		a := account(t, d, m, drop)
		missing := map[string]bool{}
		for _, x := range a.Missing() {
			missing[x.Key] = true
		}
		took := map[string]bool{}
		for _, r := range pass(t, d).Intake {
			if r.Channel == lead.ByForm && strings.HasPrefix(r.Where, "INBOX") || strings.HasPrefix(r.Key, "s:") {
				continue // with its mail; the line about a file
			}
			took[r.Key] = true
		}
		if len(missing) != step.want || !maps.Equal(missing, took) {
			t.Errorf("%s: the account misses %v, the pass took %v", step.name, missing, took)
		}
		if a := account(t, d, m, drop); len(a.Missing()) > 0 {
			t.Errorf("%s: after the pass it misses %+v", step.name, a.Missing())
		}
	}
}
