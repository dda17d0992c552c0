package table

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// tags reads the tags and texts of a part of a workbook one after the other, however long the part is: it holds one tag
// and, of a text that is asked for, no more than a cell may have. It knows no namespaces; the names of a workbook are
// the same in all of its dialects.
type tags struct {
	in   io.Reader
	buf  []byte // what has been read ahead
	err  error  // why there is no more behind it
	name []byte // of the tag that was read last, without its prefix
	attr []byte // what stands behind the name
	end  bool   // it is an end tag
	both bool   // it is a start tag and ends at once
	keep bool   // texts are wanted
	text []byte // what has been read since take
	tag  []byte // the memory of buf
}

var (
	errXML = errors.New("one of its parts is damaged")
	errDTD = errors.New("it holds declarations that no spreadsheet program writes")
)

func newTags(in io.Reader) *tags {
	t := &tags{in: in, tag: make([]byte, 64<<10)}
	t.more(nil)
	switch {
	case bytes.HasPrefix(t.buf, []byte("\xff\xfe")), bytes.HasPrefix(t.buf, []byte("\xfe\xff")):
		t.recode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case bytes.HasPrefix(t.buf, []byte("<?xml")):
		_, rest, _ := bytes.Cut(t.buf[:min(len(t.buf), 200)], []byte("encoding="))
		if len(rest) < 2 {
			break
		}
		label, _, _ := bytes.Cut(rest[1:], rest[:1])
		if enc, err := htmlindex.Get(string(label)); err == nil {
			if name, _ := htmlindex.Name(enc); name != "utf-8" && name != "utf-16le" && name != "utf-16be" {
				t.recode(enc.NewDecoder())
			}
		}
	}
	return t
}

// recode has the part read in another encoding, from its beginning.
func (t *tags) recode(by *encoding.Decoder) {
	t.in, t.buf, t.err = by.Reader(io.MultiReader(bytes.NewReader(t.buf), t.in)), nil, nil
	t.tag = make([]byte, 64<<10)
}

// more reads on. What is not used up yet of the buffer stays before what is new; it is short.
func (t *tags) more(rest []byte) {
	if len(rest) > maxTag {
		t.err = errXML
		return
	}
	if cap(t.tag) < len(rest)+64<<10 {
		t.tag = make([]byte, 2*maxTag+64<<10)
	}
	n := copy(t.tag[:cap(t.tag)], rest)
	for range 100 {
		m, err := t.in.Read(t.tag[n:cap(t.tag)])
		if n, t.err = n+m, err; m > 0 || err != nil {
			break
		}
	}
	t.buf = t.tag[:n]
}

// next goes to the next tag. It returns io.EOF behind the last one.
func (t *tags) next() error {
	if t.both {
		t.both, t.end = false, true // the second half of <c/>
		return nil
	}
	for {
		if err := t.passText(); err != nil {
			return err
		}
		special, err := t.readTag()
		if err != nil {
			return err
		}
		if !special {
			return nil
		}
	}
}

// passText goes to behind the next "<".
func (t *tags) passText() error {
	for {
		i := bytes.IndexByte(t.buf, '<')
		if i >= 0 {
			if t.keep {
				t.add(t.buf[:i])
			}
			t.buf = t.buf[i+1:]
			return nil
		}
		if t.keep {
			t.add(t.buf)
		}
		if t.err != nil {
			t.buf = nil
			return t.err // io.EOF: nothing but blanks, or a part that is not complete
		}
		t.more(nil)
	}
}

// add keeps text as it stands in the file, as far as a cell goes.
func (t *tags) add(b []byte) {
	if room := 2*maxHeld - len(t.text); room > 0 {
		t.text = append(t.text, b[:min(len(b), room)]...)
	}
}

