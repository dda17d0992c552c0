package outgoing

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/clocks"
	"leadsheet/rules/owners"
	"leadsheet/rules/turns"
)

// track is what has happened to a lead since sending began, as far as somebody is to be told of it, and who was.
type track struct {
	owner string
	last  time.Time // when something happened that leadsheet has not done by itself
	// What nobody has been told of yet; nil for nothing. fresh: the lead came in. hotter: it became hot later. handed:
	// it was given to another owner. bounced: a mail of ours did not arrive.
	fresh, hotter, handed, bounced *trigger
	told                           []told
	warned                         []string // keys of the turns of which somebody was told that they end soon
}

// trigger is something that somebody is to be told of.
type trigger struct {
	at  time.Time // when it was written
	key string
	// who had the lead before, or whom a mail did not reach; why is the reason that Activity has.
	who, why string
}

// told is what a person was told of one lead.
type told struct {
	person string
	first  string // Message-ID of the first message: the others are in its thread
	calm   time.Time
	any    time.Time // when the last one was claimed: calm of those that were not about a hot lead
}

// waiting reports whether somebody is to be told something of the lead; hot says whether it still matters that it is.
func (k *track) waiting(hot bool) bool {
	return k != nil && (k.fresh != nil || k.hotter != nil && hot || k.handed != nil || k.bounced != nil)
}

// isWarned reports whether somebody was told that the time of a turn ends soon, by its key.
func (k *track) isWarned(id, turn string) bool {
	return k != nil && slices.ContainsFunc(k.warned, func(key string) bool {
		return key == turn || strings.Contains(key, id+" "+turn+" ")
	})
}

// lastChange is when something happened to the lead last; zero for before sending began.
func (k *track) lastChange() time.Time {
	if k == nil {
		return time.Time{}
	}
	return k.last
}

// toldTo is what a person was told of the lead.
func (k *track) toldTo(person string) *told {
	if k != nil {
		for i := range k.told {
			if k.told[i].person == person {
				return &k.told[i]
			}
		}
	}
	return &told{}
}

// longAgo is after how long nobody is told any more what has happened: longer than anybody waits for working hours.
const longAgo = 40 * 24 * time.Hour

// fold reads Activity from where sending began. Of what happened long ago only the claims count.
func (t *teller) fold() {
	for i := range t.Events {
		e := &t.Events[i]
		if e.What == lead.Sending {
			t.claimed(e)
			continue
		}
		at := t.recorded(i)
		if !e.OfLead() || t.isBefore(i) || t.now.Sub(at) > longAgo {
			continue
		}
		theirs := e.By != lead.ByLeadsheet || e.What == lead.Created || e.Column == lead.ColOwner
		if theirs && t.now.Sub(at) < staleAfter {
			t.track(e.Lead).last = at
		}
		if t.happened(e, at) {
			t.open[e.Lead] = t.track(e.Lead)
		}
	}
}

func (t *teller) track(id string) *track {
	k := t.tracks[id]
	if k == nil {
		k = &track{}
		t.tracks[id] = k
	}
	return k
}

// happened notes what somebody is to be told of; it reports whether it may be anything.
func (t *teller) happened(e *lead.Event, at time.Time) bool {
	switch e.What {
	case lead.Created, lead.Adopted, lead.Reopened, lead.Changed, lead.Noted, lead.Late, lead.Restored:
	default:
		return false
	}
	switch {
	case e.What == lead.Restored:
		t.track(e.Lead).forget(at)
		return false
	case e.What == lead.Created, e.What == lead.Adopted:
		k := t.track(e.Lead)
		k.owner = lead.FactOf(e.To, lead.LeadColumn(lead.ColOwner).Fact())
		k.fresh, k.handed, k.hotter, k.bounced = &trigger{at: at, key: "new"}, nil, nil, nil
		if e.What == lead.Adopted && k.owner != "" && lead.FactOf(e.To, lead.FactAssigned) == "" {
			k.fresh = nil // who has typed it knows
		}
	case e.What == lead.Reopened:
		t.track(e.Lead).fresh = &trigger{at: at, key: "again " + stamp(e)}
	case e.What == lead.Changed && e.Column == lead.ColOwner:
		t.moved(e, at)
	case t.becomesHot(e):
		if k := t.track(e.Lead); k.hotter == nil {
			k.hotter = &trigger{at: at, key: "hot " + stamp(e)}
		}
	case t.isBounce(e):
		t.track(e.Lead).bounced = &trigger{at: at, key: stamp(e), who: e.To}
	case e.What == lead.Late && !turns.Moment(e.From).Before(t.began):
		t.late = append(t.late, breach{e.Lead, e.Time})
		return false
	default:
		return false
	}
	return true
}

