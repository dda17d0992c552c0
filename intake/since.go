package intake

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
)

// sinceStart and sinceAll are the words for Mailbox.Since; a day is the third way.
const (
	sinceAll   = "all"
	sinceStart = "start"
)

// CheckSince returns what is wrong with a value for Mailbox.Since.
func CheckSince(s string) error {
	if s == "" || s == sinceAll || s == sinceStart {
		return nil
	}
	_, err := ParseDay(s, time.UTC)
	return err
}

// ParseDay returns the beginning of a day that is written like 2026-01-31.
func ParseDay(s string, zone *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(s), zone)
	if err != nil {
		return time.Time{}, hint.Because(err, "%q is no day: write it like 2026-01-31", s)
	}
	return t, nil
}

// beginning is a mark that this process has set and that may not be stored yet. Until it is, it must not change: what
// arrived since the first look would fall behind a later one.
type beginning struct {
	mark  mailin.StartMark
	older int // messages that the folder held
}

// youngLings are the messages of a folder that come in although they are older than its mark, by place.
type youngLings struct {
	validity uint32
	since    time.Time
	places   map[string]bool
}

// marksIn finds the marks among the places that the tab Intake knows.
func marksIn(known Known) []mailin.StartMark {
	var marks []mailin.StartMark
	for where := range known.Places {
		if mark, ok := mailin.ParseStartMark(where); ok {
			marks = append(marks, mark)
		}
	}
	return marks
}

// admit returns those of a folder's messages that may come in. What arrived after the mark always does, a message that
// somebody has moved into the folder by hand too, however old; what was there before does as Since says.
func (m *Mailbox) admit(s *mailin.Session, folder string, all []mailin.Ref, known Known, begun []mailin.StartMark) ([]mailin.Ref, error) {
	if m.Since == "" || m.Since == sinceAll {
		return all, nil
	}
	mark, since, found := m.markOf(folder, s.Validity(), begun)
	if !found {
		mark = mailin.StartMark{Folder: folder, Validity: s.Validity(), Last: lastOf(folder, s.Validity(), all, known), At: m.now().UTC().Truncate(time.Second)}
		older := 0
		for _, ref := range all {
			if ref.UID <= mark.Last && !known.Places[ref.Where] {
				older++
			}
		}
		m.marks[folder] = beginning{mark, older}
		m.Log.Info(fmt.Sprintf("first look at the folder: what arrives from now on is taken in; %v takes in what is there already", hint.BackfillSince),
			"folder", folder, "older_messages", older, "imap_since", m.Since)
	}
	if m.Since != sinceStart {
		day, err := ParseDay(m.Since, known.zone())
		if err != nil {
			return nil, err
		}
		since = day
	}
	young, err := m.youngOf(s, folder, since)
	if err != nil {
		return nil, err
	}
	var in []mailin.Ref
	for _, ref := range all {
		if ref.UID > mark.Last || young[ref.Where] {
			in = append(in, ref)
		}
	}
	return in, nil
}

func (m *Mailbox) now() time.Time {
	if m.Now == nil {
		return time.Now()
	}
	return m.Now()
}

// markOf returns the folder's mark under its present numbering. since is when leadsheet began with the folder under an
// earlier numbering, zero if it did not: a server that renumbers a folder must not make the messages since then old
// ones.
func (m *Mailbox) markOf(folder string, validity uint32, begun []mailin.StartMark) (mark mailin.StartMark, since time.Time, found bool) {
	if b, ok := m.marks[folder]; ok {
		if b.mark.Validity == validity {
			mark, found = b.mark, true
		} else {
			since = b.mark.At
		}
	}
	for _, stored := range begun {
		switch {
		case stored.Folder != folder:
		case stored.Validity != validity:
			if since.IsZero() || stored.At.Before(since) {
				since = stored.At
			}
		default:
			mark, found = stored, true // another leadsheet may have been quicker; what is stored counts
		}
	}
	return mark, since, found
}

// lastOf returns the highest UID that counts as older than the start. When messages of the folder are known already
// (the setting was changed, or somebody has removed the mark), that is the highest known one, so that nothing falls
// between.
func lastOf(folder string, validity uint32, all []mailin.Ref, known Known) uint32 {
	var newest, last uint32
	for _, ref := range all {
		last = max(last, ref.UID)
	}
	for where := range known.Places {
		newest = max(newest, mailin.UIDOf(where, folder, validity))
	}
	if newest > 0 && newest < last {
		return newest
	}
	return last
}

// youngOf returns which messages of the open folder came at since or later, none for a zero time. It asks once: the
// messages that are older than the mark do not become more.
func (m *Mailbox) youngOf(s *mailin.Session, folder string, since time.Time) (map[string]bool, error) {
	if since.IsZero() {
		return nil, nil
	}
	if y, ok := m.young[folder]; ok && y.validity == s.Validity() && y.since.Equal(since) {
		return y.places, nil
	}
	list, err := s.Since(since)
	if err != nil {
		return nil, err
	}
	y := youngLings{validity: s.Validity(), since: since, places: make(map[string]bool, len(list))}
	for _, d := range list {
		y.places[d.Where] = true
	}
	m.young[folder] = y
	return y.places, nil
}

// begins returns the marks that are not stored yet, each as something that came in and is no lead.
func (m *Mailbox) begins(known Known) []lead.Inquiry {
	var out []lead.Inquiry
	for _, folder := range m.Account.Folders() {
		b, ok := m.marks[folder]
		if !ok || known.Keys[b.mark.Key()] {
			continue
		}
		outside := "older mail"
		if m.Since != sinceStart {
			outside = "mail from before " + m.Since
		}
		reason := m.Names.In(fmt.Sprintf("leadsheet began with this folder here; %s stays out, %v takes it in", outside, hint.Backfill))
		out = append(out, lead.Inquiry{Key: b.mark.Key(), Channel: lead.ByMail, Kind: lead.Direct, Received: b.mark.At, Where: b.mark.Where(),
			Subject: fmt.Sprintf("Start of %s: it held %d messages", folder, b.older), Ignore: reason})
	}
	return out
}
