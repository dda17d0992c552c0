package mailin

import (
	"slices"

	"github.com/emersion/go-imap/v2"
)

// fetchMissing fetches the messages that no batch returned: each alone, then with the body alone, then by sequence
// number, which helps when the UID follows the body in the answer. Deleted messages are left out; the others are marked
// as failed.
func (f *fetch) fetchMissing(uids []uint32) error {
	strategies := []func([]uint32) error{
		func(uids []uint32) error { return f.oneByOne(uids, false) },
		func(uids []uint32) error { return f.oneByOne(uids, true) },
		f.bySequence,
	}
	for _, strategy := range strategies {
		var err error
		if uids, err = f.s.existing(uids); err != nil || len(uids) == 0 {
			return err
		}
		if err := strategy(uids); err != nil {
			return err
		}
		// A server that falls silent at a message does so with every strategy, and each takes silenceLimit.
		uids = slices.DeleteFunc(uids, func(uid uint32) bool { return f.got[uid] || f.stalled[uid] })
	}
	uids, err := f.s.existing(uids)
	if err != nil || len(uids) == 0 {
		return err
	}
	for _, uid := range uids {
		f.failed[uid] = true
	}
	return nil
}

// oneByOne fetches each message alone.
func (f *fetch) oneByOne(uids []uint32, bare bool) error {
	for _, uid := range uids {
		err := f.fetchBatch([]Ref{{UID: uid}}, bare)
		if err != nil {
			f.fail(uid)
		}
		if err := f.recoverFrom(err); err != nil {
			return err
		}
	}
	return nil
}

// existing returns those UIDs that the folder still holds.
func (s *Session) existing(uids []uint32) ([]uint32, error) {
	var existing []uint32
	for part := range slices.Chunk(uids, maxUIDsPerCommand) {
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
				existing = append(existing, uid)
			}
		}
	}
	return existing, nil
}

// bySequence fetches messages by sequence number. These numbers change when messages are deleted, so they are read
// before and after, and a message is kept only when both agree.
func (f *fetch) bySequence(uids []uint32) error {
	before, err := f.s.sequenceNumbers(uids)
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
		if err := f.recoverFrom(err); err != nil {
			return err
		}
	}
	after, err := f.s.sequenceNumbers(uids)
	if err != nil {
		return err
	}
	for uid, m := range came {
		if before[uid] == after[uid] {
			f.add(m)
		}
	}
	return nil
}

// sequenceNumbers returns the sequence number of each of the messages.
func (s *Session) sequenceNumbers(uids []uint32) (map[uint32]uint32, error) {
	const bytesPerLine = 64
	var all imap.SeqSet
	all.AddRange(1, 0) // 1:*
	defer s.conn.watchText(int64(min(s.exists.Load(), maxUIDs)+uidSlack) * bytesPerLine)()
	cmd := s.client.Fetch(all, &imap.FetchOptions{UID: true})
	sequenceNumbers := make(map[uint32]uint32, len(uids))
	for data := cmd.Next(); data != nil; data = cmd.Next() {
		m, err := readMessage(data)
		if err != nil {
			s.conn.cut() // as in fetch
			return nil, s.explain("look up the places of messages", err)
		}
		if slices.Contains(uids, m.uid) {
			sequenceNumbers[m.uid] = data.SeqNum
		}
	}
	if err := cmd.Close(); err != nil {
		return nil, s.explain("look up the places of messages", err)
	}
	return sequenceNumbers, nil
}
