package outgoing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

const (
	// staleAfter is how long after the moment at which somebody should have been told something they are still told.
	staleAfter = 24 * time.Hour
	// betweenMails is the least time between two messages to a person about one lead, hot ones aside.
	betweenMails = time.Hour
	// mostAlone is how many messages of one kind a person receives at once: more become one message.
	mostAlone = 3
)

// teller decides what the team is told.
type teller struct {
	*planner
	kinds      *policy.KindCache
	tracks     map[string]*track
	open       map[string]*track // those with something that nobody has been told of
	leads      map[string]*lead.Lead
	late       []breach             // since the system owner was told of such last
	slots      map[string]bool      // the moments of which the system owner was told what is late
	lastDigest map[string]time.Time // by people
	listeners  map[string]heard     // by owners
	boxes      map[string]*box      // by people
	inquiries  map[string]string    // keys of the inquiries of this pass that made leads, by those
}

// heard is what listenerOf returns.
type heard struct {
	listener
	ok bool
}

// item is a lead of which somebody is told.
type item struct {
	l       *lead.Lead
	track   *track
	why     *trigger
	listens listener
	turn    turns.Turn
	waits   bool
	hot     bool // the first answer is due, and it is told at any hour

	as   lead.Occasion
	from time.Time // when it is told
}

// box is what one person is told in this pass.
type box struct {
	person *policy.Person
	items  map[lead.Occasion][]item
	today  []item // for the digest
}

// notices plans what the team is told.
func (p *planner) notices() {
	t := &teller{planner: p, kinds: policy.NewKindCache(p.Policy), tracks: map[string]*track{},
		open: map[string]*track{}, leads: make(map[string]*lead.Lead, len(p.Leads)), slots: map[string]bool{},
		lastDigest: map[string]time.Time{}, listeners: map[string]heard{}, boxes: map[string]*box{},
		inquiries: map[string]string{}}
	for i := range p.Leads {
		t.leads[p.Leads[i].ID] = &p.Leads[i]
	}
	for _, c := range p.Came {
		if c.New {
			t.inquiries[c.Lead] = ledger.ParseKey(c.Inquiry.Key).Own() // whatever its answers are
		}
	}
	t.fold()
	if p.Policy.Notices.On {
		for i := range p.Leads {
			t.look(&p.Leads[i])
		}
		t.again()
		for i := range p.Policy.Team {
			m := &p.Policy.Team[i]
			b := t.box(m)
			t.send(b)
			t.digest(b)
		}
		t.breaches()
	}
	t.reports()
}

func (t *teller) box(m *policy.Person) *box {
	b := t.boxes[m.Name]
	if b == nil {
		b = &box{person: m, items: map[lead.Occasion][]item{}}
		t.boxes[m.Name] = b
	}
	return b
}

// listener is who is told of the leads of an owner now.
func (t *teller) listener(owner string) (listener, bool) {
	h, known := t.listeners[owner]
	if !known {
		h.listener, h.ok = t.listenerOf(owner, t.now)
		t.listeners[owner] = h
	}
	return h.listener, h.ok
}

// look finds out what is to be told of one lead, and to whom.
func (t *teller) look(l *lead.Lead) {
	rec := t.History.Find(l.ID)
	if rec == nil || rec.Typing != nil || l.ID == "" {
		return
	}
	it := item{l: l, track: t.tracks[l.ID]}
	open := t.kinds.Open(l)
	it.turn, it.waits = rec.Turns.Of(l, open)
	planned := t.Policy.ContactDue(l, t.now) && !l.NextContact.Before(policy.Midnight(t.began.In(t.Policy.Location())))
	if kind, _ := t.kinds.Of(l.Status); !open {
		planned = planned && kind == policy.KindWon && rec.PlansAhead()
	}
	it.hot = it.waits && it.turn.First && clocks.IsHot(t.Policy, l)
	news := it.track.waiting(it.hot) && (open || it.waits)
	if !news && !it.waits && !planned {
		return
	}
	var ok bool
	if it.listens, ok = t.listener(l.Owner); !ok {
		return
	}
	b := t.box(it.listens.person)
	news = news && t.choose(&it)
	if news || planned || it.waits && !it.turn.Since.Before(t.began) {
		b.today = append(b.today, it)
	}
	if news && t.tell(b, &it) || !it.waits || it.turn.Since.Before(t.began) {
		return
	}
	if t.warns(&it, rec.Held()) {
		b.items[lead.TellWaits] = append(b.items[lead.TellWaits], it)
	}
}

