package reports

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// boardCards is how many leads of one status the board shows, and boardChars how many characters a card has room for.
const boardCards, boardChars = 30, 30

// The rows of the board: a column has the name of its status, what is in it, and cards of three rows, the last blank.
const (
	boardHead  = 3
	boardFirst = 6
	cardRows   = 3
)

// boardPage shows the open leads in a column for each status in which leads are open: what is due first on top.
func boardPage(b *dataset) sheets.Page {
	c := newListPage(b, sheets.Page{Title: lead.TabBoard, Frozen: boardHead + 2})
	for n, column := range b.boardColumns() {
		col := 2 * n // a narrow one lies between two
		c.Widths = append(c.Widths, boardChars, 2)
		c.text(boardHead, col, sheets.Heading, clip(column.name, boardChars))
		c.text(boardHead+1, col, sheets.Subtitle, column.sum(&c))
		row := boardFirst
		for _, l := range column.leads[:min(len(column.leads), boardCards)] {
			c.link(row, col, clip(l.title(b.say), boardChars), l.ID)
			text, late := b.card(&c, l)
			style := sheets.Hint
			if late {
				style = sheets.TableLate
			}
			c.text(row+1, col, style, clip(text, boardChars))
			row += cardRows
		}
		if more := len(column.leads) - boardCards; more > 0 {
			c.text(row, col, sheets.Hint, b.say.Worklist.MoreLines.With(thousands(b.say, more)))
		}
	}
	return c.Page
}

// boardColumn is a status with its leads, what is due first on top.
type boardColumn struct {
	name  string
	leads []*leadFacts
}

// boardColumns are the statuses in which leads are open, in the order of their tab, and behind them the leads whose
// status the tab does not know.
func (b *dataset) boardColumns() []boardColumn {
	var out []boardColumn
	at := map[string]int{}
	for _, s := range b.policy.Statuses {
		if s.Kind.Open() {
			at[strings.ToLower(strings.TrimSpace(s.Name))] = len(out)
			out = append(out, boardColumn{name: s.Name})
		}
	}
	known := len(out)
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		if !c.open || c.duplicate {
			continue
		}
		n, ok := at[strings.ToLower(strings.TrimSpace(c.Status))]
		if !ok {
			if len(out) == known {
				out = append(out, boardColumn{name: b.say.Board.NoStatus})
			}
			n = known
		}
		out[n].leads = append(out[n].leads, c)
	}
	for _, column := range out {
		slices.SortStableFunc(column.leads, func(x, y *leadFacts) int {
			return cmp.Or(byDue(x.due(), y.due()), cmp.Compare(y.Value, x.Value), cmp.Compare(x.ID, y.ID))
		})
	}
	return out
}

// due is when something is to be done about a lead; zero for no time.
func (c *leadFacts) due() time.Time {
	if c.waits {
		return c.turn.Due
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

// sum says how many leads a column has, and what they are worth together.
func (x *boardColumn) sum(c *canvas) string {
	text, total := countLeads(c.say, len(x.leads)), 0.0
	for _, l := range x.leads {
		if l.hasAmount() {
			total += l.Value
		}
	}
	if total != 0 {
		text += " · " + c.amount(total)
	}
	return text
}

// amount is a sum of money, with its currency where that is known.
func (c *canvas) amount(n float64) string {
	return strings.TrimSpace(thousands(c.say, int(math.Round(n))) + " " + c.currency)
}

// card is the line below the name of a lead: what it is worth, whose it is, and what is due when.
func (b *dataset) card(c *canvas, l *leadFacts) (text string, late bool) {
	var parts []string
	if l.hasAmount() {
		parts = append(parts, c.amount(l.Value))
	}
	if owner := oneLine(l.Owner); owner != "" {
		parts = append(parts, owner)
	}
	switch {
	case l.waits && !l.turn.Due.IsZero():
		parts, late = append(parts, b.say.Board.AnswerBy.With(b.moment(l.turn.Due))), b.now.After(l.turn.Due)
	case !l.NextContact.IsZero():
		parts, late = append(parts, b.shortDay(l.NextContact)), b.lateDays(l) > 0
	}
	return orNone(strings.Join(parts, " · ")), late
}

// shortDay writes a day, with its year where that is another one.
func (b *dataset) shortDay(t time.Time) string {
	t = t.In(b.zone)
	if lead.NeedsYear(t, b.now) {
		return b.dayOfYear(t)
	}
	return b.say.Dates.Day.With(strconv.Itoa(t.Day()), b.month(t))
}
