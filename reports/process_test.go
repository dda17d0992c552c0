package reports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/process"
	"leadsheet/rules/lint"
	"leadsheet/rules/policy"
)

// heavy is a workbook with more of everything than people can keep to, half a year old.
func heavy() Input {
	in := withTeam("Kim")
	in.Policy.Statuses = nil
	for _, kind := range []policy.StatusKind{policy.KindNew, policy.KindWon, policy.KindNoLead, policy.KindClosed} {
		in.Policy.Statuses = append(in.Policy.Statuses, policy.Status{Name: string(kind), Kind: kind})
	}
	for i := range 15 {
		in.Policy.Statuses = append(in.Policy.Statuses,
			policy.Status{Name: fmt.Sprint("S", i), Kind: policy.KindWorking,
				Requires: []string{fmt.Sprint("C", i%13), "c0"}})
	}
	for i := range 18 {
		in.Policy.Reasons = append(in.Policy.Reasons, fmt.Sprint("R", i))
	}
	in.Policy.Sources = []policy.Source{{Name: "Website"}, {Name: "Telegram"}, {Name: "Fax"}, {Name: "Unknown"}}
	for i := range 20 {
		l := came(fmt.Sprint("L-", i+1), 10*i, "closed")
		l.RefusalReason = "too expensive"
		if i > 6 {
			l.RefusalReason = "Too  expensive"
		}
		in.Leads = append(in.Leads, l)
	}
	return in
}

// processOf is what to look at in the process, and the same as lines of text.
func processOf(in Input, now time.Time) ([]lint.Finding, []string) {
	return process.Of(facts.New(in, now))
}

// On Mondays, and only then, Today says what to look at; the same lines are there as data on every day.
func TestWhatToLookAtInTheProcess(t *testing.T) {
	monday := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	in := heavy()
	for i := range 8 {
		l := came(fmt.Sprint("L-9", i), 400, "S1")
		l.Need, l.Email, l.NextStep = "Chairs", "a@x.example", "call"
		if i == 0 {
			l.NextContact = monday.AddDate(0, 0, 3)
		}
		in.Leads = append(in.Leads, l)
	}
	in.History = []lead.Event{{Time: ago(30), Lead: "L-91", What: lead.Changed, Column: lead.ColComment, To: "called",
		By: "team"},
		{Time: ago(30), Lead: "L-92", What: lead.Changed, Column: lead.ColOwner, To: "Kim", By: lead.ByLeadsheet}}
	got := todayText(in, monday)
	for _, want := range []string{
		"This week, look at: 17 statuses, more than 8 are hard to keep apart · 13 required columns, ",
		" · 18 refusal reasons, of more than 12 people take the first\n",
		"sources without a lead in 90 days: Telegram, Fax",
		" leads in 30 days, below 50 a score is not worth it: leave Scoring off",
		"13% of 8 open leads are complete, most often missing: Next contact",
		"6 of 28 leads untouched for a year",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "refusals say") {
		t.Errorf("there are nine refusals in 90 days:\n%s", got)
	}
	for i := range 3 {
		l := came(fmt.Sprint("L-8", i), 20, "closed")
		l.RefusalReason = "No budget"
		in.Leads = append(in.Leads, l)
	}
	if got := todayText(in, monday); !strings.Contains(got, `75% of 12 refusals say "too expensive"`) {
		t.Errorf("refusals:\n%s", got)
	}
	for _, at := range []time.Time{now, monday.AddDate(0, 0, 1)} {
		if got := todayText(in, at); strings.Contains(got, "look at: ") {
			t.Errorf("on %s:\n%s", at.Weekday(), got)
		}
	}
	in.Policy.Scoring = true
	if got := todayText(in, monday); !strings.Contains(got, "a score is not worth it: Scoring may be off") {
		t.Errorf("with Scoring:\n%s", got)
	}
	in.Policy.Scoring = false
	found, lines := processOf(in, now)
	if len(found) != 8 || len(lines) != 8 || found[3].Kind != lint.OneReason ||
		!strings.Contains(lines[3], `"too expensive"`) {
		t.Errorf("%+v, %q", found, lines)
	}
	if early := time.Date(2026, 11, 22, 23, 30, 0, 0,
		time.UTC); !strings.Contains(todayText(inZone(in, "Europe/Berlin"), early), "look at: ") {
		t.Error("in Berlin it is Monday")
	}
}

func inZone(in Input, name string) Input {
	in.Policy.Zone, _ = time.LoadLocation(name)
	in.Policy.Calendar.Zone = in.Policy.Zone
	return in
}

// A new workbook has nothing to look at: of its first days nothing is known.
func TestNothingToLookAtInTheFirstDays(t *testing.T) {
	in := withTeam("Kim")
	in.Policy.Sources = []policy.Source{{Name: "Website"}, {Name: "Telegram"}}
	l := came("L-1", 2, "new")
	l.Owner = "Kim"
	in.Leads = append(in.Leads, l)
	for i := range 9 {
		x := l
		x.ID, x.Need = fmt.Sprint("L-9", i), ""
		in.Leads = append(in.Leads, x)
	}
	if _, lines := processOf(in, now); len(lines) > 0 {
		t.Errorf("%q", lines)
	}
	if _, lines := processOf(Input{Policy: in.Policy}, now); len(lines) > 0 {
		t.Errorf("empty: %q", lines)
	}
}

// Many leads of one list are no volume of work, and many of one week are.
func TestVolumeOfTheWeek(t *testing.T) {
	in := withTeam("Kim")
	old := came("L-0", 100, "won")
	in.Leads = append(in.Leads, old)
	for i := range 60 {
		l := came(fmt.Sprint("L-", i+1), 3, "won")
		in.Leads = append(in.Leads, l)
		if i >= 21 {
			in.History = append(in.History, lead.Event{Time: ago(3), Lead: l.ID, What: lead.Created,
				To: `{"list":"fair.csv"}`})
		}
	}
	_, lines := processOf(in, now)
	if got := strings.Join(lines, "|"); !strings.Contains(got, "21 leads in 7 days") ||
		!strings.Contains(got, "21 leads in 30 days") {
		t.Errorf("%s", got)
	}
}
