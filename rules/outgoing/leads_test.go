package outgoing_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
)

// Many leads at once are one message to each person, which names them all; a list always is. The next one is told alone.
func TestBurst(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), setting("Hand over after", "no"))...)
	w.at("2026-11-03 10:00")
	var many []lead.Inquiry
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		many = append(many, w.writes(name, fence))
	}
	many = append(many, w.writes("hot", urgent))
	sent := w.pass(many...)
	if len(sent) != 3 || sent[0].Occasion != lead.TellHot && sent[1].Occasion != lead.TellHot &&
		sent[2].Occasion != lead.TellHot {
		t.Fatal(said(sent))
	}
	for _, m := range sent {
		if m.Occasion == lead.TellBurst && (len(m.Leads) != 4 || m.Lead != "" || m.Key != strings.Join(m.Leads, " ")) {
			t.Errorf("%s: %+v", said(sent), m)
		}
	}
	w.at("2026-11-03 10:05")
	if sent := w.pass(w.writes("i", fence)); len(sent) != 1 || sent[0].Occasion != lead.TellNew {
		t.Error(said(sent))
	}
	w.at("2026-11-03 10:10")
	var list []lead.Inquiry
	for n := range 24 {
		q := w.writes(strings.Repeat("l", n+1), fence)
		q.Channel, q.Kind, q.List, q.Where, q.Listed = lead.ByForm, lead.ExportRow, "fair", "file fair.csv, row 3", true
		list = append(list, q)
	}
	sent = w.pass(list...)
	if len(sent) != 2 || sent[0].Occasion != lead.TellBurst || len(sent[0].Leads)+len(sent[1].Leads) != 24 {
		t.Error(said(sent))
	}
}

// A customer who writes after the first answer is answered within four hours of work; a quarter of an hour before that
// ends the owner hears of it, once.
func TestWaits(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Bo", "Takes leads", "FALSE"))...)
	w.at("2026-11-03 10:00")
	first := w.pass(w.writes("ada", fence))
	w.at("2026-11-03 10:05")
	w.expect(said(w.pass(w.answers("ann", "ada"))), "")
	w.at("2026-11-03 11:00")
	w.expect(said(w.pass(w.writes("ada", "How soon could you begin?"))), "")
	w.expect(w.until("2026-11-03 14:50"), "Tue 14:44 waits Ann L-1001")
	last := w.state.History[len(w.state.History)-1]
	if last.Column != string(lead.TellWaits) {
		t.Fatalf("%+v", last)
	}
	w.at("2026-11-03 14:55")
	w.expect(said(w.pass(w.answers("ann", "ada"))), "")
	w.at("2026-11-03 15:00")
	w.pass(w.writes("ada", "And what would it cost in oak?"))
	w.at("2026-11-04 10:50")
	sent := w.pass()
	w.expect(said(sent), "digest Ann L-1001")                                                      // it was not sent at nine: leadsheet did not run
	w.expect(w.until("2026-11-04 18:00"), "Wed 11:50 waits Ann L-1001; Wed 12:00 late Ann L-1001") // once, an hour later
	if len(first) != 1 || first[0].InReplyTo != "" {
		t.Errorf("%+v", first)
	}
}

// Nobody hears of a lead twice within an hour; what was held back comes then if it still holds.
func TestOncePerHour(t *testing.T) {
	w := newWorld(t, append(staff("Ann"), setting("Respond within", "1 h"))...)
	w.at("2026-11-03 10:00")
	first := w.pass(w.writes("ada", fence))
	w.expect(w.until("2026-11-03 11:30"), "Tue 11:00 waits Ann L-1001")
	m := messagesOf(w, lead.TellWaits)
	if len(m) != 1 || m[0] == first[0].ID {
		t.Fatalf("%v", m)
	}
	w = newWorld(t, append(staff("Ann"), setting("Respond within", "1 h"))...)
	w.at("2026-11-03 10:00")
	w.pass(w.writes("ada", fence))
	w.at("2026-11-03 10:50")
	w.pass(w.answers("ann", "ada"))
	w.expect(w.until("2026-11-03 18:00"), "")
}

