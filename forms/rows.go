package forms

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// inquiries turns the rows into inquiries, but those that are known.
func (t formTable) inquiries(opts Options, e *Export) []lead.Inquiry {
	m := t.mapColumns()
	if t.setAside(m, e) {
		m = t.mapColumns() // without them
	}
	e.Nobody = e.Nobody && t.nobody(m)
	when := t.submittedColumn(m, opts, e)
	e.Profile, e.Mapping = cmp.Or(e.Profile, m.profile.name), append(e.Mapping, m.mapped()...)
	e.Notes = append(e.Notes, m.notes...)
	if e.Fields == nil { // those of the first table, as Columns
		for _, c := range m.columns {
			e.Fields = append(e.Fields, c.field)
		}
	}
	name := filepath.Base(strings.ReplaceAll(opts.Name, `\`, "/"))
	subject := strings.TrimSuffix(name, filepath.Ext(name))
	if opts.Name == "" {
		name, subject = "", ""
	}
	name, subject = lead.SafeText(name, 200), lead.SafeText(subject, 200)
	place := strings.TrimSpace(cmp.Or(lead.SafeText(opts.Place, 300), "file "+name)+", row ") + " "
	records, numbered := t.records(m)
	taken, twice := make(map[string]bool, len(e.Records)), 0
	for _, rec := range e.Records {
		taken[rec.Key] = true // another table of the same file
	}
	kept := records[:0]
	type freshRow struct{ row, record int }
	fresh := make([]freshRow, 0, len(records))
	for i, rec := range records {
		if taken[rec.Key] {
			twice++ // the same id or the same content: one submission, written twice
			continue
		}
		if numbered { // others differ in a number of their own
			taken[rec.Key] = true
		}
		kept = append(kept, rec)
		if opts.Known != nil && opts.Known(rec) {
			e.Known++
			continue
		}
		fresh = append(fresh, freshRow{i, len(kept) - 1})
	}
	if e.Records == nil {
		e.Records = kept
	} else {
		e.Records = append(e.Records, kept...)
	}
	listed := !opts.Form && !m.profile.maker && (when.col < 0 || !m.has(lead.FieldNeed))
	out := make([]lead.Inquiry, len(fresh), len(fresh)+4) // room for the lines that tell of the file itself
	inParts(len(fresh), func(from, to int) {
		x, where, texts := rowReader{origins: map[attribution]origin{}}, []byte(nil), heap{}
		for n := from; n < to; n++ {
			row, q := &t.Rows[fresh[n].row], &out[n]
			t.inquiry(&x, q, m, row, when, opts.Modified)
			q.Key, q.Channel, q.Subject = kept[fresh[n].record].Key, lead.ByForm, cmp.Or(q.Subject, subject)
			q.List, q.Folder, q.Listed = subject, opts.Folder, listed
			where = strconv.AppendInt(append(where[:0], place...), int64(row.Number), 10)
			q.Where = texts.text(where)
		}
	})
	for i := range out {
		if out[i].Problem != "" {
			e.Damaged++
		}
	}
	if twice > 0 {
		e.Notes = append(e.Notes, fmt.Sprintf("%d records are in the file more than once", twice))
	}
	return out
}

// rowReader collects what one row says.
type rowReader struct {
	q           *lead.Inquiry
	first, last string
	attribution attribution
	test        string // what marks the record as a vendor's test
	problems    []string

	origins  map[attribution]origin // of earlier rows: many rows have the same
	was      attribution            // of the row before
	from     origin                 // ...
	answers  int                    // how many the row before had
	rooms    []lead.Answer          // for the answers of rows to come
	needFrom *column                // the column of the request so far
	clocked  bool                   // the time of day has a column of its own, and was read
}

// inquiry fills q with what a row says.
func (t formTable) inquiry(
	x *rowReader, q *lead.Inquiry, m *mapping, r *table.Row, when submitted, modified time.Time,
) {
	if r.Raw != "" {
		*q = lead.Inquiry{
			Kind:     lead.Unreadable,
			Received: modified,
			Need:     lead.SafeText(r.Raw[:min(len(r.Raw), enoughText)], maxRaw),
			Problem:  r.Problem,
		}
		return
	}
	x.begin(q)
	q.Kind, q.Received = lead.ExportRow, modified
	if x.answers > 0 {
		q.Answers = x.room()
	}
	if r.Problem != "" {
		x.problem(r.Problem)
	}
	if v := m.cell(r.Cells, when.started); v != "" {
		if at, ok := parseTime(v, when.order, when.zone, t.Date1904); ok {
			x.q.Received, x.q.Dated = at, true
		}
	}
	cells, moved := t.straighten(m, r)
	if moved != "" && len(x.problems) == 0 {
		x.problem(moved)
	}
	timed := x.submitted(m.cell(cells, when.col), when, m.cell(cells, when.clock), t.Date1904)
	for i, cell := range cells {
		v := m.profile.cleanIn(r, cell)
		if v == "" || timed && (i == when.col || i == when.clock && x.clocked) || v[0] == '#' && lead.IsCellError(v) {
			continue
		}
		if i >= len(m.columns) {
			if i >= table.MaxColumns {
				x.problem(table.WideProblem)
				break
			}
			x.surplus(i, v)
			continue
		}
		c := &m.columns[i]
		rest, what := "", ""
		if len(cell) > cellHolds {
			if v, rest, what = longCell(c, cell, v); what != "" {
				x.problem(what)
			}
		}
		if c.bare || c.field == lead.FieldPhone {
			v = m.profile.bare(v)
		}
		if c.serial {
			if at, ok := parseTime(v, dayFirst, time.UTC, t.Date1904); ok {
				v = lead.DateValue(at, time.UTC).String()
			}
		}
		if v != "" {
			x.cell(c, v)
		}
		if rest != "" {
			x.answer(continued(c), rest)
		}
	}
	if len(r.Cells) < len(m.columns) && !t.FromSheet {
		what := fmt.Sprintf("the row has only %d of %d columns", len(r.Cells), len(m.columns))
		if r.Cut {
			what = "the file ends inside this row; export it again"
		}
		x.problem(what)
	}
	if m.label >= 0 && m.label < len(r.Cells) {
		q.Subject = lead.SafeText(oneLine(r.Cells[m.label]), 200)
	}
	if q.Email == "" && r.Link != "" {
		x.email("Link", r.Link)
	}
	x.finish(m.profile)
}

// begin makes ready for the next row.
func (x *rowReader) begin(q *lead.Inquiry) {
	x.q, x.first, x.last, x.test, x.problems, x.needFrom, x.clocked = q, "", "", "", x.problems[:0], nil, false
	if x.attribution != (attribution{}) {
		x.attribution = attribution{}
	}
}

func (x *rowReader) answer(question, value string) {
	x.q.Answers = append(x.q.Answers, lead.Answer{Question: question, Value: value})
}

// room is where the answers of a row go. Many rows share one piece of memory.
func (x *rowReader) room() []lead.Answer {
	n := x.answers
	if n > 64 {
		return make([]lead.Answer, 0, n)
	}
	if len(x.rooms) < n {
		x.rooms = make([]lead.Answer, 512)
	}
	room := x.rooms[:0:n]
	x.rooms = x.rooms[n:]
	return room
}

// surplus keeps a cell for which there is no column.
func (x *rowReader) surplus(i int, v string) {
	x.answer(fmt.Sprintf("Column %d", i+1), v)
	if len(x.problems) == 0 {
		x.problem(surplusProblem)
	}
}

func (x *rowReader) problem(what string) { x.problems = append(x.problems, what) }

// cell puts a value where it belongs; what has no place, or whose place is taken, is an answer.
func (x *rowReader) cell(c *column, v string) {
	if testMark(c.fold, v) {
		x.test = cmp.Or(x.test, strings.TrimSpace(c.title+": "+v))
	}
	if c.track != "" {
		x.attribution.note(c.track, c.fold, v)
	}
	if personal(c.field) && isPlaceholder(c.field, v) || c.strict && !surely(c.field, v) {
		x.answer(c.title, v)
		return
	}
	var to *string
	switch c.field {
	case lead.FieldName:
		to = &x.q.Name
	case lead.FieldFirstName:
		to = &x.first
	case lead.FieldLastName:
		to = &x.last
	case lead.FieldCompany:
		to = &x.q.Company
	case lead.FieldEmail:
		x.email(c.title, v)
		return
	case lead.FieldPhone:
		x.phone(c.title, v)
		return
	case lead.FieldSource:
		if x.attribution.said == "" && !strings.Contains(v, "://") {
			x.attribution.said = v
		}
	}
	if c.field == lead.FieldNeed {
		x.need(c, v)
		return
	}
	if to == nil || *to != "" {
		x.answer(c.title, v)
		return
	}
	*to = oneLine(v)
}

// need takes a value for the request: of several, that of the column that most surely has what the customer wrote.
func (x *rowReader) need(c *column, v string) {
	switch {
	case x.q.Need == "":
		x.q.Need, x.needFrom = v, c
	case c.rank < x.needFrom.rank:
		x.answer(x.needFrom.title, x.q.Need)
		x.q.Need, x.needFrom = v, c
	default:
		x.answer(c.title, v)
	}
}

// oneLine makes one line of a value.
func oneLine(v string) string {
	if simple(v) {
		return v
	}
	return strings.Join(strings.Fields(v), " ")
}

// finish fills in what depends on several cells: the name, the source, the problems.
func (x *rowReader) finish(p *profile) {
	q := x.q
	full := ""
	if x.first != "" || x.last != "" {
		full = strings.TrimSpace(x.first + " " + x.last)
	}
	switch {
	case q.Name == "":
		q.Name = full
	case full != "" && !strings.EqualFold(full, q.Name):
		x.answer("First and last name", full)
	}
	q.From = q.Email
	from := x.origin(p)
	q.Source, q.Campaign = from.source, oneLine(x.attribution.campaign)
	if from.channel != "" {
		x.answer("Channel", from.channel)
	}
	if q.Name == "" && q.Email == "" && q.Phone == "" {
		x.problem("the row names nobody: no name, e-mail address or telephone number was found")
	}
	if x.test != "" {
		q.Kind = lead.TestLead
		q.Ignore = "a form vendor's test record (" + lead.SafeText(x.test, 100) + ")"
	}
	if what := tooMuch(q.Answers); what != "" {
		x.problem(what)
	}
	q.Problem = strings.Join(x.problems, "; ")
	x.answers = len(q.Answers)
}

// origin is where a record came from, as its attribution says.
type origin struct{ source, channel string }

// origin returns where the record came from. Many rows say the same, so results are remembered.
func (x *rowReader) origin(p *profile) origin {
	if x.attribution == (attribution{}) && p.source == "" && p.medium == "" {
		return origin{}
	}
	if len(x.origins) > 0 && x.attribution == x.was {
		return x.from
	}
	from, known := x.origins[x.attribution]
	if !known {
		from.source, from.channel = x.attribution.outcome(p)
		if len(x.origins) < 1000 {
			x.origins[x.attribution] = from
		}
	}
	x.was, x.from = x.attribution, from
	return from
}