// choose decides as what a lead is told, and when: the most urgent of what has happened, which the others go with. It
// reports whether that is not too long ago.
func (t *teller) choose(it *item) bool {
	k := it.track
	switch {
	case k.fresh != nil && it.hot:
		it.as, it.why = lead.TellHot, k.fresh
	case k.hotter != nil && it.hot:
		it.as, it.why = lead.TellHot, k.hotter
	case k.bounced != nil:
		it.as, it.why = lead.TellBounced, k.bounced
	case k.fresh != nil && !it.waits && it.l.RespondBy.IsZero(): // of a list, or old
		it.as, it.why = lead.TellBurst, k.fresh
	case k.fresh != nil && !it.waits: // answered already
		it.as, it.why = lead.TellDigest, k.fresh
	case k.fresh != nil:
		it.as, it.why = lead.TellNew, k.fresh
	default:
		it.as, it.why = lead.TellHandOver, k.handed
	}
	it.from = t.free(it.listens.person, it.why.at, t.urgent(it))
	return t.now.Sub(it.from) <= staleAfter
}

// urgent reports whether a lead is told at any hour.
func (t *teller) urgent(it *item) bool {
	return it.hot && (it.as == lead.TellHot || it.as == lead.TellHandOver)
}

// tell has a person told of a lead if that is to be now; it reports whether it is, or will be within the hour.
func (t *teller) tell(b *box, it *item) bool {
	if as, _, ok := t.toldAs(b.person.Name, t.inquiries[it.l.ID]); ok && it.why == it.track.fresh {
		b.items[as] = append(b.items[as], *it) // it is only noted
		return true
	}
	begins, pending := t.digestOf(b.person)
	urgent, last := t.urgent(it), it.track.toldTo(b.person.Name).any
	if again := last.Add(betweenMails); !urgent && !last.IsZero() && again.After(it.from) {
		it.from = t.free(b.person, again, false)
	}
	it.from = t.notNow(b.person, it.from, urgent)
	switch {
	case it.as == lead.TellDigest, !urgent && pending && !it.from.After(begins),
		!urgent && it.from.Equal(begins) && it.from.After(t.now):
		return false // the digest says it
	case t.now.Before(it.from):
		t.at(it.from)
		return it.from.Sub(t.now) <= betweenMails
	}
	b.items[it.as] = append(b.items[it.as], *it)
	return true
}

// warns reports whether the listener of a lead is to be told now that the time for an answer ends soon: once for a
// turn, and not soon after another message about it. What was held back for that reason is told a little later.
func (t *teller) warns(it *item, held time.Time) bool {
	own, _ := clocks.Owner(t.Policy, &clocks.Turn{Source: it.l.Source, Quality: it.l.Quality, Since: it.turn.Since,
		Due: it.turn.Due, First: it.turn.First}, it.l.Owner, held)
	due := lead.Latest(it.turn.Due, own.Due)
	m := it.listens.person
	if due.IsZero() || it.track != nil && it.track.isWarned(it.l.ID, warning(&it.turn)) {
		return false
	}
	_, emergency := t.Policy.Emergency(it.l.Source, it.l.Quality)
	told := it.track.toldTo(m.Name)
	last := lead.Latest(told.any, t.lastDigest[m.Name])
	after := last.Add(betweenMails)
	if it.hot {
		after = lead.Latest(last.Add(t.Policy.WarnAfter), told.calm.Add(betweenMails))
	}
	from := lead.Latest(lead.Latest(t.Policy.Calendar.Before(due, t.Policy.WarnAfter), it.turn.Since), after)
	at := t.notNow(m, t.free(m, from, emergency), emergency)
	switch until := lead.Latest(due, from).Add(betweenMails); {
	case at.After(until), t.now.After(until):
		return false
	case t.now.Before(at):
		t.at(at)
		return false
	}
	begins, pending := t.digestOf(m)
	return emergency || !pending || it.track.lastChange().After(begins)
}

