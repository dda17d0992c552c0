package table

import (
	"slices"
	"strings"

	"leadsheet/lead"
)

// class is what the text of a cell looks like, to tell a whole row from a part of one.
type class uint8

const (
	kindEmpty class = iota
	kindText
	kindEmail
	kindDate
	kindNumber
	kindToken // a long id or an address of a page
	kinds     // how many there are
)

// classOf looks at a cell. It is asked for many cells, and guesses.
func classOf(s string) class {
	s = strings.Trim(s, " \t\"'\n")
	if s == "" {
		return kindEmpty
	}
	if len(s) > 120 {
		return kindText
	}
	if at := strings.IndexByte(s, '@'); at > 0 && at < len(s)-3 && strings.IndexByte(s[at:], '.') > 1 &&
		strings.IndexByte(s, ' ') < 0 {
		return kindEmail
	}
	digits, letters, blanks, signs := 0, 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b >= '0' && b <= '9':
			digits++
		case b == ' ':
			blanks++
		case strings.IndexByte("+-()./:,", b) >= 0:
			signs++
		default:
			letters++
		}
	}
	switch {
	case digits == 0:
		if strings.HasPrefix(s, "http") && strings.Contains(s, "://") && blanks == 0 {
			return kindToken
		}
		return kindText
	case datelike(s):
		return kindDate
	case letters == 0, letters <= 2 && digits >= 5 && s[1] == ':': // 42, +49 170 1, p:+49170
		return kindNumber
	case blanks == 0 && len(s) >= 12 && digits >= 2 && letters+digits+signs == len(s):
		return kindToken
	}
	return kindText
}

// datelike reports whether s begins with a date of numbers.
func datelike(s string) bool {
	i, parts := 0, 0
	var sep byte
	for parts < 3 {
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		if n := j - i; n == 0 || n > 4 || n == 3 {
			return false
		}
		parts++
		if parts == 3 {
			return j == len(s) || strings.IndexByte(" T,", s[j]) >= 0
		}
		if j >= len(s) || strings.IndexByte("-/.", s[j]) < 0 || sep != 0 && s[j] != sep {
			return false
		}
		sep = s[j]
		i = j + 1
	}
	return false
}

// shape is what the rows of a table have in common.
type shape struct {
	width   int // cells in the header
	usual   int // cells in most rows
	anchors []anchor
}

// anchor is a column whose cells are of one class in every row that is whole.
type anchor struct {
	col  int
	kind class
}

// learn finds the shape of the rows below a header. Rows are samples: some of them may be damaged.
func learn(header []string, rows [][]string) shape {
	s := shape{width: len(header), usual: len(header)}
	widths := map[int]int{}
	for _, r := range rows {
		widths[len(r)]++
	}
	for w, n := range widths {
		if n > widths[s.usual] || n == widths[s.usual] && w > s.usual && s.usual != s.width {
			s.usual = w
		}
	}
	fields := lead.FieldsOf(header[:min(len(header), MaxColumns)])
	for col := range min(s.width, 200) {
		var count [kinds]int
		filled := 0
		for _, r := range rows {
			if len(r) == s.usual && col < len(r) {
				if k := classOf(r[col]); k != kindEmpty {
					count[k]++
					filled++
				}
			}
		}
		if col < len(fields) && fields[col] == lead.FieldEmail && (count[kindEmail] > 0 || filled == 0) {
			s.anchors = append(s.anchors, anchor{col, kindEmail})
			continue
		}
		for k := kindEmail; k < kinds; k++ {
			if count[k] >= 2 && count[k]*10 >= filled*8 && filled*2 >= len(rows) {
				s.anchors = append(s.anchors, anchor{col, k})
			}
		}
	}
	return s
}

// fits reports whether cells look like a whole row: as many as usual, and the anchors in their columns. sure is
// whether something besides their number says so.
func (s shape) fits(cells []string) (ok, sure bool) {
	if len(cells) != s.width && len(cells) != s.usual {
		return false, false
	}
	match, wrong := 0, 0
	for _, a := range s.anchors {
		if a.col >= len(cells) {
			continue
		}
		switch classOf(cells[a.col]) {
		case a.kind:
			match++
		case kindEmpty:
		default:
			wrong++
		}
	}
	return wrong == 0 || match > 2*wrong, match > 0 && match > 2*wrong
}

// begins reports whether cells are the beginning of a row, as far as they go.
func (s shape) begins(cells []string) bool {
	return slices.ContainsFunc(
		s.anchors,
		func(a anchor) bool { return a.col < len(cells) && classOf(cells[a.col]) == a.kind },
	)
}

// double reports whether cells are two rows whose line end is gone: the last cell of one and the first of the next
// are one cell, or stand side by side.
func (s shape) double(cells []string) bool {
	w := s.usual
	if w < 3 || len(cells) != 2*w-1 && len(cells) != 2*w {
		return false
	}
	if _, sure := s.fits(cells[len(cells)-w:]); sure {
		return true
	}
	// With the last and the first in one cell, an anchor in the first column cannot match.
	match, wrong := 0, 0
	for _, a := range s.anchors {
		if at := len(cells) - w + a.col; a.col > 0 && at < len(cells) {
			switch classOf(cells[at]) {
			case a.kind:
				match++
			case kindEmpty:
			default:
				wrong++
			}
		}
	}
	return match > wrong
}
