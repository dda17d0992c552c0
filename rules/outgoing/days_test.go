package outgoing_test

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// A digest comes at the start of the day of each person, about what was there then; none where there is nothing.
func TestDigest(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), setting("Hand over after", "no"), setting("Holidays", "2026-11-05"),
		of("Bo", "Hours", "Mon-Tue 10:00-16:00; Fri 10:00-12:00"))...)
	w.expect(w.until("2026-11-03 09:30"), "") // nothing to tell
	w.at("2026-11-03 10:00")
	w.expect(said(w.pass(w.writes("ada", fence))), "new lead Ann L-1001")
	w.at("2026-11-03 10:01")
	w.expect(said(w.pass(w.writes("ben", fence))), "new lead Bo L-1002")
	// Bo works again on Friday; on Thursday is a holiday.
	w.expect(w.until("2026-11-06 11:30"), "Tue 11:00 waits Ann L-1001; Tue 11:01 waits Bo L-1002; Tue 12:00 late Ann L-1001+L-1002; "+
		"Wed 09:00 digest Ann L-1001; Fri 09:00 digest Ann L-1001; Fri 10:00 digest Bo L-1002")
	if k := w.state.History[len(w.state.History)-1]; k.What != lead.Sent || k.Column != "digest" {
		t.Errorf("%+v", k)
	}
}

// Who stands in finds the leads of who is away in the own digest, and the other gets none.
func TestDigest_Absence(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Bo", "Away from", "2026-11-04"),
		of("Bo", "Away until", "2026-11-05"),
		of("Bo", "Backup", "Ann"), of("Ann", "Takes leads", "FALSE"), setting("Hand over after", "no"))...)
	w.at("2026-11-03 17:55")
	w.expect(said(w.pass(w.writes("ada", fence))), "new lead Bo L-1001")
	w.expect(w.until("2026-11-06 10:00"), "Wed 09:00 digest Ann L-1001; Wed 10:00 waits Ann L-1001; Wed 12:00 late Ann L-1001; Thu 09:00 digest Ann L-1001; Fri 09:00 digest Bo L-1001")
}

// What was to be told while leadsheet did not run is told when it does, once.
func TestDigest_Missed(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.at("2026-11-03 18:30")
	w.pass(w.writes("ada", fence))
	w.at("2026-11-04 13:20")
	w.expect(said(w.pass()), "digest Ann L-1001, late Ann L-1001")
	w.at("2026-11-05 19:00") // the day is over
	w.expect(said(w.pass()), "")
	w.expect(w.until("2026-11-06 09:30"), "Fri 09:00 digest Ann L-1001")
}

