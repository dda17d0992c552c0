package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"
	"strconv"
	"strings"

	"leadsheet/lead"
)

// idTitles are the columns in which form builders number their submissions, the surest first, for files of which no
// vendor is known. Columns that number people, not submissions, are not here.
const idTitles = "submission id|response id|entry id|lead id|leadgen id|id|#|key"

// formTitles are the columns that say which form a submission belongs to; ids are unique only inside one.
const formTitles = "form id|form name id"

// volatile are columns that people or programs change after the submission; they say nothing about which it is.
var volatile = titleSet("lead_status|inbox_url|Stage|Owner|Labels|Status|Entry Status|Viewed|Starred|Entry Notes|Last Updated|Date Updated|Updated By|" +
	"Last modified time|Total points|Quiz feedback|Tags|MEMBER_RATING|LAST_CHANGED|Last Activity Date|Contact owner|Lifecycle Stage|Total Spent|Total Orders|Canceled|" +
	"Lead owner|Lead status|Modified time|Modified by|Last activity time|Number of pageviews|Number of sessions|Read|Is read|Payment status")

func titleSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Split(list, "|") {
		m[fold(s)] = true
	}
	return m
}

func (p *profile) isVolatile(title string) bool {
	return volatile[title] || p.staff != "" && (title == p.staff || strings.HasPrefix(title, p.staff+" "))
}

// headerSet is the header whatever the order of its columns.
func headerSet(headers []string) string {
	var set []string
	for _, h := range headers {
		if f := fold(h); f != "" && !volatile[f] {
			set = append(set, f)
		}
	}
	sort.Strings(set)
	return strings.Join(set, "\x1f")
}

// Record says which submission a row is.
type Record struct {
	// Key depends on what the record says and on nothing else. Where it depends on who sent it on which day, it ends
	// in a point and Twin.
	Key string
	// Content is another when the answers of a record of the same key were edited.
	Content [8]byte
	// Twin is what two records of one person and one day have in common, "" when nothing names the person.
	Twin string
	// Stream is what the records of one form have in common.
	Stream [3]byte
}

// keyer makes the records of one file.
type keyer struct {
	t       *table
	m       *mapping
	sorted  []int // columns by title
	unique  bool  // no two of them have the same title
	buf     []byte
	pairs   []string
	id      int // column of the native key, -1: none
	form    int
	headers string
}

// records returns one record for every row. Neither the file's name, its encoding and delimiter nor the order of columns
// and rows matters, and a column that was added to the form later changes no key of the records from before.
func (t *table) records(m *mapping) []Record {
	k := &keyer{t: t, m: m, id: -1, form: t.column(first(m.profile.form, formTitles)), unique: true, headers: headerSet(t.headers)}
	for i := range m.columns {
		k.sorted = append(k.sorted, i)
	}
	slices.SortStableFunc(k.sorted, func(a, b int) int { return strings.Compare(m.columns[a].fold, m.columns[b].fold) })
	for i := 1; i < len(k.sorted); i++ {
		k.unique = k.unique && m.columns[k.sorted[i]].fold != m.columns[k.sorted[i-1]].fold
	}
	content := make([][16]byte, len(t.rows))
	for i := range t.rows {
		content[i] = k.content(&t.rows[i])
	}
	ids := k.ids(content)
	out, seen, streams := make([]Record, len(t.rows)), map[[16]byte]int{}, map[string][3]byte{}
	for i := range t.rows {
		copy(out[i].Content[:], content[i][:])
		r := &t.rows[i]
		out[i].Stream = k.stream(r, streams)
		if who := k.person(r); who != "" {
			out[i].Twin = shortHash(who, k.day(r))[2:8]
		}
		if ids != nil && ids[i] != "" {
			out[i].Key = k.byID(r, ids[i], out[i].Twin)
			continue
		}
		// Two people may well send the same words in one minute: the second of equal rows is another record.
		seen[content[i]]++
		out[i].Key = withTwin(shortHash("row", string(content[i][:]), strconv.Itoa(seen[content[i]])), out[i].Twin)
	}
	return out
}

func shortHash(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x1e")))
	return "f:" + hex.EncodeToString(h[:12])
}

// byID is the key of a record that the vendor has numbered. Numbers that are unique in the world are enough. Others
// begin at 1 on every site, so the record's form, sender and time belong to the key; what was added to or edited in the
// answers does not.
func (k *keyer) byID(r *record, id, twin string) string {
	if k.m.profile.everywhere || len(id) >= 12 {
		return shortHash("id", "", id)
	}
	form := k.formOf(r)
	who, minute := k.person(r), k.minute(r)
	if who+minute+form == "" {
		form = k.headers
	}
	return withTwin(shortHash("id", form, id, who, minute), twin)
}

// formOf is the form to which a record says that it belongs, "" when it does not say.
func (k *keyer) formOf(r *record) string {
	if k.form < 0 || k.form >= len(r.cells) || r.raw != "" {
		return ""
	}
	return k.m.profile.bare(k.m.profile.clean(r.cells[k.form]))
}

// stream is the form that a record names, or else the questions of its file. known remembers them.
func (k *keyer) stream(r *record, known map[string][3]byte) [3]byte {
	form := k.formOf(r)
	s, ok := known[form]
	if !ok {
		h := sha256.Sum256([]byte(first(form, k.headers)))
		s = [3]byte(h[:3])
		known[form] = s
	}
	return s
}

func withTwin(key, twin string) string {
	if twin == "" {
		return key
	}
	return key + "." + twin
}

