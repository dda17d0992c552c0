package daemon

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"leadsheet/daemon/told"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/outbox"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

// post is what a process does with its messages: they are planned, stored as claimed, sent, and their outcomes wait for
// the next write.
type post struct {
	mu         sync.Mutex
	planned    map[string]*lead.Message // their claims are not known to be stored
	queue      []posting                // claimed, to be sent
	sending    string                   // the Message-ID of what is being sent
	telling    string                   // its key in Told
	mute       map[string]bool          // keys in Told of messages that no server takes
	outcomes   []lead.Event             // not stored yet
	shown      map[string]bool          // messages that were shown instead of being sent
	began      time.Time
	background bool // a goroutine sends
	closing    bool // nothing more is planned
	failed     error
	say        *words.OutgoingTexts
	policy     *policy.Policy // in force when the workbook was read last
	more       chan struct{}
}

// posting is a message that waits to be sent.
type posting struct {
	m       *lead.Message
	next    time.Time // not before
	refused int       // attempts at which nothing was accepted
	unheard int       // attempts of which the server's answer is missing
	why     string    // of the last one
	told    string    // under which Told keeps it; "" for a message whose claim is stored
}

// heldAs says what this process does with the message of a claim.
func (p *post) heldAs(id string) outgoing.Held {
	p.mu.Lock()
	defer p.mu.Unlock()
	is := func(x posting) bool { return x.m.ID == id }
	switch {
	case p.sending == id, slices.ContainsFunc(p.queue, is),
		slices.ContainsFunc(p.outcomes, func(e lead.Event) bool { return e.To == id }):
		return outgoing.InFlight
	case p.planned[id] != nil:
		return outgoing.Unclaimed
	}
	return outgoing.NotHeld
}

// begins is when this process began to look.
func (p *post) begins(now time.Time) time.Time {
	if p.began.IsZero() {
		p.began = now.Truncate(time.Second)
	}
	return p.began
}

// plan remembers messages whose claims are about to be stored. Claims of passes that were not stored are forgotten
// with the next one that is. say is how Activity says what becomes of them.
func (p *post) plan(messages []lead.Message, say *words.OutgoingTexts) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.say = say
	if p.planned == nil {
		p.planned = map[string]*lead.Message{}
	}
	for i := range messages {
		p.planned[messages[i].ID] = &messages[i]
	}
}

// stored queues the messages of a pass that was stored, and those of earlier ones whose claims proved to be.
func (p *post) stored(messages []lead.Message, resume []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// What the team was to be told although it was not stored has been claimed now.
	p.queue = slices.DeleteFunc(p.queue, func(x posting) bool { return x.told != "" })
	for _, id := range resume {
		if m := p.planned[id]; m != nil {
			p.queue = append(p.queue, posting{m: m})
		}
	}
	for i := range messages {
		p.queue = append(p.queue, posting{m: &messages[i]})
	}
	p.planned = nil
	p.begin()
}

// drop ends what waits although nobody is to get it any more: the mail server takes nothing for days, say, and would
// get all of it at once. What may have arrived is tried to its end.
func (p *post) drop(unwanted []string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = slices.DeleteFunc(p.queue, func(x posting) bool {
		drops := x.told == "" && x.refused > 0 && x.unheard == 0 && slices.Contains(unwanted, x.m.ID)
		if drops {
			p.outcomes = append(p.outcomes, outcome(x.m, lead.NotSent, p.say.NotWanted, now))
		}
		return drops
	})
}

// learn takes over what Activity says: what another process has brought to an end is not sent any more, and no outcome
// is written twice.
func (p *post) learn(events []lead.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue)+len(p.outcomes) == 0 {
		return
	}
	ended, written := map[string]bool{}, map[lead.Event]bool{}
	for i := range events {
		switch e := &events[i]; e.What {
		case lead.Sent, lead.NotSent, lead.SentOrNot:
			ended[e.To], written[lead.Event{What: e.What, To: e.To}] = true, true
		}
	}
	p.queue = slices.DeleteFunc(p.queue, func(x posting) bool { return x.told == "" && ended[x.m.ID] })
	p.outcomes = slices.DeleteFunc(p.outcomes, func(e lead.Event) bool {
		return written[lead.Event{What: e.What, To: e.To}]
	})
}

// begin wakes the goroutine that sends.
func (p *post) begin() {
	select {
	case p.more <- struct{}{}:
	default: // there is none, or it is awake
	}
}

// tells reports whether the team is being told what Told is to keep under a key, or cannot be.
func (p *post) tells(key string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.telling == key || p.mute[key] || slices.ContainsFunc(p.queue, func(x posting) bool { return x.told == key })
}

// tell queues a message whose claim cannot be stored.
func (p *post) tell(m *lead.Message, key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, posting{m: m, told: key})
	p.begin()
}

// unsent is how many messages wait because nothing was accepted of them, and why the last of them does.
func (p *post) unsent() (n int, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.queue {
		if x := &p.queue[i]; x.refused > 0 {
			n, why = n+1, x.why
		}
	}
	return n, why
}

// trouble says how many messages wait because nothing was accepted of them, and why; "" for none.
func (p *post) trouble() string {
	n, why := p.unsent()
	switch n {
	case 0:
		return ""
	case 1:
		return "a message waits to be sent: " + why
	}
	return strconv.Itoa(n) + " messages wait to be sent: " + why
}

// fault is what went wrong beside the sending, once.
func (p *post) fault() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.failed
	p.failed = nil
	return err
}

