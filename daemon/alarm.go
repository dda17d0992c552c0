package daemon

import (
	"context"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/letters"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

// alarmAgain is after how long the system owner is told again that requests are still not taken in.
const alarmAgain = 24 * time.Hour

// Alarm tells the system owner, by every way there is, when requests have not been taken in for as long as Settings
// say: the workbook is open, a source cannot be reached, a sign-in has ended. failed is the error of the pass, nil
// after a good one. Activity cannot be written then, so Outgoing.Told remembers that.
func (d *Daemon) Alarm(ctx context.Context, failed error) error {
	out, of := d.Out, d.post.policy
	if out == nil || out.Show != nil || out.Told == nil || d.post.closing {
		return nil
	}
	now := d.Now().Truncate(time.Second)
	since, err := out.Told.failing(failed != nil, now)
	if err != nil || failed == nil || of == nil || of.Notices.IntakeWaits == 0 ||
		now.Sub(since) < of.Notices.IntakeWaits {
		return err
	}
	m := alarmFor(of, out, since, now)
	m.Why = out.explain(failed)
	if key := keyOf(&m); out.Told.all()[key] == "" && !d.post.tells(key) {
		m.ID = out.NewID("")
		in := reports.Input{Policy: *of}
		composed := letters.Compose(in, []outgoing.Intent{m}, out.Links, now)
		d.post.tell(&composed[0], key)
	}
	return d.sendNow(ctx)
}

// alarmFor is the message to the system owner, without its texts. Its key changes when it is to be said again.
func alarmFor(of *policy.Policy, out *Outgoing, since, now time.Time) outgoing.Intent {
	m := outgoing.Intent{Message: lead.Message{Occasion: lead.TellWaiting, Key: since.UTC().Format(time.RFC3339),
		Person: of.SystemOwner}, Due: since}
	m.Inquiry = m.Key + "/" + now.Sub(since).Truncate(alarmAgain).String()
	if owner := of.FindPerson(of.SystemOwner); owner != nil {
		m.To = owner.Email
	}
	for way, there := range out.Ways {
		if there {
			m.Ways = append(m.Ways, way)
		}
	}
	slices.Sort(m.Ways)
	return m
}

// explain is an error as people read it.
func (o *Outgoing) explain(err error) string {
	if o.Explain != nil {
		return o.Explain(err)
	}
	return err.Error()
}
