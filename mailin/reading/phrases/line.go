package phrases

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead/language"
)

// LineExpr is an expression for a whole line that begins with an entry of some list, after signs only. Most lines are
// refused by their first letters, since the lists have hundreds of entries.
type LineExpr struct {
	*regexp.Regexp
	// first are the first letters of lines that may match, at most depth of them.
	first map[string]bool
	// foreign says that lines with a letter outside of ASCII may match whatever they begin with, any that all lines
	// may.
	foreign, any bool
}

// depth is how many letters of a line are looked at. Two of them refuse few lines of prose in thirty languages.
const depth = 4

// Line is Pattern for an expression whose lines begin with an entry of the list.
func Line(list, expression string) func() *LineExpr {
	return sync.OnceValue(func() *LineExpr {
		e := &LineExpr{Regexp: regexp.MustCompile(Expand(expression)), first: map[string]bool{}}
		for _, entry := range language.Words(list) {
			e.add(entry)
		}
		return e
	})
}

// add adds what lines with an entry begin with.
func (e *LineExpr) add(entry string) {
	tree, err := syntax.Parse("(?i)"+entry, syntax.Perl)
	if err != nil {
		e.any = true
		return
	}
	for s := range beginnings(tree) {
		switch {
		case s != "" && s[0] != '*':
			e.first[strings.TrimSuffix(s, "*")] = true
		case s == "": // signs only, in lines that have no letters
		case isASCII(entry):
			e.any = true
		default:
			e.foreign = true
		}
	}
}

// MatchString reports whether a line matches.
func (e *LineExpr) MatchString(s string) bool { return e.May(s) && e.Regexp.MatchString(s) }

// FindStringSubmatch is that of the expression.
func (e *LineExpr) FindStringSubmatch(s string) []string {
	if !e.May(s) {
		return nil
	}
	return e.Regexp.FindStringSubmatch(s)
}

// May reports whether a line may match, by its first letters. One without letters may.
func (e *LineExpr) May(s string) bool {
	if e.any {
		return true
	}
	var key [depth * utf8.UTFMax]byte
	n, letters := 0, 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		n += utf8.EncodeRune(key[n:], foldRune(r))
		if letters++; e.first[string(key[:n])] {
			return true
		}
		if letters == depth {
			break
		}
	}
	return letters == 0 || e.foreign && !isASCII(s)
}

// WordExpr is an expression of which a match begins, behind a blank or at the head of a text, with an entry of a list.
type WordExpr struct{ *LineExpr }

// Words is Pattern for such an expression. Entries of the lists anywhere may also stand within words.
func Words(list, expression string, anywhere ...string) func() *WordExpr {
	line := Line(list, expression)
	return sync.OnceValue(func() *WordExpr {
		e := WordExpr{line()}
		for _, other := range anywhere {
			for _, entry := range language.Words(other) {
				e.foreign, e.any = true, e.any || isASCII(entry)
			}
		}
		return &e
	})
}

// MatchString reports whether a text matches.
func (e *WordExpr) MatchString(s string) bool { return e.may(s) && e.Regexp.MatchString(s) }

// may reports whether a text may match, by the first letters of its words.
func (e *WordExpr) may(s string) bool {
	if e.any || e.foreign && !isASCII(s) {
		return true
	}
	for word := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(word, unicode.IsLetter) && e.May(word) {
			return true
		}
	}
	return false
}

// foldRune returns one of the letters that differ only in case from r.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	if least < utf8.RuneSelf {
		return unicode.ToLower(least)
	}
	return least
}

// isLetter reports whether r is a letter in an expression, where the least of the signs that differ in case stands for
// all of them: for the Greek iota that is no letter.
func isLetter(r rune) bool { return unicode.IsLetter(r) || r == 0x345 }

// beginnings returns with which letters a match of an expression may begin, its signs left out: depth letters, or
// fewer where the match may end or anything may follow; that is marked by a star.
func beginnings(re *syntax.Regexp) map[string]bool {
	set := map[string]bool{}
	switch re.Op {
	case syntax.OpLiteral:
		s := ""
		for _, r := range re.Rune {
			if isLetter(r) && utf8.RuneCountInString(s) < depth {
				s += string(foldRune(r))
			}
		}
		set[s] = true
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i+1]-re.Rune[i] > 60 {
				return map[string]bool{"*": true}
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if isLetter(r) {
					set[string(foldRune(r))] = true
				} else {
					set[""] = true
				}
			}
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		set["*"] = true
	case syntax.OpCapture:
		return beginnings(re.Sub[0])
	case syntax.OpConcat:
		set[""] = true
		for _, sub := range re.Sub {
			set = followed(set, beginnings(sub))
		}
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			for s := range beginnings(sub) {
				set[s] = true
			}
		}
	case syntax.OpStar, syntax.OpQuest, syntax.OpPlus, syntax.OpRepeat:
		set = beginnings(re.Sub[0])
		if re.Op != syntax.OpQuest {
			set = followed(set, optional(beginnings(re.Sub[0])))
		}
		if re.Op == syntax.OpStar || re.Op == syntax.OpQuest || re.Op == syntax.OpRepeat && re.Min == 0 {
			set = optional(set)
		}
	default: // the beginning of a line, the end of a word
		set[""] = true
	}
	return set
}

func optional(set map[string]bool) map[string]bool {
	set[""] = true
	return set
}

// followed returns the beginnings of one expression behind another.
func followed(first, second map[string]bool) map[string]bool {
	out := map[string]bool{}
	for a := range first {
		if strings.HasSuffix(a, "*") || utf8.RuneCountInString(a) >= depth {
			out[a] = true
			continue
		}
		for b := range second {
			joined := []rune(a + b)
			if len(joined) > depth {
				joined = joined[:depth]
			}
			out[string(joined)] = true
		}
	}
	return out
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
