package intake

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// mailAgain reads messages again. What it remembers of one call is which messages the server did not hand over.
type mailAgain struct {
	requests   fetcher // of mails, read as requests
	carriers   fetcher // of mails whose files are read
	colleagues fetcher // of mails that are read as they read now
}

// Again looks for mails and what came with them, in the watched folders and where stored messages are moved.
func (m *Mailbox) Again(ctx context.Context, known Known, rows []Asked) ([]lead.Inquiry, []string, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(a Asked) bool { return !a.ofMail() })
	return m.again.find(ctx, m.access(), known, rows)
}

// Again looks for mails as Mailbox does. The other sources are not part of this pass: their rows wait for one of which
// they are.
func (b *Backfill) Again(ctx context.Context, known Known, rows []Asked) ([]lead.Inquiry, []string, error) {
	var mails, others []Asked
	for i := range rows {
		if rows[i].ofMail() {
			mails = append(mails, rows[i])
		} else {
			others = append(others, rows[i])
		}
	}
	found, waiting, err := b.again.find(ctx, b.access(), known, mails)
	return found, append(waiting, keysOf(others)...), err
}

// find looks for the mails of rows.
func (x *mailAgain) find(ctx context.Context, to access, known Known, rows []Asked) (found []lead.Inquiry,
	waiting []string, err error) {
	if len(rows) == 0 {
		return nil, nil, nil
	}
	target, moved := to.account.MoveTarget()
	to.account.After = "" // the folders are opened read-only
	s, err := to.account.Connect(ctx)
	if err != nil {
		return nil, keysOf(rows), err
	}
	defer s.Close()
	for _, mail := range []*fetcher{&x.requests, &x.carriers, &x.colleagues} {
		look := &mailSearch{s: s, mail: mail, known: known, folders: to.account.Folders(), requests: mail == &x.requests}
		if moved && target != "" && !slices.Contains(look.folders, target) {
			look.folders, look.moved = append(slices.Clone(look.folders), target), target
		}
		for i := range rows {
			of := &x.carriers
			if rows[i].AsItIs {
				of = &x.colleagues
			} else if rows[i].isMail() {
				of = &x.requests
			}
			if mail == of {
				look.rows = append(look.rows, rows[i])
			}
		}
		mail.configure(to)
		mail.atOnce = true // a person waits
		failed := look.run()
		found = append(found, look.found...)
		if failed != nil {
			err, waiting = errors.Join(err, failed), append(waiting, keysOf(look.rows)...)
		}
		for place, p := range mail.messages {
			if p.read {
				delete(mail.messages, place)
			}
		}
	}
	return found, waiting, err
}

// mailSearch is one search for the mails of rows.
type mailSearch struct {
	s        *mailin.Session
	mail     *fetcher
	known    Known
	folders  []string
	moved    string  // of these, the one to which stored messages are moved; "" for none
	requests bool    // the mails are to be read as requests
	rows     []Asked // that are not found yet
	found    []lead.Inquiry
}

// run looks by the place, then by the Message-ID, then by the hash: a mail that was moved has another place, and few
// mails have no Message-ID.
func (l *mailSearch) run() error {
	steps := []func(a *Asked) ([]mailin.Ref, error){
		func(a *Asked) ([]mailin.Ref, error) {
			place, _ := mailin.PlaceOf(a.Where)
			if ref, ok := l.s.RefIn(place); ok {
				return []mailin.Ref{ref}, nil
			}
			return nil, nil
		},
		func(a *Asked) ([]mailin.Ref, error) {
			if id := a.mailRow().MessageID; id != "" {
				return l.s.WithMessageID(id)
			}
			return nil, nil
		},
		func(a *Asked) ([]mailin.Ref, error) {
			r := a.mailRow()
			if r.Received.IsZero() {
				r = &a.IntakeRow // what is attached to a mail came with it
			}
			if a.mailKey() == "" || r.Received.IsZero() {
				return nil, nil
			}
			sender := a.mailRow().From
			if !strings.Contains(sender, "@") {
				sender = "" // a server may not find a name, which is encoded
			}
			return l.s.Around(r.Received, sender)
		},
	}
	var failed error
	for n, step := range steps {
		for _, folder := range l.folders {
			if len(l.rows) == 0 {
				return nil
			}
			if err := l.inFolder(folder, step, n == 0); err != nil {
				if failed = errors.Join(failed, err); !l.s.Alive() {
					return failed
				}
			}
		}
	}
	return failed
}

