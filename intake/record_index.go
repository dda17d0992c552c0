package intake

import (
	"slices"
	"time"

	"leadsheet/forms"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// recordIndex holds the records that are known, and those that one Collect of a source has found so far.
type recordIndex struct {
	known    Known
	byKey    map[string]lead.Inquiry
	order    []string        // their keys, in the order in which they were found
	records  *ledger.Records // what is known and found; made when needed
	deferred []string        // keys of records that were found and are left for a later pass
}

// newRecordIndex is the index of a Collect that has found nothing yet.
func newRecordIndex(known Known) *recordIndex {
	return &recordIndex{known: known, byKey: map[string]lead.Inquiry{}}
}

// suffixOf makes the suffix of a record's key, by which the tab Intake remembers the content of the record.
func suffixOf(r forms.Record, in *lead.Inquiry, written time.Time) ledger.Suffix {
	return ledger.NewSuffix(ledger.Facts{Form: r.FormID, Content: [3]byte(r.Content[:3]), PersonDay: r.PersonDay,
		Written: written, Inquiry: in})
}

// ledger returns the records that are known and found so far.
func (x *recordIndex) ledger() *ledger.Records {
	if x.records != nil {
		return x.records
	}
	x.records = ledger.NewRecords(len(x.known.Keys), x.known.Memory)
	for key := range x.known.Keys {
		x.records.Add(key)
	}
	for key := range x.byKey {
		x.records.Add(key)
	}
	for _, key := range x.deferred {
		x.records.Add(key)
	}
	return x.records
}

// add adds the records of a file. Of more than one pass takes in, it keeps only the oldest, and one more as a sign that
// there are more; the next pass finds the rest again.
func (x *recordIndex) add(items []lead.Inquiry) {
	most := x.known.most()
	fresh := make([]int32, 0, min(len(items), most+1))
	for i := range items {
		if items[i].Kind == lead.CameAgain && !x.known.TakenBack[items[i].References[0]] {
			continue // that is stored
		}
		if _, there := x.byKey[items[i].Key]; !there && !x.known.HasKey(items[i].Key) {
			fresh = append(fresh, int32(i))
			if x.records != nil {
				x.records.Add(items[i].Key)
			}
		}
	}
	if len(fresh) > most+1 {
		slices.SortStableFunc(fresh, func(a, b int32) int { return items[a].Received.Compare(items[b].Received) })
		for _, i := range fresh[most+1:] {
			x.deferred = append(x.deferred, items[i].Key)
		}
		fresh = fresh[:most+1]
	}
	for _, i := range fresh {
		x.byKey[items[i].Key] = items[i]
		x.order = append(x.order, items[i].Key)
	}
}

// items returns what has been found, in the order in which it was found.
func (x *recordIndex) items() []lead.Inquiry { return x.since(0) }

// since returns what has been found after the first n.
func (x *recordIndex) since(n int) []lead.Inquiry {
	out := make([]lead.Inquiry, 0, len(x.order)-n)
	for _, key := range x.order[n:] {
		out = append(out, x.byKey[key])
	}
	return out
}

// has reports whether a record is known or has been found already.
func (x *recordIndex) has(key string) bool { return x.ledger().Known(key) }
