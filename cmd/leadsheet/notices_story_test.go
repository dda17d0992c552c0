package main

import (
	"mime"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadsheet/outbox/sinktest"
)

// Two days of a team of two, from the program: new leads by day and at night, a hot one on an evening, an import, a
// lead that changes hands, what is late, digests, and the report of Monday.
func TestSending_TwoDaysOfATeam(t *testing.T) {
	server, dir := sendingHome(t, sinktest.Options{})
	book := filepath.Join(dir, "leads.xlsx")
	for _, edit := range [][]string{
		{"Settings", "Setting=Time zone", "Value=Europe/Berlin"}, {"Settings", "Setting=Hand over after", "Value=no"},
		{"Team", "Name=Owner", "Name=Ann", "Takes leads=FALSE"},
		{"Team", "Name=Bo", "Email=bo@firm.example", "Takes leads=TRUE", "Quiet hours=21:00-07:00"},
	} {
		if err := editBook(book, edit[0], edit[1], edit[2:]...); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "drop"), 0o755); err != nil {
		t.Fatal(err)
	}
	drop := func(name, date, need string) {
		t.Helper()
		text := strings.NewReplacer("<1@", "<"+name+"@", "anna@", name+"@", "Anna", strings.ToUpper(name[:1])+name[1:],
			"Mon, 02 Mar 2026 10:00:00 +0100", date, "Hello, what do 12 windows cost?", need).Replace(sendingMail)
		if err := os.WriteFile(filepath.Join(dir, "drop", name+".eml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	read := 0
	at := func(clock string, want ...string) {
		t.Helper()
		if code, out, errs := command(t, "once", "--at", clock); code != 0 {
			t.Fatalf("%s: %d: %s%s", clock, code, out, errs)
		}
		var got []string
		all := server.Received()
		for _, r := range all[read:] {
			m, err := netmail.ReadMessage(strings.NewReader(string(r.Raw)))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil {
				t.Fatal(err)
			}
			who, _, _ := strings.Cut(r.To[0], "@")
			got = append(got, who+": "+subject)
		}
		read = len(all)
		slices.Sort(got)
		if !slices.EqualFunc(got, want, strings.HasPrefix) {
			t.Errorf("%s: received %q, want %q", clock, got, want)
		}
	}
	at("2026-03-02T09:30:00+01:00") // sending begins
	drop("dora", "Mon, 02 Mar 2026 10:00:00 +0100", "What does a gate cost?")
	at("2026-03-02T10:01:00+01:00", "bo: New: Dora Kunde")
	at("2026-03-02T10:02:00+01:00")
	drop("emil", "Mon, 02 Mar 2026 20:00:00 +0100", "Our gate is broken, please come as soon as possible.")
	at("2026-03-02T20:01:00+01:00", "ann: 1 customer waits too long: Dora Kunde", "bo: Hot: Emil Kunde")
	for _, name := range []string{"fred", "gina"} {
		drop(name, "Mon, 02 Mar 2026 22:30:00 +0100", "What does a fence cost?")
	}
	drop("hugo", "Mon, 02 Mar 2026 22:31:00 +0100", "We need somebody as soon as possible.")
	at("2026-03-02T22:32:00+01:00")
	at("2026-03-03T06:30:00+01:00")
	at("2026-03-03T07:00:00+01:00", "bo: Hot: Hugo Kunde")
	at("2026-03-03T09:00:00+01:00", "bo: Your day")
	if err := editBook(book, "Leads", "ID=L-1001", "Owner=Ann"); err != nil {
		t.Fatal(err)
	}
	at("2026-03-03T09:20:00+01:00", "ann: Yours now: Dora Kunde", "bo: Waits: Emil Kunde", "bo: Waits: Hugo Kunde")
	at("2026-03-03T12:00:30+01:00", "ann: 4 customers wait too long: Emil Kunde")
	at("2026-03-09T09:00:10+01:00", "ann: Last week", "ann: Your day", "bo: Your day")
}
