package reports

import (
	"math"
	"strconv"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
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

// cardsOnPage is how many cards stand side by side, and cardUnits how wide each is.
const cardsOnPage, cardUnits = 5, units / 5

func cards(c *canvas.Canvas, n figures.Numbers) {
	for i, k := range [cardsOnPage]card{newCard(c.Say, n), responseCard(c.Say, n), wonCard(c.Say, n), openCard(c, n),
		overdueCard(c.Say, n)} {
		first, last := at(i*cardUnits), at(i*cardUnits+cardUnits-1)
		c.Span(rowCards, first, last, sheets.CardLabel, lead.TextValue(k.label))
		c.Span(rowCards+1, first, last, k.style, k.value)
		c.Span(rowCards+2, first, last, k.mood, lead.TextValue(k.compare))
		c.Span(rowCards+3, first, last, sheets.CardFlat, lead.TextValue(k.sample))
	}
}

func newCard(say *words.Texts, n figures.Numbers) card {
	k := card{label: say.Cards.New, value: lead.NumberValue(float64(n.In.Now)), style: sheets.CardNumber}
	k.compare, k.mood = compare(n.In, say)
	k.sample = say.Cards.NotProcessed.With(strconv.Itoa(n.NotProcessed))
	if n.InDeleted > 0 {
		k.sample += " · " + say.Report.Deleted.Count(n.InDeleted)
	}
	if n.In.Now == 0 {
		k.sample = say.Cards.NoneIn
	}
	return k
}

func responseCard(say *words.Texts, n figures.Numbers) card {
	r := n.Response
	k := card{label: say.Cards.Response, value: lead.TextValue(canvas.NoValue), style: sheets.CardText,
		compare: say.Cards.NoAnswered, mood: sheets.CardFlat,
		sample: say.Cards.Waiting.With(strconv.Itoa(r.Answered), strconv.Itoa(r.Waiting+r.WaitingLate))}
	if r.Answered == 0 {
		return k
	}
	k.value = lead.TextValue(canvas.Duration(say, r.Median))
	k.compare = say.Cards.NoEarlier
	if p := n.ResponseBefore; p.Answered >= figures.MinSample && r.Answered >= figures.MinSample {
		switch diff := r.Median - p.Median; {
		case canvas.Duration(say, r.Median) == canvas.Duration(say, p.Median):
			k.compare = say.Cards.AsBefore
		case diff < 0:
			k.compare, k.mood = say.Cards.Faster.With(canvas.Duration(say, -diff)), sheets.CardGood
		default:
			k.compare, k.mood = say.Cards.Slower.With(canvas.Duration(say, diff)), sheets.CardBad
		}
	}
	return k
}

func wonCard(say *words.Texts, n figures.Numbers) card {
	k := card{label: say.Cards.Won, value: lead.NumberValue(float64(n.Won.Now)), style: sheets.CardNumber}
	k.compare, k.mood = compare(n.Won, say)
	k.sample = say.Cards.NoneEnded
	if n.WinRate.Of > 0 {
		k.sample = say.Cards.WinRate.With(percent(n.WinRate), strconv.Itoa(n.WinRate.Of))
	}
	if s := n.WinRate; s.Of > 0 && s.Of < figures.MinSample {
		k.sample = say.Cards.TooFewEnded.With(strconv.Itoa(s.Of))
	}
	return k
}

func openCard(c *canvas.Canvas, n figures.Numbers) card {
	w, say := n.Open.With, c.Say
	k := card{label: c.InCurrency(say.Cards.Open), value: lead.TextValue(canvas.NoValue), style: sheets.CardText,
		mood: sheets.CardFlat, compare: say.Cards.NoOpenValue, sample: say.Cards.OpenCount.With(canvas.Thousands(say, w.Of))}
	if w.Part == 0 {
		return k
	}
	k.value, k.style = lead.NumberValue(n.Open.Sum), sheets.CardMoney
	k.compare = say.Cards.Average.With(canvas.Thousands(say, int(math.Round(n.Open.Sum/float64(w.Part)))))
	k.sample = say.Cards.HaveValue.With(canvas.Thousands(say, w.Part), canvas.Thousands(say, w.Of))
	return k
}

func overdueCard(say *words.Texts, n figures.Numbers) card {
	o := n.Overdue
	k := card{label: say.Cards.Overdue, value: lead.NumberValue(float64(len(o.Items))), style: sheets.CardNumber,
		compare: say.Cards.OnTime, mood: sheets.CardGood, sample: say.Cards.Planned.With(canvas.Thousands(say, o.Planned))}
	switch {
	case o.Planned == 0:
		k.value, k.style = lead.TextValue(canvas.NoValue), sheets.CardText
		k.compare, k.mood, k.sample = say.Cards.NothingPlanned, sheets.CardFlat, say.Report.N.With("0")
	case len(o.Items) > 0:
		k.compare, k.mood = say.Cards.Oldest.Count(o.Items[0].Days), sheets.CardBad
	}
	return k
}

// compare says how a count stands to that of the period before: in percent only from a sample that carries one
// (docs/definitions.md, section 1).
func compare(p figures.Pair, say *words.Texts) (string, sheets.Style) {
	diff := p.Now - p.Before
	switch {
	case !p.Known:
		return say.Cards.NoEarlier, sheets.CardFlat
	case diff == 0:
		return say.Cards.AsBefore, sheets.CardFlat
	}
	size := say.Report.Leads.Count(max(diff, -diff))
	if p.Before >= figures.MinSample {
		size = canvas.Percent(math.Abs(float64(diff)) / float64(p.Before))
	}
	if diff > 0 {
		return say.Cards.More.With(size), sheets.CardGood
	}
	return say.Cards.Fewer.With(size), sheets.CardBad
}
