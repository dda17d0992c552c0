package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"

	"pgregory.net/rapid"
)

// Whatever arrives and whatever people do to the rows: what a pass has done, the next one does not want again; every
// key has one row of Intake; no ID is given twice.
func TestPassesSettle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		edits := []func(map[string]policy.Table){team("Ann", "Bob")}
		if rapid.Bool().Draw(rt, "revert") {
			edits = append(edits, rule(lead.TabSettings, "Broken rules", 1, "revert"))
		}
		if rapid.Bool().Draw(rt, "strict") {
			edits = append(edits, rule(lead.TabStatuses, "New lead", 4, "In progress"), rule(lead.TabStatuses, "Closed", 4, "New lead"))
		}
		w := newWorld(t, edits...)
		keys := map[string]bool{}
		for range rapid.IntRange(1, 6).Draw(rt, "passes") {
			var items []lead.Inquiry
			for range rapid.IntRange(0, 4).Draw(rt, "items") {
				q := w.drawInquiry(rt)
				keys[q.Key] = keys[q.Key] || q.Kind != lead.SentMail
				items = append(items, q)
			}
			work := Plan(w.state, items, w.now)
			w.apply(work)
			if again := Plan(w.state, items, w.now); !again.Empty() {
				rt.Fatalf("the second pass still wants something:\n%+v", again)
			}
			w.check(rt, keys)
			w.checkEnded(rt, work, items)
			for range rapid.IntRange(0, 4).Draw(rt, "edits") {
				w.edit(rt)
			}
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "minutes")) * time.Minute)
		}
	})
}

// checkEnded: what has ended is not opened again, and nobody's message disappears in it.
func (w *world) checkEnded(rt *rapid.T, work Work, items []lead.Inquiry) {
	answered := map[string]bool{}
	for _, e := range work.Events {
		if e.What == lead.Reopened {
			rt.Fatalf("%s was opened again", e.Lead)
		}
		answered[e.Lead] = answered[e.Lead] || e.What == lead.Answered || e.What == lead.Responded ||
			e.What == lead.TurnAnswered // by a mail that had been found before the message
	}
	for _, r := range work.Intake {
		i := slices.IndexFunc(items, func(q lead.Inquiry) bool { return q.Key == r.Key })
		q := &items[i]
		history := (q.Past || q.Kind == lead.ExportRow) && w.now.Sub(q.Received) > backfillAfter
		if r.Outcome != lead.AddedTo || isTeamMail(q) || history || answered[r.Lead] {
			continue
		}
		l := w.lead(r.Lead)
		if kind, known := w.state.Policy.KindOf(l.Status); known && !kind.Open() && l.WaitingSince.IsZero() {
			rt.Fatalf("%s was added to %+v", r.Key, l)
		}
	}
}

func (w *world) check(rt *rapid.T, keys map[string]bool) {
	rows := map[string]bool{}
	for _, r := range w.state.Intake {
		if rows[r.Key] {
			rt.Fatalf("%s has two rows", r.Key)
		}
		rows[r.Key] = true
	}
	for key, always := range keys { // a mail of ours that went to no lead needs none
		if always && !rows[key] {
			rt.Fatalf("%s has no row", key)
		}
	}
	seen := map[string]bool{}
	for _, l := range w.state.Leads {
		if l.ID != "" && seen[l.ID] {
			rt.Fatalf("%s is there twice", l.ID)
		}
		seen[l.ID] = true
	}
	created := map[string]bool{}
	for _, e := range w.state.History {
		if e.What == lead.Created && created[e.Lead] {
			rt.Fatalf("%s was made twice", e.Lead)
		}
		created[e.Lead] = created[e.Lead] || e.What == lead.Created
	}
}

func (w *world) drawInquiry(rt *rapid.T) lead.Inquiry {
	q := w.mail(fmt.Sprintf("k%d", rapid.IntRange(0, 12).Draw(rt, "key")))
	who := rapid.SampledFrom([]string{"a@example.org", "b@example.net", "A@Example.org", ""}).Draw(rt, "who")
	q.Email, q.From = who, who
	q.Name = rapid.SampledFrom([]string{"Kim Example", "Robin Sample", ""}).Draw(rt, "name")
	q.Phone = rapid.SampledFrom([]string{"", "030 1234567", "+49301234567", "x"}).Draw(rt, "phone")
	q.Need = rapid.SampledFrom([]string{"A fence", "urgent!", ""}).Draw(rt, "need")
	q.Kind = rapid.SampledFrom([]lead.MessageKind{lead.Direct, lead.Reply, lead.ExportRow, lead.Unreadable, lead.BulkMail,
		lead.Forwarded, lead.ColleagueAnswer, lead.SentMail, lead.Bounce}).Draw(rt, "kind")
	q.Received = w.now.Add(-time.Duration(rapid.IntRange(-60, 4000).Draw(rt, "age")) * time.Minute)
	q.Subject = rapid.SampledFrom([]string{"Question", "Re: Question", "Doors", ""}).Draw(rt, "subject")
	q.Answers = rapid.SampledFrom([][]lead.Answer{nil, {{Question: "Budget", Value: "1k"}}, {{Question: "Budget", Value: "2k\nor 3k"}}}).Draw(rt, "answers")
	w.drawThread(rt, &q)
	if rapid.IntRange(0, 9).Draw(rt, "problem") == 0 {
		q.Problem = "half of it is missing"
	}
	return q
}

