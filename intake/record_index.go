package intake

import (
	"slices"
	"time"

	"leadsheet/forms"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// recordIndex holds the records that are known or that one look at a source has found so far.
type recordIndex struct {
	known   Known
	all     map[string]lead.Inquiry
	order   []string        // their keys, in the order in which they were found
	records *ledger.Records // what is known and found; made when needed
	later   []string        // keys of what has been found and comes in with a later pass
}

// suffixOf makes the suffix of a record's key, which remembers in the tab Intake what the record said.
func suffixOf(r forms.Record, in *lead.Inquiry, written time.Time) ledger.Suffix {
	return ledger.NewSuffix(ledger.Facts{Form: r.FormID, Content: [3]byte(r.Content[:3]), PersonDay: r.PersonDay,
		Written: written, Inquiry: in})
}

// ledger returns the records that are known and found so far.
func (x *recordIndex) ledger() *ledger.Records {
	if x.records != nil {
		return x.records
	}
	x.records = ledger.NewRecords(len(x.known.Keys))
	for key := range x.known.Keys {
		x.records.Add(key)
	}
	for key := range x.all {
		x.records.Add(key)
	}
	for _, key := range x.later {
		x.records.Add(key)
	}
	return x.records
}

// add takes in what a file has brought. Of very much it keeps the oldest, no more than one pass takes in, and one more
// as a sign that there is more; the rest is found again in the next pass.
func (x *recordIndex) add(items []lead.Inquiry) {
	fresh := make([]int32, 0, min(len(items), MaxItems+1))
	for i := range items {
		if _, there := x.all[items[i].Key]; !there && !x.known.Keys[items[i].Key] {
			fresh = append(fresh, int32(i))
			if x.records != nil {
				x.records.Add(items[i].Key)
			}
		}
	}
	if len(fresh) > MaxItems+1 {
		slices.SortStableFunc(fresh, func(a, b int32) int { return items[a].Received.Compare(items[b].Received) })
		for _, i := range fresh[MaxItems+1:] {
			x.later = append(x.later, items[i].Key)
		}
		fresh = fresh[:MaxItems+1]
	}
	for _, i := range fresh {
		x.all[items[i].Key] = items[i]
		x.order = append(x.order, items[i].Key)
	}
}

// items returns what has been found, in the order in which it was found.
func (x *recordIndex) items() []lead.Inquiry { return x.since(0) }

// since returns what has been found after the first n.
func (x *recordIndex) since(n int) []lead.Inquiry {
	out := make([]lead.Inquiry, 0, len(x.order)-n)
	for _, key := range x.order[n:] {
		out = append(out, x.all[key])
	}
	return out
}

// has reports whether a record is known or has been found already.
func (x *recordIndex) has(key string) bool { return x.ledger().Known(key) }
