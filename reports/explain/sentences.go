package explain

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
)

// author is who did something, as people say it.
func author(by string) string {
	switch by {
	case "", lead.ByLeadsheet:
		return "leadsheet"
	case lead.ByTeam:
		return "the team"
	}
	return by
}

// sentence is an event in words, and the reasons that it gives. What this version does not know of is told by its
// cells.
func (x *explainer) sentence(e *lead.Event) (text string, why []string) {
	who := author(e.By)
	if e.Why != "" {
		why = []string{e.Why}
	}
	said := quoted(e.Why)
	switch e.What {
	case lead.Created:
		return x.beginning("A request came in and became a lead", e), reasonsOf(e.Why)
	case lead.Adopted:
		return x.beginning("A row that was typed into the tab Leads became a lead", e), reasonsOf(e.Why)
	case lead.Typed:
		return "Somebody began to type the row. It got its ID; the rest follows when the row has come to rest.", why
	case lead.Inquired:
		return ended(who+" wrote: "+said) + " No turn waits for it.", nil
	case lead.Asked:
		text = ended(who + " wrote: " + said)
		if due, ok := lead.ParseMoment(e.To, x.Journals); ok {
			joins := ""
			if due.Before(e.Time) {
				joins = ", since an earlier message waits"
			}
			text += " An answer is due by " + x.clock(due) + joins + "."
		}
		return text, nil
	case lead.Quiet:
		return ended(who+" wrote what asks for nothing: "+said) + " Nobody has to answer.", nil
	case lead.Responded:
		text = "First response by " + who
		if at, ok := lead.ParseMoment(e.To, x.Journals); ok && at.Sub(e.Time).Abs() >= time.Minute {
			text += " at " + x.clock(at)
		}
		return text + ".", why
	case lead.Answered:
		return "A further mail of ours went to the customer, by " + who + ".", why
	case lead.TurnAnswered:
		return "The customer got an answer, by " + who + ". Nobody waits any more for what had come until then.", why
	case lead.Late:
		whose := "nobody had the lead then"
		if e.To != "" {
			whose = "it was " + e.To + "'s to give"
		}
		return "The time for an answer was over; " + whose + ".", why
	case lead.TurnEnded:
		return "The team ended the customer's wait without a mail.", why
	case lead.Changed:
		return x.change(e), why
	case lead.Reverted:
		return "The column " + cmp.Or(e.Column, lead.ColStatus) + " was put back from " + quoted(e.From) + " to " +
			quoted(e.To) + " by leadsheet.", why
	}
	return x.rarer(e, who, why)
}

// rarer are the sentences of what happens to few leads.
func (x *explainer) rarer(e *lead.Event, who string, why []string) (string, []string) {
	other := lead.FactOf(e.To, lead.FactLead)
	switch e.What {
	case lead.Deleted:
		return "Its row was deleted from the tab Leads.", why
	case lead.Restored:
		return "Its row is in the tab Leads again.", why
	case lead.Archived:
		return "It went to the archive " + quoted(e.To) + ".", why
	case lead.Reopened:
		return "The customer wrote again after the lead had ended: " + quoted(e.Why) + ". It is in the status " +
			quoted(e.To) + " again, with a new time to respond.", nil
	case lead.Noted:
		if c := lead.LeadColumn(e.Column); c != nil && c.Time != nil && e.To != "" {
			return x.change(e), why
		}
		if e.Column == lead.AnswerToUs && e.To != "" {
			text := ended(who + " answered a message of leadsheet: " + quoted(e.Why))
			return text + " That was not done: " + ended(e.To), nil
		}
		if e.By == lead.ByLeadsheet || e.By == "" {
			return ended("leadsheet noted" + onColumn(e.Column) + ": " + cmp.Or(e.Why, e.To)), nil
		}
		return ended(who + " noted: " + quoted(e.Why)), nil
	case lead.Baseline:
		return "leadsheet wrote down what the row held, which earlier versions did not do.", why
	case lead.Waits:
		return e.Column + " " + quoted(e.To) + " waits in Details, because its column is missing.", why
	case lead.Did:
		text := "Somebody typed " + quoted(e.From) + " into the column Do"
		if e.Column != lead.ColDo && e.Column != "" {
			text = "Somebody typed " + quoted(e.From) + " into the column " + e.Column
		}
		if e.Column == lead.ColWhat {
			text = "Somebody typed " + quoted(e.From) + " into the tab Activity"
		}
		if e.By != lead.ByTeam {
			text = who + " said " + quoted(e.From)
		}
		return text + ", and leadsheet did it.", why
	case lead.Merged:
		if lead.MakesDuplicate(e) {
			return "It was made a duplicate of " + cmp.Or(other, "another lead") + ".", why
		}
		return cmp.Or(other, "Another lead") + " was made a duplicate of it: its messages and times count here.", why
	case lead.Split:
		if lead.FactOf(e.To, lead.FactCopy) != "" {
			return "It was made of a message of " + other + ".", why
		}
		return "A message was taken out of it and is the lead " + other + " now.", why
	case lead.Undone:
		if e.Column == lead.ColNextStep {
			return x.unsent(e), why
		}
		return "What had been done was taken back.", why
	}
	if text := x.step(e); text != "" {
		return text, why
	}
	if text, why := x.message(e); text != "" {
		return text, why
	}
	text := who + ": " + string(e.What) + onColumn(e.Column)
	if e.To != "" && !strings.HasPrefix(e.To, "{") {
		text += ", " + x.value(e.Column, e.To)
	}
	return text + ".", why
}

