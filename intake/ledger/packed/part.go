package packed

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
)

// How many bytes one entry takes.
const (
	keyLength     = 8
	recordLength  = keyLength + 3
	messageLength = 8 + 4 + 4
	contactLength = 8 + 4 + 1
	maxVarint     = binary.MaxVarintLen32
	headerLength  = 2 + len(Salt{}) + 10*binary.MaxVarintLen64
)

type (
	record struct {
		hash uint64
		day  [3]byte // the letters of its person and day
	}
	message struct {
		hash       uint64
		copy, lead uint32
	}
	contact struct {
		hash  uint64
		lead  uint32
		flags uint8
	}
)

// part is the content of a cell.
type part struct {
	salt     Salt
	until    int64
	rows     uint64
	highest  uint64
	keys     []uint64
	records  []record
	messages []message
	contacts []contact
	folders  map[folderID]*spans

	size int // how many bytes it takes at most
}

func newPart(salt Salt) *part {
	return &part{salt: salt, folders: map[folderID]*spans{}, size: headerLength}
}

func (p *part) addUID(folder string, validity, uid uint32) {
	id := folderID{folder, validity}
	f := p.folders[id]
	if f == nil {
		f = &spans{}
		p.folders[id] = f
	}
	f.add(span{uid, uid})
}

// The first byte of a cell is the version of the format, the second what the cell is.
const (
	version  = 1
	partKind = 'p'
	headKind = 'h'
)

// encode writes a part. Equal parts have equal bytes.
func (p *part) encode() []byte {
	b := append([]byte{version, partKind}, p.salt[:]...)
	b = binary.AppendUvarint(b, uint64(max(p.until, 0)))
	b = binary.AppendUvarint(b, p.rows)
	b = binary.AppendUvarint(b, p.highest)
	slices.Sort(p.keys)
	b = binary.AppendUvarint(b, uint64(len(p.keys)))
	for _, k := range p.keys {
		b = binary.BigEndian.AppendUint64(b, k)
	}
	slices.SortFunc(p.records, func(x, y record) int { return cmp.Compare(x.hash, y.hash) })
	b = binary.AppendUvarint(b, uint64(len(p.records)))
	for _, r := range p.records {
		b = append(binary.BigEndian.AppendUint64(b, r.hash), r.day[:]...)
	}
	slices.SortFunc(p.messages, func(x, y message) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.copy, y.copy), cmp.Compare(x.lead, y.lead))
	})
	b = binary.AppendUvarint(b, uint64(len(p.messages)))
	for _, x := range p.messages {
		b = binary.BigEndian.AppendUint64(b, x.hash)
		b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, x.copy), x.lead)
	}
	slices.SortFunc(p.contacts, func(x, y contact) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.lead, y.lead), cmp.Compare(x.flags, y.flags))
	})
	b = binary.AppendUvarint(b, uint64(len(p.contacts)))
	for _, c := range p.contacts {
		b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(b, c.hash), c.lead)
		b = append(b, c.flags)
	}
	return p.appendFolders(b)
}

// appendFolders writes the ranges of UIDs as the distances between their ends.
func (p *part) appendFolders(b []byte) []byte {
	ids := slices.SortedFunc(maps.Keys(p.folders), func(x, y folderID) int {
		return cmp.Or(cmp.Compare(x.name, y.name), cmp.Compare(x.validity, y.validity))
	})
	b = binary.AppendUvarint(b, uint64(len(ids)))
	for _, id := range ids {
		b = append(binary.AppendUvarint(b, uint64(len(id.name))), id.name...)
		b = binary.AppendUvarint(b, uint64(id.validity))
		list := p.folders[id].list
		b = binary.AppendUvarint(b, uint64(len(list)))
		at := uint32(0)
		for _, r := range list {
			b = binary.AppendUvarint(b, uint64(r.first-at))
			b = binary.AppendUvarint(b, uint64(r.last-r.first))
			at = r.last
		}
	}
	return b
}

// decodePart reads a part; ok is false where the bytes are no whole one.
func decodePart(b []byte) (p *part, ok bool) {
	r := &reader{b: b}
	p = newPart(Salt{})
	if r.byte() != version || r.byte() != partKind {
		return nil, false
	}
	copy(p.salt[:], r.take(len(p.salt)))
	p.until, p.rows, p.highest = int64(r.uvarint()), r.uvarint(), r.uvarint()
	for range r.count(keyLength) {
		p.keys = append(p.keys, r.uint64())
	}
	for range r.count(recordLength) {
		x := record{hash: r.uint64()}
		copy(x.day[:], r.take(len(x.day)))
		p.records = append(p.records, x)
	}
	for range r.count(messageLength) {
		p.messages = append(p.messages, message{r.uint64(), r.uint32(), r.uint32()})
	}
	for range r.count(contactLength) {
		p.contacts = append(p.contacts, contact{r.uint64(), r.uint32(), r.byte()})
	}
	for range r.count(1) {
		r.folder(p)
	}
	if r.bad || len(r.b) > 0 {
		return nil, false
	}
	p.size = len(b) + headerLength
	return p, true
}

// folder reads the ranges of a folder into a part.
func (r *reader) folder(p *part) {
	name := string(r.take(r.count(1)))
	validity := r.number32()
	f, at := &spans{}, uint64(0)
	for range r.count(2) {
		first := at + r.uvarint()
		last := first + r.uvarint()
		if first < at || last < first || last > 1<<32-1 || len(f.list) > 0 && first <= at {
			r.bad = true
			return
		}
		f.list = append(f.list, span{uint32(first), uint32(last)})
		at = last
	}
	p.folders[folderID{name, validity}] = f
}

// reader takes bytes apart. After a failure it is bad, and returns zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n > len(r.b) {
		r.bad = true
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() byte {
	if b := r.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *reader) uint64() uint64 {
	if b := r.take(8); len(b) == 8 {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); len(b) == 4 {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	n, size := binary.Uvarint(r.b)
	if r.bad || size <= 0 || n > 1<<62 {
		r.bad = true
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) number32() uint32 {
	n := r.uvarint()
	if n > 1<<32-1 {
		r.bad = true
		return 0
	}
	return uint32(n)
}

// count reads how many entries follow, of at least so many bytes each.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) {
		r.bad = true
		return 0
	}
	return int(n)
}
