package intake_test

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/mailin"
)

// outbox is a folder of sent mails on a mail server.
type outbox struct{ mails []mailin.Item }

func (o *outbox) send(n int, at time.Time) {
	o.mails = append(o.mails, mailin.Item{Received: at, Where: fmt.Sprintf("Sent:1:%d", len(o.mails)+1),
		Files: []string{"offer.pdf (application/pdf)"},
		Raw:   wrote("Hello", fmt.Sprintf("c%d@firm%d.example", n, n), "Your chairs", fmt.Sprint("a", n), "")})
}

func (o *outbox) Alive() bool { return true }

func (o *outbox) SentFolder(string) (string, error) { return "Sent", nil }

func (o *outbox) State(string) (mailin.FolderState, error) {
	n := uint32(len(o.mails))
	return mailin.FolderState{Validity: 1, Next: n + 1, Messages: n}, nil
}

func (o *outbox) SentSince(_ string, after uint32, since time.Time, do func(mailin.Item), _ func() bool) (bool, error) {
	for i, m := range o.mails {
		if uint32(i) >= after && !m.Received.Before(since) {
			do(m)
		}
	}
	return true, nil
}

// An older copy of the workbook does not know an answer that was seen and stored after it. It is seen again, although
// nothing has changed in the folder: else the lead would count as unanswered until the next start.
func TestSentMails_OlderCopy(t *testing.T) {
	box, at := &outbox{}, func(minute int) time.Time { return now.Add(time.Duration(minute) * time.Minute) }
	source := &intake.SentMails{Log: slog.New(slog.DiscardHandler)}
	known := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}, Waiting: at(0)}
	collect := func(want int) {
		t.Helper()
		got, err := source.Collect(box, known)
		if err != nil || len(got) != want {
			t.Fatalf("got %+v, %v; want %d", got, err, want)
		}
		if want > 0 && !slices.Equal(got[0].Attached, []string{"offer.pdf (application/pdf)"}) {
			t.Errorf("files %q", got[0].Attached)
		}
		source.Settle(got)
		for _, in := range got {
			known.Keys[in.Key], known.Places[in.Where] = true, true
		}
	}
	collect(0)
	box.send(1, at(10))
	collect(1)
	collect(0)
	known.Keys, known.Places, known.SetBack = map[string]bool{}, map[string]bool{}, true
	collect(1)
	known.SetBack = false
	collect(0)
}
