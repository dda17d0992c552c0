package mailin

import (
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
)

// maxFound is how many messages of one search are returned, the latest first to be kept.
const maxFound = 50

// WithMessageID returns the messages of the open folder with that Message-ID, which stands without its angle brackets.
// The server may also name some whose ID only contains it.
func (s *Session) WithMessageID(id string) ([]Ref, error) {
	return s.find(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-Id", Value: id}}})
}

// Around returns the messages of the open folder that reached the mailbox about that time, within two days, at most 50.
// A sender whom the server does not find in From is left out; "" stands for all.
func (s *Session) Around(t time.Time, sender string) ([]Ref, error) {
	// Servers compare days in their own time zone: two days cover the difference.
	criteria := &imap.SearchCriteria{Since: t.UTC().AddDate(0, 0, -2), Before: t.UTC().AddDate(0, 0, 3)}
	if sender != "" {
		criteria.Header = []imap.SearchCriteriaHeaderField{{Key: "From", Value: sender}}
	}
	return s.find(criteria)
}

func (s *Session) find(criteria *imap.SearchCriteria) ([]Ref, error) {
	uids, err := s.search(criteria)
	if refused := new(imap.Error); errors.As(err, &refused) && refused.Type == imap.StatusResponseTypeBad {
		return nil, nil // it does not know such a search, and never will
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(uids)
	var refs []Ref
	for _, uid := range uids[max(0, len(uids)-maxFound):] {
		refs = append(refs, s.Ref(uid))
	}
	return refs, nil
}

// PlaceOf returns the position of the mail in the place of something that came in with it: of an attached message, or
// of a record in an attached file. ok is false for what came in no mail.
func PlaceOf(where string) (place string, ok bool) {
	for i := range where { // the folder's name may have a comma, too
		if where[i] == ',' && FolderOf(where[:i]) != "" {
			return where[:i], true
		}
	}
	return where, FolderOf(where) != ""
}

// RefIn returns the message at a position, if that is in the open folder as it is numbered now.
func (s *Session) RefIn(where string) (Ref, bool) {
	uid := UIDOf(where, s.box.Placed(s.folder), s.validity)
	return Ref{Where: where, UID: uid}, uid != 0
}
