package intake

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// Backfill is a source of the old messages of a mailbox: one batch in each pass, the oldest first. Repeat passes until
// Left is 0. The messages in the mailbox stay unchanged.
type Backfill struct {
	Account mailin.Mailbox
	Others  []string // as Mailbox.Others
	// From is the first day to take in, as in 2026-01-31.
	From string
	// Batch is how many messages a pass takes in; 0 means 500.
	Batch int
	// Tell, unless nil, receives how many messages are done, and of how many.
	Tell func(done, of int)
	// Claims remember which message crashed the process; nil remembers nothing.
	Claims  *claims.Claims
	Parsers Parsers
	Log     *slog.Logger // for the progress of a long fetch

	mail   fetcher
	again  mailAgain
	listed bool
	ready  bool           // the current batch has been read completely
	queue  []mailin.Dated // what is left, the earliest first; it begins with the current batch
	total  int
}

// backfillBatch is how many messages one pass takes in: few enough that an interruption costs little.
const backfillBatch = 500

// Name says "mailbox", and which one where there are several.
func (b *Backfill) Name() string { return (&Mailbox{Account: b.Account}).Name() }

// Left returns how many messages wait for the next passes.
func (b *Backfill) Left() int { return len(b.queue) }

// Done returns how many messages have been taken in.
func (b *Backfill) Done() int { return b.total - len(b.queue) }

// access is what it takes to fetch from the mailbox.
func (b *Backfill) access() access {
	return access{b.Account, b.Others, b.Claims, b.Parsers, b.Log, time.Now}
}

// Collect fetches the current batch. A repeated pass gets the same one.
func (b *Backfill) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	b.mail.configure(b.access())
	b.mail.atOnce = true // no regular pass follows
	b.mail.messages.releaseStored(known)
	b.ready = false
	s, err := b.Account.Connect(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if !b.listed {
		if err := b.list(s, known); err != nil {
			return nil, err
		}
	}
	wanted := map[string][]mailin.Ref{}
	for _, d := range b.queue[:b.batch()] {
		if !b.mail.messages.isRead(d.Where) && !b.mail.messages.isStored(d.Where, known) {
			folder := mailin.FolderOf(d.Where)
			wanted[folder] = append(wanted[folder], d.Ref)
		}
	}
	for _, folder := range b.Account.Folders() {
		refs := wanted[b.Account.Placed(folder)]
		if len(refs) == 0 {
			continue
		}
		if err := b.fetchFolder(s, folder, refs, b.mail.options(known)); err != nil {
			return nil, err
		}
	}
	b.ready = true
	b.mail.messages.releaseStored(known) // what has meanwhile come in from another source
	return b.inquiries(known), nil
}

// list finds the messages that are to be taken in.
func (b *Backfill) list(s *mailin.Session, known Known) error {
	day, err := ParseDay(b.From, known.zone())
	if err != nil {
		return err
	}
	b.queue = nil
	for _, folder := range b.Account.Folders() {
		if err := s.Enter(folder); err != nil {
			return err
		}
		found, err := s.Since(day)
		if err != nil {
			return err
		}
		for _, d := range found {
			if !known.HasPlace(d.Where) {
				b.queue = append(b.queue, d)
			}
		}
	}
	slices.SortStableFunc(b.queue, func(x, y mailin.Dated) int { return x.Received.Compare(y.Received) })
	b.total, b.listed = len(b.queue), true
	b.tell()
	return nil
}

// fetchFolder fetches messages of one folder. What the server withholds is requested again at once, because no regular
// pass follows that would do so.
func (b *Backfill) fetchFolder(s *mailin.Session, folder string, refs []mailin.Ref, opts reading.Options) error {
	if err := s.Enter(folder); err != nil {
		return err
	}
	for {
		err := b.mail.fetch(s, refs, opts)
		var withheld *mailin.Withheld
		if err == nil || !errors.As(err, &withheld) || !s.Alive() {
			return err
		}
		refs = slices.DeleteFunc(refs, func(ref mailin.Ref) bool { return !slices.Contains(withheld.Wheres, ref.Where) })
		if len(refs) == 0 {
			return err
		}
	}
}

// inquiries returns what was read. An old message counts as history, like a record of an export: the rules give it no
// deadline unless it is of today, and it is not acknowledged.
func (b *Backfill) inquiries(known Known) []lead.Inquiry {
	all := b.mail.inquiries(known)
	for i := range all {
		all[i].Past = true
		all[i].NoAnswer = cmp.Or(all[i].NoAnswer, "it was taken in later than it came")
	}
	return all
}

// batch is the length of the current batch.
func (b *Backfill) batch() int {
	if b.Batch > 0 {
		return min(len(b.queue), b.Batch)
	}
	return min(len(b.queue), backfillBatch)
}

// Settle removes the stored messages from the queue. Those for which the pass had no room stay in it and come again.
func (b *Backfill) Settle(_ context.Context, stored []lead.Inquiry) error {
	if !b.ready {
		return nil // the pass had no messages from here
	}
	b.ready = false
	done := make(map[string]bool, len(stored))
	for i := range stored {
		done[stored[i].Where] = true
	}
	untried := make(map[string]bool, len(b.mail.left))
	for _, ref := range b.mail.left {
		untried[ref.Where] = true
	}
	n := b.batch()
	var left []mailin.Dated
	for _, d := range b.queue[:n] {
		if b.mail.messages.isRead(d.Where) && !done[d.Where] || untried[d.Where] {
			left = append(left, d)
		} else {
			delete(b.mail.messages, d.Where)
		}
	}
	b.queue = append(left, b.queue[n:]...)
	b.tell()
	return nil
}

func (b *Backfill) tell() {
	if b.Tell != nil {
		b.Tell(b.Done(), b.total)
	}
}
