package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// Mailbox is the inbox as a source: one IMAP session a pass.
type Mailbox struct {
	Account mailin.Mailbox
	// Since says what becomes of the messages that a folder holds when it is looked at for the first time: "" or "all"
	// take them in, "start" leaves them out, a day such as 2026-01-31 leaves out those received before it.
	Since string
	// Sent is the folder in which the account keeps what it sends, where answers to customers are looked for: "" for the
	// one that the server marks as such, mailin.SentNone for none.
	Sent string
	// Claims remember which message ended the process; nil remembers nothing.
	Claims  *Claims
	Parsers Parsers
	Now     func() time.Time // the clock of the pass; nil for the machine's
	Log     *slog.Logger     // told how a long fetch is going
	// Names are those of what a text in the tab Intake tells people to run.
	Names hint.Names

	// read remembers what was fetched but not stored yet (the workbook was open elsewhere, say), and copies of
	// messages whose key is known: neither is fetched again. It is a cache; losing it costs a second fetch.
	read    map[string]lead.Inquiry
	settled map[string]bool
	again   []string // known and still in the folder, not settled by this process

	tries map[string]int        // how often the server did not hand a message over, by place
	marks map[string]beginning  // of this process, by folder; see mail_since.go
	young map[string]youngLings // by folder; see mail_since.go

	outbound sentMails // see mail_sent.go

	exports map[string]*mailExports   // of mails that are not stored yet, by place; see mail_exports.go
	others  map[string][]lead.Inquiry // likewise; see mail_attached.go

	back setBack // whether what was moved away is read again: see mail_back.go

	session *mailin.Session // open from Collect to Settle when there will be something to settle
}

// Name says "mailbox".
func (m *Mailbox) Name() string { return "mailbox" }

// Watch calls wake whenever the mail server tells of a new message.
func (m *Mailbox) Watch(ctx context.Context, wake func()) { m.Account.Watch(ctx, wake) }

// Collect fetches what the folders hold and the tab Intake does not know. A folder that cannot be read does not keep
// the others out.
func (m *Mailbox) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	m.prepare()
	m.prepareExports()
	m.forgetAttached()
	s, err := m.Account.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if m.keeps() {
		defer s.Close()
	} else {
		m.session = s
	}
	begun := marksIn(known)
	listed, here := map[string]bool{}, map[string]bool{}
	m.again = nil
	var failed error
	for _, folder := range m.Account.Folders() {
		if err := m.folder(s, folder, known, begun, here); err != nil {
			failed = errors.Join(failed, err)
			if !s.Alive() {
				break
			}
			continue
		}
		listed[folder] = true
	}
	if err := m.putAway(s, known, here, listed); err != nil {
		failed = errors.Join(failed, err)
	}
	for where := range m.read {
		if folder := mailin.FolderOf(where); listed[folder] && !here[where] {
			delete(m.read, where) // moved or deleted by a person before it was stored
			delete(m.tries, where)
		}
	}
	ours, err := m.sent(s, known)
	return slices.Concat(m.withAttached(m.inOrder(m.read), known), m.begins(known), ours), errors.Join(failed, err)
}

// inOrder returns messages by place: folder by folder as they are configured, in the order in which the server has
// numbered them. Within a second, nothing else tells which of them came first.
func (m *Mailbox) inOrder(byPlace map[string]lead.Inquiry) []lead.Inquiry {
	places := slices.Collect(maps.Keys(byPlace))
	mailin.SortPlaces(places, m.Account.Folders())
	out := make([]lead.Inquiry, len(places))
	for i, where := range places {
		out[i] = byPlace[where]
	}
	return out
}

// prepare makes the maps, and ends what an earlier pass that failed has left open.
func (m *Mailbox) prepare() {
	if m.read == nil {
		m.read, m.settled, m.tries = map[string]lead.Inquiry{}, map[string]bool{}, map[string]int{}
		m.marks, m.young = map[string]beginning{}, map[string]youngLings{}
	}
	m.hangUp()
}

// keeps reports whether messages stay as they are once they are stored.
func (m *Mailbox) keeps() bool { return m.Account.After == "" || m.Account.After == "keep" }

// hangUp closes the session that waits for Settle, if there is one.
func (m *Mailbox) hangUp() {
	if m.session != nil {
		_ = m.session.Close() // it never fails: a server that has gone has lost nothing
		m.session = nil
	}
}

// folder reads what is new in one folder. It adds the places of all messages to here.
func (m *Mailbox) folder(s *mailin.Session, folder string, known Known, begun []mailin.StartMark, here map[string]bool) error {
	if err := s.Enter(folder); err != nil {
		return err
	}
	all, err := s.Pending(nil)
	if err != nil {
		return err
	}
	for _, ref := range all {
		here[ref.Where] = true
	}
	wanted, err := m.admit(s, folder, all, known, begun)
	if err != nil {
		return err
	}
	var refs []mailin.Ref
	for _, ref := range wanted {
		in, cached := m.read[ref.Where]
		stored := known.Places[ref.Where] || cached && known.Keys[in.Key]
		if stored && !m.settled[ref.Where] {
			m.again = append(m.again, ref.Where)
		}
		if !stored && !cached {
			refs = append(refs, ref)
		}
	}
	return m.fetch(s, refs, m.options(known))
}

