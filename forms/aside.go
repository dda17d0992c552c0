package forms

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// aside says why a row is not a record, "" for one that is. Such rows are left out and reported together in one
// sentence.
type aside string

const (
	asideBoxes    aside = "boxes that nobody ticked"
	asideComputed aside = "results of formulas"
	asideFilled   aside = "values filled down below the last record"
	asideTotal    aside = "totals"
	asideFooter   aside = "text below the table"
	asideTitle    aside = "titles between tables"
)

// asides are all of them, in the order in which they are reported.
var asides = []aside{asideBoxes, asideComputed, asideFilled, asideTotal, asideFooter, asideTitle}

// setAside takes the rows that are not records out of the table. A row that names a person, or holds a text of its own,
// stays, however strange it is. It reports whether there were any.
func (t formTable) setAside(m *mapping, e *Export) bool {
	last := len(t.Rows) - 1 // the last row that is certainly a record: footers are below it
	for last >= 0 && (t.Rows[last].Title || !t.names(m, &t.Rows[last])) {
		last--
	}
	filled := t.filledDown(m, last)
	below := len(m.columns) == 0 || m.columns[0].field != lead.FieldNeed // whether a text below the table is a footer
	why := make(map[int]aside)
	for i := range t.Rows {
		r := &t.Rows[i]
		switch {
		case r.Title:
			why[i] = asideTitle
		case i < last && t.names(m, r), i == last:
		default:
			reason := t.noRecord(m, r, last >= 0 && i > last && below)
			if reason == "" && i >= filled && r.Raw == "" && !r.Cut {
				reason = asideFilled
			}
			if reason != "" {
				why[i] = reason
			}
		}
	}
	if len(why) == 0 {
		return false
	}
	kept := t.Rows[:0:0]
	for i, r := range t.Rows {
		if reason, out := why[i]; out {
			e.leave(r, reason)
			continue
		}
		kept = append(kept, r)
	}
	t.Rows = kept
	return true
}

// names reports whether a row names a person: with a name, an address or a number in a column of these, or an address
// in any column that is not about people of the business.
func (t formTable) names(m *mapping, r *table.Row) bool {
	if r.Raw != "" {
		return strings.Contains(r.Raw, "@")
	}
	if r.Link != "" {
		return true
	}
	for _, i := range m.contacts { // most rows are recognised by these
		if i < len(r.Cells) && (plainAddress(r.Cells[i]) || plainNumber(r.Cells[i])) &&
			!isPlaceholder(lead.FieldPhone, r.Cells[i]) {
			return true
		}
	}
	for i, cell := range r.Cells {
		if cell == "" {
			continue
		}
		none := column{}
		c := &none
		if i < len(m.columns) {
			c = &m.columns[i]
		}
		at := strings.IndexByte(cell, '@') > 0
		if (at || personal(c.field)) && t.namesIn(m, c, cell, at) {
			return true
		}
	}
	return false
}

// namesIn reports whether a cell names a person; at is whether it has the sign of an address.
func (t formTable) namesIn(m *mapping, c *column, cell string, at bool) bool {
	v := m.profile.clean(cell)
	if v == "" || personal(c.field) && isPlaceholder(c.field, v) {
		return false
	}
	if at && !ownPeople(c.fold) {
		if _, ok := lead.NormalizeEmail(v); ok {
			return true
		}
	}
	switch c.field {
	case lead.FieldPhone:
		return len(digits(v)) >= 5
	case lead.FieldName, lead.FieldFirstName, lead.FieldLastName:
		if _, tick := lead.IsTick(v); tick && v == strings.ToUpper(v) {
			return false
		}
		return strings.ContainsFunc(v, unicode.IsLetter) && !lead.IsTotalBeside(v) && !lead.IsCellError(v) && !footer(v)
	}
	return false
}

// nobody reports whether no row names a person. A span that could not be read may name one.
func (t formTable) nobody(m *mapping) bool {
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Raw != "" || t.names(m, r) {
			return false
		}
	}
	return true
}

// ownPeople reports whether a title says that a column is about people of the business.
func ownPeople(title string) bool {
	for _, w := range strings.Fields(title) {
		if has("owner|agent|manager|assigned|sales|rep|created|account|approver|admin|modified|updated", w) {
			return true
		}
	}
	return false
}

