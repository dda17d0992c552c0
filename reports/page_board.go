package reports

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/sheets"
)

// boardCards is how many leads of one status the board shows, and boardChars how many characters a card has room for.
const boardCards, boardChars = 30, 34

// The rows of the board: a column has the name of its status, what is in it, and cards of three rows, the last blank.
const (
	boardHead  = 3
	boardFirst = 6
	cardRows   = 3
)

// boardPage shows the open leads in a column for each status in which leads are open: what is due first on top.
func boardPage(b *dataset) sheets.Page {
	c := canvas.NewList(sheets.Page{Title: lead.TabBoard, Frozen: boardHead + 2}, b.Policy.Words,
		b.Policy.Currency, b.DateTime(b.Now))
	for n, column := range b.boardColumns() {
		col := 2 * n // a narrow one lies between two
		c.Widths = append(c.Widths, boardChars, 2)
		c.Text(boardHead, col, sheets.Heading, canvas.Clip(column.name, boardChars))
		c.Text(boardHead+1, col, sheets.Subtitle, b.sum(column.leads))
		row := boardFirst
		for _, l := range column.leads[:min(len(column.leads), boardCards)] {
			c.Link(row, col, canvas.Clip(l.Title(b.Say), boardChars), l.ID)
			text, late := b.card(l)
			style := sheets.Hint
			if late {
				style = sheets.TableLateText
			}
			c.Text(row+1, col, style, canvas.Clip(text, boardChars))
			row += cardRows
		}
		if more := len(column.leads) - boardCards; more > 0 {
			c.Text(row, col, sheets.Hint, b.Say.Worklist.MoreLines.With(canvas.Thousands(b.Say, more)))
		}
	}
	c.Checked(max(0, len(c.Widths)-2), b.CheckedAt())
	return c.Page
}

// boardColumn is a status with its leads, what is due first on top.
type boardColumn struct {
	name  string
	leads []*facts.Lead
}

// boardColumns are the statuses in which leads are open, in the order of their tab, and behind them the leads whose
// status the tab does not know.
func (b *dataset) boardColumns() []boardColumn {
	var out []boardColumn
	at := map[string]int{}
	for _, s := range b.Policy.Statuses {
		if s.Kind.Open() {
			at[strings.ToLower(strings.TrimSpace(s.Name))] = len(out)
			out = append(out, boardColumn{name: s.Name})
		}
	}
	known := len(out)
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if !c.Open || c.Duplicate {
			continue
		}
		n, ok := at[strings.ToLower(strings.TrimSpace(c.Status))]
		if !ok {
			if len(out) == known {
				out = append(out, boardColumn{name: b.Say.Board.NoStatus})
			}
			n = known
		}
		out[n].leads = append(out[n].leads, c)
	}
	for _, column := range out {
		slices.SortStableFunc(column.leads, func(x, y *facts.Lead) int {
			return cmp.Or(byDue(nextDue(x), nextDue(y)), cmp.Compare(y.Value, x.Value), cmp.Compare(x.ID, y.ID))
		})
	}
	return out
}

// nextDue is when something is to be done about a lead; zero for no time.
func nextDue(c *facts.Lead) time.Time {
	if c.Waits {
		return c.Turn.Due
	}
	return c.NextContact
}

// byDue compares two times, of which none comes last.
func byDue(x, y time.Time) int {
	if x.IsZero() != y.IsZero() {
		if x.IsZero() {
			return 1
		}
		return -1
	}
	return x.Compare(y)
}

// sum says how many leads a column of the board has, and what they are worth together.
func (b *dataset) sum(leads []*facts.Lead) string {
	text, total := canvas.CountLeads(b.Say, len(leads)), 0.0
	for _, l := range leads {
		if l.HasAmount() {
			total += l.Value
		}
	}
	if total != 0 {
		text += " · " + b.amount(total)
	}
	return text
}

// amount is a sum of money, with its currency where that is known.
func (b *dataset) amount(n float64) string {
	return strings.TrimSpace(canvas.Thousands(b.Say, int(math.Round(n))) + " " + b.Policy.Currency)
}

// card is the line below the name of a lead: what it is worth, whose it is, and what is due when.
func (b *dataset) card(l *facts.Lead) (text string, late bool) {
	var parts []string
	if l.HasAmount() {
		parts = append(parts, b.amount(l.Value))
	}
	if owner := words.OneLine(l.Owner); owner != "" {
		parts = append(parts, owner)
	}
	switch {
	case l.Waits && !l.Turn.Due.IsZero():
		parts, late = append(parts, b.Say.Board.AnswerBy.With(b.Moment(l.Turn.Due))), b.Now.After(l.Turn.Due)
	case !l.NextContact.IsZero():
		parts, late = append(parts, b.ShortDay(l.NextContact)), b.LateDays(l) > 0
	}
	return canvas.OrNone(strings.Join(parts, " · ")), late
}
