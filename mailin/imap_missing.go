package mailin

import (
	"slices"

	"github.com/emersion/go-imap/v2"
)

// missing fetches the messages that a slice did not bring: each alone, then with the body alone, then by sequence
// number, which helps when the UID stands behind the body in the answer. Deleted messages are left out; the others are
// counted as failed.
func (f *fetch) missing(uids []uint32) error {
	ways := []func([]uint32) error{
		func(uids []uint32) error { return f.singly(uids, false) },
		func(uids []uint32) error { return f.singly(uids, true) },
		f.bySequence,
	}
	for _, way := range ways {
		var err error
		if uids, err = f.s.still(uids); err != nil || len(uids) == 0 {
			return err
		}
		if err := way(uids); err != nil {
			return err
		}
		// Over a message that the server falls silent at, it would fall silent in any way, at a minute and a half each.
		uids = slices.DeleteFunc(uids, func(uid uint32) bool { _, ok := f.got[uid]; return ok || f.stalled[uid] })
	}
	uids, err := f.s.still(uids)
	if err != nil || len(uids) == 0 {
		return err
	}
	for _, uid := range uids {
		f.failed[uid] = true
	}
	return nil
}

// singly fetches each message alone.
func (f *fetch) singly(uids []uint32, bare bool) error {
	for _, uid := range uids {
		err := f.slice([]Ref{{UID: uid}}, bare)
		if err != nil {
			f.failed[uid] = true
			f.stalled[uid] = f.s.conn.expired()
		}
		if err := f.carryOn(err); err != nil {
			return err
		}
	}
	return nil
}

// still returns the UIDs that the folder still holds.
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

// bySequence fetches messages by sequence number. These numbers change when messages are deleted, so they are read
// before and after, and a message is kept only when both agree.
func (f *fetch) bySequence(uids []uint32) error {
	before, err := f.s.places()
	if err != nil {
		return err
	}
	came := make(map[uint32]fetched)
	for _, uid := range uids {
		seq, ok := before[uid]
		if !ok {
			continue
		}
		options := bodyOptions(f.sizes[uid] > maxFetched, false)
		err := f.s.fetch(imap.SeqSetNum(seq), options, min(f.sizes[uid], maxFetched), func(m fetched) {
			if m.uid == 0 || m.uid == uid {
				m.uid = uid
				came[uid] = m
			}
		})
		if err := f.carryOn(err); err != nil {
			return err
		}
	}
	after, err := f.s.places()
	if err != nil {
		return err
	}
	for uid, m := range came {
		if before[uid] == after[uid] {
			f.keep(m)
		}
	}
	return nil
}

// places returns the sequence number of each message.
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