// inFolder looks for the rows in one folder.
func (l *mailSearch) inFolder(folder string, step func(*Asked) ([]mailin.Ref, error), byPlace bool) error {
	if err := l.s.Enter(folder); err != nil {
		if folder == l.moved && l.s.Alive() {
			return nil // nothing was moved yet: the server has no such folder
		}
		return err
	}
	var failed error
	left := l.rows[:0:0]
	for i := range l.rows {
		a := &l.rows[i]
		refs, err := step(a)
		if err == nil {
			err = l.fetch(refs)
		}
		if failed = errors.Join(failed, err); !l.take(a, refs, byPlace) {
			left = append(left, *a)
		}
		if err != nil && !l.s.Alive() {
			left = append(left, l.rows[i+1:]...)
			break
		}
	}
	l.rows = left
	return failed
}

// fetch reads messages that have not been read yet.
func (l *mailSearch) fetch(refs []mailin.Ref) error {
	refs = slices.DeleteFunc(slices.Clone(refs), func(ref mailin.Ref) bool { return l.mail.messages.isRead(ref.Where) })
	if len(refs) == 0 {
		return nil
	}
	opts := l.mail.options(l.known)
	opts.Overruled = l.requests
	return l.mail.fetch(l.s, refs, opts)
}

// take adds the original of a row, if one of the messages is it or brought it.
func (l *mailSearch) take(a *Asked, refs []mailin.Ref, byPlace bool) bool {
	best, sure := (*pending)(nil), another
	for _, ref := range refs {
		if p := l.mail.messages[ref.Where]; p != nil && p.read {
			if f := a.fits(&p.in, byPlace); f > sure {
				best, sure = p, f
			}
		}
	}
	if best == nil {
		return false
	}
	if a.isHeld() {
		return l.takeHeld(a, best)
	}
	in, attached, records := best.in, best.attached, []lead.Inquiry(nil)
	if x := best.exports; x != nil && !l.requests {
		if x.summary == "" {
			l.mail.readExports(x, &in, newRecordIndex(l.known.forgetful()))
		}
		records = x.records
	}
	q, ok := a.choose(in, attached, records)
	if ok {
		l.found = append(l.found, q)
	}
	if ok && a.AsItIs && a.Key == in.Key { // what is attached to it has not come in yet
		for _, other := range attached {
			other.Received = in.Received
			l.found = append(l.found, other)
		}
	}
	return ok
}

// takeHeld adds the records of an export that were held back and are to be taken. Once all of them are stored, the row
// gets its sum.
func (l *mailSearch) takeHeld(a *Asked, p *pending) bool {
	x := p.exports
	if x == nil {
		return false
	}
	if x.summary == "" {
		x.takeAll = true
		x.files = slices.DeleteFunc(x.files, func(f reading.File) bool {
			return ledger.OfHeldBack(sha256.Sum256(f.Data)).String() != a.Key
		})
		if len(x.files) == 0 {
			return false
		}
		in := p.in
		l.mail.readExports(x, &in, newRecordIndex(l.known))
	}
	if len(x.records) > 0 {
		l.found = append(l.found, x.records...)
		return true
	}
	l.found = append(l.found, lead.Inquiry{Key: a.Key, Overrules: a.Key, Kind: lead.ExportFile, Where: a.Where,
		Ignore: x.summary})
	return true
}
