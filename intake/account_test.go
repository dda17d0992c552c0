package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// told is an account as a line a source: rows, again, gone, left out, waiting, and the places of what is missing.
func told(a intake.Account) string {
	var lines []string
	for _, s := range a.Sources {
		line := fmt.Sprintf("%s: %d of %d", s.Source, s.Accounted(), s.Received())
		for _, n := range []struct {
			what string
			n    int
		}{{"again", s.Again}, {"gone", s.Gone}, {"left out", s.LeftOut}, {"waiting", len(s.Waiting)}} {
			if n.n > 0 {
				line += fmt.Sprintf(", %d %s", n.n, n.what)
			}
		}
		for _, m := range s.Missing {
			line += ", missing " + m.Where
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

// What is at the sources is compared with the rows: everything received has a row, or is named.
func TestAccount_SourcesBesideRows(t *testing.T) {
	const inbox, suffix = "mailbox INBOX", "~AAAABBBBCCCC00abcdefghijklmnop0"
	mailKey := func(n int) string { return fmt.Sprintf("m:%026d", n) }
	row := func(where, key string) lead.IntakeRow {
		return lead.IntakeRow{Where: where, Key: key, Outcome: lead.NewLead, Received: now}
	}
	at := func(where string) intake.Arrival { return intake.Arrival{Source: inbox, Where: where} }
	mail := func(where, key string, came time.Time) intake.Arrival {
		return intake.Arrival{Source: inbox, Where: where, Key: key, Received: came, Came: came}
	}
	record := func(where, key string) intake.Arrival {
		return intake.Arrival{Source: intake.InDropFolder, Where: where, Key: key, Received: now, Came: now.Add(-time.Hour)}
	}
	leftOut, passed, edited := mail("INBOX:7:1", mailKey(1), now), mail("INBOX:7:1", mailKey(1), now), record("file f, row 2", "f:1"+suffix)
	leftOut.LeftOut, passed.Passed, edited.Edited = true, true, true
	old := now.Add(-time.Hour)
	for name, c := range map[string]struct {
		rows     []lead.IntakeRow
		arrivals []intake.Arrival
		since    time.Time
		want     string
	}{
		"by its place":           {rows: []lead.IntakeRow{row("INBOX:7:1", mailKey(1))}, arrivals: []intake.Arrival{at("INBOX:7:1")}, want: "mailbox INBOX: 1 of 1"},
		"no row":                 {arrivals: []intake.Arrival{mail("INBOX:7:1", mailKey(1), old)}, want: "mailbox INBOX: 0 of 1, missing INBOX:7:1"},
		"just come":              {arrivals: []intake.Arrival{mail("INBOX:7:1", mailKey(1), now)}, want: "mailbox INBOX: 0 of 1, 1 waiting"},
		"just come, but passed":  {arrivals: []intake.Arrival{passed}, want: "mailbox INBOX: 0 of 1, missing INBOX:7:1"},
		"before the start":       {arrivals: []intake.Arrival{leftOut}, want: "mailbox INBOX: 0 of 0, 1 left out"},
		"before, and backfilled": {rows: []lead.IntakeRow{row("INBOX:7:1", mailKey(1))}, arrivals: []intake.Arrival{leftOut}, want: "mailbox INBOX: 1 of 1"},
		"renumbered":             {rows: []lead.IntakeRow{row("INBOX:6:9", mailKey(1))}, arrivals: []intake.Arrival{mail("INBOX:7:1", mailKey(1), old)}, want: "mailbox INBOX: 1 of 1"},
		"a copy, whatever the order": {rows: []lead.IntakeRow{row("INBOX:7:2", mailKey(1))},
			arrivals: []intake.Arrival{mail("INBOX:7:1", mailKey(1), old), at("INBOX:7:2")}, want: "mailbox INBOX: 2 of 2, 1 again"},
		"two of the same without a row": {arrivals: []intake.Arrival{mail("INBOX:7:1", mailKey(1), old), mail("INBOX:7:2", mailKey(1), old)},
			want: "mailbox INBOX: 1 of 2, 1 again, missing INBOX:7:1"},
		"deleted by a person":    {rows: []lead.IntakeRow{row("INBOX:7:1", mailKey(1)), row("INBOX:7:2", mailKey(2))}, arrivals: []intake.Arrival{at("INBOX:7:2")}, want: "mailbox INBOX: 2 of 2, 1 gone"},
		"the row has lost a key": {rows: []lead.IntakeRow{row("INBOX:7:1", "")}, arrivals: []intake.Arrival{mail("INBOX:7:1", mailKey(1), old)}, want: "mailbox INBOX: 1 of 1"},
		"before the day": {rows: []lead.IntakeRow{{Where: "INBOX:7:1", Key: mailKey(1), Received: old}, row("INBOX:7:2", mailKey(2))},
			arrivals: []intake.Arrival{at("INBOX:7:1"), mail("INBOX:7:3", mailKey(3), old)}, since: now, want: "mailbox INBOX: 1 of 1, 1 gone"},
		"lines of no request": {rows: []lead.IntakeRow{row("INBOX:7:after 3, 2026-01-01T00.00.00Z", "start:INBOX:7"), row("file f", "s:0123"), row("Sent:7:1", "s:"+mailKey(1)[2:]), {}},
			want: "mailbox INBOX: 0 of 0"},
		"a record": {rows: []lead.IntakeRow{row("file f, row 2", "f:1"+suffix)}, arrivals: []intake.Arrival{record("file f, row 3", "f:2"+suffix)},
			want: "mailbox INBOX: 0 of 0; drop folder: 1 of 2, missing file f, row 3"},
		"another file of the same name": {rows: []lead.IntakeRow{row("file f, row 2", "f:1"+suffix)}, arrivals: []intake.Arrival{record("file f, row 2", "f:2"+suffix)},
			want: "mailbox INBOX: 0 of 0; drop folder: 1 of 2, missing file f, row 2"},
		"known, in other words":  {rows: []lead.IntakeRow{row("file f, row 2", "f:1"+suffix)}, arrivals: []intake.Arrival{record("file f, row 2", "f:1~BBBBBBBBCCCC00abcdefghijklmnop0")}, want: "mailbox INBOX: 0 of 0; drop folder: 1 of 1"},
		"edited, and taken in":   {rows: []lead.IntakeRow{row("file f, row 2", "f:1"+suffix)}, arrivals: []intake.Arrival{edited}, want: "mailbox INBOX: 0 of 0; drop folder: 1 of 1"},
		"edited, without a row":  {rows: []lead.IntakeRow{row("file f, row 2", "f:1~BBBBBBBBCCCC00abcdefghijklmnop0")}, arrivals: []intake.Arrival{edited}, want: "mailbox INBOX: 0 of 0; drop folder: 1 of 2, missing file f, row 2"},
		"sources in their order": {rows: []lead.IntakeRow{row("", "m:x"), row("responses of R, tab T, row 2", "f:1"), row("file f, row 2", "f:2"), row("INBOX:7:1, file f.csv, row 2", "f:3"), row("A, B:7:1", "m:y")}, want: "mailbox A, B: 1 of 1; mailbox INBOX: 0 of 0; attached to mails: 1 of 1; drop folder: 1 of 1; form responses: 1 of 1; elsewhere: 1 of 1"},
	} {
		t.Run(name, func(t *testing.T) {
			comparison := intake.Comparison{Rows: c.rows, Arrivals: c.arrivals, Looked: []string{inbox}, Since: c.since, Fresh: now.Add(-time.Minute)}
			if got := told(comparison.Account()); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
