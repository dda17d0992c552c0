// Package outgoing decides which messages leadsheet sends: what the team is told, and what customers get. A message is
// claimed in Activity before it is sent, and its outcome is written there as well; both are events that the next plan
// reads back.
//
// Everything here is computed from its arguments.
package outgoing

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// Input is what Plan decides from: the workbook as it will be once the work of the pass is stored.
type Input struct {
	Policy  *policy.Policy
	Leads   []lead.Lead
	History *history.History // the fold of Events
	Events  []lead.Event     // the tab Activity, with the events of this pass behind
	Fresh   int              // how many of them are of this pass
	Came    []Came           // what has come in with this pass
	// Intake is the tab of that name, in parts, with the rows of this pass last.
	Intake [][]lead.IntakeRow
	Ours   []string // addresses from which leadsheet reads
	// More says that more has come in than this pass takes: what can wait is told when all of it is there.
	More bool
	// Missed says that a mailbox could not be read completely: a customer may have written, or a colleague answered.
	Missed bool
	// Ways are the ways by which messages can be sent; none: nothing is planned.
	Ways map[lead.Way]bool
	// NewID returns a new Message-ID for a message about a lead, "" for none.
	NewID func(lead string) string
	// Held says what this process does with the message of a claim without an outcome.
	Held func(messageID string) Held
	// SetBack says that an older version has taken the place of the workbook, and what came in since comes in again:
	// nobody knows which customers were written to.
	SetBack bool
	// Told are the messages about inquiries that the team was told of while the workbook could not be written, by
	// TellKey.
	Told map[string]string
	// Unstored, when it is set, stands in for the beginning of sending where nothing may be written: what happens from
	// then on is shown.
	Unstored time.Time
}

// Came is an inquiry of the pass, and the lead that it came to; "" for none.
type Came struct {
	Inquiry *lead.Inquiry
	Lead    string
	New     bool // it made the lead
}

// Held is what a process does with a message whose claim has no outcome.
type Held uint8

// What a process does with a message.
const (
	NotHeld   Held = iota // another process has claimed it, or an earlier one
	InFlight              // it is being sent, or was sent and the outcome is not written yet
	Unclaimed             // it was planned, and it was not known that the claim was stored
)

// Intent is a message that is to be sent, without its texts.
type Intent struct {
	lead.Message
	// Inquiry is the key of the inquiry that a message to the team tells of; "" for none.
	Inquiry string
	// Due is until when the customer is to be answered, for messages that say so.
	Due time.Time
	// Why is why the recipient is told, in the language of the workbook; "" where the occasion says it.
	Why string
	// Who had the lead before, or is the address that a mail of ours did not reach; "" where that is not told.
	Who string
	// Export says that the export of the workbook is to be attached.
	Export bool
	// Say is what a message of one line says.
	Say string
	// Unstored is why what it tells of is not in the workbook yet, such as who has that open; "" for what is. The lead
	// has no ID then.
	Unstored string
}

// TellKey is under which Input.Told keeps that somebody was told of an inquiry.
func TellKey(occasion lead.Occasion, recipient, inquiry string) string {
	return string(occasion) + "\x00" + recipient + "\x00" + inquiry
}

// SentPrefix begins the keys of SentKey.
const SentPrefix = "customer "

// SentKey is under which Input.Told keeps that a customer was sent a message. It does not tell who that was.
func SentKey(m *lead.Message) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(m.Occasion), m.Lead, m.Recipient(), m.Key}, "\x00")))
	return SentPrefix + hex.EncodeToString(sum[:16])
}

