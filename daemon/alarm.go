package daemon

import (
	"context"
	"time"

	"leadsheet/reports"
	"leadsheet/reports/letters"
	"leadsheet/rules/outgoing"
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
	now, waits := d.Now().Truncate(time.Second), holdsUp(failed)
	since, err := out.Told.SetFailing(waits, now)
	if err != nil || !waits || of == nil {
		return err
	}
	m, _, told := outgoing.IntakeWaits(of, out.Ways, since, now)
	if !told {
		return nil
	}
	m.Due, m.Why = since, out.explain(failed)
	m.Inquiry = m.Key + "/" + now.Sub(since).Truncate(alarmAgain).String() // said again when that changes
	if key := keyOf(&m); out.Told.All()[key] == "" && !d.post.tells(key) {
		m.ID = out.NewID("")
		in := reports.Input{Policy: *of}
		composed := letters.Compose(in, []outgoing.Intent{m}, out.Links, now)
		d.post.tell(&composed[0], key)
	}
	return d.sendNow(ctx)
}

// explain is an error as people read it.
func (o *Outgoing) explain(err error) string {
	if o.Explain != nil {
		return o.Explain(err)
	}
	return err.Error()
}