// messagesOf are the Message-IDs of the messages of an occasion.
func messagesOf(w *world, occasion lead.Occasion) (ids []string) {
	for i := range w.state.History {
		if e := &w.state.History[i]; e.What == lead.Sending && e.Column == string(occasion) {
			ids = append(ids, e.To)
		}
	}
	return ids
}

// edit is a cell of a lead that a person changes.
func (w *world) edit(who string, change func(l *lead.Lead)) {
	w.t.Helper()
	change(w.lead(who))
}

func TestHandedOver(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Bo", "Takes leads", "FALSE"), setting("Hand over after", "no"))...)
	w.at("2026-11-03 10:00")
	w.pass(w.writes("ada", fence))
	w.at("2026-11-03 10:10")
	w.edit("ada", func(l *lead.Lead) { l.Owner = "Bo" })
	sent := w.pass()
	w.expect(said(sent), "handed over Bo L-1001")
	if len(sent) == 1 && (sent[0].Who != "Ann" || !sent[0].Due.Equal(w.clock("2026-11-03 10:29"))) {
		t.Errorf("%+v", sent[0])
	}
	// Back within the hour: Ann was told of it ten minutes ago.
	w.at("2026-11-03 10:20")
	w.edit("ada", func(l *lead.Lead) { l.Owner = "Ann" })
	w.expect(said(w.pass()), "")
	w.expect(w.until("2026-11-03 11:30"), "Tue 11:00 handed over Ann L-1001")
	// In the evening: with the digest. One that comes in at night and changes hands is new to who gets it.
	w.at("2026-11-03 19:00")
	w.edit("ada", func(l *lead.Lead) { l.Owner = "Bo" })
	w.pass(w.writes("ben", fence))
	w.at("2026-11-03 20:00")
	w.edit("ben", func(l *lead.Lead) { l.Owner = "Bo" })
	w.pass()
	w.expect(w.until("2026-11-04 09:30"), "Wed 09:00 digest Bo L-1001+L-1002")
}

// A lead that nobody answers goes to the next person, who hears why. Who leaves the team hands over in one message.
func TestHandedOver_ByTheRule(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Ann", "Takes leads", "FALSE"))...)
	w.at("2026-11-03 10:00")
	w.pass(w.writes("ada", fence))
	got := w.until("2026-11-03 13:00")
	if !strings.Contains(got, "handed over Ann L-1001") {
		t.Error(got)
	}
	w = newWorld(t, append(staff("Ann", "Bo"), of("Ann", "Takes leads", "FALSE"), setting("Hand over after", "no"))...)
	w.state.History = append(w.state.History, lead.Event{Time: w.now, Lead: lead.Workbook, What: lead.Baseline,
		To: `{"team":[{"name":"Ann"},{"name":"Bo"}]}`, By: lead.ByLeadsheet})
	for n, name := range []string{"a", "b", "c", "d", "e"} {
		w.now = w.clock("2026-11-03 10:00").Add(time.Duration(n) * time.Minute)
		w.pass(w.writes(name, fence))
	}
	w.at("2026-11-03 11:00")
	w.state.Policy = policyOf(t, append(staff("Ann"), setting("Hand over after", "no")))
	for i := range w.state.Leads {
		w.state.Leads[i].Owner = "Ann"
	}
	sent := w.pass()
	if len(sent) == 0 || sent[0].Occasion != lead.TellHandOver || len(sent[0].Leads) != 5 || sent[0].Lead != "" {
		t.Error(said(sent))
	}
}