// drawThread gives a mail a place in a conversation, perhaps a wrong one.
func (w *world) drawThread(rt *rapid.T, q *lead.Inquiry) {
	ids := []string{"1@example.org", "2@example.org", "3@ours.example", "L-1001.ack@ours.example", ""}
	q.MessageID = rapid.SampledFrom(ids).Draw(rt, "name")
	q.InReplyTo = rapid.SampledFrom(ids).Draw(rt, "answers")
	if rapid.Bool().Draw(rt, "deep") {
		q.References = []string{rapid.SampledFrom(ids).Draw(rt, "first"), q.InReplyTo}
	}
	q.Past = rapid.IntRange(0, 5).Draw(rt, "past") == 0
	switch q.Kind {
	case lead.Forwarded:
		q.ForwardedBy, q.Note = "ann@ours.example", "Please call."
	case lead.SentMail, lead.ColleagueAnswer, lead.Bounce:
		if q.Kind == lead.SentMail {
			q.Key = "s:" + q.Key
		}
		q.From, q.Email, q.Name, q.Phone = "ann@ours.example", "", "", ""
		q.AnsweredTo = rapid.SampledFrom([][]string{{"a@example.org"}, {"b@example.net", "a@example.org"}, {"x@else.example"}}).Draw(rt, "to")
	}
}

// textColumns are what people type texts into, editedTexts what they type.
var (
	textColumns = []string{lead.ColName, lead.ColEmail, lead.ColPhone, lead.ColCompany, lead.ColNeed, lead.ColSource,
		lead.ColComment, lead.ColCampaign, lead.ColDetails, lead.ColNextStep}
	editedTexts = []string{"", "x", "Kim  Example", "one\ntwo\n", "+49 30 1234567", "b@example.net", strings.Repeat("ä long text ", 30),
		strings.Repeat("ä long text ", 30) + "!", strings.Repeat("ä long text ", 30) + "?", "\x01\xff\v{\"a\":1}"}
)

// edit is one thing that a person does.
func (w *world) edit(rt *rapid.T) {
	rows := &w.state.Leads
	if len(*rows) == 0 {
		*rows = append(*rows, lead.Lead{Name: "By hand"})
		return
	}
	i := rapid.IntRange(0, len(*rows)-1).Draw(rt, "row")
	l := &(*rows)[i]
	switch rapid.IntRange(0, 13).Draw(rt, "edit") {
	case 0, 1, 2:
		l.Status = rapid.SampledFrom([]string{"New lead", "In progress", "closed", "Won", "Moved to deal", "What", ""}).Draw(rt, "status")
	case 3:
		l.Owner = rapid.SampledFrom([]string{"Ann", "Zoe", "", " "}).Draw(rt, "owner")
	case 4:
		l.Quality = rapid.SampledFrom([]string{"hot", "cold", ""}).Draw(rt, "quality")
	case 5:
		l.NextStep = rapid.SampledFrom([]string{"Call", "Call\n twice ", ""}).Draw(rt, "step")
	case 6:
		l.NextContact = second(w.now.AddDate(0, 0, rapid.IntRange(-20, 20).Draw(rt, "days")))
	case 7:
		l.Value, l.HasValue = rapid.Float64Range(0, 1e6).Draw(rt, "value"), true
	case 8:
		l.FirstResponse = rapid.SampledFrom([]time.Time{{}, second(w.now)}).Draw(rt, "first")
	case 9:
		*rows = append((*rows)[:i:i], (*rows)[i+1:]...)
	case 10:
		*rows = append(*rows, *l)
	case 12, 13:
		column := rapid.SampledFrom(textColumns).Draw(rt, "column")
		*lead.TextField(l, column) = rapid.SampledFrom(editedTexts).Draw(rt, "text")
	case 11:
		*rows = append(*rows, lead.Lead{Name: "By hand", Status: rapid.SampledFrom([]string{"", "Won"}).Draw(rt, "new")})
	}
	for i := range *rows {
		(*rows)[i].Ref = i
	}
	if n := len(w.state.Intake); n > 0 && rapid.IntRange(0, 5).Draw(rt, "make") == 0 {
		if r := &w.state.Intake[rapid.IntRange(0, n-1).Draw(rt, "intake")]; r.Outcome == lead.Ignored {
			r.Outcome = lead.MakeLead
		}
	}
}
