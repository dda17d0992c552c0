package forms

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"leadsheet/forms/table"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// idTitles are the columns in which form builders number their submissions, the surest first, for files of which no
// vendor is known. Columns that number people and not submissions are missing here.
const idTitles = "submission id|response id|entry id|lead id|leadgen id|id|#|key"

// formTitles are the columns that say which form a submission belongs to; ids are unique only inside one.
const formTitles = "form id|form name id"

// isMutable reports whether users or programs change the column of this folded title after the submission.
func (p *profile) isMutable(title string) bool {
	return table.Mutable(title) || p.staff != "" && (title == p.staff || strings.HasPrefix(title, p.staff+" "))
}

// Record says which submission a row is.
type Record struct {
	// Key depends on what the record says and on nothing else.
	Key string
	// Content is another when the answers of a record of the same key were edited.
	Content [8]byte
	// PersonDay is what two records of one person and one day have in common, 6 hexadecimal digits; "" when nothing
	// names the person.
	PersonDay string
	// Earlier is the PersonDay as earlier versions made it, "" when it is the same.
	Earlier string
	// FormID is what the records of one form have in common.
	FormID [3]byte
}

// keyer makes the records of one file.
type keyer struct {
	t       formTable
	m       *mapping
	sorted  []int // columns by title
	unique  bool  // no two of them have the same title
	buf     []byte
	pairs   []string
	form    int
	headers string

	first  people // the columns that the first version knew: keys depend on them
	now    people // ..., and those that are known by now
	differ bool   // whether the sender may be another by now

	lastCell string // the last time that was read: it is asked for several times a row
	lastTime [maxKeyTime]byte
	lastLen  int // of lastTime; 0 when it is no time

	heap *heap // where many short texts share memory
}

func newKeyer(t formTable, m *mapping) *keyer {
	k := &keyer{t: t, m: m, unique: true, headers: table.HeaderSet(t.Headers)}
	k.form = t.column(cmp.Or(m.profile.form, formTitles))
	for i := range m.columns {
		k.sorted = append(k.sorted, i)
		c := &m.columns[i]
		k.first.add(i, c.named, c.mutable)
		k.now.add(i, c.called, c.mutable)
	}
	k.differ = !slices.Equal(k.first.emails, k.now.emails) ||
		!slices.Equal(k.first.phones, k.now.phones) || !slices.Equal(k.first.names, k.now.names)
	slices.SortStableFunc(k.sorted, func(a, b int) int { return strings.Compare(m.columns[a].fold, m.columns[b].fold) })
	for i := 1; i < len(k.sorted); i++ {
		k.unique = k.unique && m.columns[k.sorted[i]].fold != m.columns[k.sorted[i-1]].fold
	}
	return k
}

// share has rows looked at by several processors at once, each with a keyer of its own.
func (k *keyer) share(look func(k *keyer, i int)) {
	inParts(len(k.t.Rows), func(from, to int) {
		own := *k
		own.buf, own.pairs, own.heap = nil, nil, &heap{}
		for i := from; i < to; i++ {
			look(&own, i)
		}
	})
}

// inParts does work on n things in as many parts as there are processors.
func inParts(n int, do func(from, to int)) {
	const least = 1000 // fewer are done sooner than shared out
	parts := max(1, min(runtime.GOMAXPROCS(0), n/least))
	var all sync.WaitGroup
	faults := make([]any, parts)
	for p := range parts {
		all.Go(func() {
			defer func() { faults[p] = recover() }()
			do(n*p/parts, n*(p+1)/parts)
		})
	}
	all.Wait()
	for _, fault := range faults {
		if fault != nil {
			panic(fault) // where Read sees it, as if one processor had done all
		}
	}
}

// records returns one record for every row. Neither the file's name, its encoding and delimiter nor the order of
// columns and rows matters, and a column that was added to the form later changes no key of the records from before.
// numbered says that the file numbers them; two rows may then be one record.
func (t formTable) records(m *mapping) (out []Record, numbered bool) {
	k := newKeyer(t, m)
	content := make([][16]byte, len(t.Rows))
	out = make([]Record, len(t.Rows))
	k.share(func(k *keyer, i int) {
		r := &t.Rows[i]
		content[i] = k.content(r)
		copy(out[i].Content[:], content[i][:])
		k.personDays(r, &out[i])
	})
	ids := k.ids(content)
	seen, formIDs := make(map[uint64]int32, len(t.Rows)), map[string][3]byte{}
	nth := make([]int32, len(t.Rows))
	for i := range t.Rows {
		out[i].FormID = k.formID(&t.Rows[i], formIDs)
		if ids == nil || ids[i] == "" {
			// Two people may well send the same words in one minute: the second of equal rows is another record.
			half := binary.LittleEndian.Uint64(content[i][:])
			seen[half]++
			nth[i] = seen[half]
		}
	}
	k.share(func(k *keyer, i int) {
		if nth[i] == 0 {
			out[i].Key = k.byID(&t.Rows[i], ids[i])
		} else {
			k.buf = strconv.AppendInt(append(append(append(k.buf[:0], "row\x1e"...), content[i][:]...), 0x1e), int64(nth[i]), 10)
			out[i].Key = k.keyText(k.buf)
		}
	})
	return out, ids != nil
}

// keyText is the key of what b says.
func (k *keyer) keyText(b []byte) string {
	var text [40]byte
	return k.heap.text(ledger.AppendRecord(text[:0], sha256.Sum256(b)))
}

