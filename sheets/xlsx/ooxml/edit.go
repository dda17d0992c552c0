package ooxml

import "slices"

// cut is a stretch of a part that is replaced.
type cut struct {
	from, to int
	by       []byte
}

// splice returns the data with the cuts replaced. Cuts at the same place keep their order; they must not overlap.
func splice(data []byte, cuts []cut) []byte {
	slices.SortStableFunc(cuts, func(a, b cut) int { return a.from - b.from })
	size := len(data)
	for _, c := range cuts {
		size += len(c.by) - (c.to - c.from)
	}
	out, last := make([]byte, 0, size), 0
	for _, c := range cuts {
		out = append(append(out, data[last:c.from]...), c.by...)
		last = c.to
	}
	return append(out, data[last:]...)
}

// withAttr returns the bytes of a tag with an attribute set to a value, which must need no escapes.
func withAttr(data []byte, t *tag, name, value string) []byte {
	raw := data[t.start:t.end]
	at := len(raw) - tail(t) - len(t.attrs)
	if _, from, to := findAttr(t.attrs, name); from >= 0 {
		return splice(raw, []cut{{at + from, at + to, []byte(value)}})
	}
	at = len(raw) - tail(t)
	return splice(raw, []cut{{at, at, []byte(" " + name + `="` + value + `"`)}})
}

// withoutAttr returns the bytes of a tag without an attribute.
func withoutAttr(data []byte, t *tag, name string) []byte {
	raw := data[t.start:t.end]
	start, _, to := findAttr(t.attrs, name)
	if start < 0 {
		return raw
	}
	at := len(raw) - tail(t) - len(t.attrs)
	return splice(raw, []cut{{at + start, at + to + 1, nil}})
}

// tail is the length of what ends the tag.
func tail(t *tag) int {
	if t.kind == emptyTag {
		return 2
	}
	return 1
}