// person is the sender by what columns call themselves: every address, or else the numbers, or else the names.
func (k *keyer) person(r *record) string {
	for _, fields := range [][]lead.Field{{lead.FieldEmail}, {lead.FieldPhone}, {lead.FieldName, lead.FieldFirstName, lead.FieldLastName}} {
		var found []string
		for i := range k.m.columns {
			c := &k.m.columns[i]
			if i >= len(r.cells) || !slices.Contains(fields, c.named) || c.volatile {
				continue
			}
			v := k.value(c, r.cells[i])
			if c.named == lead.FieldEmail && !strings.Contains(v, "@") {
				continue // "anonymous"
			}
			if v != "" {
				found = append(found, strings.ToLower(v))
			}
		}
		if len(found) > 0 {
			sort.Strings(found)
			return strings.Join(slices.Compact(found), "\x1f")
		}
	}
	return ""
}

// minute is when the record says it was submitted; seconds are shown in some exports of a form only.
func (k *keyer) minute(r *record) string {
	when := k.times(r)
	for i, s := range when {
		if len(s) > 16 && s[13] == ':' {
			when[i] = s[:16]
		}
	}
	return strings.Join(when, "\x1f")
}

// day is the day on which the record says it was submitted, "" where two exports of one record may name two days.
func (k *keyer) day(r *record) string {
	if k.m.profile.zoneRow {
		return ""
	}
	when := k.times(r)
	for i, s := range when {
		when[i] = s[:min(len(s), 10)]
	}
	return strings.Join(when, "\x1f")
}

func (k *keyer) times(r *record) []string {
	var when []string
	for i := range k.m.columns {
		if i >= len(r.cells) || k.m.columns[i].named != lead.FieldSubmitted {
			continue
		}
		if s, ok := canonicalTime(k.m.profile.clean(r.cells[i]), k.t.date1904, ""); ok {
			when = append(when, s)
		}
	}
	sort.Strings(when)
	return when
}

// value is a cell in the form in which records are compared.
func (k *keyer) value(c *column, cell string) string {
	v := k.m.profile.clean(cell)
	if v == "" {
		return ""
	}
	if c.bare {
		v = k.m.profile.bare(v)
	}
	switch {
	case c.named == lead.FieldSubmitted:
		way := ""
		if k.m.profile.zoneRow {
			way = quarter
		}
		if s, ok := canonicalTime(v, k.t.date1904, way); ok {
			return s
		}
	case k.m.profile.zoneRow && strings.ContainsAny(v, ";,"):
		// Several choices stand between ; in Google's download and between commas in its sheet.
		v = strings.ReplaceAll(strings.ReplaceAll(v, ", ", ";"), ",", ";")
	}
	return canonical(v, c.named)
}

// content hashes what a row says, without empty cells and what changes later.
func (k *keyer) content(r *record) [16]byte {
	k.buf = k.buf[:0]
	if r.raw != "" {
		return sum16(append(append(k.buf, "raw\x1f"...), canonical(r.raw, lead.FieldNone)...))
	}
	extra := len(r.cells) > len(k.m.columns)
	if k.unique && !extra {
		for _, i := range k.sorted {
			c := &k.m.columns[i]
			if i >= len(r.cells) || c.volatile || r.cells[i] == "" {
				continue
			}
			if v := k.value(c, r.cells[i]); v != "" {
				k.pair(c.fold, v)
			}
		}
		return sum16(k.buf)
	}
	// Columns of one title change places without anybody noticing: their values are put in order, too.
	k.pairs = k.pairs[:0]
	none := column{}
	for i, cell := range r.cells {
		c := &none
		if i < len(k.m.columns) {
			c = &k.m.columns[i]
		}
		if c.volatile {
			continue
		}
		if v := k.value(c, cell); v != "" {
			k.pairs = append(k.pairs, c.fold+"\x1f"+v)
		}
	}
	sort.Strings(k.pairs)
	for _, p := range k.pairs {
		title, v, _ := strings.Cut(p, "\x1f")
		k.pair(title, v)
	}
	return sum16(k.buf)
}

func (k *keyer) pair(title, v string) {
	k.buf = append(append(append(append(k.buf, title...), 0x1f), v...), 0x1e)
}

func sum16(b []byte) (out [16]byte) {
	h := sha256.Sum256(b)
	copy(out[:], h[:])
	return out
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

// idColumn reads a column as ids. Where one id stands for two different records (a spreadsheet has rounded it, say) these
// have none; then, or when a sound record has no id, the column is not sure.
func (k *keyer) idColumn(col int, content [][16]byte) (ids []string, sure bool) {
	type owner struct {
		content [16]byte
		shared  bool
	}
	ids, of := make([]string, len(k.t.rows)), map[string]*owner{}
	sure = true
	for i := range k.t.rows {
		r := &k.t.rows[i]
		if r.raw != "" || r.problem != "" || col >= len(r.cells) {
			continue // a damaged row must not take the ids from all others
		}
		id := k.m.profile.bare(k.m.profile.clean(r.cells[col]))
		if id == "" || len(id) > 200 || numberDamaged.MatchString(id) {
			sure = false
			continue
		}
		ids[i] = id
		if o := of[id]; o == nil {
			of[id] = &owner{content: content[i]}
		} else if o.content != content[i] {
			o.shared, sure = true, false
		}
	}
	if !sure {
		for i, id := range ids {
			if id == "" || !of[id].shared {
				continue
			}
			// On several sites the same number is several records; who and when tell them apart.
			if k.m.profile.everywhere || len(id) >= 12 || k.person(&k.t.rows[i]) == "" {
				ids[i] = ""
			}
		}
	}
	return ids, sure && len(of) > 0
}
