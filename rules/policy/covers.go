package policy

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead/words"
)

// settingCovers is the period of the tab Figures.
const settingCovers = "Figures cover"

// SettingKeep is for how many months a lead that has ended stays in the workbook.
const SettingKeep = "Keep for"

// LeastKept is the shortest time, in months: the figures of twelve months are compared with those of the twelve before.
const LeastKept = 24

func readKeep(p *Policy, v string) error {
	number, _, _ := strings.Cut(v, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < LeastKept || n > 1200 {
		return words.NewFault(nil, func(t *words.Texts) string { return t.Settings.NoMonths.With(strconv.Quote(v)) })
	}
	p.KeepFor = n
	return nil
}

// Cover is a period that figures may be of, as the setting "Figures cover" says it.
type Cover string

// The periods. Days are counted back from now; months and years are those of the calendar.
const (
	Cover30Days    Cover = "last 30 days"
	Cover90Days    Cover = "last 90 days"
	Cover12Months  Cover = "last 12 months"
	CoverMonth     Cover = "this month"
	CoverLastMonth Cover = "last month"
	CoverYear      Cover = "this year"
	CoverAll       Cover = "all"
)

func covers() []Cover {
	return []Cover{Cover30Days, Cover90Days, Cover12Months, CoverMonth, CoverLastMonth, CoverYear, CoverAll}
}

// Covered is a period, and the one before it that its figures are compared with: from Before to From. To is exclusive.
// Where there is nothing to compare with, Before is From.
type Covered struct {
	Before, From, To time.Time
	Name             string // in the words of the workbook
}

// Covered is the period that Settings choose for the tab Figures, as of now, in the zone of the business
// (docs/definitions.md, section 1).
func (p *Policy) Covered(now time.Time) Covered {
	now = now.In(p.Location())
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	c := Covered{To: now.Add(time.Nanosecond), Name: p.Words.Word(words.Choices, string(p.FiguresCover))}
	switch p.FiguresCover {
	case Cover90Days:
		c.From, c.Before = now.AddDate(0, 0, -90), now.AddDate(0, 0, -180)
	case Cover12Months:
		c.From, c.Before = now.AddDate(0, -12, 0), now.AddDate(0, -24, 0)
	case CoverMonth:
		c.From = month
		c.Before = month.Add(-now.Sub(month))
	case CoverLastMonth:
		c.From, c.Before, c.To = month.AddDate(0, -1, 0), month.AddDate(0, -2, 0), month
	case CoverYear:
		c.From = time.Date(now.Year(), 1, 1, 0, 0, 0, 0, now.Location())
		c.Before = c.From.Add(-now.Sub(c.From))
	case CoverAll: // all that is known, and nothing before it
	default:
		c.From, c.Before = now.AddDate(0, 0, -30), now.AddDate(0, 0, -60)
		c.Name = p.Words.Word(words.Choices, string(Cover30Days))
	}
	return c
}

// readCovers reads the name of a period, in any language.
func readCovers(in words.Language, p *Policy, v string) error {
	name, _ := in.Name(words.Choices, v)
	var known []string
	for _, c := range covers() {
		if name == string(c) {
			p.FiguresCover = c
			return nil
		}
		known = append(known, in.Word(words.Choices, string(c)))
	}
	return words.NewFault(nil, func(t *words.Texts) string {
		return t.Settings.NoCover.With(strconv.Quote(v), strings.Join(known, ", "))
	})
}
