package forms

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// people are the columns that name the sender, and those of the times.
type people struct{ emails, phones, names, times []int }

func (p *people) add(i int, f lead.Field, mutable bool) {
	switch {
	case f == lead.FieldSubmitted:
		p.times = append(p.times, i)
	case mutable:
	case f == lead.FieldEmail:
		p.emails = append(p.emails, i)
	case f == lead.FieldPhone:
		p.phones = append(p.phones, i)
	case f == lead.FieldName || f == lead.FieldFirstName || f == lead.FieldLastName:
		p.names = append(p.names, i)
	}
}

// person is the sender by what columns call themselves: every address, or else the numbers, or else the names. A number
// of which a spreadsheet or another export has taken the beginning is the same one: only the first version compared it
// whole.
func (k *keyer) person(r *table.Row, p *people) (who string, byPhone bool) {
	for n, columns := range [...][]int{p.emails, p.phones, p.names} {
		one, found := "", []string(nil)
		for _, i := range columns {
			if i >= len(r.Cells) || r.Cells[i] == "" {
				continue
			}
			c := &k.m.columns[i]
			v := ""
			if p == &k.first || c.named == c.called {
				v = k.value(c, r.Cells[i])
			} else {
				v = canonical(k.m.profile.bare(k.m.profile.clean(r.Cells[i])), c.called)
			}
			if v == "" || n == 0 && !strings.Contains(v, "@") {
				continue // "anonymous"
			}
			if p != &k.first && n == 1 && len(v) > enoughDigits && digits(v) == v {
				v = v[len(v)-enoughDigits:]
			}
			if v = strings.ToLower(v); one == "" {
				one = v
			} else {
				found = append(found, v)
			}
		}
		if one != "" {
			return together(one, found), n == 1
		}
	}
	return "", false
}

// enoughDigits at the end of a number tell whose it is.
const enoughDigits = 8

// personDays notes who sent a record on which day, and returns the sender as the first version had it.
func (k *keyer) personDays(r *table.Row, rec *Record) (first string) {
	first, byPhone := k.person(r, &k.first)
	who, day := first, k.day(r)
	if byPhone || k.differ {
		who, _ = k.person(r, &k.now)
	}
	if first != "" {
		rec.PersonDay = k.personDay(first, day)
	}
	later := day
	if later == "" && !k.m.profile.zoneRow {
		later = k.laterDay(r)
	}
	if who != "" && (who != first || later != day) {
		rec.Earlier = rec.PersonDay
		rec.PersonDay = k.personDay(who, later)
	}
	return first
}

func (k *keyer) personDay(who, day string) string {
	k.buf = append(append(append(k.buf[:0], who...), 0x1e), day...)
	return personDayText(sha256.Sum256(k.buf))
}

// laterDay is the day of a record whose time the first version could not read.
func (k *keyer) laterDay(r *table.Row) string {
	for _, i := range k.now.times {
		if i >= len(r.Cells) || r.Cells[i] == "" {
			continue
		}
		at, ok := parseTime(k.m.profile.clean(r.Cells[i]), dayFirst, time.UTC, k.t.Date1904)
		if !ok {
			continue
		}
		day, month := at.Day(), int(at.Month())
		if day <= 12 { // which is which may be known in the next export only
			day, month = max(day, month), min(day, month)
		}
		return fmt.Sprintf("%04d-%02d-%02d", at.Year(), month, day)
	}
	return ""
}

// together puts values in order, each once.
func together(one string, more []string) string {
	if more == nil {
		return one
	}
	all := append(more, one)
	sort.Strings(all)
	return strings.Join(slices.Compact(all), "\x1f")
}

// minute is when the record says it was submitted; seconds are shown in some exports of a form only.
func (k *keyer) minute(r *table.Row) string {
	return k.when(r, func(s string) string {
		if len(s) > 16 && s[13] == ':' {
			return s[:16]
		}
		return s
	})
}

// day is the day on which the record says it was submitted, "" where two exports of one record may name two days.
func (k *keyer) day(r *table.Row) string {
	if k.m.profile.zoneRow {
		return ""
	}
	return k.when(r, func(s string) string { return s[:min(len(s), 10)] })
}

// when is a part of the times at which the record says it was submitted.
func (k *keyer) when(r *table.Row, part func(s string) string) string {
	var found []string
	for _, i := range k.first.times {
		if i >= len(r.Cells) {
			continue
		}
		s, ok := k.time(k.m.profile.clean(r.Cells[i]))
		if ok && len(k.first.times) == 1 {
			return part(s)
		}
		if ok {
			found = append(found, s)
		}
	}
	sort.Strings(found)
	for i, s := range found {
		found[i] = part(s)
	}
	return strings.Join(found, "\x1f")
}

// ids returns the native keys of the rows, or nil when no column has them. A vendor's own column is believed; one
// that is only called so must have a key for every record that is not damaged, and never one for two different records.
func (k *keyer) ids(content [][16]byte) []string {
	p := k.m.profile
	if p.name != "" && !p.later {
		col := k.t.column(p.id)
		if col < 0 {
			return nil
		}
		ids, _ := k.idColumn(col, content)
		return ids
	}
	for _, title := range strings.Split(idTitles, "|") {
		for col := range k.m.columns {
			if k.m.columns[col].fold != title {
				continue
			}
			if ids, sure := k.idColumn(col, content); sure {
				return ids
			}
		}
	}
	return nil
}

// idColumn reads a column as ids. Where one id stands for two different records (a spreadsheet has rounded it, say)
// these have none; then, or when a sound record has no id, the column is not sure.
func (k *keyer) idColumn(col int, content [][16]byte) (ids []string, sure bool) {
	ids, shared := make([]string, len(k.t.Rows)), map[string]bool{}
	of := make(map[string]int32, len(k.t.Rows)) // the row that had it first
	sure = true
	for i := range k.t.Rows {
		r := &k.t.Rows[i]
		if !r.Complete() || r.Problem != "" || col >= len(r.Cells) {
			continue // a damaged row must not take the ids from all others
		}
		id := k.m.profile.bare(k.m.profile.clean(r.Cells[col]))
		if id == "" || len(id) > 200 || numberDamaged.MatchString(id) {
			sure = false
			continue
		}
		ids[i] = id
		if o, there := of[id]; !there {
			of[id] = int32(i)
		} else if content[o] != content[i] {
			shared[id], sure = true, false
		}
	}
	if !sure {
		for i, id := range ids {
			if id == "" || !shared[id] {
				continue
			}
			// On several sites the same number is several records; who and when tell them apart.
			if who, _ := k.person(&k.t.Rows[i], &k.first); k.m.profile.everywhere || len(id) >= 12 || who == "" {
				ids[i] = ""
			}
		}
	}
	return ids, sure && len(of) > 0
}
