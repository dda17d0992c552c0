package policy

import (
	"fmt"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// SettingScoring is the name of the setting that scores leads by the tab Scoring.
const SettingScoring = "Scoring"

// ScoreRow is a row of the tab Scoring: the points that a lead gets for which a condition holds.
type ScoreRow struct {
	Points float64 // may be less than 0
	Condition
	// Fit says that the row is about who the lead is; otherwise it is about what the lead does.
	Fit bool
	// Label is what the row is about in reasons: its Why, or the condition in its own words.
	Label string
	// Row is its place in the tab, from 0.
	Row int
}

// String is all that decides about the points, in one text.
func (s ScoreRow) String() string {
	return fmt.Sprint(s.Points, s.Fit, s.Fields, s.Test, s.Values, s.Number)
}

// The parts of a score, by their names in package words.
const (
	partFit       = "fit"
	partBehaviour = "behaviour"
)

// unscored are the columns of which no points may depend: what leadsheet writes itself, and what the score decides. A
// condition about days is refused, too: a score changes when the lead does, and not by waiting.
var unscored = map[string]bool{lead.ColID: true, lead.ColAttention: true, lead.ColDo: true, lead.ColScore: true,
	lead.ColScoreReasons: true, lead.ColQuality: true}

// scoring reads the tab Scoring. A row with a mistake does not count.
func (r *reader) scoring(p *Policy) {
	at := -1
	of := func(w *row, name string) string {
		return name + "\x00" + w.get(lead.ColIs) + "\x00" + w.get(lead.ColValue)
	}
	r.eachRow(lead.TabScoring, lead.ColField, of, func(w *row, n int, field string) {
		at = n
		bad := len(w.bad)
		points, ok := r.points(w)
		c, read := r.condition(w, p, field, w.get(lead.ColIs), w.get(lead.ColValue))
		for _, f := range c.Fields {
			if unscored[f] || times(f) {
				w.fault(r.conditions().NotScored.With(r.words.Column(lead.TabLeads, f)))
			}
		}
		fit, known := r.part(w, &c)
		if !ok || !read || !known || len(w.bad) > bad {
			w.fault(r.conditions().RowLeftOut)
			return
		}
		label := w.get(lead.ColWhy)
		if label == "" {
			test := r.words.Word(words.Tests, string(c.Test))
			label = words.Shorten(strings.TrimSpace(field+" "+test+" "+w.get(lead.ColValue)), 60)
		}
		p.Scores = append(p.Scores, ScoreRow{Points: points, Condition: c, Fit: fit, Label: label, Row: at})
	})
}

// points reads how many points a row gives.
func (r *reader) points(w *row) (float64, bool) {
	v := w.get(lead.ColPoints)
	m, ok := r.typed.Money(v)
	if !ok || m.Vague || m.Amount < -1000 || m.Amount > 1000 {
		w.fault(r.conditions().NoPoints.With(strconv.Quote(v)))
		return 0, false
	}
	return m.Amount, true
}

// part reads which part of the score a row is in. Where it does not say so, its field decides.
func (r *reader) part(w *row, c *Condition) (fit, ok bool) {
	v := w.get(lead.ColPart)
	if v == "" {
		for _, f := range c.Fields {
			switch f {
			case Anywhere, Messages, lead.ColNeed, lead.ColSource, lead.ColCampaign, lead.ColStatus, lead.ColComment,
				lead.ColNextStep:
				return false, true
			}
		}
		return true, true
	}
	name, known := r.words.Name(words.Choices, v)
	if !known || name != partFit && name != partBehaviour {
		w.fault(r.conditions().NoPart.With(strconv.Quote(v), r.words.Word(words.Choices, partFit),
			r.words.Word(words.Choices, partBehaviour)))
		return false, false
	}
	return name == partFit, true
}

// readDeal reads the score from which the deal is proposed.
func readDeal(p *Policy, v string) error {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || n < 1 || n > 10000 {
		return words.NewFault(err, func(t *words.Texts) string { return t.Conditions.NoScore.With(strconv.Quote(v)) })
	}
	p.DealFrom = n
	return nil
}

// QualityOf is the quality that a score suggests: of those with a Score from that it reaches the highest; "" for none.
func (p *Policy) QualityOf(score float64) string {
	best, name := 0.0, ""
	for i := range p.Qualities {
		if q := &p.Qualities[i]; q.ScoreFrom > best && score >= q.ScoreFrom {
			best, name = q.ScoreFrom, q.Name
		}
	}
	return name
}

// scoreRows are the rows of the tab Scoring of a new workbook, by the names of their texts in package words: what two
// guides to lead scoring give as examples, as far as mails, forms and the workbook tell it.
var scoreRows = []struct {
	points, field string
	test          Test
	value, why    string
	part          string
}{
	{"20", Anywhere, Has, "pricing words", "Asks for prices", partBehaviour},
	{"30", Anywhere, Has, "ready words", "Ready to buy", partBehaviour},
	{"25", Anywhere, Has, "demo words", "Wants to see it", partBehaviour},
	{"15", Anywhere, Has, "webinar words", "Took part in something", partBehaviour},
	{"15", Messages, AtLeast, "2", "Keeps writing", partBehaviour},
	{"-10", Anywhere, Has, "unsubscribe words", "Wants no mails", partBehaviour},
	{"10", "size questions", Over, "100", "Large company", partFit},
	{"5", "size questions", AtMost, "100", "Small company", partFit},
	{"10", lead.ColCompany, Filled, "", "Is a company", partFit},
	{"5", lead.ColPhone, Filled, "", "Can be called", partFit},
}

func scoringTable(in words.Language) Table {
	var rows [][]string
	for _, s := range scoreRows {
		field, value := s.field, s.value
		switch field {
		case "size questions":
			field = in.Word(words.FirstRows, field)
		case Anywhere, Messages:
			field = in.Word(words.Fields, field)
		}
		if s.test == Has {
			value = in.Word(words.FirstRows, value)
		}
		rows = append(rows, []string{s.points, field, string(s.test), value, in.Word(words.FirstRows, s.why), s.part, ""})
	}
	return newTable(lead.TabScoring, rows)
}
