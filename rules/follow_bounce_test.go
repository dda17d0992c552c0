package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// returned is the delivery report of one of our mails.
func (w *world) returned(key, of string) lead.Inquiry {
	q := w.letter(key, "mailer-daemon@ours.example", of)
	q.Kind, q.Name, q.Email, q.AnsweredTo = lead.Bounce, "", "", []string{"kim@firm.example"}
	return q
}

// A mail that comes back has done no step and brought no offer: the step stands again for its day, and what was planned
// because of the mail does not.
func TestFollowUp_MailsThatComeBack(t *testing.T) {
	const planned = "Ask whether everything is clear 2026-11-23"
	for _, c := range []struct {
		name, subject, after string // after: the plan once the mail was sent
		files                []string
	}{
		{"an offer by its subject", "Your offer 2026-118", "Ask whether the offer is clear 2026-11-24", nil},
		{"an offer as a file", "Re: Question", "Ask whether the offer is clear 2026-11-24",
			[]string{"Offer 118.pdf (application/pdf)"}},
		{"any other mail", "Re: Question", "Short reminder 2026-11-25", nil},
	} {
		for _, together := range []bool{false, true} { // the mail and its report are seen in one pass
			w := followed(t)
			w.day(23)
			mail := w.sent("o", "kim@firm.example", "a@example.org")
			mail.Subject, mail.Attached = c.subject, c.files
			var work Work
			if together {
				w.pass(mail, w.returned("x", "o@ours.example"))
			} else {
				if w.pass(mail); w.planOf("L-1001") != c.after {
					t.Fatalf("%s: %q", c.name, w.planOf("L-1001"))
				}
				w.later(10 * time.Minute)
				work = w.pass(w.returned("x", "o@ours.example"))
			}
			if got := w.planOf("L-1001"); got != planned {
				t.Errorf("%s, together %v: %q: %s", c.name, together, got, steps(work))
			}
			// The next mail does the step, and the steps after an offer are those of the offer that arrived.
			w.day(24)
			again := w.sent("p", "kim@firm.example", "a@example.org")
			again.Subject, again.Attached = c.subject, c.files
			w.pass(again)
			want := strings.Replace(c.after, "2026-11-24", "2026-11-25", 1)
			if c.after == "Short reminder 2026-11-25" {
				want = "Short reminder 2026-11-26"
			}
			if got := w.planOf("L-1001"); got != want {
				t.Errorf("%s, together %v: then %q, want %q", c.name, together, got, want)
			}
		}
	}
}

// What a person has written into the plan stays; the offer is none all the same.
func TestFollowUp_AReturnedOfferLeavesPeoplesPlans(t *testing.T) {
	w := followed(t)
	w.day(23)
	mail := w.sent("o", "kim@firm.example", "a@example.org")
	mail.Subject = "Your offer 2026-118"
	w.pass(mail)
	w.lead("L-1001").NextStep = "Visit the site"
	w.pass()
	w.later(10 * time.Minute)
	w.pass(w.returned("x", "o@ours.example"))
	if got := w.planOf("L-1001"); got != "Visit the site 2026-11-24" {
		t.Errorf("%q", got)
	}
}

// The first answer was an offer and came back: nothing is planned, and the customer waits as before.
func TestFollowUp_AFirstOfferThatComesBack(t *testing.T) {
	w := newWorld(t, ours, newSteps)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(11 * time.Minute)
	mail := w.sent("o", "kim@firm.example", "a@example.org")
	mail.Subject = "Your offer 2026-118"
	if w.pass(mail); !strings.HasPrefix(w.planOf("L-1001"), "Ask whether the offer is clear") {
		t.Fatalf("%q", w.planOf("L-1001"))
	}
	w.later(10 * time.Minute)
	w.pass(w.returned("x", "o@ours.example"))
	if l := w.lead("L-1001"); w.planOf("L-1001") != "" || !l.FirstResponse.IsZero() || l.WaitingSince.IsZero() {
		t.Errorf("%q: first response %v, waiting since %v", w.planOf("L-1001"), l.FirstResponse, l.WaitingSince)
	}
}