// Who is known to have taken a lead is not told of that.
func TestHandedOver_ToOneself(t *testing.T) {
	for by, want := range map[string]string{"Bo": "", "bo@studio.example": "", "Ann": "handed over Bo L-1001",
		lead.ByTeam: "handed over Bo L-1001"} {
		w := newWorld(t, append(staff("Ann", "Bo"), of("Bo", "Takes leads", "FALSE"))...)
		w.at("2026-11-03 10:00")
		w.pass(w.writes("ada", fence))
		w.at("2026-11-03 10:10")
		w.lead("ada").Owner = "Bo"
		w.state.History = append(w.state.History, lead.Event{Time: w.now, Lead: "L-1001", What: lead.Changed,
			Column: lead.ColOwner,
			From:   "Ann", To: "Bo", By: by})
		if got := said(w.pass()); got != want {
			t.Errorf("by %s: %q, want %q", by, got, want)
		}
	}
}

// A person who types a row knows of it, and whoever leadsheet gives one without an owner does not.
func TestTypedRows(t *testing.T) {
	for owner, want := range map[string]string{"Bo": "", "": "new lead Bo L-1001"} {
		w := newWorld(t, append(staff("Ann", "Bo"), of("Ann", "Takes leads", "FALSE"))...)
		w.at("2026-11-03 10:00")
		w.state.Leads = append(w.state.Leads, lead.Lead{Name: "Ada", Email: "ada@customer.example",
			Phone: "030 1234567", Need: fence, Owner: owner})
		var got string
		for range 5 {
			w.now = w.now.Add(2 * time.Minute)
			got += said(w.pass())
		}
		if got != want {
			t.Errorf("%q: %q, want %q", owner, got, want)
		}
	}
}

func TestBounced(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.at("2026-11-03 10:00")
	w.pass(w.writes("ada", fence))
	w.at("2026-11-03 10:05")
	w.pass(w.answers("ann", "ada"))
	w.at("2026-11-03 11:10")
	q := w.writes("mailer", "Your message could not be delivered.")
	q.Kind, q.From, q.Email, q.AnsweredTo = lead.Bounce, "mailer-daemon@mx.example", "",
		[]string{"ada@customer.example"}
	for i := range w.state.History {
		if e := &w.state.History[i]; e.What == lead.Responded {
			q.References = []string{"ann2@customer.example"}
		}
	}
	w.expect(said(w.pass(q)), "bounced Ann L-1001")
}

// Nothing is told of what happened before sending began, and nothing where nothing can be sent.
func TestBeforeSendingBegan(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.state.History = nil
	w.ways = nil
	w.at("2026-11-03 10:00")
	w.expect(said(w.pass(w.writes("ada", fence), w.writes("ben", urgent))), "")
	if n := len(messagesOf(w, lead.TellNew)); n > 0 {
		t.Error(n)
	}
	w.ways = map[lead.Way]bool{lead.WayMail: true}
	w.at("2026-11-03 10:20")
	w.expect(said(w.pass()), "")
	w.expect(w.until("2026-11-05 12:00"), "")
	w.at("2026-11-05 12:30")
	w.expect(said(w.pass(w.writes("cleo", fence))), "new lead Ann L-1003")
}

// A process that ends between claim and delivery: the message is sent again, and is the same one.
func TestAtLeastOnce(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.lost = true
	w.at("2026-11-03 10:00")
	first := w.pass(w.writes("ada", fence))
	w.at("2026-11-03 10:01")
	w.expect(said(w.pass()), "")
	w.lost = false
	w.at("2026-11-03 10:03")
	_, _, plan := w.plan(nil)
	if len(plan.Messages) != 1 || plan.Messages[0].ID != first[0].ID || plan.Messages[0].InReplyTo != "" {
		t.Errorf("%+v", plan.Messages)
	}
	// The customer was answered meanwhile: it is sent all the same, since nobody knows whether it was.
	_, _, plan = w.plan([]lead.Inquiry{w.answers("ann", "ada")})
	w.expect(said(plan.Messages), "new lead Ann L-1001")
}

