package forms

import (
	"crypto/sha256"
	"encoding/hex"
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
			v := r.Cells[i]
			if n == 0 && one == "" && !k.m.profile.entities && plainAddress(v) {
				one = v
				continue
			}
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

// personDays notes who sent a record on which day.
func (k *keyer) personDays(r *table.Row, rec *Record) {
	first, byPhone := k.person(r, &k.first)
	who := first
	if byPhone || k.differ {
		who, _ = k.person(r, &k.now)
	}
	k.buf = k.appendDay(append(append(k.buf[:0], first...), 0x1e), r)
	undated := len(k.buf) == len(first)+1
	if first != "" {
		rec.PersonDay = k.personDay()
	}
	later := ""
	if undated && !k.m.profile.zoneRow {
		later = k.laterDay(r)
	}
	if who != "" && (who != first || later != "") {
		rec.Earlier = rec.PersonDay
		day := string(k.buf[len(first)+1:]) + later
		k.buf = append(append(append(k.buf[:0], who...), 0x1e), day...)
		rec.PersonDay = k.personDay()
	}
}

// personDay is what stands in the buffer, in 6 digits.
func (k *keyer) personDay() string {
	h := sha256.Sum256(k.buf)
	var text [6]byte
	return k.heap.text(hex.AppendEncode(text[:0], h[:3]))
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
		year, month, day := at.Date()
		return string(appendParts(nil, year, int(month), day, 0, 0, 0, false)[:len(time.DateOnly)])
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

// appendMinute appends when the record says it was submitted; seconds are shown in some exports of a form only.
func (k *keyer) appendMinute(b []byte, r *table.Row) []byte {
	return k.appendWhen(b, r, func(s []byte) []byte {
		if len(s) > 16 && s[13] == ':' {
			return s[:16]
		}
		return s
	})
}

// appendDay appends the day on which the record says it was submitted; nothing where two exports of one record may name
// two days.
func (k *keyer) appendDay(b []byte, r *table.Row) []byte {
	if k.m.profile.zoneRow {
		return b
	}
	return k.appendWhen(b, r, func(s []byte) []byte { return s[:min(len(s), 10)] })
}

// appendWhen appends a part of the times at which the record says it was submitted.
func (k *keyer) appendWhen(b []byte, r *table.Row, part func(s []byte) []byte) []byte {
	var found []string
	for _, i := range k.first.times {
		if i >= len(r.Cells) {
			continue
		}
		s, ok := k.time(k.m.profile.clean(r.Cells[i]))
		if ok && len(k.first.times) == 1 {
			return append(b, part(s)...)
		}
		if ok {
			found = append(found, string(s))
		}
	}
	sort.Strings(found)
	for i, s := range found {
		if i > 0 {
			b = append(b, 0x1f)
		}
		b = append(b, part([]byte(s))...)
	}
	return b
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