// noRecord says why a row that names no person is not a record, "" when it may be one. below is whether it is below the
// last row that names a person.
func (t formTable) noRecord(m *mapping, r *table.Row, below bool) aside {
	if r.Formula {
		return asideComputed
	}
	if r.Raw != "" {
		if below && footer(r.Raw) && !strings.Contains(strings.TrimSpace(r.Raw), "\n") {
			return asideFooter
		}
		return ""
	}
	if r.Cut || r.Open {
		return ""
	}
	boxes, errs, numbers, labels, changed, texts := 0, 0, 0, 0, 0, 0
	text, at := "", 0
	for i, cell := range r.Cells {
		v := m.profile.clean(cell)
		if v == "" {
			continue
		}
		var c column
		if i < len(m.columns) {
			c = m.columns[i]
		}
		ticked, tick := lead.IsTick(v)
		switch {
		case tick && !ticked:
			boxes++
		case lead.IsCellError(v) || isPlaceholder(c.field, v):
			errs++
		case lead.IsTotalBeside(v) || totalOf(v):
			labels++
			text = v
		case t.isTime(c, v):
			return "" // it was submitted
		case amount(v):
			numbers++
		case c.mutable:
			changed++
		default:
			texts++
			text, at = v, i
		}
	}
	switch only := boxes + errs + numbers + labels + changed; {
	case texts > 1 || texts == 1 && only > 0:
		return ""
	case texts == 1 && at == 0 && below && footer(text):
		return asideFooter
	case texts == 1:
		return ""
	case labels > 0 && changed == 0 && (numbers > 0 || lead.IsTotal(text)):
		return asideTotal
	case labels > 0:
		return ""
	case boxes > 0 && boxes == only:
		return asideBoxes
	case changed > 0 && numbers == 0:
		return asideFilled
	case only > 0 && only == boxes+errs+numbers && t.fewOf(r, only):
		return asideComputed
	}
	return ""
}

// fewOf reports whether a row fills fewer columns than records do: a survey whose answers are all numbers has none.
func (t formTable) fewOf(r *table.Row, filled int) bool {
	return len(t.Titles) > 2 && filled*2 <= len(t.Titles)
}

// isTime reports whether a cell is the time of a submission.
func (t formTable) isTime(c column, v string) bool {
	if c.named != lead.FieldSubmitted && c.field != lead.FieldSubmitted {
		return false
	}
	_, ok := parseTime(v, dayFirst, time.UTC, t.Date1904)
	return ok
}

// amount reports whether a cell is a number, perhaps with the sign of a currency or a share.
func amount(v string) bool {
	d := digits(v)
	if d == "" || len(v) > 25 {
		return false
	}
	rest := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune(" \u00a0\u202f.,-+%()'’$€£¥₽₴", r) {
			return -1
		}
		return r
	}, v)
	return rest == "" || has("EUR|USD|GBP|CHF|PLN|zł|kr|SEK|DKK|NOK|UAH|RUB|BRL|R|Fr", rest)
}

// totalOf reports whether a text says of what it is the total: "Total 2026", "Summe Leads".
func totalOf(v string) bool {
	first, _, more := strings.Cut(v, " ")
	return more && len(v) <= 40 && lead.IsTotal(first) && len(strings.Fields(v)) <= 4
}

// filledDown is the first of the rows at the end of a table that all have the same content and name no person: a user
// has filled a list value or a formula down. The number of rows when there are none.
func (t formTable) filledDown(m *mapping, last int) int {
	const least = 3
	n := len(t.Rows)
	same := func(a, b *table.Row) bool {
		for i := range max(len(a.Cells), len(b.Cells)) {
			if i < len(a.Cells) != (i < len(b.Cells)) || i < len(a.Cells) && a.Cells[i] != b.Cells[i] {
				return false
			}
		}
		return true
	}
	from := n
	for from > last+1 && from > 0 && t.Rows[from-1].Raw == "" && (from == n || same(&t.Rows[from-1], &t.Rows[n-1])) {
		from--
	}
	if n-from < least || last < 0 || !t.sparse(m, &t.Rows[n-1]) {
		return n
	}
	return from
}