// warning is the key of the message that the time of a turn ends soon.
func warning(turn *turns.Turn) string { return "since " + turn.Since.UTC().Format(time.RFC3339) }

// send sends what a person is told of single leads, or of many in one message.
func (t *teller) send(b *box) {
	told, many := t.splitTold(b.items[lead.TellBurst])
	for _, items := range told {
		t.together(lead.TellBurst, items)
	}
	for _, as := range []lead.Occasion{lead.TellHot, lead.TellNew} {
		alone, others := t.toldAlone(b.items[as])
		switch {
		case len(others) > mostAlone && as == lead.TellHot:
			t.together(lead.TellBurst, others)
			others = nil
		case len(others) > mostAlone:
			many, others = append(many, others...), nil
		}
		if t.More && as == lead.TellNew { // what else comes belongs to the same messages
			others = nil
		}
		t.each(as, append(alone, others...))
	}
	if len(many) > 0 && !t.More {
		t.together(lead.TellBurst, many)
	}
	for _, as := range []lead.Occasion{lead.TellBounced, lead.TellHandOver, lead.TellWaits} {
		if items := b.items[as]; len(items) > mostAlone {
			t.together(as, items)
		} else {
			t.each(as, items)
		}
	}
}

// each sends a message about each of the leads.
func (t *teller) each(occasion lead.Occasion, items []item) {
	for i := range items {
		t.want(t.about(occasion, &items[i]))
	}
}

// about is a message about one lead.
func (t *teller) about(occasion lead.Occasion, it *item) Intent {
	m := t.to(it.listens, occasion)
	m.Lead, m.Leads, m.Due, m.Why = it.l.ID, []string{it.l.ID}, it.turn.Due, it.listens.why
	if !it.waits {
		m.Due = time.Time{}
	}
	if m.Key = warning(&it.turn); it.why != nil && occasion != lead.TellWaits {
		m.Key, m.Who, m.Why = it.why.key, it.why.who, cmp.Or(it.why.why, m.Why)
	}
	if it.track != nil {
		if it.track.fresh != nil {
			m.Inquiry = t.inquiries[it.l.ID]
		}
		m.thread(it.track.toldTo(it.listens.person.Name).first)
	}
	return m
}

// to is a message to somebody.
func (t *teller) to(l listener, occasion lead.Occasion) Intent {
	return Intent{Message: lead.Message{Occasion: occasion, Person: l.person.Name, To: l.person.Email, Ways: l.ways}}
}

// thread makes a message one of the thread that begins with another one.
func (m *Intent) thread(first string) {
	if first != "" {
		m.InReplyTo, m.References = first, []string{first}
	}
}

// together sends messages about many leads, which their keys name.
func (t *teller) together(occasion lead.Occasion, items []item) {
	for part := range slices.Chunk(items, mostNamed) {
		m := t.to(part[0].listens, occasion)
		var inquiries []string
		for i := range part {
			m.Leads = append(m.Leads, part[i].l.ID)
			if key := t.inquiries[part[i].l.ID]; key != "" {
				inquiries = append(inquiries, key)
			}
		}
		if m.Key = keyOf(m.Leads); occasion == lead.TellWaits {
			m.Key = "" // the same leads may wait once more
			for i := range part {
				m.Key += part[i].l.ID + " " + warning(&part[i].turn) + " "
			}
		}
		if occasion == lead.TellBurst && len(inquiries) == len(part) {
			m.Inquiry = strings.Join(inquiries, betweenKeys)
		}
		t.want(m)
	}
}