// byID is the key of a record that the vendor has numbered. Numbers that are unique in the world are enough. Others
// begin at 1 on every site, so the record's form, sender and time belong to the key; what was added to or edited in the
// answers does not.
func (k *keyer) byID(r *table.Row, id string) string {
	if k.m.profile.everywhere || len(id) >= 12 {
		k.buf = append(append(k.buf[:0], "id\x1e\x1e"...), id...)
		return k.keyText(k.buf)
	}
	form := k.formOf(r)
	who, _ := k.person(r, &k.first)
	if form == "" && who == "" && len(k.appendMinute(nil, r)) == 0 {
		form = k.headers
	}
	k.buf = append(k.buf[:0], "id"...)
	for _, part := range [...]string{form, id, who} {
		k.buf = append(append(k.buf, 0x1e), part...)
	}
	k.buf = k.appendMinute(append(k.buf, 0x1e), r)
	return k.keyText(k.buf)
}

// formOf is the form to which a record says that it belongs, "" when it does not say.
func (k *keyer) formOf(r *table.Row) string {
	if k.form < 0 || k.form >= len(r.Cells) || r.Raw != "" {
		return ""
	}
	return k.m.profile.bare(k.m.profile.clean(r.Cells[k.form]))
}

// formID is the form that a record names, or else the questions of its file. known remembers them.
func (k *keyer) formID(r *table.Row, known map[string][3]byte) [3]byte {
	form := k.formOf(r)
	s, ok := known[form]
	if !ok {
		h := sha256.Sum256([]byte(cmp.Or(form, k.headers)))
		s = [3]byte(h[:3])
		known[form] = s
	}
	return s
}

// time is canonicalTime of a cell. What it returns is valid until the next call.
func (k *keyer) time(v string) ([]byte, bool) {
	if v != k.lastCell || v == "" {
		k.lastCell = v
		b := k.lastTime[:0]
		if n, plain := plainParts(v); plain && n[0] >= 1990 && n[0] < 2100 {
			b = appendParts(b, n[0], n[1], n[2], n[3], n[4], n[5], false)
		} else {
			b, _ = appendTime(b, v, k.t.Date1904, "")
		}
		k.lastLen = len(b)
	}
	return k.lastTime[:k.lastLen], k.lastLen > 0
}

// heap makes texts of bytes. Many texts share one piece of memory.
type heap struct{ strings.Builder }

func (h *heap) text(b []byte) string {
	if h.Cap()-h.Len() < len(b) {
		h.Builder = strings.Builder{}
		h.Grow(max(16<<10, len(b)))
	}
	at := h.Len()
	h.Write(b)
	return h.String()[at:]
}

// appendValue appends a cell in the form in which records are compared: what value returns. plain says that the row is.
func (k *keyer) appendValue(b []byte, c *column, cell string, plain bool) []byte {
	if cell == "" || !untouched(cell[0]) || k.m.profile.entities || k.m.profile.zoneRow ||
		c.bare && !plainNumber(cell) {
		return append(b, k.value(c, cell)...)
	}
	switch c.named { // the commonest cells need no tidying
	case lead.FieldSubmitted:
		if len(cell) == len(time.DateTime) && (plain || simple(cell)) {
			if s, ok := k.time(cell); ok {
				return append(b, s...)
			}
		}
	case lead.FieldPhone:
		if plainNumber(cell) {
			for i := 0; i < len(cell); i++ {
				if cell[i] >= '0' && cell[i] <= '9' {
					b = append(b, cell[i])
				}
			}
			return b
		}
	case lead.FieldEmail:
		if plainAddress(cell) {
			return append(b, cell...)
		}
	default:
		if plain || simple(cell) {
			return append(b, cell...)
		}
	}
	return append(b, k.value(c, cell)...)
}

// value is a cell in the form in which records are compared.
func (k *keyer) value(c *column, cell string) string {
	v := k.m.profile.clean(cell)
	plain := c.named == lead.FieldNone && !c.bare && !k.m.profile.zoneRow
	if v == "" || plain && len(v) == len(cell) && untouched(v[0]) && simple(v) {
		return v
	}
	if c.bare {
		v = k.m.profile.bare(v)
	}
	switch {
	case c.named == lead.FieldSubmitted:
		s, ok := "", false
		if k.m.profile.zoneRow {
			s, ok = canonicalTime(v, k.t.Date1904, quarter)
		} else {
			b, fine := k.time(v)
			s, ok = string(b), fine
		}
		if ok {
			return s
		}
	case k.m.profile.zoneRow && strings.ContainsAny(v, ";,"):
		// Several choices stand between ; in Google's download and between commas in its sheet.
		v = strings.ReplaceAll(strings.ReplaceAll(v, ", ", ";"), ",", ";")
	}
	return canonical(v, c.named)
}

// content hashes what a row says, without empty cells and what changes later.
func (k *keyer) content(r *table.Row) [16]byte {
	k.buf = k.buf[:0]
	if r.Raw != "" {
		return sum16(append(append(k.buf, "raw\x1f"...), canonical(r.Raw, lead.FieldNone)...))
	}
	extra := len(r.Cells) > len(k.m.columns)
	if k.unique && !extra {
		for _, i := range k.sorted {
			c := &k.m.columns[i]
			if i >= len(r.Cells) || c.mutable || r.Cells[i] == "" {
				continue
			}
			from := len(k.buf)
			k.buf = append(append(k.buf, c.fold...), 0x1f)
			at := len(k.buf)
			if k.buf = k.appendValue(k.buf, c, r.Cells[i], r.Plain); len(k.buf) == at {
				k.buf = k.buf[:from]
				continue
			}
			k.buf = append(k.buf, 0x1e)
		}
		return sum16(k.buf)
	}
	// Columns of the same title may change places unnoticed; so their values are sorted, too.
	k.pairs = k.pairs[:0]
	none := column{}
	for i, cell := range r.Cells {
		c := &none
		if i < len(k.m.columns) {
			c = &k.m.columns[i]
		}
		if c.mutable {
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
