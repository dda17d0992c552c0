package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leadsheet/daemon/told"
	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/reports"
	"leadsheet/reports/letters"
	"leadsheet/rules/history"
	"leadsheet/rules/outgoing"
	"leadsheet/sheets"
)

// Outgoing is how a daemon sends messages.
type Outgoing struct {
	Sender outbox.Sender
	// Ways are the ways by which Sender can send.
	Ways map[lead.Way]bool
	// NewID returns a new Message-ID for a message about a lead, "" for none.
	NewID func(lead string) string
	Links letters.Links
	// Export returns the bytes of the file of an export; nil: no message brings one.
	Export func(ctx context.Context, x sheets.Export) ([]byte, error)
	// Show, unless nil, gets what would be sent. Nothing is sent or claimed then.
	Show func(m *lead.Message)
	// Explain is an error as people read it; nil: its text.
	Explain func(err error) string
	// Told keeps what the team was told while the workbook could not be written; nil: only as long as the process runs.
	Told *told.Told
}

// planMessages adds what is to be sent to a planned pass: the messages, and the events that claim them. in is the
// workbook as it is once the work is stored; the events are added to it.
func (d *Daemon) planMessages(ctx context.Context, v *view, p *passResult, h *history.History, in *reports.Input,
	now time.Time) {
	out := d.Out
	if out == nil || d.post.closing || lacksClaims(v, p) {
		return
	}
	messages := outgoing.Input{Policy: &v.state.Policy, Leads: in.Leads, History: h, Events: in.History,
		Fresh: len(p.work.Events), Came: came(p), More: p.moreItems, Ways: out.Ways, NewID: out.NewID,
		Held: d.post.heldAs, Told: v.state.Told, SetBack: d.setBack.on,
		Intake: [][]lead.IntakeRow{v.state.Intake, p.work.Intake}, Ours: d.ours(),
		Missed: slices.ContainsFunc(v.watched, func(w lead.Watched) bool {
			return w.Missed && (w.Kind == lead.WatchedMailbox || w.Kind == lead.WatchedSent)
		})}
	if out.Show != nil {
		messages.Unstored = d.post.begins(now)
	}
	d.post.policy = &v.state.Policy
	in.Untold = outgoing.Unreachable(&v.state.Policy, out.Ways)
	plan := outgoing.PlanMessages(messages, now)
	p.intents, p.resume, p.unwanted, p.told = plan.Messages, plan.Resume, plan.Unwanted, plan.Told
	in.Unsent = plan.Waiting
	if due := plan.Due; !due.IsZero() && (p.work.Due.IsZero() || due.Before(p.work.Due)) {
		p.work.Due = due
	}
	p.unmade = d.attach(ctx, v, plan.Messages)
	p.messages = letters.Compose(*in, plan.Messages, out.Links, now)
	d.post.plan(p.messages, &v.state.Policy.Words.Texts().Outgoing)
	if out.Show == nil && len(plan.Events) > 0 {
		p.work.Events = append(slices.Clip(p.work.Events), plan.Events...)
		in.History = append(slices.Clip(in.History), plan.Events...)
	}
}

// ours are the addresses that leadsheet reads from and sends from.
func (d *Daemon) ours() []string {
	return slices.DeleteFunc([]string{d.Mailbox, d.From}, func(address string) bool { return address == "" })
}

// lacksClaims reports whether Activity does not tell to whom messages were sent and what they were about: they would be
// sent again.
func lacksClaims(v *view, p *passResult) bool {
	tab := v.snap.Tabs[lead.TabActivity]
	for _, column := range []string{lead.ColFrom, lead.ColWhy} {
		if tab.Col(column) < 0 {
			in := v.snap.Words
			p.work.Notes = append(slices.Clip(p.work.Notes), fmt.Sprintf("no messages are sent as long as the column %q is "+
				"missing in the tab %q: give it back", in.Column(lead.TabActivity, column), in.Tab(lead.TabActivity)))
			return true
		}
	}
	return false
}

// came are the inquiries of a pass, each with the lead that it came to.
func came(p *passResult) []outgoing.Came {
	leads := make(map[string]*lead.IntakeRow, len(p.work.Intake))
	for i := range p.work.Intake {
		leads[p.work.Intake[i].Key] = &p.work.Intake[i]
	}
	out := make([]outgoing.Came, 0, len(p.items))
	for i := range p.items {
		if row := leads[p.items[i].Key]; row != nil {
			out = append(out, outgoing.Came{Inquiry: &p.items[i], Lead: row.Lead, New: row.Outcome == lead.NewLead})
		}
	}
	return out
}

// sendStored sends what a stored pass has claimed.
func (d *Daemon) sendStored(ctx context.Context, p *passResult) error {
	out := d.Out
	d.post.noted(p.outcomes)
	switch {
	case out == nil:
		return nil
	case out.Show != nil:
		d.post.show(p.messages, out.Show)
		return nil
	}
	d.post.drop(p.unwanted, d.Now())
	d.post.stored(p.messages, p.resume)
	return errors.Join(p.unmade, out.Told.Forget(p.told, d.Now()), d.sendNow(ctx))
}

// sendNow sends what is queued, unless a goroutine does.
func (d *Daemon) sendNow(ctx context.Context) error {
	if d.Out == nil || d.post.background {
		return nil
	}
	d.post.drain(ctx, d.Out.Sender, d.Out.Told, d.Now)
	return d.post.fault()
}

// tellUnstored tells the team of inquiries that a pass could not store. It is told once: what is kept in Told is noted
// in Activity as soon as the workbook can be written.
func (d *Daemon) tellUnstored(ctx context.Context, v *view, p *passResult, because error) error {
	out := d.Out
	if out == nil || out.Show != nil || p == nil {
		return nil
	}
	told := out.Told.All()
	var untold []outgoing.Intent
	for _, m := range p.intents {
		if k := keyOf(&m); k != "" && told[k] == "" && !d.post.tells(k) {
			m.Unstored = out.explain(because)
			untold = append(untold, m)
		}
	}
	if len(untold) == 0 {
		return nil
	}
	messages := letters.Compose(v.wholeInput(p.work, d.Now(), p.moreItems), untold, out.Links, d.Now())
	for i := range messages {
		d.post.tell(&messages[i], keyOf(&untold[i]))
	}
	return d.sendNow(ctx)
}

// sendBeside sends in the background from now on, until ctx ends. wake is called when there is an outcome to be stored.
func (d *Daemon) sendBeside(ctx context.Context, wake func()) {
	d.post.work(ctx, d.Out.Sender, d.Out.Told, d.Now, wake)
}

// Finish is called once when no further pass follows: what has become of the messages is stored, and customers are not
// written to later. It goes on for a while when ctx has ended: what is known to be sent must not become a question.
func (d *Daemon) Finish(ctx context.Context) error {
	if d.Out == nil || d.Out.Show != nil {
		return nil
	}
	d.post.background = false
	d.post.giveUp(d.Now())
	if len(d.post.pending()) == 0 {
		return nil
	}
	longer, end := outlive(ctx, lastWords)
	defer end()
	_, err := d.Pass(longer)
	return err
}

// keyOf is under which a message about an inquiry is kept; "" for another message.
func keyOf(m *outgoing.Intent) string {
	if m.Inquiry == "" || m.Occasion.ToCustomer() {
		return ""
	}
	return outgoing.TellKey(m.Occasion, m.Recipient(), m.Inquiry)
}
