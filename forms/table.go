package forms

import (
	"fmt"
	"strings"
	"unicode"

	"leadsheet/lead"
)

// table is a file cut into a header and rows.
type table struct {
	encoding, delimiter string
	headers             []string // as written
	titles              []string // unique, none blank
	fields              []lead.Field
	rows                []record
	notes               []string
	date1904            bool
}

// newTable finds the header among the first rows and names the columns.
func newTable(all []record) *table {
	t := &table{}
	at := headerRow(all)
	if at < 0 {
		return t
	}
	above := 0
	for _, r := range all[:at] {
		if !blank(r) {
			above++
		}
	}
	if above > 0 {
		t.notes = append(t.notes, fmt.Sprintf("%d rows above the header were passed over", above))
	}
	body := all[at+1:]
	t.headers = all[at].cells
	if knownLabels(t.headers) == 0 && holdsEmail(t.headers) {
		// The first row is a record already.
		t.notes = append(t.notes, "the file has no header; only e-mail addresses were recognised")
		t.headers, body = make([]string, len(t.headers)), all[at:]
	}
	if len(t.headers) > maxColumns {
		t.notes = append(t.notes, fmt.Sprintf("only the first %d of %d columns were read", maxColumns, len(t.headers)))
		t.headers = t.headers[:maxColumns]
	}
	t.titles = titles(t.headers)
	t.fields = lead.FieldsOf(t.headers)
	t.rows = t.realign(body)
	t.fieldsByValue()
	return t
}

// headerRow returns the first of 20 rows with two known words, else the first that is not blank, else -1.
func headerRow(rows []record) int {
	first, seen := -1, 0
	for i, r := range rows {
		if blank(r) || r.raw != "" {
			continue
		}
		if first < 0 {
			first = i
		}
		if knownLabels(r.cells) >= 2 {
			return i
		}
		if seen++; seen >= 20 {
			break
		}
	}
	return first
}

func blank(r record) bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return strings.TrimSpace(r.raw) == ""
}

func holdsEmail(cells []string) bool {
	for _, c := range cells {
		if _, ok := lead.NormalizeEmail(c); ok {
			return true
		}
	}
	return false
}

// titles makes header cells fit to be questions: one line, never blank, never twice.
func titles(headers []string) []string {
	out, used := make([]string, len(headers)), map[string]bool{}
	for i, h := range headers {
		title := strings.Join(strings.Fields(lead.SafeText(h, 1000)), " ")
		if title == "" {
			title = fmt.Sprintf("Column %d", i+1)
		}
		out[i] = title
		for n := 2; used[strings.ToLower(out[i])]; n++ {
			out[i] = fmt.Sprintf("%s (%d)", title, n)
		}
		used[strings.ToLower(out[i])] = true
	}
	return out
}

// realign drops blank rows and headers that an exporter repeats in mid-file. A repeated header may have its columns
// in another order; the rows below it are put back in the order of the first.
func (t *table) realign(body []record) []record {
	want := headerSet(t.headers)
	known := map[string]bool{}
	for _, h := range t.headers {
		known[fold(h)] = true
	}
	var order []int // order[i] is where column i of the first header is now
	var rows []record
	for _, r := range body {
		if blank(r) {
			continue
		}
		again := r.raw == "" && len(r.cells) > 1 && len(r.cells) == len(t.headers) && known[fold(r.cells[0])]
		if again && headerSet(r.cells) == want && knownLabels(r.cells) > 0 {
			order = positions(t.headers, r.cells)
			continue
		}
		if order != nil && r.raw == "" {
			cells := make([]string, len(t.headers))
			for i, from := range order {
				if from < len(r.cells) {
					cells[i] = r.cells[from]
				}
			}
			if len(r.cells) > len(order) {
				cells = append(cells, r.cells[len(order):]...)
			}
			r.cells = cells
		}
		rows = append(rows, r)
	}
	return rows
}

// positions returns for every header its place in now; equal headers keep their order.
func positions(headers, now []string) []int {
	taken := make([]bool, len(now))
	order := make([]int, len(headers))
	for i, h := range headers {
		for j, n := range now {
			if !taken[j] && fold(h) == fold(n) {
				taken[j], order[i] = true, j
				break
			}
		}
	}
	return order
}

// fieldsByValue finds the address in columns without a title, and takes a column off a field that none of its
// values fits.
func (t *table) fieldsByValue() {
	have := false
	for _, f := range t.fields {
		have = have || f == lead.FieldEmail
	}
	for i := range t.fields {
		if fold(t.headers[i]) != "" || have {
			continue
		}
		filled, fit := 0, 0
		for _, r := range t.rows {
			if i < len(r.cells) && strings.TrimSpace(r.cells[i]) != "" {
				filled++
				if _, ok := lead.NormalizeEmail(r.cells[i]); ok {
					fit++
				}
			}
		}
		if fit > 0 && fit*10 >= filled*6 {
			t.fields[i], have = lead.FieldEmail, true
		}
	}
}

// fold brings a title to the form in which titles are compared: letters and digits in small letters.
func fold(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(lead.SafeText(title, 0)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '#'
	}), " ")
}
