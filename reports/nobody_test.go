package reports

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// emptyToday is what Today says of two leads that need nothing.
func emptyToday(change func(*Input)) string {
	in := waitingLead("contacted")
	in.History = append(in.History[:2:2], lead.Event{Time: ago(40), Lead: "L-1", What: lead.Answered, By: "lee@ours.example"})
	in.Policy.Team = []policy.Person{{Name: "Ann", Email: "Ann@ours.example"}, {Name: "Lee", Email: "lee@ours.example"}}
	in.Watched = []lead.Watched{{Name: "hello@ours.example"}, {Kind: lead.WatchedForm, Name: "website form"}}
	in.Checked = time.Date(2026, 11, 22, 9, 58, 0, 0, time.UTC)
	if change != nil {
		change(&in)
	}
	for _, c := range Build(in, now)[1].Cells {
		if c.Row == 3 && c.Col == 0 {
			return c.Cell.Text
		}
	}
	return ""
}

func TestNobodyIsWaiting(t *testing.T) {
	const sees = "Nobody is waiting as far as leadsheet sees "
	for name, c := range map[string]struct {
		change func(*Input)
		want   string
	}{
		"as it should be": {nil, sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls, the mailbox of Lee."},
		"everybody's mail is seen": {func(in *Input) { in.Policy.Team = in.Policy.Team[:1] },
			sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls."},
		"somebody's mailbox is the one that is watched": {func(in *Input) { in.Policy.Team[1].Email = "Hello@ours.example" },
			sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls."},
		"somebody without an address": {func(in *Input) { in.Policy.Team = []policy.Person{{Name: "Owner"}} },
			sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls, the mailbox of Owner."},
		"many colleagues": {func(in *Input) {
			for i := range 7 {
				in.Policy.Team = append(in.Policy.Team, policy.Person{Name: fmt.Sprint("P", i), Email: fmt.Sprintf("p%d@ours.example", i)})
			}
		}, sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls, the mailbox of Lee, the mailbox of P0, " +
			"the mailbox of P1, the mailbox of P2, 4 more mailboxes."},
		"a folder, and a form that was never read": {func(in *Input) {
			in.Watched = []lead.Watched{{Kind: lead.WatchedFolder, Name: "drop"}, {Kind: lead.WatchedForm, Missed: true}}
		}, sees + "(files in drop; checked 09:58). Not read completely, see the log: form responses. Not watched: calls, any mailbox."},
		"the mailbox is down": {func(in *Input) { in.Watched[0].Missed = true },
			sees + "(website form; checked 09:58). Not read completely, see the log: hello@ours.example. Not watched: calls, the mailbox of Lee."},
		"all is down": {func(in *Input) { in.Watched = in.Watched[:1]; in.Watched[0].Missed = true },
			"Nothing of what has been read is due. Not read completely, see the log: hello@ours.example. Not watched: calls, the mailbox of Lee."},
		"nothing was looked at": {func(in *Input) { in.Checked = time.Time{} },
			sees + "(hello@ours.example, website form). Not watched: calls, the mailbox of Lee."},
		"more has come in": {func(in *Input) { in.More = true },
			"More has come in and is being read. Nothing of what has been read is due. Not watched: calls, the mailbox of Lee."},
		"somebody was never contacted": {func(in *Input) { in.Leads = append(in.Leads, came("L-2", 5, "new")) },
			"Nothing is due, but 1 open lead was never contacted: see the tab Leads. Not watched: calls, the mailbox of Lee."},
		"somebody who was never contacted has bought": {func(in *Input) { in.Leads = append(in.Leads, came("L-2", 5, "won")) },
			sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls, the mailbox of Lee."},
		"no lead yet": {func(in *Input) { in.Leads, in.History = nil, nil },
			sees + "(hello@ours.example, website form; checked 09:58). Not watched: calls, the mailbox of Ann, the mailbox of Lee. " + policyTexts().Report.Empty},
		"somebody waits":      {func(in *Input) { *in = waitingLead("won") }, "Anna – 1 lead, 1 late"},
		"a duplicate waits":   {func(in *Input) { in.Leads = append(in.Leads, duplicate(func(l *lead.Lead) { l.RespondBy = now })) }, "Owners who are not in the tab Team – 1 lead"},
		"a duplicate is due":  {func(in *Input) { in.Leads = append(in.Leads, duplicate(func(l *lead.Lead) { l.NextContact = ago(3) })) }, "Owners who are not in the tab Team – 1 lead, 1 late"},
		"Received is missing": {func(in *Input) { in.Leads = append(in.Leads, lead.Lead{ID: "L-2", Owner: "Anna", RespondBy: ago(1)}) }, "Owners who are not in the tab Team – 1 lead, 1 late"},
	} {
		if got := emptyToday(c.change); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func duplicate(change func(*lead.Lead)) lead.Lead {
	l := came("L-2", 5, "new")
	l.Quality = "duplicate"
	change(&l)
	return l
}

// Checked again, with nothing new, the page is the same but for its clocks.
func TestALaterLookIsNoReasonToWrite(t *testing.T) {
	in := Input{Policy: examplePolicy(), Watched: []lead.Watched{{Name: "hello@ours.example"}}, Checked: now}
	x := Build(in, now)[1]
	in.Checked = now.Add(5 * time.Minute)
	y := Build(in, in.Checked)[1]
	for i, c := range x.Cells {
		before, after := c.AroundClock()
		before2, after2 := y.Cells[i].AroundClock()
		if !c.AsOf && (before != before2 || after != after2) {
			t.Errorf("%+v became %+v", c, y.Cells[i])
		}
	}
	if reflect.DeepEqual(x, y) || !strings.Contains(fmt.Sprint(y.Cells), "checked 06:05") {
		t.Errorf("%+v", y.Cells)
	}
}

// When the Report was looked at last, and what could not be read then, has room on one line.
func TestReport_RoomForTheLastLook(t *testing.T) {
	in := Input{Policy: examplePolicy(), Checked: now, Watched: []lead.Watched{{Name: "hello@ours.example", Missed: true}}}
	page := Build(in, now)[0]
	at := slices.IndexFunc(page.Cells, func(c sheets.PageCell) bool { return c.Checked })
	if page.Title != lead.TabReport || at < 0 || !strings.Contains(page.Cells[at].Cell.Text, "hello@ours.example") {
		t.Fatalf("%s says nothing of the last look", page.Title)
	}
	cell, room := page.Cells[at], 0.0
	for _, m := range page.Merges {
		if m[0] == cell.Row && m[1] == cell.Col {
			for col := m[1]; col <= m[3]; col++ {
				room += page.Widths[col]
			}
		}
	}
	// Widths are measured in digits of 11 points; letters of 10 points take about 0.85 of one.
	if text := cell.Cell.Text; room < 0.85*float64(len(text)) {
		t.Errorf("%q has room for %.0f characters", text, room)
	}
}
