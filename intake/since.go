package intake

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
)

// The values of Mailbox.Since besides a day.
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

// folderStart is what this process knows about where leadsheet began with a folder.
type folderStart struct {
	mark   startMark
	marked bool // mark has been set
	recent messagesSince
}

// startMark is a mark that this process has set and that may not be stored yet. Until it is stored it must not change:
// messages that arrived since it was set would count as older than a later mark.
type startMark struct {
	mailin.StartMark
	older int // messages that the folder held
}

// messagesSince are the messages of a folder that come in although they are older than its mark, by place.
type messagesSince struct {
	validity uint32
	since    time.Time
	places   map[string]bool // nil until the server has been asked
}

// start returns what is known of a folder's start, and makes the record if there is none.
func (m *Mailbox) start(folder string) *folderStart {
	if m.starts == nil {
		m.starts = map[string]*folderStart{}
	}
	if m.starts[folder] == nil {
		m.starts[folder] = &folderStart{}
	}
	return m.starts[folder]
}

// storedMarks finds the marks among the places that the tab Intake knows.
func storedMarks(known Known) []mailin.StartMark {
	var marks []mailin.StartMark
	for place := range known.Places {
		if mark, ok := mailin.ParseStartMark(place); ok {
			marks = append(marks, mark)
		}
	}
	return marks
}

// filterSince returns those of a folder's messages that may come in. What arrived after the mark always does, and so
// does an old message that a user has moved into the folder; for what was there before, Since decides.
func (m *Mailbox) filterSince(s *mailin.Session, folder string, all []uint32, known Known,
	stored []mailin.StartMark) ([]uint32, error) {
	if m.Since == "" || m.Since == sinceAll {
		return all, nil
	}
	start := m.start(folder)
	mark, since, found := start.markOf(folder, s.Validity(), stored)
	if !found {
		mark = mailin.StartMark{Folder: folder, Validity: s.Validity(),
			Last: lastOf(folder, s.Validity(), all, known), At: m.now().UTC().Truncate(time.Second)}
		older := 0
		for _, uid := range all {
			if uid <= mark.Last && !known.HasPlace(s.Ref(uid).Where) {
				older++
			}
		}
		start.mark, start.marked = startMark{mark, older}, true
		m.Log.Info(fmt.Sprintf("first look at the folder: what arrives from now on is taken in; %v takes in what is "+
			"there already", hint.BackfillSince), "folder", folder, "older_messages", older, "imap_since", m.Since)
	}
	if m.Since != sinceStart {
		day, err := ParseDay(m.Since, known.zone())
		if err != nil {
			return nil, err
		}
		since = day
	}
	recent, err := start.messagesSince(s, since)
	if err != nil {
		return nil, err
	}
	var in []uint32
	for _, uid := range all {
		if uid > mark.Last || recent[s.Ref(uid).Where] {
			in = append(in, uid)
		}
	}
	return in, nil
}

// markOf returns the folder's mark under its present numbering. since is when leadsheet began with the folder under an
// earlier numbering, zero if it did not: when a server renumbers a folder, the messages since then must not count as
// old.
func (f *folderStart) markOf(folder string, validity uint32,
	stored []mailin.StartMark) (mark mailin.StartMark, since time.Time, found bool) {
	if f.marked {
		if f.mark.Validity == validity {
			mark, found = f.mark.StartMark, true
		} else {
			since = f.mark.At
		}
	}
	for _, s := range stored {
		switch {
		case s.Folder != folder:
		case s.Validity != validity:
			if since.IsZero() || s.At.Before(since) {
				since = s.At
			}
		default:
			mark, found = s, true // another leadsheet may have set it first; the stored one counts
		}
	}
	return mark, since, found
}

// lastOf returns the highest UID that counts as older than the start. When messages of the folder are known already
// (the setting was changed, or a user has removed the mark), it is the highest known one, so that no message is
// skipped.
func lastOf(folder string, validity uint32, all []uint32, known Known) uint32 {
	newest, last := known.Memory.HighestUID(folder, validity), uint32(0)
	for _, uid := range all {
		last = max(last, uid)
	}
	for place := range known.Places {
		newest = max(newest, mailin.UIDOf(place, folder, validity))
	}
	if newest > 0 && newest < last {
		return newest
	}
	return last
}

// messagesSince returns which messages of the open folder came at since or later, none for a zero time. It asks the
// server only once, because no more messages older than the mark can arrive.
func (f *folderStart) messagesSince(s *mailin.Session, since time.Time) (map[string]bool, error) {
	if since.IsZero() {
		return nil, nil
	}
	if r := f.recent; r.places != nil && r.validity == s.Validity() && r.since.Equal(since) {
		return r.places, nil
	}
	places, err := placesSince(s, since)
	if err != nil {
		return nil, err
	}
	f.recent = messagesSince{s.Validity(), since, places}
	return places, nil
}

// placesSince asks the server which messages of the open folder came at since or later.
func placesSince(s *mailin.Session, since time.Time) (map[string]bool, error) {
	list, err := s.Since(since)
	if err != nil {
		return nil, err
	}
	places := make(map[string]bool, len(list))
	for _, d := range list {
		places[d.Where] = true
	}
	return places, nil
}

// newStartMarks returns the marks that are not stored yet, each as an inquiry that is not a lead.
func (m *Mailbox) newStartMarks(known Known) []lead.Inquiry {
	var out []lead.Inquiry
	for _, folder := range m.Account.PlacedFolders() {
		f := m.starts[folder]
		if f == nil || !f.marked || known.HasKey(f.mark.Key()) {
			continue
		}
		excluded := "older mail"
		if m.Since != sinceStart {
			excluded = "mail from before " + m.Since
		}
		reason := m.Names.In(fmt.Sprintf("leadsheet began with this folder here; %s stays out, %v takes it in", excluded,
			hint.Backfill))
		out = append(out, lead.Inquiry{Key: f.mark.Key(), Channel: lead.ByMail, Kind: lead.Direct,
			Received: f.mark.At, Where: f.mark.Where(), Ignore: reason,
			Subject: fmt.Sprintf("Start of %s: it held %d messages", folder, f.mark.older)})
	}
	return out
}
