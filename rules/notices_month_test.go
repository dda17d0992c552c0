package rules_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/outgoing"
)

var updateNotices = flag.Bool("update-notices", false, "write the golden file of the messages of a month")

// postal is a quarter whose team is told what happens.
type postal struct {
	*quarter
	due  time.Time // when something is to be sent next
	sent []post
}

// post is a message as it was sent.
type post struct {
	at time.Time
	outgoing.Intent
}

// noticeWeeks are five, so that a month ends, and both a holiday on a Monday and an absence are among them.
const noticeWeeks = 5

// deliver plans what is sent, and sends it.
func (q *postal) deliver(items []lead.Inquiry) {
	q.t.Helper()
	work, folded := rules.PlanFolded(q.state, items, q.now, 0)
	q.apply(work)
	q.check(work)
	in := q.outgoingInput(&work, folded, items)
	plan := outgoing.PlanMessages(in, q.now)
	q.state.History = append(q.state.History, plan.Events...)
	for _, m := range plan.Messages {
		q.sent = append(q.sent, post{q.now, m})
		q.state.History = append(q.state.History, lead.Event{Time: q.now, Lead: cmp.Or(m.Lead, lead.Workbook),
			What:   lead.Sent,
			Column: string(m.Occasion), From: m.Recipient(), To: m.ID, By: lead.ByLeadsheet})
	}
	in.Events, in.Fresh, in.Came = q.state.History, 0, nil
	again := outgoing.PlanMessages(in, q.now)
	if len(again.Messages)+len(again.Events) > 0 {
		q.t.Fatalf("%s: the second plan still wants something:\n%+v\n%+v", q.now, again.Messages, again.Events)
	}
	q.due = again.Due // the claims may bring something to be sent later
	if !work.Due.IsZero() && (q.due.IsZero() || work.Due.Before(q.due)) {
		q.due = work.Due
	}
}

func (q *postal) playNotices() {
	end := q.now.AddDate(0, 0, 7*noticeWeeks)
	q.deliver(nil)
	for len(q.tasks) > 0 {
		slot := q.tasks[0].at.Truncate(time.Minute).Add(time.Minute)
		if q.due.After(q.now) && q.due.Before(slot) {
			slot = q.due
		}
		if !slot.Before(end) {
			return
		}
		for len(q.tasks) > 0 && q.tasks[0].at.Before(slot) {
			next := q.tasks[0]
			q.tasks = q.tasks[1:]
			q.now = next.at.Truncate(time.Second)
			next.do()
		}
		q.now = slot
		items := q.inbox
		q.inbox = nil
		q.deliver(items)
	}
}

// lines are the messages, one a line, day by day.
func (q *postal) lines() string {
	var b strings.Builder
	zone, day := q.state.Policy.Location(), ""
	for _, m := range q.sent {
		at := m.at.In(zone)
		if d := at.Format("Mon 2 Jan"); d != day {
			day = d
			fmt.Fprintf(&b, "\n%s\n", day)
		}
		about := m.Lead
		if about == "" {
			about = strings.Join(m.Leads, " ")
		}
		more := ""
		if !m.Due.IsZero() {
			more = ", by " + m.Due.In(zone).Format("Mon 15:04")
		}
		if m.Why != "" {
			more += ", " + m.Why
		}
		fmt.Fprintf(&b, "  %s  %-12s %-4s %s (%s)%s\n", at.Format("15:04"), m.Occasion, m.Recipient(), about, m.Key,
			more)
	}
	return b.String()
}

func TestMonthOfNotices(t *testing.T) {
	q := &postal{quarter: newQuarter(t)}
	q.playNotices()
	counts, hours := map[string]map[string]int{}, map[string]time.Time{}
	for _, m := range q.sent {
		day := m.at.In(q.state.Policy.Location()).Format("2006-01-02")
		if counts[m.Recipient()] == nil {
			counts[m.Recipient()] = map[string]int{}
		}
		counts[m.Recipient()][day]++
		if key := m.Recipient() + m.Lead; m.Lead != "" && m.Occasion != lead.TellHot {
			if before, ok := hours[key]; ok && m.at.Sub(before) < time.Hour {
				t.Errorf("%s: %s is told of %s twice within an hour", m.at, m.Recipient(), m.Lead)
			}
			hours[key] = m.at
		}
	}
	var golden strings.Builder
	for _, who := range slices.Sorted(maps.Keys(counts)) {
		most, all := 0, 0
		for day, n := range counts[who] {
			most, all = max(most, n), all+n
			if n > 8 {
				t.Errorf("%s receives %d messages on %s", who, n, day)
			}
		}
		fmt.Fprintf(&golden, "%s: %d messages on %d days, at most %d on one\n", who, all, len(counts[who]), most)
	}
	golden.WriteString(q.lines())
	file := filepath.Join("testdata", "notices.golden")
	if *updateNotices {
		if err := os.WriteFile(file, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), golden.String()); diff != "" {
		t.Errorf("the month reads otherwise; run with -update-notices and look (-want +got):\n%s", diff)
	}
}
