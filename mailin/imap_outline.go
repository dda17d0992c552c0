package mailin

import (
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// outlineLen is how many bytes are fetched when the server returns neither the message nor its header.
const outlineLen = 16 << 10

// Withheld is the error of Fetch, beside the fetched messages, when the server lists messages that it does not return
// even one by one. Outline gets what is known of them.
type Withheld struct {
	Wheres []string // by rising UID
	Broken []string // of them, those at which the connection broke: the network may be the cause

	folder string
	first  uint32
	cause  error // why the fetch ended early, if it did
}

// Error says how many messages are missing.
func (w *Withheld) Error() string {
	when := "the next pass tries again"
	if len(w.Broken) == len(w.Wheres) {
		when += " when their time has come (three times within an hour, as the connection breaks at them)"
	}
	text := fmt.Sprintf("fetch messages: the mail server does not hand over %d of the messages in %s (first UID %d); "+
		"the others came, and %s", len(w.Wheres), w.folder, w.first, when)
	if w.cause != nil {
		text += "; in the end: " + w.cause.Error()
	}
	return text
}

// Unwrap returns why the fetch ended early, nil when it did not.
func (w *Withheld) Unwrap() error { return w.cause }

// withheld returns the error of a fetch that ended with err.
func (f *fetch) withheld(err error) error {
	var uids []uint32
	for uid := range f.failed {
		if !f.got[uid] {
			uids = append(uids, uid)
		}
	}
	if len(uids) == 0 || f.s.ctx.Err() != nil {
		return err
	}
	slices.Sort(uids)
	w := &Withheld{folder: f.s.box.Placed(f.s.folder), first: uids[0], cause: err}
	for _, uid := range uids {
		where := f.s.Ref(uid).Where
		if w.Wheres = append(w.Wheres, where); f.broke[uid] {
			w.Broken = append(w.Broken, where)
		}
	}
	return w
}

// Outline fetches what is available of a message that Fetch could not get: its header, or at least its first bytes. Raw
// is nil when there is nothing. ok is false when the message was deleted. An error is about the connection and not the
// message.
func (s *Session) Outline(ref Ref) (item Item, ok bool, err error) {
	existing, err := s.existing([]uint32{ref.UID})
	if err != nil || len(existing) == 0 {
		return Item{}, false, err
	}
	item = Item{Where: ref.Where}
	header := &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader}
	start := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: outlineLen}}
	for _, options := range []*imap.FetchOptions{
		{UID: true, InternalDate: true, RFC822Size: true}, // separate, since either may break the answer
		{UID: true, BodySection: []*imap.FetchItemBodySection{header}},
		{UID: true, BodySection: []*imap.FetchItemBodySection{start}},
	} {
		if item.Raw != nil {
			break
		}
		fetchErr := s.fetch(uidSet([]Ref{ref}), options, outlineLen, func(m fetched) {
			if m.uid != 0 && m.uid != ref.UID {
				return
			}
			if !m.received.IsZero() {
				item.Received = m.received
			}
			item.Size = max(item.Size, m.size)
			if len(m.raw) > 0 {
				item.Raw = m.raw[:min(len(m.raw), truncatedLen)]
			}
		})
		if fetchErr == nil || !s.conn.broken() {
			continue // refused at most; the next options may work
		}
		if s.ctx.Err() != nil {
			return Item{}, false, fetchErr
		}
		if err := s.reopen(); err != nil {
			return Item{}, false, err
		}
	}
	return item, true, nil
}
