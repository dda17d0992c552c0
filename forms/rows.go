package forms

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/lead"
)

// submitted is how the times of one column are read.
type submitted struct {
	col   int // -1: no column
	order order
	zone  *time.Location
}

// inquiries turns the rows into inquiries.
func (t *table) inquiries(opts Options, e *Export) ([]lead.Inquiry, error) {
	when := t.submittedColumn(opts, e)
	keys := t.keys()
	name := filepath.Base(strings.ReplaceAll(opts.Name, `\`, "/"))
	subject := strings.TrimSuffix(name, filepath.Ext(name))
	if opts.Name == "" {
		name, subject = "", ""
	}
	out := make([]lead.Inquiry, 0, len(t.rows))
	taken, twice := map[string]bool{}, 0
	for i, r := range t.rows {
		if taken[keys[i]] {
			twice++ // the same id and the same content: one submission, written twice
			continue
		}
		taken[keys[i]] = true
		q := t.inquiry(r, when, opts.Modified)
		q.Key, q.Channel, q.Subject = keys[i], lead.ByForm, lead.SafeText(subject, 200)
		q.Where = strings.TrimSpace(fmt.Sprintf("file %s, row %d", lead.SafeText(name, 200), r.n))
		out = append(out, q)
	}
	if twice > 0 {
		e.Notes = append(e.Notes, fmt.Sprintf("%d records are in the file more than once", twice))
	}
	return out, nil
}

// submittedColumn chooses the column of the submit time and decides how its dates are written.
func (t *table) submittedColumn(opts Options, e *Export) submitted {
	best := submitted{col: -1, zone: opts.Zone}
	bestFit := 0
	for i, f := range t.fields {
		if f != lead.FieldSubmitted {
			continue
		}
		s := submitted{col: i, zone: opts.Zone}
		if strings.Contains(" "+fold(t.headers[i])+" ", " utc ") {
			s.zone = time.UTC
		}
		var values []string
		for _, r := range t.rows {
			if i < len(r.cells) && strings.TrimSpace(r.cells[i]) != "" {
				values = append(values, r.cells[i])
			}
		}
		var sure bool
		s.order, sure = dateOrder(values, opts.Country)
		fit := 0
		for _, v := range values {
			if _, ok := parseTime(v, s.order, s.zone, t.date1904); ok {
				fit++
			}
		}
		if fit == 0 || fit*10 < len(values)*6 || fit <= bestFit {
			continue
		}
		best, bestFit = s, fit
		if !sure {
			first := "day"
			if s.order == monthFirst {
				first = "month"
			}
			e.Notes = append(e.Notes, fmt.Sprintf("the dates in column %q may be day/month or month/day; they were read with the %s first", t.titles[i], first))
		}
	}
	return best
}

// rowReader collects what one row says.
type rowReader struct {
	q                     lead.Inquiry
	first, last           string
	said, tracked, portal string
	problems              []string
}

func (t *table) inquiry(r record, when submitted, modified time.Time) lead.Inquiry {
	if r.raw != "" {
		return lead.Inquiry{Kind: lead.Unreadable, Received: modified, Need: lead.SafeText(r.raw, maxRaw), Problem: r.problem}
	}
	x := &rowReader{q: lead.Inquiry{Kind: lead.ExportRow, Received: modified}}
	if r.problem != "" {
		x.problems = append(x.problems, r.problem)
	}
	for i, c := range r.cells {
		v := strings.TrimSpace(lead.SafeText(c, maxCell))
		if v == "" {
			continue
		}
		if i >= len(t.titles) {
			if i < maxColumns {
				x.answer(fmt.Sprintf("Column %d", i+1), v)
			}
			if len(x.problems) == 0 {
				x.problems = append(x.problems, "the row has more cells than the file has columns; they may have moved")
			}
			continue
		}
		if i == when.col {
			if at, ok := parseTime(v, when.order, when.zone, t.date1904); ok {
				x.q.Received = at
				continue
			}
			x.problems = append(x.problems, "the time of submission could not be read; the file's own time is used")
		}
		x.cell(t.titles[i], t.fields[i], v)
	}
	if len(r.cells) < len(t.titles) && t.encoding != "xlsx" {
		what := fmt.Sprintf("the row has only %d of %d columns", len(r.cells), len(t.titles))
		if r.cut {
			what = "the file ends inside this row; export it again"
		}
		x.problems = append(x.problems, what)
	}
	return x.done()
}

func (x *rowReader) answer(question, value string) {
	x.q.Answers = append(x.q.Answers, lead.Answer{Question: question, Value: value})
}

// cell puts a value where it belongs; what has no place, or whose place is taken, is an answer.
func (x *rowReader) cell(title string, field lead.Field, v string) {
	if strings.Contains(v, "<test lead: dummy data") {
		x.q.Kind = lead.TestLead
	}
	if f := fold(title); (f == "is test" || f == "test lead" || f == "testlead") && (strings.EqualFold(v, "true") || v == "1") {
		x.q.Kind = lead.TestLead
	}
	var to *string
	switch field {
	case lead.FieldName:
		to = &x.q.Name
	case lead.FieldFirstName:
		to = &x.first
	case lead.FieldLastName:
		to = &x.last
	case lead.FieldCompany:
		to = &x.q.Company
	case lead.FieldNeed:
		to = &x.q.Need
	case lead.FieldEmail:
		x.email(title, v)
		return
	case lead.FieldPhone:
		x.phone(title, v)
		return
	case lead.FieldSource:
		if x.said == "" && !strings.Contains(v, "://") {
			x.said = v
		}
	case lead.FieldUTMSource:
		x.tracked = first(x.tracked, v)
	case lead.FieldCampaign:
		x.q.Campaign = first(x.q.Campaign, v)
	default:
		if fold(title) == "platform" {
			x.portal = first(x.portal, portals[strings.ToLower(v)])
		}
	}
	if to == nil || *to != "" {
		x.answer(title, v)
		return
	}
	if field == lead.FieldNeed {
		*to = v
		return
	}
	*to = strings.Join(strings.Fields(v), " ")
}

// portals are Meta's short words for where an advertisement was seen.
var portals = map[string]string{"fb": "Facebook", "ig": "Instagram", "an": "Audience Network", "msg": "Messenger", "wa": "WhatsApp"}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (x *rowReader) email(title, v string) {
	a, ok := lead.NormalizeEmail(v)
	switch {
	case ok && x.q.Email == "":
		x.q.Email = a
		if a == "test@fb.com" || a == "test@meta.com" {
			x.q.Kind = lead.TestLead
		}
		// More than the address alone (a second one, a name) is kept as it was written.
		if rest := strings.ToLower(strings.TrimPrefix(v, "mailto:")); rest != a {
			x.answer(title, v)
		}
	default:
		x.answer(title, v)
		if !ok && strings.Contains(v, "@") {
			x.problems = append(x.problems, "the e-mail address cannot be right")
		}
	}
}

func (x *rowReader) phone(title, v string) {
	clean := strings.Join(strings.Fields(lead.CleanPhone(v)), " ")
	if clean == "" || x.q.Phone != "" {
		x.answer(title, v)
		return
	}
	x.q.Phone = clean
	if idDamaged.MatchString(strings.TrimPrefix(clean, "+")) {
		x.problems = append(x.problems, "a spreadsheet has damaged the telephone number; look it up in the form")
	}
}

func (x *rowReader) done() lead.Inquiry {
	q := &x.q
	full := strings.TrimSpace(x.first + " " + x.last)
	switch {
	case q.Name == "":
		q.Name = full
	case full != "" && !strings.EqualFold(full, q.Name):
		x.answer("First and last name", full)
	}
	q.From = q.Email
	q.Source = first(x.tracked, first(x.portal, x.said))
	if q.Name == "" && q.Email == "" && q.Phone == "" {
		x.problems = append(x.problems, "the row names nobody: no name, e-mail address or telephone number was found")
	}
	if q.Kind == lead.TestLead {
		q.Ignore = "a form vendor's test record"
	}
	q.Problem = strings.Join(x.problems, "; ")
	return x.q
}
