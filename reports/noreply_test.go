package reports

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// Whom we wrote to three to seven days ago without a reply is listed, the longest silence first.
func TestNoReplyIsListed(t *testing.T) {
	in := withTeam("Kim")
	for i, days := range []int{2, 3, 7, 8, 5} {
		l := came("L-"+string(rune('1'+i)), 20, "contacted")
		l.Owner, l.Name, l.NextStep, l.NextContact = "Kim", "Lead "+string(rune('1'+i)), "Call", ago(-30)
		in.Leads = append(in.Leads, l)
		in.History = append(in.History, lead.Event{Time: ago(days), Lead: l.ID, What: lead.Answered,
			By: "kim@ours.example"})
	}
	in.History = append(in.History, lead.Event{Time: ago(4), Lead: "L-5", What: lead.Quiet, By: "a@b.example",
		Why: "Thanks"})
	got := todayText(in, now)
	at := strings.Index(got, "No reply")
	if at < 0 {
		t.Fatalf("no list:\n%s", got)
	}
	list := got[at:]
	if end := strings.Index(list, "Thanks and copies"); end > 0 {
		list = list[:end]
	}
	if strings.Contains(list, "Lead 1") || strings.Contains(list, "Lead 4") || strings.Contains(list, "Lead 5") ||
		!strings.Contains(list, "Lead 3") || strings.Index(list, "Lead 3") > strings.Index(list, "Lead 2") {
		t.Errorf("%s", list)
	}
}

// A customer who has bought is listed when the next contact is due, and a lead that is to be closed has no question what
// is next.
func TestTodayOfWonAndSilentLeads(t *testing.T) {
	in := withTeam("Kim")
	won := came("L-1", 40, "won")
	won.Owner, won.NextStep, won.NextContact = "Kim", "Ask how it goes", ago(3)
	later := came("L-2", 40, "won")
	later.Owner, later.NextContact = "Kim", ago(-9)
	silent := came("L-3", 20, "contacted")
	silent.Owner, silent.Attention = "Kim", `close: No response? Tried 4 times without a reply. If so, type "lost No response" into Do`
	in.Leads = append(in.Leads, won, later, silent)
	got := todayText(in, now)
	if !strings.Contains(got, "Ask how it goes") || !strings.Contains(got, "close: No response?") ||
		strings.Contains(got, "What next") {
		t.Errorf("%s", got)
	}
	if ids := strings.Join(listed(Build(in, now)[1]), " "); strings.Contains(ids, "L-2") {
		t.Errorf("listed %s", ids)
	}
}

// Who is to be told of leads and cannot be stands on Today, with what to do.
func TestTodayOfThoseWhoCannotBeTold(t *testing.T) {
	in := withTeam("Kim", "Lee")
	in.Untold = []string{"Lee"}
	if got := todayText(in, now); !strings.Contains(got,
		"Lee cannot be told of leads: write the mail address of Lee into the tab Team") {
		t.Errorf("%s", got)
	}
	in.Unsent = now.Add(-time.Hour)
	if got := todayText(in, now); !strings.Contains(got, "no server has taken messages to the team") {
		t.Errorf("%s", got)
	}
}
