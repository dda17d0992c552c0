package reports

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/rules/conditions"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// listRows is how many leads of one list are shown.
const listRows = 25

// listLast is the last column of the page Lists. A narrow one lies before it: the values stand at its edge.
const listLast = 7

// filled is a list with its leads, what is due first on top.
type filled struct {
	name, about string
	leads       []*facts.Lead
}

// listsPage shows the lists of the tab Filters.
func listsPage(b *dataset) sheets.Page {
	c := canvas.NewList(sheets.Page{Title: lead.TabLists, Frozen: 2, Widths: []float64{28, 20, 16, 26, 14, 12, 2, 34}},
		b.Policy.Words, b.Policy.Currency, b.DateTime(b.Now))
	c.Checked(len(c.Widths)-1, b.CheckedAt())
	row := 3
	for _, list := range b.filled() {
		row = listBlock(b, &c, row, list) + 1
	}
	if row == 3 {
		c.Text(row, 0, sheets.Hint, b.Say.Lists.None.With(b.Policy.SeeTab(lead.TabFilters)))
	}
	return c.Page
}

// filled are the lists of the tab Filters with their leads.
func (b *dataset) filled() []filled {
	var out []filled
	heard := heardBy(b.Policy.Filters, b.In.History)
	for _, f := range b.Policy.Filters {
		list := filled{name: f.Name, about: f.Text}
		var all []conditions.Condition
		for _, c := range f.Where {
			all = append(all, conditions.New(c, &b.Policy, b.Now))
		}
		for i := range b.Leads[:b.InBook] {
			c := &b.Leads[i]
			if (!c.Open || c.Duplicate) && !f.Ended {
				continue
			}
			if conditions.All(all, &conditions.Lead{Lead: c.Lead, Heard: heard[c.ID]}) {
				list.leads = append(list.leads, c)
			}
		}
		slices.SortStableFunc(list.leads, func(x, y *facts.Lead) int {
			return cmp.Or(byDue(nextDue(x), nextDue(y)), cmp.Compare(x.ID, y.ID))
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
func listBlock(b *dataset, c *canvas.Canvas, row int, list filled) int {
	c.Heading(row, 0, listLast, canvas.Clip(list.name, 60)+" – "+canvas.CountLeads(b.Say, len(list.leads)))
	if list.about != "" {
		c.Text(row+1, 0, sheets.Subtitle, words.Shorten(list.about, 150))
		row++
	}
	row++
	if len(list.leads) == 0 {
		return row
	}
	for col, title := range []string{b.Say.Today.Lead, b.LeadsTitle(lead.ColStatus), b.LeadsTitle(lead.ColOwner),
		b.LeadsTitle(lead.ColNextStep), b.LeadsTitle(lead.ColNextContact)} {
		c.Text(row, col, sheets.TableHead, title)
	}
	c.Text(row, 5, sheets.TableHeadRight, b.LeadsTitle(lead.ColValue))
	c.Fill(row, 6, listLast, sheets.TableHead)
	c.Text(row, listLast, sheets.TableHead, b.LeadsTitle(lead.ColEmail))
	row++
	for _, l := range list.leads[:min(len(list.leads), listRows)] {
		c.Link(row, 0, canvas.Clip(l.Title(b.Say), 30), l.ID)
		c.Text(row, 1, sheets.TableText, canvas.Clip(canvas.OrNone(l.Status), 22))
		c.Text(row, 2, sheets.TableText, canvas.Clip(canvas.OrNone(l.Owner), 18))
		c.Text(row, 3, sheets.TableText, canvas.Clip(canvas.OrNone(l.NextStep), 28))
		day, style := canvas.NoValue, sheets.TableText
		if !l.NextContact.IsZero() {
			if day = b.ShortDay(l.NextContact); b.LateDays(l) > 0 && l.Open {
				style = sheets.TableLateText
			}
		}
		c.Text(row, 4, style, day)
		if l.HasAmount() {
			c.Put(row, 5, sheets.TableMoney, lead.NumberValue(l.Value))
		} else {
			c.Text(row, 5, sheets.TableNumber, canvas.NoValue)
		}
		c.Text(row, listLast, sheets.TableText, canvas.Clip(canvas.OrNone(strings.TrimSpace(l.Email)), 38))
		row++
	}
	if more := len(list.leads) - listRows; more > 0 {
		c.Text(row, 0, sheets.Hint, b.Say.Worklist.MoreLines.With(canvas.Thousands(b.Say, more)))
		row++
	}
	return row
}
