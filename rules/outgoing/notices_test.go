package outgoing_test

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
)

func TestNewLead(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.at("2026-11-03 10:00")
	sent := w.pass(w.writes("ada", fence))
	w.expect(said(sent), "new lead Ann L-1001")
	if m := sent[0]; m.To != "ann@studio.example" || m.Inquiry != "ada1" ||
		!m.Due.Equal(w.clock("2026-11-03 10:29")) || m.Why != "" {
		t.Errorf("%+v", m)
	}
	// In the evening: at the start of the next day, with what else it brings.
	w.at("2026-11-03 18:30")
	w.expect(said(w.pass(w.writes("ben", fence))), "late Ann L-1001") // which should have been told half an hour ago
	w.expect(w.until("2026-11-04 09:00"), "Wed 09:00 digest Ann L-1001+L-1002")
	// On a Friday evening: on Monday.
	w.at("2026-11-06 18:30")
	w.expect(said(w.pass(w.writes("cleo", fence), w.answers("ann", "ada"), w.answers("ann", "ben"))), "late Ann L-1002")
	w.expect(w.until("2026-11-09 09:00"), "Mon 09:00 digest Ann L-1003+L-1001+L-1002, week Ann")
}

func TestNewLead_InTheBreak(t *testing.T) {
	w := newWorld(t, append(staff("Ann"), of("Ann", "Hours", "09:00-12:00, 13:00-18:00"))...)
	w.at("2026-11-03 12:20")
	w.expect(said(w.pass(w.writes("ada", fence))), "")
	w.expect(w.until("2026-11-03 13:10"), "Tue 13:00 new lead Ann L-1001")
}

func TestHot(t *testing.T) {
	for _, c := range []struct {
		name, hours, at, sent string
	}{
		{"by day", "", "2026-11-03 10:00", "Tue 10:00 hot lead Ann L-1001"},
		{"at night", "", "2026-11-03 23:00", "Tue 23:00 hot lead Ann L-1001"},
		{"on a Sunday", "", "2026-11-08 11:00", "Sun 11:00 hot lead Ann L-1001"},
		{"in quiet hours", "20:00-07:00", "2026-11-03 23:00", "Wed 07:00 hot lead Ann L-1001"},
		{"in quiet hours over a weekend", "Fri 18:00-24:00; Sat-Sun; Mon 00:00-08:00", "2026-11-07 23:00",
			"Mon 08:00 hot lead Ann L-1001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, append(staff("Ann"), of("Ann", "Quiet hours", c.hours))...)
			w.at(c.at)
			got := said(w.pass(w.writes("ada", urgent)))
			if got != "" {
				got = w.now.Format("Mon 15:04 ") + got
			}
			rest := w.until("2026-11-09 08:30")
			if first, _, _ := strings.Cut(strings.Trim(got+"; "+rest, "; "), "; "); first != c.sent {
				t.Errorf("%q, want %q", first, c.sent)
			}
		})
	}
}

// Who is away is told nothing, and who stands in is. Of who cannot be told anything, the system owner hears.
func TestWhoIsTold(t *testing.T) {
	away := []cell{of("Bo", "Away from", "2026-11-02"), of("Bo", "Away until", "2026-11-06"), of("Bo", "Backup", "Cy")}
	for _, c := range []struct {
		name  string
		cells []cell
		owner string
		told  string
		why   string
	}{
		{"the owner", nil, "Bo", "new lead Bo L-1001", ""},
		{"the owner in other letters", nil, "bo", "new lead Bo L-1001", ""},
		{"the owner is away", away, "Bo", "new lead Cy L-1001", "stands in for Bo"},
		{"without an address", []cell{of("Bo", "Email", "")}, "Bo", "new lead Ann L-1001", "Bo cannot be told"},
		{"another way than mail, which is not set up", []cell{of("Bo", "Tell by", "slack")}, "Bo",
			"new lead Bo L-1001", ""},
		{"nobody", nil, "Zoe", "new lead Ann L-1001", "Zoe, is not in the tab Team"},
		{"who wants to be told nothing", []cell{of("Bo", "Tell by", "no")}, "Bo", "", ""},
		{"nobody wants to be told anything", []cell{setting("Notify the team", "no")}, "Bo", "", ""},
		{"the one who stands in wants nothing", append(away, of("Cy", "Tell by", "no")), "Bo", "new lead Ann L-1001",
			"Cy cannot be told"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, append(staff("Ann", "Bo", "Cy"), c.cells...)...)
			w.at("2026-11-03 10:00")
			q := w.writes("ada", fence)
			sent := w.passOwned(q, c.owner)
			w.expect(said(sent), c.told)
			if len(sent) > 0 && (!strings.Contains(sent[0].Why, c.why) || (c.why == "") != (sent[0].Why == "")) {
				t.Errorf("%q, want %q", sent[0].Why, c.why)
			}
		})
	}
	w := newWorld(t, append(staff("Ann", "Bo", "Cy", "Di"), of("Bo", "Email", ""), of("Cy", "Tell by", "no"),
		of("Cy", "Email", ""))...)
	if got := strings.Join(outgoing.Unreachable(&w.state.Policy, w.ways), ","); got != "Bo" {
		t.Errorf("%s cannot be told", got)
	}
}

// passOwned is pass for a request that makes a lead of that owner.
func (w *world) passOwned(q lead.Inquiry, owner string) []outgoing.Intent {
	w.t.Helper()
	from := len(w.state.History)
	_, in, _ := w.plan([]lead.Inquiry{q})
	l := &w.state.Leads[len(w.state.Leads)-1]
	for i := from; i < len(w.state.History); i++ {
		e := &w.state.History[i]
		e.To = strings.ReplaceAll(e.To, `"owner":"`+l.Owner+`"`, `"owner":"`+owner+`"`)
	}
	l.Owner = owner
	return outgoing.PlanMessages(in, w.now).Messages
}