// show shows messages once.
func (p *post) show(messages []lead.Message, show func(*lead.Message)) {
	for i := range messages {
		m := &messages[i]
		key := outgoing.TellKey(m.Occasion, m.Recipient(), m.Lead+"\x00"+m.Key)
		if p.shown == nil {
			p.shown = map[string]bool{}
		}
		if !p.shown[key] {
			p.shown[key] = true
			show(m)
		}
	}
}

// pending are the outcomes that are not stored yet.
func (p *post) pending() []lead.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.outcomes)
}

// noted forgets the first n outcomes: they are stored.
func (p *post) noted(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outcomes = slices.Delete(p.outcomes, 0, n)
}

// lastWords is how long a message that has begun, and the storing of outcomes, may go on when the process is to end:
// half a message is worse than a late end, but who stops programs kills those that do not end, and then nothing more is
// stored.
const lastWords = 20 * time.Second

// drain sends what is due, until ctx ends, and returns when the next message is; zero for none.
func (p *post) drain(ctx context.Context, to outbox.Sender, told *told.Told, clock func() time.Time) (next time.Time) {
	defer to.Flush()
	speaking, end := outlive(ctx, lastWords)
	defer end()
	for ctx.Err() == nil {
		now := clock()
		x, wait := p.take(now)
		if x == nil {
			return wait
		}
		var r outbox.Result
		if before := x.m.Before; !before.IsZero() && !now.Before(before) {
			r = outbox.Result{State: outbox.Refused, Why: cmp.Or(x.why, p.texts().TooLate)}
		} else {
			r = to.Send(speaking, x.m)
		}
		p.done(x, r, told, clock())
	}
	return time.Time{}
}

func (p *post) texts() *words.OutgoingTexts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.say
}

// take takes the first message that is due off the queue; nil when there is none, and when the next one is due.
func (p *post) take(now time.Time) (x *posting, next time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.queue {
		if at := p.queue[i].next; at.After(now) && at.Sub(now) <= lastRetry { // else the clock was set back
			if next.IsZero() || at.Before(next) {
				next = at
			}
			continue
		}
		taken := p.queue[i]
		p.queue = slices.Delete(p.queue, i, i+1)
		p.sending, p.telling = taken.m.ID, taken.told
		return &taken, time.Time{}
	}
	return nil, next
}

// The wait before a message is tried again of which nothing was accepted: twice as long each time.
const (
	firstRetry = 15 * time.Second
	lastRetry  = 10 * time.Minute
)

// mostUnheard is how often a message to the team is sent whose acceptance nobody has heard of.
const mostUnheard = 3

// done notes what became of a message.
func (p *post) done(x *posting, r outbox.Result, told *told.Told, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sending, p.telling = "", ""
	e := outcome(x.m, "", r.Why, now)
	switch r.State {
	case outbox.Sent:
		e.What = lead.Sent
	case outbox.Refused:
		e.What = lead.NotSent
	case outbox.Unknown:
		x.unheard++
		e.What = lead.SentOrNot
	}
	// The team is told at least once: mail programs show a message that comes twice under one Message-ID once.
	again := r.State == outbox.Unknown && !x.m.Occasion.ToCustomer() && x.unheard < mostUnheard
	if again || e.What == "" {
		x.refused, x.why = x.refused+1, r.Why
		x.next = now.Add(min(firstRetry<<min(x.refused-1, 10), lastRetry))
		if before := x.m.Before; !before.IsZero() && x.next.After(before) {
			x.next = before
		}
		p.queue = append(p.queue, *x)
		return
	}
	if x.told != "" {
		if r.State != outbox.Refused {
			p.failed = errors.Join(p.failed, told.Add(x.told, x.m.ID, now))
			return
		}
		if p.mute == nil {
			p.mute = map[string]bool{}
		}
		p.mute[x.told] = true // else it would be refused with every pass that fails
		return
	}
	if x.m.Occasion.ToCustomer() && r.State != outbox.Refused {
		p.failed = errors.Join(p.failed, told.Add(outgoing.SentKey(x.m), x.m.ID, now))
	}
	p.outcomes = append(p.outcomes, e)
}

// outcome is the event that says what became of a message.
func outcome(m *lead.Message, what lead.EventKind, why string, now time.Time) lead.Event {
	return lead.Event{Time: now.Truncate(time.Second), Lead: cmp.Or(m.Lead, lead.Workbook), What: what,
		Column: string(m.Occasion), From: m.Recipient(), To: m.ID, By: lead.ByLeadsheet, Why: why}
}

// giveUp ends what was not sent when the process ends: nothing of it was accepted, so that the next process may claim
// what is for a customer once more. A message to the team is left: the next process sends it, unless it may have
// arrived.
func (p *post) giveUp(now time.Time) {
	p.mu.Lock()
	left := p.queue
	p.queue, p.closing = nil, true
	p.mu.Unlock()
	for i := range left {
		switch x := &left[i]; {
		case x.m.Occasion.ToCustomer():
			why := p.say.GaveUp.With(cmp.Or(x.why, p.say.Untried))
			p.done(x, outbox.Result{State: outbox.Refused, Why: why}, nil, now)
		case x.unheard > 0 && x.told == "":
			x.unheard = mostUnheard
			p.done(x, outbox.Result{State: outbox.Unknown, Why: x.why}, nil, now)
		}
	}
}

// work sends in the background until ctx ends. wake is called when there is an outcome
// to be stored.
func (p *post) work(ctx context.Context, to outbox.Sender, told *told.Told, clock func() time.Time, wake func()) {
	for {
		next := p.drain(ctx, to, told, clock)
		if len(p.pending()) > 0 {
			wake()
		}
		var due <-chan time.Time
		if !next.IsZero() {
			due = time.After(max(next.Sub(clock()), time.Second))
		}
		select {
		case <-ctx.Done():
			return
		case <-p.more:
		case <-due:
		}
	}
}
