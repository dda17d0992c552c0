package intake

import (
	"maps"
	"slices"
	"time"

	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// pending is what this process knows of one message of the mail server, from the first attempt to fetch it until it is
// stored and settled. It is a cache: without it the message is fetched again.
type pending struct {
	// tries are those at which the server did not hand the message over.
	tries claims.Tries

	// key is lead.Inquiry.Key, known once the message has been read. A second copy of a stored message is known by it.
	key string
	// read says that in, others and exports hold the message. They are released once the message is stored.
	read bool
	in   lead.Inquiry
	size int // about how many bytes are kept of it
	// attached are the inquiries of further messages that are attached to it.
	attached []lead.Inquiry
	// exports are the form exports that are attached to it; nil for none.
	exports *mailExports

	// settled says that the message has been marked or moved as the setting says, or needs neither.
	settled bool
}

// pendingMessages are messages by their place on the server, see mailin.Ref.Where.
type pendingMessages map[string]*pending

// at returns the record of the message at a place, and makes it if there is none.
func (all pendingMessages) at(place string) *pending {
	p := all[place]
	if p == nil {
		p = &pending{}
		all[place] = p
	}
	return p
}

// size is about how many bytes are kept of messages that are read and not stored yet.
func (all pendingMessages) size() (n int) {
	for _, p := range all {
		if p.read {
			n += p.size
		}
	}
	return n
}

// sizeOf is about how many bytes an inquiry keeps.
func sizeOf(q *lead.Inquiry) int {
	n := 500 + len(q.Key) + len(q.From) + len(q.Subject) + len(q.Name) + len(q.Email) + len(q.Phone) + len(q.Company) +
		len(q.Need) + len(q.Note) + len(q.Problem) + len(q.InReplyTo)
	for _, a := range q.Answers {
		n += len(a.Question) + len(a.Value) + 32
	}
	for _, list := range [][]string{q.References, q.AnsweredTo} {
		for _, text := range list {
			n += len(text) + 16
		}
	}
	return n
}

// isRead reports whether the message at a place has been read and is not stored yet, as far as this process knows.
func (all pendingMessages) isRead(place string) bool {
	p := all[place]
	return p != nil && p.read
}

// isStored reports whether the tab Intake knows the message at a place: by its place, or by its content when it is a
// copy.
func (all pendingMessages) isStored(place string, known Known) bool {
	p := all[place]
	return known.HasPlace(place) || p != nil && p.key != "" && known.HasKey(p.key)
}

// isSettled reports whether the message at a place is settled.
func (all pendingMessages) isSettled(place string) bool {
	p := all[place]
	return p != nil && p.settled
}

// releaseStored releases the content of stored messages. Their keys stay, so that copies are not fetched again.
func (all pendingMessages) releaseStored(known Known) {
	for _, p := range all {
		if p.read && known.HasKey(p.key) {
			p.read, p.in, p.attached, p.exports = false, lead.Inquiry{}, nil, nil
		}
	}
}

// waitingSince returns since when a customer has been waiting for an answer, or may have been: a request that has just
// come in may have been answered already. It is zero when no customer waits.
func (all pendingMessages) waitingSince(known Known) time.Time {
	since := known.Waiting
	for place, p := range all {
		isNew := p.read && p.in.Ignore == "" && !p.in.Received.IsZero() && !known.HasKey(p.key) && !known.HasPlace(place)
		if isNew && (since.IsZero() || p.in.Received.Before(since)) {
			since = p.in.Received
		}
	}
	return since
}

// inOrder returns the messages that have been read: folder by folder as given, in the order in which the server has
// numbered them. For messages of the same second only this order tells which came first.
func (all pendingMessages) inOrder(folders []string) []*pending {
	places := slices.DeleteFunc(slices.Collect(maps.Keys(all)), func(place string) bool { return !all[place].read })
	mailin.SortPlaces(places, folders)
	out := make([]*pending, len(places))
	for i, place := range places {
		out[i] = all[place]
	}
	return out
}

// inquiries returns the messages in order, each after what is attached to it: further messages, and the records of
// exports. The row of a message comes last, so that a message whose row is stored need not be read again.
func (f *fetcher) inquiries(known Known) []lead.Inquiry {
	index := newRecordIndex(known)
	var all []lead.Inquiry
	for _, p := range f.messages.inOrder(f.account.PlacedFolders()) {
		in := p.in
		for _, other := range p.attached {
			other.Received = in.Received // they arrived with it
			all = append(all, other)
		}
		if x := p.exports; x != nil {
			before := len(index.order)
			if x.summary == "" {
				f.readExports(x, &in, index)
			}
			index.add(x.records)
			all = append(all, index.since(before)...)
			x.describe(&in)
		}
		all = append(all, in)
	}
	return all
}
