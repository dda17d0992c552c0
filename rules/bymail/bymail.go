// Package bymail reads what people answer to messages of leadsheet: commands in the words of the column Do, a line
// each, and what is none. Who wrote is known there, so that "mine" can be done.
//
// Everything here is computed from its arguments.
package bymail

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/acts"
	"leadsheet/rules/command"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

// mostLines is how many lines are read as commands.
const mostLines = 50

// Line is a line that is a command, or was meant as one.
type Line struct {
	Lead string // the ID that it begins with; "" for the lead that the message was about
	Text string // without that
	command.Reading
}

// leadFirst matches the ID of a lead where a line begins, as people type it: L-1042, l1042:, [L-1042].
var leadFirst = regexp.MustCompile(`^\[?[Ll][-–‑]?(\d{1,9})\]?[ \t]*[:;,.]?[ \t]+(\S.*)$`)

// Read reads what a person typed. The lines from the first one on that are commands are returned, and what stands below
// them. Without a command in the first line there is none in the text, unless that line begins with a lead.
func Read(text, person string, parse func(text string) command.Reading) (lines []Line, rest string) {
	all := strings.Split(text, "\n")
	for n, s := range all {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		l := Line{Text: s}
		if m := leadFirst.FindStringSubmatch(s); m != nil {
			l.Lead, l.Text = "L-"+m[1], m[2]
		}
		l.Reading = parse(l.Text)
		if l.Fault == command.Who {
			l.Reading = command.Reading{Command: command.Command{Verb: command.PassTo, Text: person}, Rest: person}
		}
		if l.Fault == command.UnknownVerb && l.Lead == "" || len(lines) == mostLines {
			return lines, strings.TrimSpace(strings.Join(all[n:], "\n"))
		}
		lines = append(lines, l)
	}
	return lines, ""
}

// Desk takes what people answer to messages of ours.
type Desk struct {
	Policy *policy.Policy
	Claims *outgoing.Claims
	// Read reads a text as a command, Do does it for a lead, or says why it cannot be done.
	Read func(text string) command.Reading
	Do   func(lead string, l *Line, person string) (why string)
	// Quiet reports whether a text is thanks, greetings and names and nothing else.
	Quiet func(text string) bool
	// Rows are those of Intake, and those of this pass.
	Rows [][]lead.IntakeRow
	// Back keeps what was not done, and why.
	Back func(Back)
	// Events are those of Activity and of this pass; Now is when that was.
	Events [][]lead.Event
	Now    time.Time
}

// Back is what a person wrote and was not done. Lead is "" where it is not known.
type Back struct{ Person, Lead, Why, Text string }

// Of returns the message to the team that a mail answers, nil for none, and the person to whom that was sent and whose
// address the mail has: nil for anybody else.
func (d *Desk) Of(q *lead.Inquiry) (of *outgoing.Claim, person *policy.Person) {
	for _, id := range q.ToUs.IDs {
		c := d.Claims.OfMail(id)
		if c == nil || c.Occasion.ToCustomer() {
			continue
		}
		if of == nil {
			of = c
		}
		for i := range d.Policy.Team {
			m := &d.Policy.Team[i]
			if lead.SameAddress(m.Email, q.From) && (words.Same(m.Name, c.Recipient) ||
				lead.SameAddress(m.Email, c.Recipient)) {
				return c, m
			}
		}
	}
	return of, nil
}

// Take does what a person answers to a message, and returns the reason for the row of Intake.
func (d *Desk) Take(q *lead.Inquiry, c *outgoing.Claim, person string) (reason string) {
	say := &d.Policy.Words.Texts().ByMail
	about := cmp.Or(c.Lead, outcomes.LeadOf(c.Inquiry, d.Rows...), q.ToUs.Lead)
	if why := q.ToUs.Unproven; why != "" {
		if !d.told(person, say.Unproven) { // a stranger may be writing under the address
			d.Back(Back{Person: person, Lead: about, Why: say.Unproven})
		}
		return outcomes.JoinReasons(say.Answered, d.Policy.Words.Texts().Intake.Unproven.With(q.From, why))
	}
	lines, rest := Read(q.ToUs.Text, person, d.Read)
	var did []string
	for n := range lines {
		l := &lines[n]
		id := cmp.Or(l.Lead, about)
		why := ""
		if id == "" {
			why = say.WhichLead.With("L-1042 " + d.Policy.Words.Word(words.Commands, string(command.Called)))
		} else if why = d.Do(id, l, person); why == "" {
			did = append(did, id+" "+l.Text)
			continue
		}
		d.Back(Back{person, id, why, l.Text})
	}
	thanks := d.Quiet(rest) && (len(lines) > 0 || c.Occasion == lead.TellDone)
	if (rest != "" || len(lines) == 0) && !thanks {
		why := say.NoCommand
		switch {
		case len(lines) > 0:
			why = say.Rest
		case isShort(rest):
			if read := d.Read(rest); read.Near {
				why = acts.Fault(d.Policy, &read, rest)
			}
		}
		d.Back(Back{person, about, why, rest})
	}
	if len(did) == 0 {
		return say.Answered
	}
	return outcomes.JoinReasons(say.Answered, say.Did.With(strings.Join(did, ", ")))
}

// told reports whether a person was told within a day that something was not done for that reason.
func (d *Desk) told(person, why string) bool {
	for _, some := range d.Events {
		for i := range some {
			e := &some[i]
			if e.Column == lead.AnswerToUs && e.By == person && e.To == why && d.Now.Sub(e.Time) < 24*time.Hour {
				return true
			}
		}
	}
	return false
}

// isShort reports whether a text may be a command that was mistyped, rather than a text for somebody.
func isShort(text string) bool {
	return text != "" && len([]rune(text)) <= 30 && !strings.Contains(text, "\n") && len(strings.Fields(text)) <= 4
}