// readTag reads what stands between "<" and ">". special is whether it is none that next returns.
func (t *tags) readTag() (special bool, err error) {
	for len(t.buf) < len("![CDATA[") && t.err == nil {
		t.more(t.buf)
	}
	switch {
	case len(t.buf) == 0:
		return false, noEnd(cmp.Or(t.err, io.EOF))
	case bytes.HasPrefix(t.buf, []byte("!--")):
		t.buf = t.buf[3:]
		return true, t.passTo("-->", false)
	case bytes.HasPrefix(t.buf, []byte("![CDATA[")):
		t.buf = t.buf[len("![CDATA["):]
		return true, t.passTo("]]>", t.keep)
	case t.buf[0] == '?':
		return true, t.passTo("?>", false)
	case t.buf[0] == '!':
		return false, errDTD
	}
	quote, from := byte(0), 0
	for {
		for i := from; i < len(t.buf); i++ {
			switch c := t.buf[i]; {
			case c == '>' && quote == 0:
				t.split(t.buf[:i])
				t.buf = t.buf[i+1:]
				return false, nil
			case c == '"' || c == '\'':
				if quote == 0 {
					quote = c
				} else if quote == c {
					quote = 0
				}
			}
		}
		if from = len(t.buf); t.err != nil {
			return false, noEnd(t.err)
		}
		t.more(t.buf)
	}
}

// passTo goes to behind an end, and keeps what stands before it if it is text.
func (t *tags) passTo(end string, text bool) error {
	for {
		i := bytes.Index(t.buf, []byte(end))
		if i >= 0 {
			if text {
				t.addPlain(t.buf[:i])
			}
			t.buf = t.buf[i+len(end):]
			return nil
		}
		if t.err != nil {
			return noEnd(t.err)
		}
		whole := max(0, len(t.buf)-len(end)+1)
		if text {
			t.addPlain(t.buf[:whole])
		}
		t.more(t.buf[whole:])
	}
}

// addPlain keeps a text in which & means itself.
func (t *tags) addPlain(b []byte) {
	if len(t.text) < 2*maxHeld {
		t.add(bytes.ReplaceAll(b[:min(len(b), 2*maxHeld)], []byte("&"), []byte("&amp;")))
	}
}

func (t *tags) split(tag []byte) {
	t.end, t.both = false, false
	if len(tag) > 0 && tag[0] == '/' {
		t.end, tag = true, tag[1:]
	} else if n := len(tag); n > 0 && tag[n-1] == '/' {
		t.both, tag = true, tag[:n-1]
	}
	t.name, t.attr = tag, nil
	for i, c := range tag {
		switch c {
		case ':':
			t.name = tag[i+1:]
		case ' ', '\t', '\r', '\n':
			t.name, t.attr = t.name[:len(t.name)-len(tag)+i], tag[i+1:]
			return
		}
	}
}

// starts and ends report whether the tag begins or ends an element of that name.
func (t *tags) starts(name string) bool { return !t.end && string(t.name) == name }
func (t *tags) ends(name string) bool   { return t.end && string(t.name) == name }

// value returns an attribute of the tag, as it stands in the file; nil when it has none of that name. A prefix in the
// file counts only when it is asked for.
func (t *tags) value(name string) []byte {
	rest := t.attr
	for {
		i := bytes.IndexByte(rest, '=')
		if i < 0 || i+1 >= len(rest) {
			return nil
		}
		key := bytes.TrimSpace(rest[:i])
		rest = bytes.TrimLeft(rest[i+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		j := bytes.IndexByte(rest[1:], rest[0])
		if j < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : 1+j]
		}
		rest = rest[j+2:]
	}
}

// take returns the text that was kept since the last take, with its entities undone.
func (t *tags) take() []byte {
	b := t.text
	t.text = t.text[:0]
	if bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return b
	}
	return plainText(b[:0], b)
}

// plainText undoes entities and makes line ends plain. out may share its memory with b: it is never longer.
func plainText(out, b []byte) []byte {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '\r':
			out = append(out, '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
		case '&':
			n := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
			if n < 0 {
				out = append(out, c)
				continue
			}
			if r, ok := entity(string(b[i+1 : i+n])); ok {
				out = utf8.AppendRune(out, r)
				i += n
			} else {
				out = append(out, c)
			}
		default:
			out = append(out, c)
		}
	}
	return out
}

// entity is the letter that an entity stands for.
func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n > 0 && n <= utf8.MaxRune
}