// Plan is what a pass sends.
type Plan struct {
	Messages []Intent     // to be sent once the events are stored
	Events   []lead.Event // the claims, and outcomes of messages that nobody sends any more
	// Resume are the Message-IDs of messages that this process holds and whose claims proved to be stored.
	Resume []string
	// Unwanted are the Message-IDs of messages that this process holds and that nobody is to get any more.
	Unwanted []string
	// Waiting is since when no server takes messages to the team, as far as nobody can be told of it; zero for none, and
	// for a short time.
	Waiting time.Time
	// Told are the keys of Input.Told that are noted in Activity now.
	Told []string
	// Due is when something is to be sent, although nothing has happened until then; zero for never.
	Due time.Time
}

// A claim without an outcome is somebody else's for so long. Then a message to the team is sent again, and one to a
// customer has been sent or not: no process tries longer than Message.Before.
const (
	takeOver = 2 * time.Minute
	giveUp   = 35 * time.Minute
)

// longWait is how long a message to the team may wait before people see that it does.
const longWait = 15 * time.Minute

// planner holds the state of one PlanMessages.
type planner struct {
	*Input
	now    time.Time
	claims *Claims
	began  time.Time
	wanted map[string]bool   // Message-IDs that were claimed before and are wanted still
	told   map[string]string // keys of Input.Told by Message-IDs
	plan   Plan
}

// PlanMessages decides what is sent. With the same arguments, and on the applied result, there is nothing to do.
func PlanMessages(in Input, now time.Time) Plan {
	if len(in.Ways) == 0 {
		return Plan{}
	}
	p := &planner{Input: &in, now: now.Truncate(time.Second), claims: FoldClaims(in.Events), wanted: map[string]bool{},
		told: make(map[string]string, len(in.Told))}
	for key, id := range in.Told {
		if !strings.HasPrefix(key, SentPrefix) {
			p.told[id] = key
		}
	}
	switch p.began = p.claims.Began; {
	case !in.Unstored.IsZero():
		p.began = in.Unstored
	case p.began.IsZero():
		p.began = p.now
		p.event(lead.Event{Lead: lead.Workbook, What: lead.SendingBegan})
	}
	p.notices()
	p.answers()
	p.unreached()
	if !p.SetBack {
		p.customers()
	}
	p.endOpen()
	return p.plan
}

func (p *planner) event(e lead.Event) {
	e.Time, e.By = p.now, lead.ByLeadsheet
	if e.Lead == "" {
		e.Lead = lead.Workbook
	}
	p.plan.Events = append(p.plan.Events, e)
}

// recorded is when the event at an index of Events was written.
func (p *planner) recorded(i int) time.Time {
	switch e := &p.Events[i]; {
	case i >= len(p.Events)-p.Fresh:
		return p.now
	case e.Recorded.IsZero(): // of a workbook from before they were counted
		return e.Time
	default:
		return e.Recorded
	}
}

// isBefore reports whether the event at an index of Events was there before sending began. That is told by their order,
// for clocks may be wrong; what was written together was there together.
func (p *planner) isBefore(i int) bool {
	if at := p.claims.begin; at >= 0 && p.Unstored.IsZero() {
		written := p.Events[i].Recorded
		return i < at && (written.IsZero() || !written.Equal(p.Events[at].Recorded))
	}
	return p.recorded(i).Before(p.began)
}

// age is how old a claim is. One from the future was made by a clock that was fast: it is as old as it is far from now.
func (p *planner) age(c *Claim) time.Duration { return p.now.Sub(c.At).Abs() }

// at says that something is to be sent at a later moment.
func (p *planner) at(t time.Time) {
	if t.After(p.now) && (p.plan.Due.IsZero() || t.Before(p.plan.Due)) {
		p.plan.Due = t
	}
}

// want sends a message, unless it was sent before.
func (p *planner) want(m Intent) {
	c := p.claims.Of(m.Occasion, m.Lead, m.Recipient(), m.Key)
	if c == nil || p.gaveUp(c) {
		p.claim(&m)
		return
	}
	if c.Outcome != "" || m.Occasion.ToCustomer() || p.told[c.ID] != "" {
		return
	}
	p.wanted[c.ID] = true
	if p.held(c.ID) != NotHeld {
		return
	}
	if p.age(c) < takeOver {
		p.at(c.At.Add(takeOver))
		return
	}
	m.ID = c.ID // a mail program shows it once, even if it was sent before
	p.plan.Messages = append(p.plan.Messages, m)
}

