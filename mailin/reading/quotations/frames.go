package quotations

import (
	"slices"
	"strings"

	"leadsheet/mailin/message"
)

// withoutFrames unfolds the header that Notes draws as a table of dashes: a label in a frame, its value in the next.
func withoutFrames(lines []message.Line) []message.Line {
	first := slices.IndexFunc(lines, func(l message.Line) bool {
		return isFrame(l.Text) && strings.HasPrefix(l.Text, "|")
	})
	if first < 0 {
		return lines
	}
	out, label, open := slices.Clone(lines[:first]), "", false
	for i, l := range lines[first:] {
		text := strings.Trim(l.Text, " >|\t")
		framed := strings.HasPrefix(strings.TrimLeft(l.Text, " >"), "|") && strings.HasSuffix(l.Text, "|")
		switch {
		case isFrame(l.Text):
			open = false
		case framed && strings.HasSuffix(text, ":") && i > 0 && isFrame(lines[first+i-1].Text):
			label = text
		case framed && open:
			out[len(out)-1].Text += " " + text
		case framed && label != "":
			out, label, open = append(out, message.Line{Text: label + " " + text}), "", true
		default:
			out = append(out, l)
		}
	}
	return out
}

// isFrame reports whether a line is the edge of such a frame.
func isFrame(s string) bool {
	s = strings.TrimLeft(s, " ")
	return len(s) > 8 && (s[0] == '|' || s[0] == '>') && strings.Trim(s, "|>-") == "" && strings.Contains(s, "------")
}
