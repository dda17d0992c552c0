package aging

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Sums are what leads add to the figures of the months in which they came in and ended, by the definitions of the
// reports: duplicates and rows that are no leads are in none. An end of which Activity does not tell is none of any
// month. sign is 1 for leads that go, and -1 for those that come back.
func Sums(p *policy.Policy, leads []lead.Lead, history []lead.Event, sign int) []lead.PastMonth {
	var out []lead.PastMonth
	month := func(t time.Time) *lead.PastMonth {
		name := t.In(p.Location()).Format("2006-01")
		i := slices.IndexFunc(out, func(m lead.PastMonth) bool { return m.Month == name })
		if i < 0 {
			i, out = len(out), append(out, lead.PastMonth{Month: name})
		}
		return &out[i]
	}
	ends := map[string]time.Time{}
	for i := range history {
		if e := &history[i]; e.What == lead.Changed && e.Column == lead.ColStatus {
			ends[e.Lead+"\n"+e.To] = e.Time
		}
	}
	kinds := policy.NewKindCache(p)
	duplicate := p.Words.Spellings(words.Qualities, "duplicate")
	for i := range leads {
		l := &leads[i]
		kind, _ := kinds.Of(l.Status)
		if kind == policy.KindNoLead || slices.ContainsFunc(duplicate, func(w string) bool {
			return words.SameFolded(w, l.Quality) || words.SameFolded(w, l.RefusalReason)
		}) {
			continue
		}
		if !l.Received.IsZero() {
			month(l.Received).CameIn += sign
		}
		switch at := ends[l.ID+"\n"+l.Status]; {
		case at.IsZero():
		case kind == policy.KindWon:
			m := month(at)
			if m.Won += sign; l.HasValue {
				m.Value += float64(sign) * l.Value
			}
		case !kind.Open():
			month(at).Lost += sign
		}
	}
	slices.SortFunc(out, func(a, b lead.PastMonth) int { return cmp.Compare(a.Month, b.Month) })
	return out
}