// What was told while the workbook could not be written is only noted once it can be.
func TestToldUnstored(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.held = true
	w.at("2026-11-03 10:00")
	var came []lead.Inquiry
	var told []string
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		came = append(came, w.writes(name, fence))
		told = append(told, said(w.pass(came...)))
		w.now = w.now.Add(time.Minute)
	}
	if strings.Contains(strings.Join(told, ","), "import") || strings.Contains(strings.Join(told, ","), "+") {
		t.Errorf("%q", told)
	}
	for range 6 {
		came = append(came, w.writes("x"+strings.Repeat("y", len(came)), fence))
	}
	if sent := w.pass(came...); len(sent) != 1 || sent[0].Occasion != lead.TellBurst || len(sent[0].Leads) != 6 {
		t.Error(said(sent))
	}
	w.held = false
	_, _, plan := w.plan(came)
	if len(plan.Messages) > 0 || len(plan.Told) != 6 {
		t.Errorf("%s; %d are noted", said(plan.Messages), len(plan.Told))
	}
}

func TestIntakeWaits(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Ann", "Quiet hours", "20:00-07:00"))...)
	ways := map[lead.Way]bool{lead.WayMail: true, lead.WaySlack: true}
	since := w.clock("2026-11-03 10:00")
	if _, due, ok := outgoing.IntakeWaits(&w.state.Policy, ways, since, since.Add(14*time.Minute)); ok ||
		!due.Equal(since.Add(15*time.Minute)) {
		t.Errorf("%t, due at %s", ok, due)
	}
	m, _, ok := outgoing.IntakeWaits(&w.state.Policy, ways, since, since.Add(15*time.Minute))
	if !ok || m.Person != "Ann" || len(m.Ways) != 2 || m.Occasion != lead.TellWaiting {
		t.Errorf("%t, %+v", ok, m)
	}
	night := w.clock("2026-11-03 22:00")
	if _, due, ok := outgoing.IntakeWaits(&w.state.Policy, ways, night, night.Add(time.Hour)); ok ||
		!due.Equal(w.clock("2026-11-04 07:00")) {
		t.Errorf("at night: %t, due at %s", ok, due)
	}
}

// The system owner has no way that is set up: that nothing comes in is said by those that are.
func TestIntakeWaits_ByEveryWay(t *testing.T) {
	w := newWorld(t, append(staff("Ann", "Bo"), of("Ann", "Email", ""))...)
	ways := map[lead.Way]bool{lead.WaySlack: true}
	since := w.clock("2026-11-03 10:00")
	m, _, ok := outgoing.IntakeWaits(&w.state.Policy, ways, since, since.Add(time.Hour))
	if !ok || m.Person != "Ann" || !slices.Equal(m.Ways, []lead.Way{lead.WaySlack}) {
		t.Errorf("%t, %+v", ok, m)
	}
	w = newWorld(t, append(staff("Ann", "Bo"), of("Ann", lead.ColTellBy, "no"))...)
	if _, _, ok := outgoing.IntakeWaits(&w.state.Policy, ways, since, since.Add(time.Hour)); ok {
		t.Error("who wants to be told nothing is told")
	}
}

// A server takes nothing while a warning waits, and the customer is answered: it is not wanted any more.
func TestWarning_OutOfDate(t *testing.T) {
	w := newWorld(t, staff("Ann")...)
	w.at("2026-11-03 10:00")
	w.pass(w.writes("ada", fence))
	w.lost = true
	got := w.until("2026-11-03 11:01")
	if !strings.Contains(got, "waits Ann L-1001") {
		t.Fatal(got)
	}
	w.now = w.now.Add(2 * time.Minute)
	_, in, plan := w.plan(nil)
	if !strings.Contains(said(plan.Messages), "waits Ann") {
		t.Errorf("while the customer waits: %s", said(plan.Messages))
	}
	_, in, _ = w.plan([]lead.Inquiry{w.answers("ann", "ada")})
	in.Held = func(string) outgoing.Held { return outgoing.InFlight }
	if plan := outgoing.PlanMessages(in, w.now); len(plan.Unwanted) != 1 || len(plan.Messages) > 0 {
		t.Errorf("then: %q, %s", plan.Unwanted, said(plan.Messages))
	}
}