// Days on which the clock is changed, and hours that they lack: 02:30 on 2027-03-28 does not exist in Berlin, and
// 02:30 on 2026-10-25 is there twice.
func TestDigest_ClockChange(t *testing.T) {
	hours := []cell{of("Ann", "Hours", "Sun 02:30-05:00"), setting("Sunday", "02:00-06:00"),
		setting("Notify the team", "yes")}
	for _, c := range []struct{ came, until, want string }{
		{"2027-03-27 12:00", "2027-03-28 04:00", "2027-03-28 03:00:00 +0200"},
		{"2027-10-30 12:00", "2027-10-31 04:00", "2027-10-31 02:30:00 +0100"},
	} {
		w := newWorld(t, append(staff("Ann"), hours...)...)
		w.at(c.came)
		w.pass()
		w.pass(w.writes("ada", fence))
		end := w.clock(c.until)
		var got string
		for w.due.Before(end) && got == "" {
			w.now = w.due
			for _, m := range w.pass() {
				if m.Occasion == lead.TellDigest {
					got = w.now.In(w.state.Policy.Location()).Format("2006-01-02 15:04:05 -0700")
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: digest at %s, want %s", c.came, got, c.want)
		}
	}
}

// The clock of the machine jumps: nothing is told twice, and what was missed once.
func TestClockJumps(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.at("2026-11-03 10:00")
	w.expect(said(w.pass(w.writes("ada", fence))), "new lead Ann L-1001")
	w.at("2026-11-04 09:00")
	w.expect(said(w.pass()), "digest Ann L-1001")
	w.at("2026-11-03 09:00")
	w.expect(said(w.pass()), "")
	w.at("2026-11-04 09:00")
	w.expect(said(w.pass()), "")
	w.at("2026-11-25 09:00")
	w.expect(said(w.pass()), "digest Ann L-1001, week Ann")
	w.at("2026-11-17 09:00")
	w.expect(said(w.pass()), "digest Ann L-1001, week Ann")
}

// The system owner hears twice a day what has become late since the last time.
func TestBreaches(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Ann", "Takes leads", "FALSE"), setting("Hand over after", "no"),
		setting("Saturday", "09:00-11:00"))...)
	late := func(s string) string { // without what others hear
		var out []string
		for _, part := range strings.Split(s, "; ") {
			if strings.Contains(part, "late") {
				out = append(out, part)
			}
		}
		return strings.Join(out, "; ")
	}
	w.at("2026-11-06 11:45")
	w.pass(w.writes("ada", fence))
	w.at("2026-11-06 11:50")
	w.pass(w.writes("ben", fence))
	w.expect(late(w.until("2026-11-06 17:00")), "") // due at 12:14 and 12:19
	w.expect(late(w.until("2026-11-06 17:59")), "")
	w.expect(late(w.until("2026-11-07 09:00")), "Fri 18:00 late Ann L-1001+L-1002")
	w.pass(w.writes("cleo", fence))
	w.expect(late(w.until("2026-11-09 13:00")), "Sat 11:00 late Ann L-1003")
	for i := range w.state.History {
		if e := &w.state.History[i]; e.What == lead.Sending && e.Column == "late" &&
			e.Why != "2026-11-06 18:00 L-1001 L-1002" &&
			e.Why != "2026-11-07 11:00 L-1003" {
			t.Errorf("%+v", e)
		}
	}
}

// The report of a week comes on its first day of work, once, whatever has happened.
func TestWeek(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []cell
		until string
		want  string
	}{
		{"to the system owner", nil, "2026-11-17 12:00", "Mon 09:00 week Ann; Mon 09:00 week Ann"},
		{"a Monday without work", []cell{setting("Holidays", "2026-11-09")}, "2026-11-13 12:00", "Tue 09:00 week Ann"},
		{"a week without work", []cell{setting("Holidays", "2026-11-09 to 2026-11-15")}, "2026-11-13 12:00",
			"Mon 09:00 week Ann"},
		{"the system owner is another", []cell{setting("System owner", "Bo")}, "2026-11-10 12:00", "Mon 09:00 week Bo"},
		{"to addresses", []cell{setting("Report to", "boss@elsewhere.example, bo@studio.example")}, "2026-11-10 12:00",
			"Mon 09:00 week boss@elsewhere.example, week Bo"},
		{"to nobody", []cell{setting("Report to", "no")}, "2026-11-20 12:00", ""},
		{"nobody is told anything else", []cell{setting("Notify the team", "no")}, "2026-11-10 12:00",
			"Mon 09:00 week Ann"},
		{"quiet hours", []cell{of("Ann", "Quiet hours", "20:00-10:30")}, "2026-11-10 12:00", "Mon 10:30 week Ann"},
		{"each month too", []cell{setting("Monthly report", "yes")}, "2027-01-02 12:00",
			strings.Repeat("Mon 09:00 week Ann; ", 8) + "Fri 09:00 month Ann"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, append(staff("Ann", "Bo"), c.cells...)...)
			w.expect(w.until(c.until), c.want)
		})
	}
}

// A Monday on which leadsheet did not run is made up for in the same week; of a week in which it did not run there is
// no report.
func TestWeek_Missed(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.at("2026-11-12 16:00")
	w.expect(said(w.pass()), "week Ann")
	w.at("2026-11-26 08:00")
	sent := w.pass()
	w.expect(said(sent), "week Ann")
	if sent[0].Key != "2026-W47" {
		t.Error(sent[0].Key)
	}
	if w.expect(w.until("2026-11-29 20:00"), ""); w.due.IsZero() || w.due.Sub(w.now) > 24*time.Hour {
		t.Errorf("due at %s", w.due)
	}
}
