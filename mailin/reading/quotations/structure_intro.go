package quotations

import (
	"strings"

	"leadsheet/mailin/message"
)

// introduces reports whether line i begins the sentence above a quoted message: an address, a date and a time, with a
// colon at its end, above a quotation.
func (s *structure) introduces(i int) bool {
	text := s.lines[i].Text
	begins := s.lines[i].Mark&message.Begins != 0
	between := strings.HasPrefix(strings.TrimLeft(text, " >"), "--") && dashed().MatchString(text) // Zoho's
	if len(text) > 400 || len(text) < 10 || !begins && !s.thread && !between && !s.quoteFollows(i) {
		return false
	}
	all, end := introductionEnd(s.lines, i)
	year, clock := yearLike().MatchString(all), clockLike().MatchString(all)
	if end < 0 || !begins && !message.HasAddress(all) || !year && !clock {
		return false
	}
	return begins || s.quoteFollows(end) || (s.thread || between) && year && clock
}

// quoteFollows reports whether a quotation begins within the lines below line i.
func (s *structure) quoteFollows(i int) bool {
	for k := i + 1; k < len(s.lines) && k <= i+4; k++ {
		if strings.HasPrefix(s.lines[k].Text, ">") {
			return true
		}
	}
	return false
}

// introductionEnd joins the lines of a sentence that ends in a colon and begins at line i, and returns its last line;
// -1 when there is none. The last word may stand below an empty line.
func introductionEnd(lines []message.Line, i int) (text string, end int) {
	for k := i; k < len(lines) && k < i+4; k++ {
		part := strings.Trim(lines[k].Text, " \t>*_\u00a0")
		if part == "" {
			if k+1 >= len(lines) || len(lines[k+1].Text) > 30 || len(strings.Fields(lines[k+1].Text)) > 2 {
				return "", -1
			}
			continue
		}
		text += " " + part
		if strings.HasSuffix(part, ":") || strings.HasSuffix(part, "：") {
			return text[1:], k
		}
		if strings.HasPrefix(part, "--") && strings.HasSuffix(part, "--") && strings.Contains(part, "@") {
			return strings.Trim(part, "- "), k
		}
		if strings.HasSuffix(part, ".") && k > i {
			return "", -1
		}
	}
	return "", -1
}
