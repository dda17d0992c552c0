package ledger

import (
	"cmp"
	"slices"
	"time"
)

// Import decides what becomes of the records of one export. Its result depends on what is known and on the export
// alone.
type Import struct {
	records *Records
	written time.Time
	edited  map[string]bool // own keys of known records of which IsKnown has seen other content
	away    map[string]bool // own keys of records whose leads were taken back
}

// Import begins to decide about an export that was written at that time.
func (r *Records) Import(written time.Time) *Import {
	return &Import{records: r, written: written, edited: map[string]bool{}}
}

// TakenBack says whose leads were taken back, by their own keys: those records count again.
func (i *Import) TakenBack(own map[string]bool) { i.away = own }

// IsKnown reports whether a record is known as it is, so that it need not be read any further. Of a record that was
// edited it says false: Decide needs its answers. So it does of one that was taken back.
func (i *Import) IsKnown(own string, content Content) bool {
	if !i.records.Known(own) {
		return false
	}
	if i.records.Edited(own, content, i.written) {
		i.edited[own] = true
		return false
	}
	return !i.away[own]
}

// Export is what Decide needs to know of an export.
type Export struct {
	Records int                   // how many it has, known ones too
	Has     func(own string) bool // whether it has a record of that own key
	Dated   bool                  // it says on which days its records were sent
	// Earlier is the person and the day of a record, by its own key, as earlier versions wrote them; the zero value
	// where that is the same. nil is the same for all.
	Earlier func(own string) PersonDay
	// NamesNobody says that its records name no person and are not expected to.
	NamesNobody bool
	// Unfinished says that it ends inside a record and may still be written.
	Unfinished bool
	// TakeAll says that the operator wants its records whatever they look like.
	TakeAll bool
}

// Action says what becomes of a record of an export.
type Action uint8

// The actions.
const (
	TakeNew    Action = iota // it is a new record
	TakeEdited               // it holds the answers of a known record as they are now
	TakeMoved                // as TakeEdited, but the record has got another key
	TakeAgain                // it is a known record that was taken back
	Skip                     // it is a known record that only looks edited
	HoldBack                 // it is probably a known record, encoded anew
	Wait                     // it may be half a record
)

// Decision is what becomes of a record.
type Decision struct {
	Action Action
	Was    string // the own key of the known record, of TakeEdited, TakeMoved and TakeAgain
}

// Decide says what becomes of the records that IsKnown did not know. keys are theirs, with suffixes, in the order of
// the export; the decisions are in the same order.
func (i *Import) Decide(keys []string, e Export) []Decision {
	out := make([]Decision, len(keys))
	newRecords := i.decideEdited(keys, e, out)
	if e.Unfinished && len(newRecords) > 0 {
		last := len(newRecords) - 1
		out[newRecords[last]].Action = Wait
		newRecords = newRecords[:last]
	}
	switch {
	case e.TakeAll:
	case e.NamesNobody:
		for _, n := range newRecords {
			out[n].Action = HoldBack
		}
	default:
		i.decideNew(keys, newRecords, e, out)
	}
	return out
}

// decideEdited decides about the records of which IsKnown has seen other content, and returns the indexes of the
// others. When a program writes answers in another way than before, its records only look edited.
func (i *Import) decideEdited(keys []string, e Export, out []Decision) (newRecords []int32) {
	var edited []int
	for n, key := range keys {
		k := ParseKey(key)
		s, _ := k.Suffix()
		switch own := k.Own(); {
		case !i.edited[own] && i.away[own]:
			out[n] = Decision{TakeAgain, own}
		case !i.edited[own]:
			newRecords = append(newRecords, int32(n))
		case i.records.SameAnswers(own, s.Answers):
			out[n] = i.skip(own)
		default:
			out[n] = Decision{TakeEdited, own}
			edited = append(edited, n)
		}
	}
	if Reformatted(len(edited), e.Records) {
		for _, n := range edited {
			out[n] = i.skip(out[n].Was)
		}
	}
	return newRecords
}

func (i *Import) skip(own string) Decision {
	if i.away[own] {
		return Decision{TakeAgain, own}
	}
	return Decision{Action: Skip}
}

// decideNew decides about records whose own keys are not known: some are known ones all the same.
func (i *Import) decideNew(keys []string, newRecords []int32, e Export, out []Decision) {
	people := make([]PersonDay, len(newRecords))
	var earlier []PersonDay
	if e.Earlier != nil {
		earlier = make([]PersonDay, len(newRecords))
	}
	for j, n := range newRecords {
		people[j] = personDayIn(keys[n])
		if earlier != nil {
			earlier[j] = e.Earlier(ParseKey(keys[n]).Own())
		}
	}
	known, _ := i.records.HoldBack(people, earlier, e.Records, e.Dated)
	var remaining []string
	for j, n := range newRecords {
		if known[people[j]] {
			out[n].Action = HoldBack
		} else {
			remaining = append(remaining, keys[n])
		}
	}
	replaced := i.records.Replaced(remaining, e.Has, i.written)
	remaining = slices.DeleteFunc(remaining, func(key string) bool { return replaced[key] != "" })
	corrected := i.records.Corrected(remaining, e.Has, i.written)
	for _, n := range newRecords {
		if was := cmp.Or(replaced[keys[n]], corrected[keys[n]]); was != "" && out[n].Action == TakeNew {
			out[n] = Decision{TakeMoved, was}
		}
	}
}

func personDayIn(key string) PersonDay {
	s, _ := ParseKey(key).Suffix()
	return s.PersonDay
}
