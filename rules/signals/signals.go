// Package signals finds words in what customers write that say how much they want something, and leaves those out that
// the text takes back: "not urgent", "kein Notfall".
//
// Everything here is computed from its arguments.
package signals

import (
	_ "embed" // the words of negations
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed negations.txt
var negationFile string

// lists are the words of negations.txt by their lists, in all languages.
var lists = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	list := ""
	for line := range strings.Lines(negationFile) {
		line = strings.TrimSpace(line)
		if name, isName := strings.CutPrefix(line, "["); isName {
			list = strings.TrimSuffix(name, "]")
			out[list] = map[string]bool{}
		} else if _, all, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(all) {
				out[list][w] = true
			}
		}
	}
	return out
})

// Says reports whether a text says a signal, which is a word or several, as whole words, and does not take it back
// everywhere.
func Says(text, signal string) bool {
	text, signal = strings.ToLower(text), strings.ToLower(strings.TrimSpace(signal))
	if signal == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], signal)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(signal):])
		inWord := isLetter(before) && !glues(before) || isLetter(after) && !glues(after)
		if !inWord && !deniedBefore(text[:i]) && !deniedBehind(text[i+len(signal):]) {
			return true
		}
		from = i + len(signal)
	}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// glues reports whether a letter is of a script that puts no blanks between words.
func glues(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

const (
	// reach is how many words before a signal word are looked at, and reachBehind how many behind it.
	reach, reachBehind = 7, 4
	// looked is how many bytes of the text around a signal word are looked at.
	looked = 400
	// longLine is the length, in bytes, from which a line may have been broken by a mail program.
	longLine = 40
)

// deniedBefore reports whether what stands before a signal word takes it back.
func deniedBefore(text string) bool {
	text = tail(text)
	for w := range lists()["glued before"] {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	words := clauseBefore(text)
	for i, n := len(words)-1, 0; i >= 0 && n < reach; i, n = i-1, n+1 {
		w := words[i]
		if lists()["before"][w] || strings.HasSuffix(w, "n't") || i > 0 && lists()["before"][words[i-1]+"_"+w] {
			return true
		}
		if lists()["breaks"][w] {
			return false
		}
	}
	return false
}

// deniedBehind reports whether what stands behind a signal word takes it back.
func deniedBehind(text string) bool {
	if len(text) > looked {
		text = text[:looked]
	}
	for w := range lists()["glued behind"] {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	behind := lists()["behind"]
	clause, rest := cutClause(text)
	words := wordsOf(clause)
	switch n := len(words); {
	case n == 0: // "Urgent? No"
		answer, _ := cutClause(strings.TrimLeft(rest, " ?:(=-–—\t"))
		list := wordsOf(answer)
		return len(list) > 0 && behind[list[0]] && len(list) <= 2
	case n <= reachBehind && behind[words[n-1]]:
		return true
	default: // "eilt nicht so"; "asap, no later than" is none
		return behind[words[0]] && words[0] != "no" && words[0] != "not"
	}
}

// ends are the characters that end a clause.
const ends = ".!?;:,()=–—|•\n"

// cutClause divides a text at the end of its first clause. The rest begins with what ends it.
func cutClause(text string) (clause, rest string) {
	for at, r := range text {
		dash := r == '-' && (at == 0 || text[at-1] == ' ')
		if !strings.ContainsRune(ends, r) && !dash || r == '\n' && goesOnInNextLine(text[:at], text[at+1:]) {
			continue
		}
		return text[:at], text[at:]
	}
	return text, ""
}

// clauseBefore are the words of the clause that a text ends with.
func clauseBefore(text string) []string {
	var all []string
	for text != "" {
		clause, rest := cutClause(text)
		words := wordsOf(clause)
		if len(words) > 0 && lists()["goes on"][words[0]] {
			all = append(all, words...)
		} else {
			all = words
		}
		if rest == "" {
			return all
		}
		first := rest[:1]
		_, n := utf8.DecodeRuneInString(rest)
		if text = rest[n:]; first != "," || text == "" { // only a comma may be followed by more of the same
			all = nil
		}
		if text == "" {
			return nil
		}
	}
	return all
}

// goesOnInNextLine reports whether a line was broken by a program: it is long, and the next one goes on in small
// letters. The text is in small letters, so that the length has to do.
func goesOnInNextLine(before, after string) bool {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	next, _ := utf8.DecodeRuneInString(after)
	return len(line) >= longLine && (after == "" || unicode.IsLetter(next))
}

// tail is the end of a text that is looked at, from the beginning of a word.
func tail(text string) string {
	if len(text) <= looked {
		return text
	}
	text = text[len(text)-looked:]
	if i := strings.IndexAny(text, " \n"); i >= 0 {
		return text[i:]
	}
	return text
}

// wordsOf are the words of a clause. An apostrophe is part of its word, but what it elides is not: n'est has two.
func wordsOf(clause string) []string {
	clause = strings.NewReplacer("’", "'", "‘", "'").Replace(clause)
	words := strings.FieldsFunc(clause, func(r rune) bool { return !isLetter(r) && r != '\'' })
	var out []string
	for _, w := range words {
		w = strings.Trim(w, "'")
		if strings.HasSuffix(w, "n't") || !strings.Contains(w, "'") {
			out = append(out, w)
			continue
		}
		out = append(out, strings.Split(w, "'")...)
	}
	return slices.DeleteFunc(out, func(w string) bool { return w == "" })
}
