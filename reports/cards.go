package reports

import (
	"fmt"
	"math"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// card is one KPI: a number that stands for something only beside its comparison and its sample.
type card struct {
	label   string
	value   lead.Value
	style   sheets.Style
	compare string
	mood    sheets.Style // CardGood, CardBad, CardFlat
	sample  string
}

func cards(c *canvas, n Numbers) {
	for i, k := range [cardsOnPage]card{newCard(n), responseCard(n), wonCard(n), openCard(n), overdueCard(n)} {
		col := cardColumns[i]
		c.span(rowCards, col, col+1, sheets.CardLabel, lead.TextValue(k.label))
		c.span(rowCards+1, col, col+1, k.style, k.value)
		c.span(rowCards+2, col, col+1, k.mood, lead.TextValue(k.compare))
		c.span(rowCards+3, col, col+1, sheets.CardFlat, lead.TextValue(k.sample))
	}
}

func newCard(n Numbers) card {
	k := card{label: "New leads, last 30 days", value: lead.NumberValue(float64(n.In.Now)), style: sheets.CardNumber}
	k.compare, k.mood = n.In.compare()
	k.sample = fmt.Sprintf("%d not processed", n.NotProcessed)
	if n.In.Now == 0 {
		k.sample = "none came in"
	}
	return k
}

func responseCard(n Numbers) card {
	r := n.Response
	k := card{label: "Response time (median)", value: lead.TextValue(none), style: sheets.CardText,
		compare: "no answered lead yet", mood: sheets.CardFlat,
		sample: fmt.Sprintf("n = %d, %d waiting", r.Answered, r.Waiting+r.WaitingLate)}
	if r.Answered == 0 {
		return k
	}
	k.value = lead.TextValue(duration(r.Median))
	k.compare = "no earlier period to compare"
	if p := n.ResponseBefore; p.Answered >= enough && r.Answered >= enough {
		switch diff := r.Median - p.Median; {
		case duration(r.Median) == duration(p.Median):
			k.compare = "as in the prior 30 days"
		case diff < 0:
			k.compare, k.mood = "▼ "+duration(-diff)+" faster than before", sheets.CardGood
		default:
			k.compare, k.mood = "▲ "+duration(diff)+" slower than before", sheets.CardBad
		}
	}
	return k
}

func wonCard(n Numbers) card {
	k := card{label: "Won, last 30 days", value: lead.NumberValue(float64(n.Won.Now)), style: sheets.CardNumber}
	k.compare, k.mood = n.Won.compare()
	k.sample = "no lead has ended"
	if n.WinRate.Of > 0 {
		k.sample = fmt.Sprintf("win rate %s, n = %d", percent(n.WinRate), n.WinRate.Of)
	}
	if s := n.WinRate; s.Of > 0 && s.Of < enough {
		k.sample = fmt.Sprintf("of %d ended, too few for a %%", s.Of)
	}
	return k
}

func openCard(n Numbers) card {
	w := n.Open.With
	k := card{label: "Open value", value: lead.TextValue(none), style: sheets.CardText, mood: sheets.CardFlat,
		compare: "no open lead has a value", sample: fmt.Sprintf("n = %s open", thousands(w.Of))}
	if w.Part == 0 {
		return k
	}
	k.value, k.style = lead.NumberValue(n.Open.Sum), sheets.CardMoney
	k.compare = fmt.Sprintf("%s per lead on average", thousands(int(math.Round(n.Open.Sum/float64(w.Part)))))
	k.sample = fmt.Sprintf("%s of %s open leads have a value", thousands(w.Part), thousands(w.Of))
	return k
}

func overdueCard(n Numbers) card {
	o := n.Overdue
	k := card{label: "Overdue follow-ups", value: lead.NumberValue(float64(len(o.Items))), style: sheets.CardNumber,
		compare: "all on time", mood: sheets.CardGood, sample: fmt.Sprintf("of %s planned", thousands(o.Planned))}
	switch {
	case o.Planned == 0:
		k.value, k.style = lead.TextValue(none), sheets.CardText
		k.compare, k.mood, k.sample = "nothing is planned", sheets.CardFlat, "n = 0"
	case len(o.Items) > 0:
		k.compare, k.mood = "▲ oldest "+plural(o.Items[0].Days, "day")+" late", sheets.CardBad
	}
	return k
}

// compare says how a count stands to that of the period before: in percent only from a sample that carries one
// (docs/definitions.md, section 1).
func (p Pair) compare() (string, sheets.Style) {
	diff := p.Now - p.Before
	switch {
	case !p.Known:
		return "no earlier period to compare", sheets.CardFlat
	case diff == 0:
		return "as in the prior 30 days", sheets.CardFlat
	}
	size := plural(max(diff, -diff), "lead")
	if p.Before >= enough {
		size = fmt.Sprintf("%.0f%%", math.Abs(float64(diff))/float64(p.Before)*100)
	}
	if diff > 0 {
		return "▲ " + size + " vs prior 30 days", sheets.CardGood
	}
	return "▼ " + size + " vs prior 30 days", sheets.CardBad
}
