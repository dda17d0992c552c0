package forms

import (
	"slices"
	"sort"
	"strings"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// person is the sender by what columns call themselves: every address, or else the numbers, or else the names.
func (k *keyer) person(r *table.Row) string {
	for _, columns := range [][]int{k.emails, k.phones, k.names} {
		one, found := "", []string(nil)
		for _, i := range columns {
			if i >= len(r.Cells) || r.Cells[i] == "" {
				continue
			}
			c := &k.m.columns[i]
			v := k.value(c, r.Cells[i])
			if v == "" || c.named == lead.FieldEmail && !strings.Contains(v, "@") {
				continue // "anonymous"
			}
			if v = strings.ToLower(v); one == "" {
				one = v
			} else {
				found = append(found, v)
			}
		}
		if one != "" {
			return together(one, found)
		}
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
	for _, i := range k.times {
		if i >= len(r.Cells) {
			continue
		}
		s, ok := k.time(k.m.profile.clean(r.Cells[i]))
		if ok && len(k.times) == 1 {
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
	if p.name != "" {
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
			if k.m.profile.everywhere || len(id) >= 12 || k.person(&k.t.Rows[i]) == "" {
				ids[i] = ""
			}
		}
	}
	return ids, sure && len(of) > 0
}
