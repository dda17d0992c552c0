package ledger

import (
	"slices"
	"time"
)

// Records is what is known of the records of forms. The zero value knows none.
type Records struct {
	latest  map[string]Suffix   // by the record's own key: as it was in the latest file
	earlier map[string][]Suffix // as it was before, only of records that were edited
	beside  Archive
}

// Archive knows records whose rows have left the workbook, and nothing of their answers.
type Archive interface {
	Key(own string) bool
	PersonDay(PersonDay) bool
}

// NewRecords makes room for about so many records. Those of the archive are known, too; nil for none.
func NewRecords(size int, archive ...Archive) *Records {
	r := &Records{latest: make(map[string]Suffix, size)}
	if len(archive) > 0 {
		r.beside = archive[0]
	}
	return r
}

// Add notes a key. Keys of another kind than Record are passed over.
func (r *Records) Add(key string) {
	k := ParseKey(key)
	if k.kind != Record {
		return
	}
	if r.latest == nil {
		r.latest = map[string]Suffix{}
	}
	s, _ := k.Suffix()
	own := k.Own()
	previous, known := r.latest[own]
	switch {
	case known && previous == s:
		return
	case known:
		if r.earlier == nil {
			r.earlier = map[string][]Suffix{}
		}
		if !s.after(previous) {
			previous, s = s, previous
		}
		r.earlier[own] = append(r.earlier[own], previous)
	}
	r.latest[own] = s
}

// after reports whether s is of a later file. Two of one hour are ordered by their text, so that the order in which
// keys are added says nothing.
func (s Suffix) after(o Suffix) bool {
	if s.Hour != o.Hour {
		return s.Hour.After(o.Hour)
	}
	return s.String() > o.String()
}

// Known reports whether there is a record of this own key.
func (r *Records) Known(own string) bool {
	_, known := r.latest[own]
	return known || r.beside != nil && r.beside.Key(own)
}

// each calls visit with each suffix of a record until it returns false.
func (r *Records) each(own string, visit func(Suffix) bool) {
	s, known := r.latest[own]
	if !known || !visit(s) {
		return
	}
	for _, s := range r.earlier[own] {
		if !visit(s) {
			return
		}
	}
}

// Edited reports whether a known record has other content than every time it came in before, in a file that is not
// older than any of those in which it came. A record whose key is of an earlier version, or whose row has left the
// workbook, counts as not edited.
func (r *Records) Edited(own string, content Content, written time.Time) bool {
	hour := HourOf(written)
	_, edited := r.latest[own]
	r.each(own, func(s Suffix) bool {
		edited = s != Suffix{} && s.Content != content && !s.Hour.After(hour)
		return edited
	})
	return edited
}

// SameAnswers reports whether a record said the same before, but for what no column of a lead keeps.
func (r *Records) SameAnswers(own string, answers AnswerDigest) bool {
	same := false
	r.each(own, func(s Suffix) bool {
		same = s.Answers == answers
		return !same
	})
	return same
}

// minSuspects is how many records of a file have to look strange before the file counts as strange itself, in records.
const minSuspects = 5

// Reformatted reports whether that many edited records of a file come from a program that now formats answers
// differently, and not from customers: at least 5, and more than 30 % of its records.
func Reformatted(edited, records int) bool {
	return edited >= minSuspects && edited*10 > 3*records
}

// HoldBack finds the records that are probably known ones in another encoding: an export without its numbers, or one
// whose dates a spreadsheet has rewritten. The person and the day of such a record are known, its content is not. A few
// of these are customers who wrote twice; a file full of them would double everything.
//
// fresh are the persons and days of the new records of a file that has so many records in all; dated says whether the
// file has their days. It returns the persons and days whose records are to be held back, nil for none, and how many
// records that are.
//
// A file with fewer than 5 new records is held back only as a whole: when it has at least two, all are new, and it has
// days. In a larger file at least 5 records and more than 30 % of all must look like that. Without days the same people
// again prove less: the share is 60 % then.
//
// earlier has the persons and days of fresh as earlier versions wrote them; nil where those are the same.
func (r *Records) HoldBack(fresh, earlier []PersonDay, records int, dated bool) (known map[PersonDay]bool, held int) {
	small := len(fresh) < minSuspects
	if small && (len(fresh) < 2 || len(fresh) < records || !dated) {
		return nil, 0
	}
	known = r.personDays(slices.Concat(fresh, earlier))
	for n, p := range fresh {
		if known[p] || earlier != nil && known[earlier[n]] {
			known[p] = true
			held++
		}
	}
	share := 3
	if !dated {
		share = 6
	}
	if small && held < len(fresh) || !small && (held < minSuspects || held*10 <= share*records) {
		return nil, 0
	}
	return known, held
}

// personDays returns those of wanted of which a record is known.
func (r *Records) personDays(wanted []PersonDay) map[PersonDay]bool {
	wantedSet := make(map[PersonDay]bool, len(wanted))
	for _, p := range wanted {
		wantedSet[p] = true
	}
	delete(wantedSet, NoPerson())
	delete(wantedSet, PersonDay{})
	out := map[PersonDay]bool{}
	for own := range r.latest {
		r.each(own, func(s Suffix) bool {
			if wantedSet[s.PersonDay] {
				out[s.PersonDay] = true
			}
			return true
		})
	}
	for p := range wantedSet {
		if r.beside != nil && r.beside.PersonDay(p) {
			out[p] = true
		}
	}
	return out
}

// Replaced finds the new records that are edited answers although they have another key: the same form, person and day
// had exactly one other record, which this file does not have any more. The file must not be older than that record,
// and must have at least half of the form's known records. fresh are the keys of the new records, has tells whether the
// file has a record of an own key. It returns the own keys of the replaced records by the keys of those that replace
// them.
func (r *Records) Replaced(fresh []string, has func(own string) bool, written time.Time) map[string]string {
	type personOfForm struct {
		form      FormID
		personDay PersonDay
	}
	wanted := map[personOfForm][]string{}
	total, present := map[FormID]int{}, map[FormID]int{}
	for _, key := range fresh {
		k := ParseKey(key)
		s, ok := k.Suffix()
		if ok && s.PersonDay != NoPerson() && has(k.Own()) {
			w := personOfForm{s.FormID, s.PersonDay}
			wanted[w] = append(wanted[w], key)
			total[s.FormID] = 0
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	missing, hour := map[personOfForm][]string{}, HourOf(written)
	for own, s := range r.latest {
		if _, counted := total[s.FormID]; !counted {
			continue
		}
		total[s.FormID]++
		if has(own) {
			present[s.FormID]++
		} else if w := (personOfForm{s.FormID, s.PersonDay}); wanted[w] != nil && !s.Hour.After(hour) {
			missing[w] = append(missing[w], own)
		}
	}
	out := map[string]string{}
	for w, keys := range wanted {
		if len(keys) == 1 && len(missing[w]) == 1 && present[w.form] > 0 && present[w.form]*2 >= total[w.form] {
			out[keys[0]] = missing[w][0]
		}
	}
	return out
}
