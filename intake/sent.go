package intake

import (
	"fmt"
	"log/slog"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// sentFolder is the folder in which the account keeps what it sends; answers to customers are found there. It belongs
// to Mailbox and is no Source by itself, because it uses the session of the mailbox, and because a message that is
// pending there may have been answered already. Without its memory it looks further back.
type sentFolder struct {
	looked   time.Time // when the folder was looked for
	name     string    // "" when there is none
	state    mailin.FolderState
	seen     uint32    // the highest UID that needs no second look
	since    time.Time // how far back the looks went
	faults   int       // in a row
	messages pendingMessages
}

// sentRecheck is how long it takes until a folder is looked for again that was not there: some programs make it with
// the first mail that they send.
const sentRecheck = 5 * time.Minute

// maxSentFaults is how often in a row a look may fail before the mails that are there now are given up.
const maxSentFaults = 3

// collect returns the mails of ours that may be somebody's first answer. wanted is Mailbox.Sent. It asks the server one
// short question a pass, and nothing as long as nobody waits for an answer.
func (x *sentFolder) collect(s *mailin.Session, wanted string, mail *fetcher, known Known) ([]lead.Inquiry, error) {
	if known.Waiting.IsZero() {
		x.messages = nil
		return nil, nil
	}
	if !s.Alive() {
		return nil, nil // the next pass comes back to it
	}
	if x.name == "" && time.Since(x.looked) > sentRecheck {
		name, err := s.SentFolder(wanted)
		if err != nil {
			return nil, err
		}
		x.looked, x.name = time.Now(), name
	}
	if x.name == "" {
		return nil, nil
	}
	state, err := s.State(x.name)
	if err != nil {
		x.faults++
		return nil, x.fault(err, wanted, mail.log)
	}
	if state != x.state || known.Waiting.Before(x.since) {
		if err := x.fetchSent(s, state, mail, known); err != nil {
			if x.faults++; x.faults < maxSentFaults {
				return nil, x.fault(err, wanted, mail.log)
			}
			mail.log.Warn("the folder of sent mails cannot be read; answers that are in it now are not seen",
				"folder", x.name, "error", err)
		}
		x.faults, x.state, x.since = 0, state, known.Waiting
	}
	var out []lead.Inquiry
	for _, p := range x.messages.inOrder(mail.account.Folders()) {
		out = append(out, p.in)
	}
	return out, nil
}

// fetchSent reads the headers of what is new in the folder: since the last look or, at the first one, since the last
// answer that the tab Intake knows, but never further back than somebody waits.
func (x *sentFolder) fetchSent(s *mailin.Session, state mailin.FolderState, mail *fetcher, known Known) error {
	switch {
	case x.state.Validity != state.Validity:
		x.seen, x.messages = 0, nil
		for place := range known.Places {
			x.seen = max(x.seen, mailin.UIDOf(place, x.name, state.Validity))
		}
	case known.Waiting.Before(x.since):
		x.seen = 0
	}
	items, err := s.SentSince(x.name, x.seen, known.Waiting)
	if err != nil {
		return err
	}
	if x.messages == nil {
		x.messages = pendingMessages{}
	}
	opts := mail.options(known)
	for _, it := range items {
		x.seen = max(x.seen, mailin.UIDOf(it.Where, x.name, state.Validity))
		in := mail.recoverParse(it, func() lead.Inquiry {
			return reading.ParseSent(it.Raw, reading.Envelope{Received: it.Received, Where: it.Where}, opts)
		})
		if len(in.AnsweredTo) > 0 && !known.Places[it.Where] && !known.Keys[in.Key] {
			x.messages[it.Where] = &pending{key: in.Key, read: true, in: in}
		}
	}
	if state.Next > 0 {
		x.seen = max(x.seen, state.Next-1)
	}
	return nil
}

// fault returns a failure of a folder that a setting names. An autodetected folder that fails is only logged, once:
// nobody asked for it.
func (x *sentFolder) fault(err error, wanted string, log *slog.Logger) error {
	if wanted != "" {
		return fmt.Errorf("look for answers to customers (%v): %w", hint.MailSent, err)
	}
	if x.faults == 1 {
		log.Warn("the folder of sent mails cannot be read, so answers in it do not stop the clock",
			"folder", x.name, "error", err)
	}
	return nil
}

// forgetSeen forgets the sent mails that the rules have seen.
func (x *sentFolder) forgetSeen(stored []lead.Inquiry) {
	for _, in := range stored {
		if in.Kind == lead.SentMail {
			delete(x.messages, in.Where)
		}
	}
}
