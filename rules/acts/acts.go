// Package acts says what a command of the column Do writes into the cells of its row, or why it cannot: a plan, an
// owner, an end. It has no part in when that is done, and in what follows from it.
//
// Everything here is computed from its arguments.
package acts

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// Cell is what a column is to hold: its text, its time or its number, as the column has it.
type Cell struct {
	Column string
	Text   string
	Time   time.Time
	Number float64
}

// Put writes the cell into a lead; false where people have written there what is not understood.
func (c *Cell) Put(l *lead.Lead) bool {
	column := lead.LeadColumn(c.Column)
	switch {
	case lead.IsBad(l, c.Column):
		return false
	case column.Text != nil:
		*column.Text(l) = c.Text
	case column.Time != nil:
		*column.Time(l) = c.Time
	default:
		value, has := column.Number(l)
		*value, *has = c.Number, c.Number > 0
	}
	return true
}

// Row is a row of the tab Leads in which somebody has typed a command.
type Row struct {
	Lead    *lead.Lead
	Record  *history.Record
	History *history.History
	Policy  *policy.Policy
	Then    time.Time // when it was typed, in the zone in force
	Now     time.Time
	// FreeStep says that the cell Next step is blank, or holds what leadsheet itself has written.
	FreeStep bool
}

// Of are the cells that a command writes, and the kind of the status that it sets; "" for none. why is not blank for
// what cannot be done, and says it to people.
func (r *Row) Of(c *command.Command) (cells []Cell, kind policy.StatusKind, why string) {
	switch c.Verb {
	case command.NextContact:
		cells = []Cell{{Column: lead.ColNextContact, Time: c.At}}
	case command.CallBack:
		cells = []Cell{{Column: lead.ColNextContact, Time: c.At}}
		if r.FreeStep {
			cells = append(cells, Cell{Column: lead.ColNextStep, Text: r.say().CallBack})
		}
	case command.Called, command.NoAnswer, command.OfferSent:
		cells = r.afterTry(c)
	case command.PassTo:
		cells, why = r.passTo(c.Text)
	case command.Won:
		kind = policy.KindWon
		cells, why = r.value(c.Text)
	case command.Lost:
		kind = policy.KindClosed
		cells, why = r.reason(c.Text)
	}
	if kind != "" && why == "" && r.Policy.StatusOf(kind) == "" {
		word := r.Policy.Words.Word(words.StatusKinds, string(kind))
		why = r.Policy.Words.Texts().Do.NoStatus.With(words.Quoted(word), r.Policy.SeeTab(lead.TabStatuses))
	}
	for _, cell := range cells {
		if bad, isBad := lead.BadText(r.Lead, cell.Column); isBad && why == "" {
			why = r.say().Holds.With(r.title(cell.Column), strconv.Quote(words.Shorten(bad, 40)))
		}
	}
	return cells, kind, why
}

func (r *Row) typed() typed.Reader { return r.Policy.Typed(r.Then) }

func (r *Row) say() *words.FollowTexts { return &r.Policy.Words.Texts().Follow }

func (r *Row) title(column string) string { return r.Policy.Words.Column(lead.TabLeads, column) }

// word is the word of a verb in the workbook's language.
func (r *Row) word(verb command.Verb) string {
	return r.Policy.Words.Word(words.Commands, string(verb))
}

// passTo finds the person whom a name means: the whole name, or a part of it that only one person has.
func (r *Row) passTo(text string) ([]Cell, string) {
	var names []string
	for i := range r.Policy.Team {
		names = append(names, r.Policy.Team[i].Name)
	}
	if strings.TrimSpace(text) == "" {
		return nil, r.say().NeedsPerson.With(r.word(command.PassTo), listed(names))
	}
	switch found := meant(text, names); len(found) {
	case 1:
		return []Cell{{Column: lead.ColOwner, Text: found[0]}}, ""
	case 0:
		return nil, r.say().NoPerson.With(words.Quoted(words.Shorten(text, 40)), r.Policy.SeeTab(lead.TabTeam),
			listed(names))
	default:
		return nil, r.say().TwoPersons.With(words.Quoted(words.Shorten(text, 40)), listed(found))
	}
}

// value reads for how much a deal was won; without an amount the cell stays.
func (r *Row) value(text string) ([]Cell, string) {
	if text == "" {
		return nil, ""
	}
	m, ok := r.typed().Money(text)
	if !ok || m.Vague || m.Amount <= 0 {
		return nil, r.say().NoAmount.With(words.Quoted(words.Shorten(text, 40)), r.word(command.Won))
	}
	if m.Currency != "" && m.Currency != r.typed().Own {
		return nil, r.say().OtherMoney.With(words.Quoted(words.Shorten(text, 40)), r.title(lead.ColValue))
	}
	return []Cell{{Column: lead.ColValue, Number: m.Amount}}, ""
}

// reason finds the row of the tab Reasons that a text means. Without a text, the one in the cell counts.
func (r *Row) reason(text string) ([]Cell, string) {
	has := strings.TrimSpace(r.Lead.RefusalReason)
	switch found := meant(text, r.Policy.Reasons); {
	case text == "" && has == "":
		return nil, r.say().NeedsReason.With(r.word(command.Lost), listed(r.Policy.Reasons))
	case text == "":
		return nil, ""
	case len(found) == 1:
		return []Cell{{Column: lead.ColRefusalReason, Text: found[0]}}, ""
	}
	return nil, r.say().NoReason.With(words.Quoted(words.Shorten(text, 40)), r.Policy.SeeTab(lead.TabReasons),
		listed(r.Policy.Reasons))
}

// meant are the names that a text may mean: the one that it is, whatever the letters, or else those that begin with it,
// or else those in which it stands as a word or from the beginning of one.
func meant(text string, names []string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	typed := words.Fold(text)
	for _, fits := range []func(name string) bool{
		func(name string) bool { return words.Fold(name) == typed },
		func(name string) bool { return strings.HasPrefix(words.Fold(name), typed) },
		func(name string) bool {
			for _, word := range strings.Fields(name) {
				if strings.HasPrefix(words.Fold(word), typed) {
					return true
				}
			}
			return false
		},
	} {
		var found []string
		for _, name := range names {
			if name != "" && fits(name) {
				found = append(found, name)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// mostListed is how many characters a list of names may have in Attention.
const mostListed = 160

func listed(names []string) string { return words.Shorten(strings.Join(names, ", "), mostListed) }

// Fault says to people why a text is no command that can be done; "" for one that is.
func Fault(p *policy.Policy, read *command.Reading, typed string) string {
	say, follow := &p.Words.Texts().Do, &p.Words.Texts().Follow
	word, rest := p.Words.Word(words.Commands, string(read.Verb)), words.Quoted(words.Shorten(read.Rest, 40))
	switch read.Fault {
	case command.UnknownVerb:
		return say.NotUnderstood.With(words.Quoted(typed), word)
	case command.NoLead:
		return say.NeedsLead.With(word)
	case command.NoTime:
		return say.NeedsTime.With(rest, word)
	case command.TooMuch:
		return say.TooMuch.With(words.Quoted(typed), word)
	case command.NoDay:
		return follow.NeedsDay.With(word)
	case command.Past:
		return follow.HasPassed.With(rest)
	case command.NoText:
		r := Row{Policy: p, Lead: &lead.Lead{}}
		_, _, why := r.Of(&command.Command{Verb: read.Verb})
		return why
	case command.Who:
		return follow.Who.With(p.Words.Column(lead.TabLeads, lead.ColOwner))
	}
	return ""
}