func onColumn(column string) string {
	if column == "" {
		return ""
	}
	return " (" + column + ")"
}

// beginning is the sentence of an event with which a lead begins: with what its row held.
func (x *explainer) beginning(text string, e *lead.Event) string {
	var with []string
	due, came := "", ""
	lead.EachFact(e.To, func(name, value string) {
		c := lead.FactColumn(name)
		switch {
		case name == lead.FactList:
			with = append(with, "one of many of "+quoted(value))
		case c == nil:
		case c.Title == lead.ColReceived:
			if at, ok := lead.ParseMoment(value, x.Journals); ok && e.Time.Sub(at) >= time.Minute {
				came = " (it had come in " + x.clock(at) + ")"
			}
		case c.Title == lead.ColRespondBy:
			if at, ok := lead.ParseMoment(value, x.Journals); ok {
				due = x.clock(at)
			}
		case c.Title == lead.ColStatus, c.Title == lead.ColOwner, c.Title == lead.ColQuality,
			c.Title == lead.ColSource:
			with = append(with, c.Title+" "+value)
		}
	})
	text += came
	if len(with) > 0 {
		text += ": " + strings.Join(with, ", ")
	}
	switch {
	case due != "":
		return text + ". The first response is due by " + due + "."
	case e.To != "" && e.What == lead.Created:
		return text + ". It has no time to respond."
	}
	return text + "."
}

// change is the sentence of a cell that was changed.
func (x *explainer) change(e *lead.Event) string {
	from, to, who := x.value(e.Column, e.From), x.value(e.Column, e.To), author(e.By)
	switch {
	case e.To == "" && e.From == "":
		return e.Column + " was emptied by " + who + "."
	case e.To == "":
		return e.Column + " was emptied by " + who + "; it had been " + from + "."
	case e.From == "":
		return e.Column + " was set to " + to + " by " + who + "."
	}
	return e.Column + " was changed from " + from + " to " + to + " by " + who + "."
}

// value is what Activity keeps of a cell, for people.
func (x *explainer) value(column, text string) string {
	if c := lead.LeadColumn(column); c != nil && c.Time != nil {
		if at, ok := lead.ParseMoment(text, x.Journals); ok {
			if !strings.Contains(text, "T") {
				return at.Format("Mon 2 Jan 2006")
			}
			return x.clock(at)
		}
	}
	if c := lead.LeadColumn(column); c != nil && c.Number != nil {
		return text
	}
	return quoted(text)
}

// clock is a moment in the zone of the business.
func (x *explainer) clock(t time.Time) string { return t.In(x.zone).Format("Mon 2 Jan 2006, 15:04") }

// quoted is a text of the workbook in quotes, without the mark that Activity puts behind what it has shortened.
func quoted(s string) string {
	s, _, _ = strings.Cut(s, history.DigestMark)
	return strconv.Quote(words.Shorten(s, history.RecordedLength))
}

// ended is a sentence with a full stop, unless what it quotes has ended it.
func ended(s string) string {
	if strings.HasSuffix(strings.TrimSuffix(s, `"`), ".") || strings.HasSuffix(s, `!"`) || strings.HasSuffix(s, `?"`) {
		return s
	}
	return s + "."
}