// claim claims a message. One that its recipient was told of while the workbook could not be written is only noted.
func (p *planner) claim(m *Intent) {
	told, key := "", TellKey(m.Occasion, m.Recipient(), m.Inquiry)
	switch {
	case m.Occasion.ToCustomer(): // the claim was in the workbook that an older copy has taken the place of
		told = p.Told[SentKey(&m.Message)]
	case m.Inquiry != "":
		told = p.Told[key]
	}
	if m.ID = told; told == "" {
		m.ID = p.NewID(m.Lead)
	}
	e := lead.Event{Lead: m.Lead, What: lead.Sending, Column: string(m.Occasion), From: m.Recipient(), To: m.ID,
		Why: m.Key}
	p.event(e)
	if told != "" {
		say := &p.Policy.Words.Texts().Outgoing
		if e.What, e.Why = lead.Sent, say.ToldBefore; m.Occasion.ToCustomer() {
			e.Why = say.SentBefore
		} else {
			p.plan.Told = append(p.plan.Told, key)
		}
		p.event(e)
		return
	}
	p.plan.Messages = append(p.plan.Messages, *m)
}

// gaveUp reports whether a process has ended before a mail server had accepted anything of a message to a customer.
// Nobody has got that, and no process has it any more: it may be claimed once more.
func (p *planner) gaveUp(c *Claim) bool {
	return c.Outcome == lead.NotSent && c.Occasion.ToCustomer() &&
		p.Policy.Words.Any(func(say *words.Texts) bool { return say.Outgoing.GaveUp.Begins(c.Why) })
}

// endOpen finds the claims without an outcome: those that this process can send after all, and those that nobody sends
// any more.
func (p *planner) endOpen() {
	say := &p.Policy.Words.Texts().Outgoing
	for i := range p.claims.All {
		c := &p.claims.All[i]
		if c.Outcome != "" {
			continue
		}
		if key, was := p.told[c.ID]; was {
			// Whether the claim was stored was not known, and the recipient was told as if it was not.
			p.plan.Told = append(p.plan.Told, key)
			p.event(lead.Event{Lead: c.Lead, What: lead.Sent, Column: string(c.Occasion), From: c.Recipient, To: c.ID,
				Why: say.ToldBefore})
			continue
		}
		if p.wanted[c.ID] && p.age(c) >= longWait {
			p.waits(c)
		}
		switch p.held(c.ID) {
		case InFlight:
			if !c.Occasion.ToCustomer() && !p.wanted[c.ID] {
				p.plan.Unwanted = append(p.plan.Unwanted, c.ID)
			}
			continue
		case Unclaimed:
			p.plan.Resume = append(p.plan.Resume, c.ID)
			continue
		}
		e := lead.Event{Lead: c.Lead, Column: string(c.Occasion), From: c.Recipient, To: c.ID}
		switch age := p.age(c); {
		case c.Occasion.ToCustomer() && age >= giveUp:
			e.What, e.Why = lead.SentOrNot, say.EndedBefore
			p.event(e)
		case c.Occasion.ToCustomer():
			p.at(c.At.Add(giveUp))
		case !p.wanted[c.ID] && age >= takeOver:
			e.What, e.Why = lead.NotSent, say.NotWanted
			p.event(e)
		}
	}
}

// waits notes that a message to the team is not taken.
func (p *planner) waits(c *Claim) {
	if p.plan.Waiting.IsZero() || c.At.Before(p.plan.Waiting) {
		p.plan.Waiting = c.At
	}
}

func (p *planner) held(id string) Held {
	if p.Held == nil {
		return NotHeld
	}
	return p.Held(id)
}
