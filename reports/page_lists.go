package reports

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/conditions"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// listRows is how many leads of one list are shown.
const listRows = 25

// listLast is the last column of the page Lists.
const listLast = 6

// filled is a list with its leads, what is due first on top.
type filled struct {
	name, about string
	leads       []*leadFacts
}

// listsPage shows the lists of the tab Filters.
func listsPage(b *dataset) sheets.Page {
	c := newListPage(b, sheets.Page{Title: lead.TabLists, Frozen: 2, Widths: []float64{28, 20, 16, 26, 14, 12, 34}})
	row := 3
	for _, list := range b.filled() {
		row = listBlock(b, &c, row, list) + 1
	}
	if row == 3 {
		c.text(row, 0, sheets.Hint, b.say.Lists.None.With(b.policy.SeeTab(lead.TabFilters)))
	}
	return c.Page
}

// filled are the lists of the tab Filters with their leads.
func (b *dataset) filled() []filled {
	var out []filled
	heard := heardBy(b.policy.Filters, b.history)
	for _, f := range b.policy.Filters {
		list := filled{name: f.Name, about: f.Text}
		var all []conditions.Condition
		for _, c := range f.Where {
			all = append(all, conditions.New(c, &b.policy, b.now))
		}
		for i := range b.leads[:b.inBook] {
			c := &b.leads[i]
			if (!c.open || c.duplicate) && !f.Ended {
				continue
			}
			if conditions.All(all, &conditions.Lead{Lead: c.Lead, Heard: heard[c.ID]}) {
				list.leads = append(list.leads, c)
			}
		}
		slices.SortStableFunc(list.leads, func(x, y *leadFacts) int {
			return cmp.Or(byDue(x.due(), y.due()), cmp.Compare(x.ID, y.ID))
		})
		out = append(out, list)
	}
	return out
}

// heardBy is what customers have sent since their requests, by lead, where one of the lists asks for it.
func heardBy(filters []policy.Filter, history []lead.Event) map[string]conditions.Heard {
	if !slices.ContainsFunc(filters, asksForMessages) {
		return nil
	}
	out := map[string]conditions.Heard{}
	for i := range history {
		if e := &history[i]; e.OfLead() && conditions.IsHeard(e.What) {
			h := out[e.Lead]
			h.Add(e)
			out[e.Lead] = h
		}
	}
	return out
}

func asksForMessages(f policy.Filter) bool {
	return slices.ContainsFunc(f.Where, func(c policy.Condition) bool {
		return slices.Contains(c.Fields, policy.Anywhere) || slices.Contains(c.Fields, policy.Messages)
	})
}

// listBlock writes a list and returns the row after it.
func listBlock(b *dataset, c *canvas, row int, list filled) int {
	c.heading(row, 0, listLast, clip(list.name, 60)+" – "+countLeads(b.say, len(list.leads)))
	if list.about != "" {
		c.text(row+1, 0, sheets.Subtitle, words.Shorten(list.about, 150))
		row++
	}
	row++
	if len(list.leads) == 0 {
		return row
	}
	for col, title := range []string{b.say.Today.Lead, b.leadsTitle(lead.ColStatus), b.leadsTitle(lead.ColOwner),
		b.leadsTitle(lead.ColNextStep), b.leadsTitle(lead.ColNextContact)} {
		c.text(row, col, sheets.TableHead, title)
	}
	c.text(row, 5, sheets.TableHeadRight, b.leadsTitle(lead.ColValue))
	c.text(row, listLast, sheets.TableHead, b.leadsTitle(lead.ColEmail))
	row++
	for _, l := range list.leads[:min(len(list.leads), listRows)] {
		c.link(row, 0, clip(l.title(b.say), 30), l.ID)
		c.text(row, 1, sheets.TableText, clip(orNone(l.Status), 22))
		c.text(row, 2, sheets.TableText, clip(orNone(l.Owner), 18))
		c.text(row, 3, sheets.TableText, clip(orNone(l.NextStep), 28))
		day, style := noValue, sheets.TableText
		if !l.NextContact.IsZero() {
			if day = b.shortDay(l.NextContact); b.lateDays(l) > 0 && l.open {
				style = sheets.TableLate
			}
		}
		c.text(row, 4, style, day)
		if l.hasAmount() {
			c.put(row, 5, sheets.TableMoney, lead.NumberValue(l.Value))
		} else {
			c.text(row, 5, sheets.TableNumber, noValue)
		}
		c.text(row, listLast, sheets.TableText, clip(orNone(strings.TrimSpace(l.Email)), 38))
		row++
	}
	if more := len(list.leads) - listRows; more > 0 {
		c.text(row, 0, sheets.Hint, b.say.Worklist.MoreLines.With(thousands(b.say, more)))
		row++
	}
	return row
}
