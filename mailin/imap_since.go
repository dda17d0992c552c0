package mailin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"

	"leadsheet/intake/ledger"
)

// StartMark records up to which message a folder was filled when leadsheet first saw it: those messages are not taken
// in. It is stored as a row of Intake, so that no other state is needed.
type StartMark struct {
	Folder   string
	Validity uint32
	Last     uint32    // the highest UID that the folder held
	At       time.Time // when that was
}

// markAfter precedes the UID in a StartMark's text, so that it cannot be confused with the position of a message.
const markAfter = "after "

// Key returns the mark's key in Intake. A folder has one for each UIDVALIDITY.
func (m StartMark) Key() string { return ledger.OfFolderStart(m.Folder, m.Validity).String() }

// Where returns the mark as the text that ParseStartMark reads.
func (m StartMark) Where() string {
	return fmt.Sprintf("%s:%d:%s%d, %s", m.Folder, m.Validity, markAfter, m.Last,
		m.At.UTC().Format("2006-01-02T15.04.05Z"))
}

// ParseStartMark is the inverse of StartMark.Where; ok is false for the position of a message.
func ParseStartMark(where string) (m StartMark, ok bool) {
	i := strings.LastIndex(where, ", ") // the folder's name may have a comma, too
	if i < 0 {
		return StartMark{}, false
	}
	rest, last, hasUID := cutLast(where[:i])
	folder, validity, hasValidity := cutLast(rest)
	last, isMark := strings.CutPrefix(last, markAfter)
	if !hasUID || !hasValidity || !isMark || folder == "" {
		return StartMark{}, false
	}
	v, err1 := strconv.ParseUint(validity, 10, 32)
	l, err2 := strconv.ParseUint(last, 10, 32)
	at, err3 := time.Parse("2006-01-02T15.04.05Z", where[i+2:])
	if errors.Join(err1, err2, err3) != nil {
		return StartMark{}, false
	}
	return StartMark{Folder: folder, Validity: uint32(v), Last: uint32(l), At: at}, true
}

// Dated is a message with the time at which it reached the mailbox, zero when the server does not say.
type Dated struct {
	Ref
	Received time.Time
}

// Since returns the messages that reached the mailbox at t or later, the earliest first. A message without such a time
// counts when the server's search finds it.
func (s *Session) Since(t time.Time) ([]Dated, error) {
	// Servers compare days in their own time zone: two days cover the difference.
	uids, err := s.search(&imap.SearchCriteria{Since: t.UTC().AddDate(0, 0, -2)})
	if err != nil {
		return nil, err
	}
	var found []Dated
	reopens := maxReopens
	for part := range slices.Chunk(uids, maxUIDsPerCommand) {
		var set imap.UIDSet
		for _, uid := range part {
			set.AddNum(imap.UID(uid))
		}
		received := make(map[uint32]time.Time, len(part))
		err := s.fetch(set, &imap.FetchOptions{UID: true, InternalDate: true}, 0,
			func(m fetched) { received[m.uid] = m.received })
		if err != nil && s.conn.broken() {
			if s.ctx.Err() != nil || reopens == 0 {
				return nil, err
			}
			reopens--
			if err := s.reopen(); err != nil {
				return nil, err
			}
		}
		for _, uid := range part {
			if at := received[uid]; at.IsZero() || !at.Before(t) {
				found = append(found, Dated{Ref: s.Ref(uid), Received: at})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Dated) int {
		return cmp.Or(a.Received.Compare(b.Received),
			cmp.Compare(a.UID, b.UID))
	})
	return found, nil
}

// Validity is the UIDVALIDITY of the open folder.
func (s *Session) Validity() uint32 { return s.validity }

// Alive reports whether the connection is not known to be broken.
func (s *Session) Alive() bool { return s.client != nil && !s.conn.broken() }

// UIDOf returns the UID in the position of a message, 0 when the folder or UIDVALIDITY is another.
func UIDOf(where, folder string, validity uint32) uint32 {
	f, v, uid, err := parseIMAPWhere(where)
	if err != nil || f != folder || v != validity {
		return 0
	}
	return uid
}

// SortPlaces sorts positions of messages by the given order of folders, then by UIDVALIDITY and UID. Other texts come
// last.
func SortPlaces(places, folders []string) {
	type parsed struct {
		folder        int
		validity, uid uint32
	}
	order := make(map[string]parsed, len(places))
	for _, where := range places {
		p := parsed{folder: len(folders) + 1}
		if folder, validity, uid, err := parseIMAPWhere(where); err == nil {
			p = parsed{slices.Index(folders, folder), validity, uid}
		}
		order[where] = p
	}
	slices.SortFunc(places, func(a, b string) int {
		x, y := order[a], order[b]
		return cmp.Or(cmp.Compare(x.folder, y.folder), cmp.Compare(x.validity, y.validity), cmp.Compare(x.uid, y.uid),
			cmp.Compare(a, b))
	})
}

// FolderOf returns the folder in the position of a message, "" for any other text.
func FolderOf(where string) string {
	folder, _, _, err := parseIMAPWhere(where)
	if err != nil {
		return ""
	}
	return folder
}
