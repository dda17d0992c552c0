package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/claims"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

const (
	wholeEvery  = time.Hour // time between two tries to get a message of which only the header is known
	wholeAtOnce = 20        // of them in one pass
	startLen    = 16 << 10  // bytes by which a message came of which not even the header could be had
)

// ByHeader returns the rows of mails that are in the workbook by their header alone, by their place.
func ByHeader(rows []lead.IntakeRow) map[string]lead.IntakeRow {
	var out map[string]lead.IntakeRow
	for i := range rows {
		r := &rows[i]
		if r.Outcome != lead.Damaged || r.Lead == "" || !strings.HasPrefix(r.Reason, reading.Withheld) ||
			mailin.FolderOf(r.Where) == "" {
			continue
		}
		switch ledger.ParseKey(r.Key).Kind() {
		case ledger.Message, ledger.MessagePlace:
			if out == nil {
				out = map[string]lead.IntakeRow{}
			}
			out[r.Where] = *r
		}
	}
	return out
}

// isWithheld reports whether a mail is taken in by its header alone.
func isWithheld(q *lead.Inquiry) bool {
	return q.Kind == lead.Unreadable && strings.HasPrefix(q.Problem, reading.Withheld)
}

// wholeMails are the mails of which only the header was known, and which the server has handed over since.
type wholeMails struct {
	mail  fetcher
	tried map[string]time.Time // by place
	said  map[string]*lead.Completes
}

// forget forgets what is stored.
func (x *wholeMails) forget(known Known) {
	for place := range x.said {
		if _, open := known.ByHeader[place]; !open {
			delete(x.said, place)
			delete(x.mail.messages, place)
		}
	}
}

// read asks for those mails of the open folder. What the server still withholds is asked for again in an hour, and is
// no error: its row says already that it did not come.
func (x *wholeMails) read(s *mailin.Session, folder string, found listing, known Known) error {
	now, opts := x.mail.now(), x.mail.options(known)
	var refs []mailin.Ref
	for _, place := range slices.Sorted(maps.Keys(known.ByHeader)) {
		tried, again := x.tried[place]
		switch {
		case mailin.FolderOf(place) != x.mail.account.Placed(folder) || found.lacks(place) || x.said[place] != nil:
		case again && now.Sub(tried).Abs() < wholeEvery, len(refs) == wholeAtOnce:
		default:
			if ref, ok := s.RefIn(place); ok {
				refs = append(refs, ref)
			}
		}
	}
	if x.tried == nil {
		x.tried, x.said = map[string]time.Time{}, map[string]*lead.Completes{}
	}
	for _, ref := range refs { // one that crashes the process must not be looked for among many
		claim := mailClaim(ref.Where)
		if x.tried[ref.Where] = now; x.mail.claims.Crashes(claim) >= claims.MaxCrashes {
			continue
		}
		x.mail.claims.Take(claim)
		_, err := s.FetchEach([]mailin.Ref{ref}, func(it mailin.Item) {
			x.add(it, known.ByHeader[it.Where].Key, opts)
			x.mail.claims.MarkRead(claim)
		})
		x.mail.claims.Release()
		if !s.Alive() {
			return err
		}
	}
	return nil
}

// add reads a mail that came whole, and what its header says.
func (x *wholeMails) add(it mailin.Item, key string, opts reading.Options) {
	x.mail.read(it, opts)
	if x.mail.messages[it.Where].in.Kind == lead.Unreadable {
		delete(x.mail.messages, it.Where) // the row says already that it cannot be read
		return
	}
	said := &lead.Completes{Key: key}
	for _, part := range [][]byte{header(it.Raw), it.Raw[:min(len(it.Raw), startLen)]} {
		head := it
		head.Raw = part
		said.Said = append(said.Said, x.mail.recoverParse(it, func() lead.Inquiry { return outline(head, opts) }))
	}
	x.said[it.Where] = said
}

// inquiries returns the mails that came whole. They have rows, and so are no new inquiries.
func (x *wholeMails) inquiries() []lead.Inquiry {
	var out []lead.Inquiry
	for _, place := range slices.Sorted(maps.Keys(x.said)) {
		in := x.mail.messages[place].in
		in.Completes = x.said[place]
		out = append(out, in)
	}
	return out
}

// completedBy marks the new mails that are those of which only the header is known, at another place: a user has moved
// them, or the server has renumbered its folder.
func completedBy(items []lead.Inquiry, known Known) {
	if len(known.ByHeader) == 0 {
		return
	}
	for i := range items {
		q := &items[i]
		if q.Completes != nil || q.MessageID == "" || q.Kind == lead.Unreadable || q.Kind == lead.SentMail {
			continue
		}
		for _, place := range slices.Sorted(maps.Keys(known.ByHeader)) {
			r := known.ByHeader[place]
			if r.MessageID != q.MessageID || r.From != q.From || r.Subject != q.Subject {
				continue
			}
			q.Completes = &lead.Completes{Key: r.Key, Said: []lead.Inquiry{{Email: r.From, Need: r.Subject}}}
			break
		}
	}
}

// wantsWhole reports whether mails of a folder are known by their header alone.
func wantsWhole(known Known, folder string) bool {
	for place := range known.ByHeader {
		if mailin.FolderOf(place) == folder {
			return true
		}
	}
	return false
}

// readWhole reads the mails of the folders of which only the header is known.
func (m *Mailbox) readWhole(s *mailin.Session, found listing, known Known) (failed error) {
	m.whole.mail.configure(m.access())
	m.whole.forget(known)
	if len(known.ByHeader) == 0 {
		return nil
	}
	for _, folder := range m.Account.Folders() {
		placed := m.Account.Placed(folder)
		if _, listed := found[placed]; !listed || !s.Alive() || !wantsWhole(known, placed) {
			continue
		}
		err := s.Enter(folder)
		if err == nil {
			err = m.whole.read(s, folder, found, known)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}
