package handover

import (
	"fmt"
	"strings"

	"leadsheet/lead/words"
)

// readmeTitle begins every README.txt: by it a folder is known as one of ours.
const readmeTitle = "Leads from leadsheet"

// IsOurs reports whether a text is that of a README.txt that was written here.
func IsOurs(readme string) bool {
	return strings.HasPrefix(strings.TrimPrefix(readme, bom), readmeTitle)
}

// about says what all folders have in common.
const about = `Files are CSV in UTF-8 with a comma between cells and a row of titles. A text that begins like a
formula (=, @, or + and - before something that is no number) has an apostrophe before it, so that no spreadsheet
computes what a stranger wrote. Telephone numbers stay as they are.
`

// plainReadme is the README.txt of a folder with everything as CSV.
func plainReadme(b *Business, made []Made) string {
	var t strings.Builder
	fmt.Fprintf(&t, "%s\n\nAs of %s.\n\n", readmeTitle, b.AsOf.In(b.Zone).Format("2006-01-02 15:04 MST"))
	list(&t, made)
	t.WriteString(`
leads.csv      a row a lead, with all columns of the tab Leads, also your own.
activity.csv   a row for each thing that happened, in the order in which it was written. Lead is the ID in leads.csv.
               What has the facts of a row keeps them in From and To as JSON.
figures.csv    the figures of the report: Value, its sample n, and the value of the period Before. Percentages are 0 to
               100, what ends in min is working minutes; a blank is what is not known.

Times are in ISO 8601 with the offset of their zone (2026-11-20T10:01:00+01:00), days without a time (2026-11-20).
`)
	t.WriteString(about)
	return t.String()
}

func list(t *strings.Builder, made []Made) {
	for _, m := range made {
		fmt.Fprintf(t, "  %-24s %s\n", m.Name, rows(m.Rows))
	}
}

// readme is the README.txt of the files for a product.
func (p *Product) readme(x *index, made [][]Made) string {
	var t strings.Builder
	fmt.Fprintf(&t, "%s for %s\n\nAs of %s. Requests: %d, people: %d, companies: %d.\n\n", readmeTitle, p.Title,
		x.AsOf.In(x.Zone).Format("2006-01-02 15:04 MST"), x.Rows, len(x.contacts), len(x.companies))
	t.WriteString("FIRST\n\n")
	numbered(&t, p.before)
	t.WriteString("\nTHEN IMPORT, IN THIS ORDER\n\nIn brackets is how many rows there are. " +
		"Of files with numbers in their names import one after the other.\n\n")
	n := 0
	for i := range p.files {
		if len(made[i]) == 0 {
			continue
		}
		n++
		text := Describe(made[i]) + ". Each row is " + p.files[i].about + "."
		for _, do := range p.files[i].do {
			text += " " + do
		}
		item(&t, n, text)
	}
	t.WriteString("\nAFTERWARDS\n\n")
	numbered(&t, p.after)
	t.WriteString("\nNOT VERIFIED: look at these before you import everything\n\n")
	numbered(&t, p.unsure)
	t.WriteString("\nWHAT BECOMES OF WHAT\n")
	for i := range p.files {
		if len(made[i]) > 0 {
			p.mapping(&t, x, &p.files[i])
		}
	}
	t.WriteString(`
The folder everything has the tabs Leads and Activity as they were, also what belongs to no lead any more. Keep it:
no importer takes that.

`)
	t.WriteString(about)
	fmt.Fprintf(&t, "\nThe columns are those that %s documents:\n", p.Title)
	for _, page := range p.Pages {
		fmt.Fprintf(&t, "  %s\n", page)
	}
	return t.String()
}

// mapping says of each column of a file what it holds.
func (p *Product) mapping(t *strings.Builder, x *index, f *file) {
	fmt.Fprintf(t, "\n%s.csv\n", f.name)
	for _, c := range f.columns {
		from := c.from
		if from == "" {
			from = c.holds
		}
		var marks []string
		if c.custom {
			marks = append(marks, "make this field first")
		}
		if c.unsure {
			marks = append(marks, "unverified")
		}
		if len(marks) > 0 {
			from += "  [" + strings.Join(marks, "; ") + "]"
		}
		fmt.Fprintf(t, "  %-28s %s\n", c.title, from)
	}
	for _, i := range f.restOf(x) {
		title := words.OneLine(p.cleaned(x.Columns[i].Title))
		fmt.Fprintf(t, "  %-28s %s  [make this field first]\n", restPrefix+title, title)
	}
}

func numbered(t *strings.Builder, items []string) {
	for i, text := range items {
		item(t, i+1, text)
	}
}

// widest is how many characters a line has.
const widest = 100

// item writes an item of a numbered list, in lines that a plain editor shows.
func item(t *strings.Builder, n int, text string) {
	line := fmt.Sprintf("%d.", n)
	for word := range strings.FieldsSeq(text) {
		if len([]rune(line))+len([]rune(word)) >= widest {
			t.WriteString(line + "\n")
			line = "  "
		}
		line += " " + word
	}
	t.WriteString(line + "\n")
}

func rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}