func (m *Mailbox) options(known Known) reading.Options {
	return reading.Options{Team: known.Team, Country: known.Country, Self: []string{m.Account.User}}
}

const (
	slice    = 200 // messages that are fetched before they are read and the progress is told
	maxTries = 3   // at the last of them a message is placed by its header
)

// fetch reads messages of the open folder into m.read. One message that the server will not give must not hold up those
// behind it: at the third try it becomes a row that says so, and somebody looks at it.
func (m *Mailbox) fetch(s *mailin.Session, refs []mailin.Ref, opts reading.Options) error {
	said := time.Now()
	var failed error
	var fresh, poison, killers []mailin.Ref
	for _, ref := range refs {
		switch {
		case m.Claims.Deaths(mailClaim(ref.Where)) >= maxDeaths:
			killers = append(killers, ref)
		case m.tries[ref.Where] >= maxTries-1:
			poison = append(poison, ref)
		default:
			fresh = append(fresh, ref)
		}
	}
	defer m.Claims.Drop()
	done := 0
	for _, batch := range m.batches(fresh) {
		if !s.Alive() {
			break
		}
		m.Claims.Take(claimsOf(batch)...)
		items, err := s.Fetch(batch)
		for _, it := range items {
			delete(m.tries, it.Where)
			m.read[it.Where] = m.inquiry(it, opts)
			m.Claims.Read(mailClaim(it.Where))
		}
		done += len(batch)
		var withheld *mailin.Withheld
		if errors.As(err, &withheld) {
			for _, where := range withheld.Wheres {
				m.tries[where]++
			}
		}
		failed = errors.Join(failed, err)
		if time.Since(said) > 2*time.Second {
			said = time.Now()
			m.Log.Info("reading the mailbox", "messages", done, "of", len(fresh))
		}
	}
	m.Claims.Drop()
	for _, ref := range killers {
		if !s.Alive() {
			break
		}
		failed = errors.Join(failed, m.placed(s, ref, opts))
	}
	for _, ref := range poison {
		if !s.Alive() {
			break
		}
		item, there, err := s.Outline(ref)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if there {
			m.read[ref.Where] = reading.ParseOutline(item.Raw, reading.Envelope{Received: item.Received, Where: item.Where}, opts)
			m.Log.Warn("the mail server does not hand over a message; it is taken in by its header", "where", ref.Where)
		}
	}
	return failed
}

// inquiry reads a message.
func (m *Mailbox) inquiry(it mailin.Item, opts reading.Options) lead.Inquiry {
	env := reading.Envelope{Received: it.Received, Where: it.Where, Truncated: it.Truncated}
	return m.guarded(it, func() lead.Inquiry { return m.examined(it, env, opts) })
}

// guarded has a message that no parser stands known by its outside, instead of ending the program over and over again:
// it would be met first after every start.
func (m *Mailbox) guarded(it mailin.Item, read func() lead.Inquiry) (in lead.Inquiry) {
	defer func() {
		if fault := recover(); fault != nil {
			m.Log.Error("a message could not be read at all; please report this as a fault of leadsheet", "where", it.Where)
			in = lead.Inquiry{Key: reading.Key(it.Raw), Channel: lead.ByMail, Kind: lead.Unreadable, Received: it.Received, Where: it.Where,
				Source: "Email", Problem: "could not read this message: open it in the mailbox, " + it.Where}
		}
	}()
	return read()
}

// Settle marks or moves the stored messages as the setting says, those of an interrupted earlier pass too.
func (m *Mailbox) Settle(ctx context.Context, stored []lead.Inquiry) error {
	defer m.hangUp()
	m.weighed(stored)
	if m.keeps() {
		return nil
	}
	places := m.again
	for _, in := range stored {
		if _, ours := m.read[in.Where]; ours && !m.settled[in.Where] {
			places = append(places, in.Where)
		}
	}
	if len(places) == 0 {
		return nil
	}
	err := m.settle(ctx, places)
	if err != nil {
		return fmt.Errorf("the leads are stored, but their messages stay as they are: %w", err)
	}
	for _, p := range places {
		m.settled[p] = true
	}
	return nil
}

// settle uses the session of Collect while it lasts: storing a large pass may take longer than a server waits.
func (m *Mailbox) settle(ctx context.Context, places []string) error {
	if m.session != nil && m.session.Alive() {
		if err := m.session.Settle(places); err == nil || m.session.Alive() {
			return err
		}
	}
	m.hangUp()
	s, err := m.Account.Connect(ctx)
	if err != nil {
		return err
	}
	m.session = s
	return s.Settle(places)
}
