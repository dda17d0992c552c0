package owners

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Watch is what Activity shows of the people of a team: when each was seen to do something last, as far as that can be
// told, and which leads were handed over together. People in the table have no names: who changes a lead is taken for
// its owner.
type Watch struct {
	policy    *policy.Policy
	now       time.Time
	addresses map[string]string    // the names of people by their addresses, both folded
	last      map[string]time.Time // by names, as words.Fold has them
	handed    []handed
}

// Ownership is whose a lead is, and from whom it was taken because nobody answered.
type Ownership struct {
	Owner string
	Taken []string
}

// handed is a lead that was handed over because its owner has left, or is away for long.
type handed struct{ why, to string }

// handedFor is how long that is told.
const handedFor = 3 * 24 * time.Hour

// NewWatch returns what has seen no event yet.
func NewWatch(of *policy.Policy, now time.Time) *Watch {
	w := &Watch{policy: of, now: now, addresses: map[string]string{}, last: map[string]time.Time{}}
	for i := range of.Team {
		if a := strings.ToLower(strings.TrimSpace(of.Team[i].Email)); a != "" {
			w.addresses[a] = words.Fold(of.Team[i].Name)
		}
	}
	return w
}

// Add adds one more event of a lead, and follows whose it is.
func (w *Watch) Add(o *Ownership, e *lead.Event) {
	moves := e.What == lead.Changed && e.Column == lead.ColOwner
	who := ""
	switch {
	case e.By == lead.ByTeam && !moves && e.What != lead.Deleted:
		who = words.Fold(o.Owner)
	case strings.Contains(e.By, "@"):
		who = w.addresses[strings.ToLower(strings.TrimSpace(e.By))]
	case e.By != lead.ByTeam && e.By != lead.ByLeadsheet && w.policy.FindPerson(e.By) != nil: // by mail
		who = words.Fold(e.By)
	}
	if who != "" && e.Time.After(w.last[who]) {
		w.last[who] = e.Time
	}
	if e.What == lead.Created || e.What == lead.Adopted {
		o.Owner = lead.FactOf(e.To, lead.LeadColumn(lead.ColOwner).Fact())
	}
	if !moves {
		return
	}
	o.Owner = e.To
	switch why, silent, ok := HandedOver(w.policy.Words, e); {
	case silent:
		o.Taken = append(o.Taken, e.From)
	case ok && w.now.Sub(e.Time) < handedFor:
		w.handed = append(w.handed, handed{why, e.To})
	}
}

// LastSign is when somebody was seen to do something last; zero for never.
func (w *Watch) LastSign(name string) time.Time { return w.last[words.Fold(name)] }

// Handed says of the last days why leads were handed over, and how many to whom.
func (w *Watch) Handed() []string {
	var whys, out []string
	count := map[handed]int{}
	for _, h := range w.handed {
		if count[h]++; !slices.Contains(whys, h.why) {
			whys = append(whys, h.why)
		}
	}
	for _, why := range whys {
		var to []string
		for h, n := range count {
			if h.why == why {
				to = append(to, words.Shorten(h.to, 30)+" "+strconv.Itoa(n))
			}
		}
		slices.Sort(to)
		out = append(out, why+" – "+strings.Join(to, ", "))
	}
	return out
}
