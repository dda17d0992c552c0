package packed

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// mark is how the text of a cell begins. It is no number, no date and no formula in any spreadsheet, and neither are
// the letters behind it.
const mark = "leadsheet."

// sumLength is how many bytes of a checksum a cell ends with.
const sumLength = 8

type sum [sumLength]byte

// textOf is the text of a cell.
func textOf(b []byte) (string, sum) {
	full := sha256.Sum256(b)
	s := sum(full[:sumLength])
	return mark + base64.RawURLEncoding.EncodeToString(append(b, s[:]...)), s
}

// bytesOf is what the text of a cell holds; ok is false when it is not as it was written. Blanks and line ends that
// people or programs add are none of it.
func bytesOf(text string) (b []byte, s sum, ok bool) {
	letters, marked := strings.CutPrefix(strings.Join(strings.Fields(text), ""), mark)
	b, err := base64.RawURLEncoding.Strict().DecodeString(letters)
	if !marked || err != nil || len(b) < sumLength {
		return nil, s, false
	}
	b, s = b[:len(b)-sumLength], sum(b[len(b)-sumLength:])
	full := sha256.Sum256(b)
	return b, s, sum(full[:sumLength]) == s
}

// head says which parts there are, and holds what must be known when one of them is lost.
type head struct {
	salt       Salt
	generation uint64 // the later of two heads has the higher one
	until      int64
	rows       uint64
	highest    uint64
	sums       []sum
}

func (h *head) encode() []byte {
	b := append([]byte{version, headKind}, h.salt[:]...)
	for _, n := range []uint64{h.generation, uint64(max(h.until, 0)), h.rows, h.highest, uint64(len(h.sums))} {
		b = binary.AppendUvarint(b, n)
	}
	for _, s := range h.sums {
		b = append(b, s[:]...)
	}
	return b
}

func decodeHead(b []byte) (h head, ok bool) {
	r := &reader{b: b}
	if r.byte() != version || r.byte() != headKind {
		return h, false
	}
	copy(h.salt[:], r.take(len(h.salt)))
	h.generation, h.until, h.rows, h.highest = r.uvarint(), int64(r.uvarint()), r.uvarint(), r.uvarint()
	for range r.count(sumLength) {
		var s sum
		copy(s[:], r.take(len(s)))
		h.sums = append(h.sums, s)
	}
	return h, !r.bad && len(r.b) == 0
}

// Damage is what is wrong with a row of the tab.
type Damage struct {
	Name string // of the row; "" for rows that are missing
	Why  string
}

// Why a row is damaged.
const (
	whyUnreadable = "its content was changed"
	whyLater      = "it was written by a later version of leadsheet"
	whyNoHead     = "the row that lists all others is missing"
)

// Lost is the memory of a workbook that had one, of which nothing is left.
func Lost() *Memory { return &Memory{damage: []Damage{{"", whyNoHead}}} }

// Decode reads the rows of the tab, in whatever order they stand. What is damaged does not keep the rest from being
// known: see Err and Sure.
func Decode(cells []Cell) *Memory {
	m := &Memory{}
	heads, parts := []head{}, map[sum]*part{}
	for _, c := range cells {
		if strings.TrimSpace(c.Text) == "" {
			continue // the head misses it, if it was one
		}
		b, s, ok := bytesOf(c.Text)
		switch {
		case !ok:
			m.damage = append(m.damage, Damage{c.Name, whyUnreadable})
		case len(b) == 0 || b[0] != version:
			m.damage = append(m.damage, Damage{c.Name, whyLater})
		default:
			if p, ok := decodePart(b); ok {
				if parts[s] == nil {
					m.parts = append(m.parts, stored{c, s})
				}
				parts[s] = p
			} else if h, ok := decodeHead(b); ok {
				heads = append(heads, h)
			} else {
				m.damage = append(m.damage, Damage{c.Name, whyLater})
			}
		}
	}
	m.settle(heads, parts)
	return m
}

// settle finds out what is missing, and makes the memory ready to be asked.
func (m *Memory) settle(heads []head, parts map[sum]*part) {
	for _, h := range heads {
		if h.generation >= m.head.generation {
			m.head, m.salt = h, h.salt
		}
	}
	missing := 0
	for _, s := range m.head.sums {
		if parts[s] == nil {
			missing++
		}
	}
	if len(heads) > 0 && missing == 0 { // what people write into a row of their own is no loss
		m.damage = slices.DeleteFunc(m.damage, func(d Damage) bool {
			return d.Why == whyUnreadable && !strings.EqualFold(strings.TrimSpace(d.Name), headName)
		})
	}
	if len(heads) == 0 && len(m.parts)+len(m.damage) > 0 {
		m.damage = append(m.damage, Damage{"", whyNoHead})
	} else if missing > 0 {
		m.damage = append(m.damage, Damage{"", fmt.Sprintf("%d of %d rows are missing", missing, len(m.head.sums))})
	}
	for _, s := range slices.SortedFunc(maps.Keys(parts), func(a, b sum) int { return slices.Compare(a[:], b[:]) }) {
		p := parts[s]
		m.answersOf(p.salt).learn(p)
		m.head.highest, m.head.until = max(m.head.highest, p.highest), max(m.head.until, p.until)
	}
	m.reopen(parts)
}

// reopen drops parts that were replaced since, and makes the one that grows ready to grow on.
func (m *Memory) reopen(parts map[sum]*part) {
	if len(m.damage) > 0 {
		return
	}
	at := map[sum]stored{}
	for _, p := range m.parts {
		at[p.sum] = p
	}
	m.parts = m.parts[:0]
	for _, s := range m.head.sums {
		m.parts = append(m.parts, at[s])
	}
	if n := len(m.parts); n > 0 {
		if last := parts[m.parts[n-1].sum]; last.salt == m.salt {
			m.open = last
		}
	}
}

// Damage is what is wrong with the rows; nil for nothing.
func (m *Memory) Damage() []Damage {
	if m == nil {
		return nil
	}
	return m.damage
}

// Err is nil, or an error that Is ErrDamaged and names the rows.
func (m *Memory) Err() error {
	if m == nil || len(m.damage) == 0 {
		return nil
	}
	var texts []string
	for _, d := range m.damage {
		if d.Name == "" {
			texts = append(texts, d.Why)
		} else {
			texts = append(texts, fmt.Sprintf("row %q: %s", d.Name, d.Why))
		}
	}
	return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(texts, "; "))
}

// Sure reports whether what was received at a time can be told from what was packed: nothing is damaged, or all that
// was packed had been received before. Where it is not sure, what is not known must wait at its source.
func (m *Memory) Sure(received time.Time) bool {
	if m == nil || len(m.damage) == 0 {
		return true
	}
	headLost := slices.ContainsFunc(m.damage, func(d Damage) bool { return d.Why == whyNoHead || d.Why == whyLater })
	return !headLost && !m.Until().IsZero() && received.After(m.Until())
}
