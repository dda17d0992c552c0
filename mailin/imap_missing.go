package mailin

import (
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// fetchMissing gets the messages that a slice did not bring: first by themselves, then by sequence number, which finds
// the ones whose UID stands behind the body in the server's answer. Those that have vanished are left out; for those
// that are still there but do not come it returns an error.
func (s *Session) fetchMissing(missing []uint32, sizes map[uint32]int64, got map[uint32]Item) error {
	missing, err := s.still(missing)
	if err != nil || len(missing) == 0 {
		return err
	}
	for _, uid := range missing {
		if err := s.fetchSlice([]Ref{{UID: uid}}, sizes, got); err != nil {
			return err
		}
	}
	missing = slices.DeleteFunc(missing, func(uid uint32) bool { _, ok := got[uid]; return ok })
	if len(missing) == 0 {
		return nil
	}
	if err := s.fetchBySequence(missing, sizes, got); err != nil {
		return err
	}
	missing = slices.DeleteFunc(missing, func(uid uint32) bool { _, ok := got[uid]; return ok })
	if missing, err = s.still(missing); err != nil || len(missing) == 0 {
		return err
	}
	return fmt.Errorf("fetch messages: the mail server lists %d messages in %s that it does not hand over (first UID %d); "+
		"the others are in, each pass tries these again", len(missing), s.box.folder(), missing[0])
}

// still returns those of the UIDs that the folder holds.
func (s *Session) still(uids []uint32) ([]uint32, error) {
	var there []uint32
	for part := range slices.Chunk(uids, sizesCount) {
		var set imap.UIDSet
		for _, uid := range part {
			set.AddNum(imap.UID(uid))
		}
		found, err := s.search(&imap.SearchCriteria{UID: []imap.UIDSet{set}})
		if err != nil {
			return nil, err
		}
		for _, uid := range found {
			if slices.Contains(part, uid) {
				there = append(there, uid)
			}
		}
	}
	return there, nil
}

// fetchBySequence gets messages by their place in the folder. Places move when somebody deletes a message, so the
// place is looked up before and after, and what came is kept only when both say the same.
func (s *Session) fetchBySequence(uids []uint32, sizes map[uint32]int64, got map[uint32]Item) error {
	before, err := s.places()
	if err != nil {
		return err
	}
	came := make(map[uint32]fetched)
	for _, uid := range uids {
		seq, ok := before[uid]
		if !ok {
			continue
		}
		size := sizes[uid]
		err := s.fetch(imap.SeqSetNum(seq), size > maxFetched, max(size, sliceBytes), func(m fetched) {
			if m.uid == 0 || m.uid == uid {
				m.uid = uid
				came[uid] = m
			}
		})
		if err != nil {
			return err
		}
	}
	after, err := s.places()
	if err != nil {
		return err
	}
	for uid, m := range came {
		if before[uid] == after[uid] {
			s.keep(m, sizes, got)
		}
	}
	return nil
}

// places returns the sequence number of every message.
func (s *Session) places() (map[uint32]uint32, error) {
	var all imap.SeqSet
	all.AddRange(1, 0) // 1:*
	stop := s.conn.watch(0)
	list, err := s.client.Fetch(all, &imap.FetchOptions{UID: true}).Collect()
	stop()
	if err != nil {
		return nil, s.sentence("look up the places of messages", err)
	}
	places := make(map[uint32]uint32, len(list))
	for _, data := range list {
		places[uint32(data.UID)] = data.SeqNum
	}
	return places, nil
}
