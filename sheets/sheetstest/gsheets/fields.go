package gsheets

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
)

// mask is a parsed field mask. An empty one selects everything below.
type mask map[string]mask

// parseMask parses a mask: names separated by commas, nested by dots or slashes, with lists in parentheses.
func parseMask(text string) (mask, error) {
	m := mask{}
	rest, err := m.list(text)
	if err == nil && rest != "" {
		err = badRequest("Invalid field selection %s", rest)
	}
	return m, err
}

func (m mask) list(text string) (string, error) {
	for {
		at := m
		for {
			i := strings.IndexAny(text, ",./()")
			if i < 0 {
				i = len(text)
			}
			name := strings.TrimSpace(text[:i])
			if name == "" {
				return "", badRequest("Invalid field selection %s", text)
			}
			if at[name] == nil {
				at[name] = mask{}
			}
			at, text = at[name], text[i:]
			if text == "" || text[0] != '.' && text[0] != '/' {
				break
			}
			text = text[1:]
		}
		if strings.HasPrefix(text, "(") {
			rest, err := at.list(text[1:])
			if err != nil || !strings.HasPrefix(rest, ")") {
				return "", badRequest("Invalid field selection %s", text)
			}
			text = rest[1:]
		}
		if !strings.HasPrefix(text, ",") {
			return text, nil
		}
		text = text[1:]
	}
}

// all reports whether the mask selects everything.
func (m mask) all() bool { return len(m) == 0 || m["*"] != nil }

// wants returns the mask below a name, and whether the name is selected.
func (m mask) wants(name string) (mask, bool) {
	if m.all() {
		return nil, true
	}
	sub, ok := m[name]
	return sub, ok
}

// path reports whether the nested names are selected.
func (m mask) path(names ...string) bool {
	for _, n := range names {
		var ok bool
		if m, ok = m.wants(n); !ok {
			return false
		}
	}
	return true
}

// apply returns dst with the fields of the mask set from src; fields that src lacks are removed. dst is not changed.
func (m mask) apply(dst, src tree) tree {
	if m.all() {
		return maps.Clone(src)
	}
	out := maps.Clone(dst)
	if out == nil {
		out = tree{}
	}
	for name, sub := range m {
		value, given := src[name]
		inner, isTree := value.(tree)
		if len(sub) > 0 && (isTree || !given) {
			old, _ := out[name].(tree)
			if n := sub.apply(old, inner); len(n) > 0 {
				out[name] = n
			} else {
				delete(out, name)
			}
			continue
		}
		if !given || value == nil {
			delete(out, name)
		} else {
			out[name] = value
		}
	}
	return out
}

// filter copies what the mask selects from a compact JSON text. Objects in lists stay, if only as {}.
func (m mask) filter(text []byte) []byte {
	if m.all() {
		return text
	}
	f := filter{in: text, out: make([]byte, 0, len(text))}
	f.value(m)
	return f.out
}

type filter struct {
	in  []byte
	at  int
	out []byte
}

func (f *filter) value(m mask) {
	if m.all() {
		start := f.at
		f.skip()
		f.out = append(f.out, f.in[start:f.at]...)
		return
	}
	switch f.in[f.at] {
	case '{':
		f.object(m)
	case '[':
		f.at++
		f.out = append(f.out, '[')
		for f.in[f.at] != ']' {
			if f.in[f.at] == ',' {
				f.at++
				f.out = append(f.out, ',')
			}
			f.value(m)
		}
		f.at++
		f.out = append(f.out, ']')
	default:
		start := f.at
		f.skip()
		f.out = append(f.out, f.in[start:f.at]...)
	}
}

func (f *filter) object(m mask) {
	f.at++
	f.out = append(f.out, '{')
	first := true
	for f.in[f.at] != '}' {
		if f.in[f.at] == ',' {
			f.at++
		}
		start := f.at
		f.skip()
		name := f.in[start:f.at]
		f.at++ // the colon
		sub, ok := m[string(name[1:len(name)-1])]
		if !ok {
			f.skip()
			continue
		}
		if !first {
			f.out = append(f.out, ',')
		}
		first = false
		f.out = append(append(f.out, name...), ':')
		f.value(sub)
	}
	f.at++
	f.out = append(f.out, '}')
}

// skip moves behind the value at f.at.
func (f *filter) skip() {
	depth := 0
	for f.at < len(f.in) {
		switch f.in[f.at] {
		case '"':
			f.text()
			if depth == 0 {
				return
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return
			}
			if depth--; depth == 0 {
				f.at++
				return
			}
		case ',', ':':
			if depth == 0 {
				return
			}
		}
		f.at++
	}
}

// text moves behind the string at f.at.
func (f *filter) text() {
	f.at++
	n := bytes.IndexByte(f.in[f.at:], '"')
	if bytes.IndexByte(f.in[f.at:f.at+n], '\\') < 0 {
		f.at += n + 1
		return
	}
	for ; f.in[f.at] != '"'; f.at++ {
		if f.in[f.at] == '\\' {
			f.at++
		}
	}
	f.at++
}

// marshal encodes without spaces and without escaping HTML.
func marshal(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	// Trees were decoded from JSON, so they can be encoded.
	_ = enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
