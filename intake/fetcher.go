package intake

import (
	"errors"
	"log/slog"
	"slices"
	"time"

	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

const (
	fetchBatch = 200      // messages in one fetch; after each, the progress may be logged
	maxFetched = 20_000   // messages of one folder that a pass fetches
	maxKept    = 32 << 20 // bytes of messages that are read and not stored yet, beyond which a pass fetches no more
)

// access is what it takes to fetch from a mailbox and to read its messages.
type access struct {
	account mailin.Mailbox
	others  []string // addresses of other mailboxes of ours
	claims  *claims.Claims
	parsers Parsers
	log     *slog.Logger
	now     func() time.Time
}

// fetcher reads messages from a mail server and keeps them until they are stored.
type fetcher struct {
	access
	messages pendingMessages
	left     []mailin.Ref // messages that the pass has not tried to fetch: there were too many
	atOnce   bool         // the tries of a message follow each other, whatever the cause
	server   *serverName  // that learns from what is read; nil for none
}

// configure sets what the next pass works with. Messages that were read stay.
func (f *fetcher) configure(to access) {
	if f.access, f.left = to, nil; f.messages == nil {
		f.messages = pendingMessages{}
	}
}

func (f *fetcher) options(known Known) reading.Options {
	opts := reading.Options{Team: known.Team, Country: known.Country, Senders: known.Senders,
		Self: append([]string{f.account.User}, f.others...), Servers: known.Servers, Unchecked: known.Unchecked}
	if name := known.Learnt[f.account.Label()]; len(opts.Servers) == 0 && name != "" && name != NoServer {
		opts.Servers = []string{name}
	}
	return opts
}

// fetch reads messages of the open folder. A message that the server does not hand over must not hold up those after
// it: at the third try it becomes a row that says so, for a user to see. Where the connection breaks at it, the line
// may be the cause, and the tries span an hour. A message that has crashed the process too often becomes such a row at
// once.
func (f *fetcher) fetch(s *mailin.Session, refs []mailin.Ref, opts reading.Options) error {
	var normal, withheld, crashing []mailin.Ref
	for _, ref := range refs {
		switch t := f.triesOf(ref.Where); {
		case f.claims.Crashes(mailClaim(ref.Where)) >= claims.MaxCrashes:
			crashing = append(crashing, ref)
		case !f.atOnce && t.Waits(f.now()):
		case t.IsLast():
			withheld = append(withheld, ref)
		default:
			normal = append(normal, ref)
		}
	}
	failed := f.fetchWhole(s, normal, opts)
	for _, ref := range crashing {
		if !s.Alive() {
			break
		}
		failed = errors.Join(failed, f.fetchCrashing(s, ref, opts))
	}
	for _, ref := range withheld {
		if !s.Alive() {
			break
		}
		failed = errors.Join(failed, f.fetchAtLast(s, ref, opts))
	}
	return failed
}

// triesOf are the vain tries of a message, of this process or an earlier one.
func (f *fetcher) triesOf(place string) claims.Tries {
	if p := f.messages[place]; p != nil && p.tries.Count > 0 {
		return p.tries
	}
	return f.claims.TriesOf(mailClaim(place))
}

// fetchAtLast makes the last try for a message, and takes it in by its header when that is vain, too.
func (f *fetcher) fetchAtLast(s *mailin.Session, ref mailin.Ref, opts reading.Options) error {
	if f.triesOf(ref.Where).Broken {
		err := f.fetchWhole(s, []mailin.Ref{ref}, opts)
		if f.messages.isRead(ref.Where) || !s.Alive() {
			return err
		}
	}
	item, present, err := s.Outline(ref)
	if err != nil {
		return err
	}
	if present {
		f.keep(ref.Where, outline(item, opts))
		f.log.Warn("the mail server does not hand over a message; it is taken in by its header", "where", ref.Where)
	}
	return nil
}

// fetchWhole reads complete messages, batch by batch.
func (f *fetcher) fetchWhole(s *mailin.Session, refs []mailin.Ref, opts reading.Options) error {
	defer f.claims.Release()
	var failed error
	lastLogged, done, full := time.Now(), 0, false
	for _, batch := range f.batches(refs) {
		if !s.Alive() {
			break
		}
		if full || f.messages.size() > maxKept {
			f.left = append(f.left, batch...)
			continue
		}
		f.claims.Take(claimsOf(batch)...)
		left, err := s.FetchEach(batch, func(it mailin.Item) {
			f.read(it, opts)
			f.claims.MarkRead(mailClaim(it.Where))
		})
		full = len(left) > 0
		f.left = append(f.left, left...)
		done += len(batch)
		var withheldErr *mailin.Withheld
		if errors.As(err, &withheldErr) {
			for _, place := range withheldErr.Wheres {
				t := f.triesOf(place).Failed(f.now(), slices.Contains(withheldErr.Broken, place))
				f.messages.at(place).tries = t
				f.claims.NoteTries(mailClaim(place), t)
			}
		}
		failed = errors.Join(failed, err)
		if time.Since(lastLogged) > 2*time.Second {
			lastLogged = time.Now()
			f.log.Info("reading the mailbox", "messages", done, "of", len(refs))
		}
	}
	return failed
}

// batches are the messages that are read under one claim: many together, but each one alone that was being read when a
// process crashed.
func (f *fetcher) batches(refs []mailin.Ref) (out [][]mailin.Ref) {
	var normal, suspect []mailin.Ref
	for _, ref := range refs {
		if f.claims.Crashes(mailClaim(ref.Where)) > 0 {
			suspect = append(suspect, ref)
		} else {
			normal = append(normal, ref)
		}
	}
	for from := 0; from < len(normal); from += fetchBatch {
		out = append(out, normal[from:min(from+fetchBatch, len(normal))])
	}
	for i := range suspect {
		out = append(out, suspect[i:i+1])
	}
	return out
}

// fetchCrashing takes in a message by its header because reading it has crashed the process too often. If reading the
// header has done so too, it is taken in by its place alone.
func (f *fetcher) fetchCrashing(s *mailin.Session, ref mailin.Ref, opts reading.Options) error {
	claim := mailClaim(ref.Where)
	item := mailin.Item{Where: ref.Where}
	if f.claims.Crashes(claim) < 2*claims.MaxCrashes {
		f.claims.Take(claim)
		defer f.claims.Release()
		var present bool
		var err error
		if item, present, err = s.Outline(ref); err != nil || !present {
			return err
		}
	}
	in := outline(item, opts)
	in.Problem = stoppedText("message") + ": open it in the mailbox, " + ref.Where
	f.keep(ref.Where, in)
	f.log.Error("a message has stopped leadsheet several times; it is taken in by its header; "+
		"please report this as a fault of leadsheet", "where", ref.Where)
	return nil
}

// outline reads a message of which only the header was fetched.
func outline(item mailin.Item, opts reading.Options) lead.Inquiry {
	return reading.ParseOutline(item.Raw, reading.Envelope{Received: item.Received, Where: item.Where}, opts)
}

// read reads a message and keeps it with what is attached to it.
func (f *fetcher) read(it mailin.Item, opts reading.Options) {
	env := reading.Envelope{Received: it.Received, Where: it.Where, Truncated: it.Truncated}
	var r reading.Reading
	if f.server != nil && len(opts.Servers) == 0 {
		opts.Servers = f.server.names() // of what was read a moment ago
	}
	in := f.recoverParse(it, func() lead.Inquiry {
		r = f.parsers.message(it.Raw, env, opts)
		return r.Inquiry
	})
	if f.server != nil {
		f.server.observe(&r, opts.Team, &f.account)
	}
	p := f.keep(it.Where, in)
	for i := range r.Others {
		p.attached = append(p.attached, r.Others[i].Inquiry)
		p.size += sizeOf(&r.Others[i].Inquiry)
	}
	if len(r.Files) > 0 {
		p.exports = &mailExports{files: r.Files}
		for i := range r.Files {
			p.size += len(r.Files[i].Data)
		}
	}
}

// keep notes what the message at a place says.
func (f *fetcher) keep(place string, in lead.Inquiry) *pending {
	p := f.messages.at(place)
	p.tries, p.key, p.read, p.in, p.attached, p.exports = claims.Tries{}, in.Key, true, in, nil, nil
	f.claims.NoteTries(mailClaim(place), claims.Tries{})
	p.size = sizeOf(&in)
	return p
}

// recoverParse turns a parser's panic into an Unreadable inquiry. Without it the same message would crash every
// restart.
func (f *fetcher) recoverParse(it mailin.Item, parse func() lead.Inquiry) (in lead.Inquiry) {
	defer func() {
		if fault := recover(); fault != nil {
			f.log.Error("a message could not be read at all; please report this as a fault of leadsheet",
				"where", it.Where)
			in = lead.Inquiry{Key: reading.Key(it.Raw), Channel: lead.ByMail, Kind: lead.Unreadable,
				Received: it.Received, Where: it.Where, Source: "Email",
				Problem: "could not read this message: open it in the mailbox, " + it.Where}
		}
	}()
	return parse()
}
