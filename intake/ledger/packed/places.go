package packed

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// folderID is a folder under one numbering of its messages. The name has that of a further mailbox in front.
type folderID struct {
	name     string
	validity uint32
}

// maxFolder is how long the name of a folder may be. Messages of one with a longer name are known by their keys.
const maxFolder = 1000

// cutPlace takes the place of a mail apart: FOLDER:UIDVALIDITY:UID. ok is false for any other text.
func cutPlace(where string) (folder string, validity, uid uint32, ok bool) {
	i := strings.LastIndexByte(where, ':')
	j := strings.LastIndexByte(where[:max(i, 0)], ':')
	if j <= 0 || j > maxFolder {
		return "", 0, 0, false
	}
	v, err := strconv.ParseUint(where[j+1:i], 10, 32)
	u, err2 := strconv.ParseUint(where[i+1:], 10, 32)
	return where[:j], uint32(v), uint32(u), err == nil && err2 == nil && u > 0
}

// span is a range of UIDs, both ends included.
type span struct{ first, last uint32 }

// spans are ranges that neither touch nor overlap, in rising order.
type spans struct{ list []span }

// find is the first range that ends at uid or behind it.
func (s *spans) find(uid uint32) int {
	i, _ := slices.BinarySearchFunc(s.list, uid, func(r span, uid uint32) int { return cmp.Compare(r.last, uid) })
	return i
}

func (s *spans) has(uid uint32) bool {
	i := s.find(uid)
	return i < len(s.list) && s.list[i].first <= uid
}

// add adds a range and joins it with those that it touches.
func (s *spans) add(r span) {
	from := s.find(max(r.first, 1) - 1)
	to := from
	for to < len(s.list) && uint64(s.list[to].first) <= uint64(r.last)+1 {
		r.first, r.last = min(r.first, s.list[to].first), max(r.last, s.list[to].last)
		to++
	}
	s.list = slices.Replace(s.list, from, to, r)
}
