package ooxml

import (
	"bytes"

	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// tagKind says which end of an element a tag is.
type tagKind uint8

const (
	openTag  tagKind = iota // <a>
	closeTag                // </a>
	emptyTag                // <a/>
)

// tag is a tag in the bytes of a part.
type tag struct {
	start, end int // of the tag itself, with its angle brackets
	kind       tagKind
	name       []byte // without its prefix
	prefix     []byte // with its colon: "x:", or nothing
	attrs      []byte // what stands behind the name
}

// is reports whether the tag has that local name. The comparison does not allocate.
func (t *tag) is(name string) bool { return string(t.name) == name }

// opens reports whether the tag begins an element of that local name.
func (t *tag) opens(name string) bool { return t.kind != closeTag && t.is(name) }

// scanner walks over the tags of a part. Texts, comments, declarations and instructions are skipped.
type scanner struct {
	data []byte
	pos  int
	tag  tag
	bad  bool // the markup is broken at pos
	long bool // so is a tag or a text: it is longer than any program writes
}

// next goes to the next tag. It returns false at the end and where the markup is broken.
func (s *scanner) next() bool {
	for {
		i := bytes.IndexByte(s.data[s.pos:], '<')
		if i < 0 {
			s.pos = len(s.data)
			return false
		}
		start := s.pos + i
		if s.long = i > maxTagBytes; s.long || start+1 >= len(s.data) {
			return s.broken(start)
		}
		switch s.data[start+1] {
		case '!', '?':
			if !s.skip(start) {
				return s.broken(start)
			}
			continue
		}
		return s.read(start)
	}
}

func (s *scanner) broken(at int) bool {
	s.pos, s.bad = at, true
	return false
}

// skip moves behind a comment, a CDATA section, a declaration or an instruction.
func (s *scanner) skip(start int) bool {
	rest := s.data[start:]
	for _, c := range [...]struct{ from, to string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}} {
		if !bytes.HasPrefix(rest, []byte(c.from)) {
			continue
		}
		i := bytes.Index(rest[len(c.from):], []byte(c.to))
		if i < 0 {
			return false
		}
		s.pos = start + len(c.from) + i + len(c.to)
		return true
	}
	return false
}

// read reads the tag that begins at start.
func (s *scanner) read(start int) bool {
	d, t := s.data, &s.tag
	i := start + 1
	t.kind = openTag
	if d[i] == '/' {
		t.kind = closeTag
		i++
	}
	from := i
	t.prefix = nil
name:
	for ; i < len(d); i++ {
		switch d[i] {
		case ' ', '\t', '\r', '\n', '>', '/':
			break name
		case ':':
			t.prefix, from = d[start+1:i+1], i+1
			if t.kind == closeTag {
				t.prefix = d[start+2 : i+1]
			}
		case '<':
			return s.broken(start)
		}
	}
	t.name = d[from:i]
	end := endOfTag(d, i)
	if end < 0 || len(t.name) == 0 {
		return s.broken(start)
	}
	t.attrs = d[i:end]
	if end > i && d[end-1] == '/' && t.kind == openTag {
		t.kind, t.attrs = emptyTag, d[i:end-1]
	}
	t.start, t.end = start, end+1
	s.pos = end + 1
	if s.long = end-start > maxTagBytes; s.long {
		return s.broken(start)
	}
	return true
}

// endOfTag returns the place of the ">" that ends the tag, which may also stand in a quoted value.
func endOfTag(d []byte, from int) int {
	for i := from; i < len(d); i++ {
		switch d[i] {
		case '>':
			return i
		case '"', '\'':
			n := bytes.IndexByte(d[i+1:], d[i])
			if n < 0 {
				return -1
			}
			i += n + 1
		case '<':
			return -1
		}
	}
	return -1
}

// attr returns the value of an attribute as it stands in the bytes, nil if there is none. The name is the qualified
// one.
func (t *tag) attr(name string) []byte {
	_, from, to := findAttr(t.attrs, name)
	if from < 0 {
		return nil
	}
	return t.attrs[from:to]
}

// cellAttrs returns the attributes r, s and t of a cell in one pass, since there are very many cells.
func (t *tag) cellAttrs() (ref, style, typ []byte) {
	a := t.attrs
	for i := 0; i < len(a); {
		if space(a[i]) {
			i++
			continue
		}
		if i+3 > len(a) || a[i+1] != '=' || a[i+2] != '"' { // an attribute of another form, or one that is not needed
			return t.attr("r"), t.attr("s"), t.attr("t")
		}
		name, from := a[i], i+3
		n := bytes.IndexByte(a[from:], '"')
		if n < 0 {
			return nil, nil, nil
		}
		switch v := a[from : from+n]; name {
		case 'r':
			ref = v
		case 's':
			style = v
		case 't':
			typ = v
		}
		i = from + n + 1
	}
	return ref, style, typ
}

// text returns the decoded value of an attribute, "" if there is none.
func (t *tag) text(name string) string { return string(decode(t.attr(name))) }

// number returns the value of an attribute as a whole number, or -1.
func (t *tag) number(name string) int { return numberOf(t.attr(name)) }

// numberOf reads a whole number, or returns -1.
func numberOf(v []byte) int {
	v = bytes.TrimSpace(v)
	if len(v) == 0 || len(v) > 9 {
		return -1
	}
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// yes reports whether a boolean attribute is set.
func (t *tag) yes(name string) bool {
	v := t.attr(name)
	return string(v) == "1" || string(v) == "true"
}

// findAttr returns where an attribute begins and the place of its value, or -1.
func findAttr(attrs []byte, name string) (start, from, to int) {
	i := 0
	for {
		for i < len(attrs) && space(attrs[i]) {
			i++
		}
		start = i
		for i < len(attrs) && attrs[i] != '=' && !space(attrs[i]) {
			i++
		}
		end := i
		for i < len(attrs) && (attrs[i] == '=' || space(attrs[i])) {
			i++
		}
		if i >= len(attrs) {
			return -1, -1, -1
		}
		quote := attrs[i]
		if quote != '"' && quote != '\'' {
			return -1, -1, -1
		}
		n := bytes.IndexByte(attrs[i+1:], quote)
		if n < 0 {
			return -1, -1, -1
		}
		if string(attrs[start:end]) == name {
			return start, i + 1, i + 1 + n
		}
		i += n + 2
	}
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// decode returns the characters that the bytes of a text or an attribute stand for: it replaces references, takes CDATA
// sections as they are, and leaves out comments and tags. It returns its argument if there is nothing to replace.
func decode(raw []byte) []byte {
	if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '<') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; c {
		case '&':
			n, size := xmltext.Reference(raw[i:])
			out = append(out, n...)
			i += size - 1
		case '\r': // XML knows one kind of line end
			out = append(out, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case '<':
			content, size := markup(raw[i:])
			out = append(out, content...)
			i += size - 1
		default:
			out = append(out, c)
		}
	}
	return out
}

// markup returns the text of the CDATA section, comment, instruction or tag at the begin of raw, and its length.
func markup(raw []byte) ([]byte, int) {
	const from, to = "<![CDATA[", "]]>"
	if bytes.HasPrefix(raw, []byte(from)) {
		if n := bytes.Index(raw, []byte(to)); n >= 0 {
			return raw[len(from):n], n + len(to)
		}
	}
	s := scanner{data: raw}
	if len(raw) > 1 && (raw[1] == '!' || raw[1] == '?') {
		if s.skip(0) {
			return nil, s.pos
		}
	} else if s.read(0) {
		return nil, s.pos
	}
	return nil, len(raw)
}
