// Package replies decides what customers get: acknowledgements of requests, and the mails of the steps of the tab
// Follow-up. A customer gets each reply at most once for a lead, and nobody gets one who has not asked: no program, no
// list, nobody of the team, and nobody who wants no mails.
//
// Everything here is computed from its arguments.
package replies

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// Input is what Decide decides from: the workbook as it will be once the work of the pass is stored.
type Input struct {
	Policy  *policy.Policy
	Leads   []lead.Lead
	History *history.History
	Intake  [][]lead.IntakeRow // the tab Intake, in parts, the oldest ones first
	Came    []Came             // what has come in with this pass
	Claims  []Claim            // what Activity says of messages to customers
	Began   time.Time          // since when leadsheet sends
	Ours    []string           // addresses of ours that the tab Team does not have
	// Unread says that more may have come in than was read: perhaps the replies of customers.
	Unread bool
}

// Came is an inquiry of the pass that made a lead.
type Came struct {
	Inquiry *lead.Inquiry
	Lead    string
}

// Claim is what Activity says of a message to a customer. One without an ID was not sent, and Key says why.
type Claim struct {
	ID                   string // its Message-ID
	Occasion             lead.Occasion
	Lead, Recipient, Key string
	At                   time.Time
	Outcome              lead.EventKind // "" as long as nobody knows
	// Again says that a process has ended before a mail server had accepted anything of it: nobody has got it, and it may
	// be claimed once more.
	Again bool
}

// Decision is what customers get now.
type Decision struct {
	Mails  []Mail
	Events []lead.Event // what is not sent, and why
	Due    time.Time    // when something is to be sent although nothing has happened until then; zero for never
}

// Mail is a mail to a customer, with its texts.
type Mail struct {
	lead.Message
	Due time.Time // until when the request is to be answered; zero where the mail does not say it
}

// decider holds the state of one Decide.
type decider struct {
	*Input
	now   time.Time
	kinds *policy.KindCache
	team  lead.Team
	sent  ledger
	leads map[string]*lead.Lead
	out   Decision
}

// Decide decides what customers get. On the applied result, at the same time, there is nothing to do.
func Decide(in Input, now time.Time) Decision {
	if in.Began.IsZero() {
		return Decision{}
	}
	d := &decider{Input: &in, now: now, kinds: policy.NewKindCache(in.Policy), team: in.Policy.TeamAddresses(),
		sent: newLedger(in.Claims)}
	if in.Policy.Acknowledge {
		d.acknowledge()
		d.acknowledgeAgain()
	}
	d.followUp()
	return d.out
}

// find returns the row of a lead; nil where there is none.
func (d *decider) find(id string) *lead.Lead {
	if d.leads == nil {
		d.leads = make(map[string]*lead.Lead, len(d.Leads))
		for i := range d.Leads {
			d.leads[d.Leads[i].ID] = &d.Leads[i]
		}
	}
	return d.leads[id]
}

// later says that there is something to be decided at a later moment.
func (d *decider) later(t time.Time) {
	if t.After(d.now) && (d.out.Due.IsZero() || t.Before(d.out.Due)) {
		d.out.Due = t
	}
}

// send sends a mail. It counts at once, so that the next one of this pass is limited, too.
func (d *decider) send(m *Mail) {
	d.out.Mails = append(d.out.Mails, *m)
	d.sent.add(&Claim{ID: "-", Occasion: m.Occasion, Lead: m.Lead, Recipient: m.To, Key: m.Key, At: d.now})
}

// refuse writes down once that a mail is not sent, and why.
func (d *decider) refuse(occasion lead.Occasion, l *lead.Lead, why string) {
	if d.sent.said(occasion, l.ID, why) {
		return
	}
	to := addressOf(l)
	d.out.Events = append(d.out.Events, lead.Event{Lead: l.ID, What: lead.NotSent, Column: string(occasion), From: to,
		By: lead.ByLeadsheet, Why: why})
	d.sent.add(&Claim{Occasion: occasion, Lead: l.ID, Recipient: to, Key: why, At: d.now, Outcome: lead.NotSent})
}

// isOpen reports whether a lead still needs work, and is one.
func (d *decider) isOpen(l *lead.Lead) bool {
	kind, known := d.kinds.Of(l.Status)
	return !known || kind.Open()
}

// reaches reports whether a customer may be written to at the address of their lead: one person reads it, it is none of
// ours, and they do not mind.
func (d *decider) reaches(l *lead.Lead) bool {
	to := addressOf(l)
	if to == "" || lead.Unread(to) || d.isOurs(to) {
		return false
	}
	return d.History.OptedOut(d.History.Find(l.ID), l).IsZero()
}

// isOurs reports whether an address is the team's, or one from which leadsheet reads.
func (d *decider) isOurs(address string) bool {
	if d.team.Has(address) {
		return true
	}
	for _, ours := range d.Ours {
		if lead.SameAddress(ours, address) {
			return true
		}
	}
	return false
}

// machines are the local parts behind which mail systems are, and listParts what those of a list begin or end with.
var (
	machines = []string{"postmaster", "mailer-daemon", "mailerdaemon", "hostmaster", "abuse", "listserv", "majordomo",
		"root", "daemon", "www-data", "wordpress", "bounce", "bounces", "autoreply", "nobody"}
	listParts = []string{"-request", "-owner", "owner-", "-bounces", "bounces-", "bounces+", "bounce-", "bounce+", "prvs="}
)

// isMachine reports whether a mail system reads an address, whatever else may be known of it.
func isMachine(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	return slices.Contains(machines, local) || slices.ContainsFunc(listParts, func(part string) bool {
		return strings.HasPrefix(local, part) || strings.HasSuffix(local, part)
	})
}

// addressOf is the address of a lead, if its cell has exactly one.
func addressOf(l *lead.Lead) string {
	text := strings.TrimSpace(l.Email)
	to, ok := lead.NormalizeEmail(text)
	if !ok || strings.Count(text, "@") != 1 || isMachine(to) {
		return ""
	}
	return to
}

func (d *decider) say() *words.OutgoingReplyTexts { return &d.Policy.Words.Texts().OutgoingReplies }
