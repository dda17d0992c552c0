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
// pending there may have been answered already. When its state is lost, it reads more messages again.
type sentFolder struct {
	searchedAt time.Time // when the server was asked for the folder
	name       string    // "" when there is none
	state      mailin.FolderState
	seen       uint32    // the highest UID that has been read
	since      time.Time // how far back the folder has been read
	failures   int       // in a row
	messages   pendingMessages
}

// SentSession is a session with the mail server, as far as the folder of sent mails needs it. mailin.Session is one.
type SentSession interface {
	Alive() bool
	SentFolder(named string) (string, error)
	State(folder string) (mailin.FolderState, error)
	SentSince(folder string, after uint32, since time.Time, do func(mailin.Item), goOn func() bool) (bool, error)
}

// SentMails is the folder of sent mails alone, without the mailbox that it belongs to.
type SentMails struct {
	Log *slog.Logger

	folder sentFolder
	mail   fetcher
}

// Collect returns the team's mails that may be the first answer to a customer.
func (x *SentMails) Collect(s SentSession, known Known) ([]lead.Inquiry, error) {
	x.mail.configure(access{log: x.Log, now: time.Now})
	return x.folder.collect(s, "", &x.mail, known)
}

// Settle forgets the mails that are stored.
func (x *SentMails) Settle(stored []lead.Inquiry) { x.folder.forgetSeen(stored) }

// sentRecheck is the time between two searches for the folder while there is none: some programs create it with the
// first mail that they send.
const sentRecheck = 5 * time.Minute

// maxSentFailures is how often in a row reading the folder may fail before the mails that are in it now are skipped.
const maxSentFailures = 3

// collect returns the team's mails that may be the first answer to a customer. wanted is Mailbox.Sent. It sends the
// server one short command in each pass, and none as long as no customer waits for an answer.
func (x *sentFolder) collect(s SentSession, wanted string, mail *fetcher, known Known) ([]lead.Inquiry, error) {
	if known.SetBack { // the answers that were stored since are to be seen again
		x.state, x.since = mailin.FolderState{}, time.Time{}
	}
	if known.Waiting.IsZero() {
		x.messages = nil
		return nil, nil
	}
	if !s.Alive() {
		return nil, nil // the next pass tries again
	}
	if x.name == "" && time.Since(x.searchedAt) > sentRecheck {
		name, err := s.SentFolder(wanted)
		if err != nil {
			return nil, err
		}
		x.searchedAt, x.name = time.Now(), name
	}
	if x.name == "" {
		return nil, nil
	}
	state, err := s.State(x.name)
	if err != nil {
		x.failures++
		return nil, x.failure(err, wanted, mail.log)
	}
	if state != x.state || known.Waiting.Before(x.since) {
		all, err := x.fetchSent(s, state, mail, known)
		if err != nil {
			if x.failures++; x.failures < maxSentFailures {
				return nil, x.failure(err, wanted, mail.log)
			}
			mail.log.Warn("the folder of sent mails cannot be read; answers that are in it now are not seen",
				"folder", x.name, "error", err)
		}
		if x.failures, x.state, x.since = 0, state, known.Waiting; !all && err == nil {
			x.state = mailin.FolderState{Validity: state.Validity} // the next pass goes on with what is left
		}
	}
	var out []lead.Inquiry
	for _, p := range x.messages.inOrder(mail.account.PlacedFolders()) {
		out = append(out, p.in)
	}
	return out, nil
}

// fetchSent reads the headers of what is new in the folder: since the last look or, at the first one, since the last
// answer that the tab Intake knows, but never further back than since known.Waiting. all says that it has read all of
// that.
func (x *sentFolder) fetchSent(s SentSession, state mailin.FolderState, mail *fetcher, known Known) (all bool,
	err error) {
	switch {
	case x.state.Validity != state.Validity:
		x.seen, x.messages = known.Memory.HighestUID(mail.account.Placed(x.name), state.Validity), nil
		for place := range known.Places {
			x.seen = max(x.seen, mailin.UIDOf(place, mail.account.Placed(x.name), state.Validity))
		}
	case known.Waiting.Before(x.since):
		x.seen = 0
	}
	if x.messages == nil {
		x.messages = pendingMessages{}
	}
	opts := mail.options(known)
	all, err = s.SentSince(x.name, x.seen, known.Waiting, func(it mailin.Item) {
		x.seen = max(x.seen, mailin.UIDOf(it.Where, mail.account.Placed(x.name), state.Validity))
		in := mail.recoverParse(it, func() lead.Inquiry {
			q := reading.ParseSent(it.Raw, reading.Envelope{Received: it.Received, Where: it.Where}, opts)
			q.Attached = it.Files
			return q
		})
		if len(in.AnsweredTo) > 0 && !known.HasPlace(it.Where) && !known.HasKey(in.Key) {
			x.messages[it.Where] = &pending{key: in.Key, read: true, in: in, size: sizeOf(&in)}
		}
	}, func() bool { return x.messages.size() <= maxKept })
	if all && state.Next > 0 {
		x.seen = max(x.seen, state.Next-1)
	}
	return all, err
}

// failure returns the error of a folder that a setting names. For an autodetected folder it is only logged, once: the
// operator did not ask for it.
func (x *sentFolder) failure(err error, wanted string, log *slog.Logger) error {
	if wanted != "" {
		return fmt.Errorf("look for answers to customers (%v): %w", hint.MailSent, err)
	}
	if x.failures == 1 {
		log.Warn("the folder of sent mails cannot be read, so answers in it do not stop the clock",
			"folder", x.name, "error", err)
	}
	return nil
}

// forgetSeen forgets the sent mails that a pass has stored.
func (x *sentFolder) forgetSeen(stored []lead.Inquiry) {
	for _, in := range stored {
		if in.Kind == lead.SentMail {
			delete(x.messages, in.Where)
		}
	}
}