// forget forgets what was written at a moment: that is when the history of the lead was brought back from a backup.
func (k *track) forget(at time.Time) {
	for _, x := range []**trigger{&k.fresh, &k.hotter, &k.handed, &k.bounced} {
		if *x != nil && (*x).at.Equal(at) {
			*x = nil
		}
	}
}

// stamp is the time of an event as keys have it.
func stamp(e *lead.Event) string { return e.Time.UTC().Format(time.RFC3339) }

// becomesHot reports whether an event makes a lead hot. Who works alone has done that, or sees it.
func (t *teller) becomesHot(e *lead.Event) bool {
	return e.What == lead.Changed && e.Column == lead.ColQuality && len(t.Policy.Team) > 1 &&
		clocks.IsHotQuality(t.Policy, e.To) && !clocks.IsHotQuality(t.Policy, e.From)
}

// isBounce reports whether an event says that a mail of ours did not arrive.
func (t *teller) isBounce(e *lead.Event) bool {
	return e.What == lead.Noted && e.Column == lead.ColAttention && e.By == lead.ByLeadsheet &&
		t.Policy.Words.Any(func(say *words.Texts) bool { return say.Attention.MailNotArrived.Begins(e.Why) })
}

// moved notes that a lead was given to another owner, unless the new one did that.
func (t *teller) moved(e *lead.Event, at time.Time) {
	k := t.track(e.Lead)
	if k.owner = e.To; e.To == "" || words.Same(e.From, e.To) {
		k.handed = nil
		return
	}
	m := t.Policy.FindPerson(e.To)
	switch {
	case m != nil && (words.Same(e.By, m.Name) || lead.SameAddress(e.By, m.Email)):
		k.handed, k.fresh = nil, nil
	case e.From != "" && words.Same(t.Policy.Roster.Renamed(e.From), e.To):
	default:
		h := &trigger{at: at, key: strings.TrimSpace("from "+e.From) + " " + stamp(e), who: e.From}
		if why, _, ok := owners.HandedOver(t.Policy.Words, e); ok {
			h.why = why
		}
		k.handed = h
	}
}

// claimed notes that a message was claimed: of what it tells, its recipient is not told again.
func (t *teller) claimed(e *lead.Event) {
	occasion := lead.Occasion(e.Column)
	switch occasion {
	case lead.TellDigest:
		t.lastDigest[e.From] = e.Time
		for id, k := range t.open {
			if !k.waiting(true) {
				delete(t.open, id)
			} else if l, ok := t.listenerOf(k.owner, e.Time); ok && l.person.Name == e.From {
				k.fresh, k.hotter, k.handed, k.bounced = nil, nil, nil, nil
				delete(t.open, id)
			}
		}
	case lead.TellBreaches:
		t.slots[slotOf(e.Why)] = true
		named := leadsOf("", e.Why)
		t.late = slices.DeleteFunc(t.late, func(b breach) bool { return slices.Contains(named, b.lead) })
	case lead.TellNew, lead.TellHot, lead.TellWaits, lead.TellHandOver, lead.TellBounced, lead.TellBurst:
		for _, id := range leadsOf(e.Lead, e.Why) {
			t.track(id).tell(occasion, e)
		}
	}
}

// tell notes a message about the lead.
func (k *track) tell(occasion lead.Occasion, e *lead.Event) {
	switch occasion {
	case lead.TellBounced:
		k.bounced = nil
	case lead.TellWaits:
		k.warned = append(k.warned, e.Why)
	default:
		k.fresh, k.handed = nil, nil
		if occasion == lead.TellHot || occasion == lead.TellBurst {
			k.hotter = nil
		}
	}
	at := slices.IndexFunc(k.told, func(x told) bool { return x.person == e.From })
	if at < 0 {
		at = len(k.told)
		k.told = append(k.told, told{person: e.From})
	}
	if k.told[at].first == "" && e.OfLead() { // a message about many leads begins no thread of one
		k.told[at].first = e.To
	}
	if k.told[at].any = e.Time; occasion != lead.TellHot {
		k.told[at].calm = e.Time
	}
}

// mostNamed is how many leads a key names.
const mostNamed = 2000

// keyOf is the key of a message about several leads.
func keyOf(ids []string) string { return strings.Join(ids, " ") }

// leadsOf are the leads that a claim is about: its own, or those that its key names.
func leadsOf(id, key string) []string {
	if id != lead.Workbook && id != "" {
		return []string{id}
	}
	return slices.DeleteFunc(strings.Fields(key), func(s string) bool { return !strings.HasPrefix(s, "L-") })
}
