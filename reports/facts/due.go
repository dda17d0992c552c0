package facts

import (
	"strings"
	"time"
	"unicode"

	"leadsheet/lead/words"
)

// DueDay is the day by whose end a follow-up is to be done: a day without work moves to the next working day.
func (b *Dataset) DueDay(c *Lead) time.Time { return b.workday(c.NextContact) }

// workday is the day of a moment, or the next day with work.
func (b *Dataset) workday(t time.Time) time.Time {
	day := b.Midnight(t)
	for range 31 {
		if b.WorksOn(day) {
			return day
		}
		day = day.AddDate(0, 0, 1)
	}
	return b.Midnight(t)
}

// LateDays is by how many days a follow-up is overdue; 0 on its day and before.
func (b *Dataset) LateDays(c *Lead) int {
	if !c.Open || c.NextContact.IsZero() || !c.NextContact.Before(b.Today) {
		return 0
	}
	due := b.DueDay(c)
	if !due.Before(b.Today) {
		return 0
	}
	// Half a day more, because a day of the clock change has 23 hours.
	return int((b.Today.Sub(due) + 12*time.Hour) / (24 * time.Hour))
}

// Title is how a lead is called: by its name, or by what else is known. What nobody can see is no name.
func (c *Lead) Title(say *words.Texts) string {
	for _, s := range []string{c.Name, c.Company, c.Email, c.Phone, c.ID} {
		if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }) {
			return s
		}
	}
	return say.Report.NoName
}
