package intake

import (
	"slices"
	"time"

	"leadsheet/forms"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// recordIndex is what one look at exports knows and has found so far.
type recordIndex struct {
	known   Known
	all     map[string]lead.Inquiry
	order   []string        // their keys, in the order in which they were found
	records *ledger.Records // what is known and found; made when needed
	later   []string        // keys of what has been found and comes in with a later pass
}

// suffixOf is what the key of a record remembers of it in the tab Intake.
func suffixOf(r forms.Record, in *lead.Inquiry, written time.Time) ledger.Suffix {
	return ledger.NewSuffix(ledger.Facts{Form: r.FormID, Content: [3]byte(r.Content[:3]), PersonDay: r.PersonDay,
		Written: written, Inquiry: in})
}

// ledger returns the records that are known and found so far.
func (p *recordIndex) ledger() *ledger.Records {
	if p.records != nil {
		return p.records
	}
	p.records = ledger.NewRecords(len(p.known.Keys))
	for key := range p.known.Keys {
		p.records.Add(key)
	}
	for key := range p.all {
		p.records.Add(key)
	}
	for _, key := range p.later {
		p.records.Add(key)
	}
	return p.records
}

// add takes in what a file has brought: of very much no more than one pass takes in, the oldest, and one more as a sign
// that there is more. The rest is there again in the next pass.
func (p *recordIndex) add(items []lead.Inquiry) {
	fresh := make([]int32, 0, min(len(items), MaxItems+1))
	for i := range items {
		if _, there := p.all[items[i].Key]; !there && !p.known.Keys[items[i].Key] {
			fresh = append(fresh, int32(i))
			if p.records != nil {
				p.records.Add(items[i].Key)
			}
		}
	}
	if len(fresh) > MaxItems+1 {
		slices.SortStableFunc(fresh, func(a, b int32) int { return items[a].Received.Compare(items[b].Received) })
		for _, i := range fresh[MaxItems+1:] {
			p.later = append(p.later, items[i].Key)
		}
		fresh = fresh[:MaxItems+1]
	}
	for _, i := range fresh {
		p.all[items[i].Key] = items[i]
		p.order = append(p.order, items[i].Key)
	}
}

// items returns what has been found, in that order.
func (p *recordIndex) items() []lead.Inquiry { return p.since(0) }

// since returns what has been found behind the first n.
func (p *recordIndex) since(n int) []lead.Inquiry {
	out := make([]lead.Inquiry, 0, len(p.order)-n)
	for _, key := range p.order[n:] {
		out = append(out, p.all[key])
	}
	return out
}

// has reports whether a record is known or has been found already.
func (p *recordIndex) has(key string) bool { return p.ledger().Known(key) }