// sparse reports whether a row fills no column in which people say something, and no time.
func (t formTable) sparse(m *mapping, r *table.Row) bool {
	filled := 0
	for i, cell := range r.Cells {
		v := m.profile.clean(cell)
		if v == "" {
			continue
		}
		if i >= len(m.columns) || len(v) > 40 {
			return false
		}
		c := m.columns[i]
		if c.field == lead.FieldNeed || c.field == lead.FieldCompany || t.isTime(c, v) {
			return false
		}
		filled++
	}
	return t.fewOf(r, filled)
}

// footers are how the lines begin that programs write below a table, and what some hold anywhere.
var (
	footers = strings.Split("copyright|©|(c) |generated |report generated|auto-generated|exported |export date|exported:|"+
		"printed |confidential|page 1|end of report|end of file|end of list|*** end|--- end|total records|"+
		"total rows|record count|row count|number of records|number of rows|records:|rows:|count:|"+
		"filtered by|filters:|filter:|filters applied|as of |source:|powered by|downloaded |report name|"+
		"report id|report run|run by|run date|run on|data as of|note:|disclaimer|erstellt am|erstellt von|"+
		"erstellt:|erzeugt |exportiert |gedruckt |vertraulich|seite 1|stand:|stand |quelle:|"+
		"anzahl datensätze|anzahl der|datensätze:|zeilen:|gefiltert |filter:|ende des berichts|généré |"+
		"exporté |imprimé |confidentiel|édité le|nombre de lignes|nombre d'|source :|fin du rapport|filtré |"+
		"généré:|generado |exportado |impreso |confidencial|página 1|fuente:|número de registros|"+
		"fin del informe|filtrado |gerado |fonte:|número de linhas|fim do relatório|generato |esportato |"+
		"stampato |riservato|pagina 1|numero di righe|gegenereerd |geëxporteerd |afgedrukt |vertrouwelijk|"+
		"bron:|aantal rijen|einde |wygenerowano|wyeksportowano|wydrukowano|poufne|strona 1|źródło:|"+
		"liczba wierszy|koniec raportu|сформировано|сгенерировано|экспортировано|напечатано|конфиденциально|"+
		"страница 1|источник:|количество строк|сформовано|згенеровано|експортовано|конфіденційно|сторінка 1|"+
		"джерело:|кількість рядків", "|")
	footerParts = strings.Split("all rights reserved|do not distribute|internal use only|alle rechte vorbehalten|"+
		"nur für den internen gebrauch|tous droits réservés|todos los derechos|todos os direitos|"+
		"tutti i diritti|alle rechten voorbehouden|wszelkie prawa|все права|усі права", "|")
)

// footer reports whether a text is a line that programs write below a table.
func footer(text string) bool {
	s := strings.ToLower(strings.Trim(text, " \t\"'*-=\r\n"))
	if s == "" || len(s) > 300 {
		return false
	}
	for _, f := range footers {
		if strings.HasPrefix(s, f) || s == strings.TrimRight(f, " :") {
			return true
		}
	}
	for _, f := range footerParts {
		if strings.Contains(s, f) {
			return true
		}
	}
	return false
}

// leave notes a row that was left out.
func (e *Export) leave(r table.Row, why aside) {
	if e.left == nil {
		e.left = map[aside]int{}
	}
	e.left[why]++
	e.Left++
	if why != asideFooter && why != asideTitle && why != asideTotal || len(e.leftText) >= 5 {
		return
	}
	text := r.Raw
	for _, c := range r.Cells {
		if c = strings.TrimSpace(c); c != "" {
			text = strings.TrimSpace(text + " " + c)
		}
	}
	e.leftText = append(e.leftText, fmt.Sprintf("%q", lead.SafeText(oneLine(text), 80)))
}

// LeftOut says how many rows were left out and why, "" when none were.
func (e *Export) LeftOut() string {
	if e.Left == 0 {
		return ""
	}
	var why []string
	for _, a := range asides {
		if n := e.left[a]; n > 0 {
			why = append(why, fmt.Sprintf("%s: %d", a, n))
		}
	}
	rows := "rows are no records and were"
	if e.Left == 1 {
		rows = "row is no record and was"
	}
	s := fmt.Sprintf("%d %s left out (%s)", e.Left, rows, strings.Join(why, ", "))
	if len(e.leftText) > 0 {
		s += ": " + strings.Join(e.leftText, ", ")
	}
	return s
}
