// Package phones finds telephone numbers in texts, as people write them.
package phones

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phrases"
)

var (
	// phoneRun matches digits in the way telephone numbers are written; what it finds may be something else.
	phoneRun = phrases.Lazy(`(?:\+\s?|\(\+?)?\d[\d\s()./\x{2010}-\x{2015}\x{2212}·-]{3,60}\d`)
	// runBreak is between two numbers that stand behind each other.
	runBreak = phrases.Lazy(`\s*/\s*|\s{2,}|\s[\x{2010}-\x{2015}-]\s`)
	dayToken = phrases.Lazy(`^(?:\d{1,2}([./-])\d{1,2}[./-](?:\d\d|\d{4})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})$`)
	years    = phrases.Lazy(`^(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d$`)
	// zipPlus is an American postcode.
	zipPlus = phrases.Lazy(`^\d{5}-\d{4}$`)
	// ofMoney matches what stands behind an amount or a measure.
	ofMoney = phrases.Lazy(`^(?:[€$£¥₽₴₺₹%°²³]|,\d|:\d|[.,]-|\s?[€$£¥₽₴₺₹%]|\s?(?i:eur|usd|gbp|chf|pln|czk|huf|` +
		`sek|nok|dkk|uah|rub|try|руб|грн|kr|zł|kč|ft|lei|qm|m2|m²|km|kg|mm|cm|pcs|stk|stück)\b)`)
	extension = phrases.Lazy(`(?i)^\s*[,;(]?\s*(?:ext|extn|extension|x|interno|poste|durchwahl|dw|` +
		`toestel|anknytning|wew)[.:]?\s?(\d{1,6})\b`)

	phoneWords    = phrases.Set("phone word")
	phoneWordPart = phrases.Pattern(`(?i){{phone word part}}`)
	faxBefore     = phrases.Pattern(`(?i)(?:^|[^\pL])(?:f|{{fax word}})[\s.:/|-]*$`)
	// otherBefore matches the end of a text behind which a number is no telephone number.
	otherBefore = phrases.Pattern(`(?i)(?:^|[^\pL])({{other number}})[.:)#№\s]*$`)
	wordBefore  = phrases.Lazy(`(\pL[\pL\pM]*)[^\pL\d]*$`)
)

// Phone is a telephone number in a text.
type Phone struct {
	Number    string // as written, with plain digits; "" for none
	Extension string // "" for none
}

// Find finds a telephone number that can be dialled: in the signature, or in the text where a word or a plus sign marks
// it. country is the ISO code that numbers without a country prefix belong to, "" when it is not known.
func Find(text, signature []message.Line, country string) Phone {
	for n, list := range [][]message.Line{signature, text} {
		above := ""
		for i, l := range list {
			if i > 200 {
				break
			}
			if p := phoneIn(l.Text, above, n == 0, country); p.Number != "" {
				return p
			}
			if strings.TrimSpace(l.Text) != "" {
				above = l.Text
			}
		}
	}
	return Phone{}
}

// phoneIn finds a telephone number in one line. above is the line above it, signature says that it is of a signature,
// where no word need say what a number is.
func phoneIn(line, above string, signature bool, country string) Phone {
	if len(line) > 1000 || len(line) < 6 {
		return Phone{}
	}
	if line = lead.PlainDigits(line); Digits(line) < 6 {
		return Phone{}
	}
	said := -1 // whether a word of the line says that a number follows, once it is asked
	for _, c := range phonesIn(line) {
		if faxBefore().MatchString(c.before) {
			continue
		}
		word, other := marked(c.before)
		if other {
			continue
		}
		if !signature && !word && !strings.HasPrefix(c.Number, "+") {
			alone := strings.Trim(line, " \t*_.,;()") == strings.Trim(c.Number, "()")
			if said < 0 {
				said = 0
				if HasWord(line) || alone && HasWord(above) {
					said = 1
				}
			}
			if said == 0 {
				continue
			}
			word = word || alone
		}
		if zipPlus().MatchString(c.Number) && !word {
			continue
		}
		// A number of another country cannot be dialled as written, but people can read it.
		if _, ok := lead.NormalizePhone(c.Number, country); ok || word && Digits(c.Number) >= 7 {
			return Phone{lead.CleanPhone(c.Number), c.Extension}
		}
	}
	return Phone{}
}

// candidate is a run of digits that has the form of a telephone number.
type candidate struct {
	Phone
	before string // the line before it
}

// phonesIn returns what has the form of a telephone number in a line with plain digits: no date, amount or part of a
// word.
func phonesIn(line string) []candidate {
	var out []candidate
	for _, loc := range phoneRun().FindAllStringIndex(line, 8) {
		run, before, after := line[loc[0]:loc[1]], line[:loc[0]], line[loc[1]:]
		if isGlued(before) {
			continue
		}
		ext := ""
		if m := extension().FindStringSubmatch(after); m != nil {
			ext = m[1]
		} else if goesOn(after) {
			continue
		}
		if n := Digits(run); n <= 15 {
			out = appendPhone(out, run, before, ext)
			continue
		}
		at := 0
		for _, cut := range append(runBreak().FindAllStringIndex(run, 5), []int{len(run), len(run)}) {
			out = appendPhone(out, run[at:cut[0]], before, "")
			at = cut[1]
		}
	}
	return out
}

// goesOn reports whether a number is the beginning of a word, or an amount, a measure or a time.
func goesOn(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	word := unicode.IsDigit(r) || unicode.IsLetter(r) && r < 0x2e80 || r == '@'
	return after != "" && (word || ofMoney().MatchString(after))
}

// appendPhone adds a run of digits unless it is a date, years, or too short or long.
func appendPhone(out []candidate, run, before, ext string) []candidate {
	run = strings.TrimSpace(balancedNumber(strings.TrimSpace(run)))
	if n := Digits(run); n < 6 || n > 15 || years().MatchString(run) {
		return out
	}
	for token := range strings.FieldsSeq(run) {
		if dayToken().MatchString(token) {
			return out
		}
	}
	return append(out, candidate{Phone{run, ext}, before})
}

// isGlued reports whether a number is the end of a word or of another number: DE02 1203, AB-1203, 1,203.
func isGlued(before string) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	if before == "" || unicode.IsSpace(last) {
		return false
	}
	if unicode.IsDigit(last) || unicode.IsLetter(last) && last < 0x2e80 || strings.ContainsRune("@#№_=&%$€£¥\\", last) {
		return true
	}
	if !strings.ContainsRune("-/.,'", last) {
		return false
	}
	inner, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	return unicode.IsDigit(inner) || unicode.IsLetter(inner) && last != '.' && last != ','
}

// balancedNumber removes brackets of which the other one is missing, with what is behind them.
func balancedNumber(s string) string {
	for strings.Count(s, "(") > strings.Count(s, ")") {
		i := strings.LastIndexByte(s, '(')
		if i == 0 {
			s = s[1:]
		} else {
			s = s[:i]
		}
	}
	if strings.Count(s, ")") > strings.Count(s, "(") {
		s = s[:strings.LastIndexByte(s, ')')]
	}
	return s
}

// marked reports whether the last words before a number say that it is a telephone number, or that it is another one.
func marked(before string) (word, other bool) {
	near := lastWords(before, 6)
	if m := otherBefore().FindStringSubmatchIndex(near); m != nil {
		last := phrases.Fold(near[m[2]:m[3]])
		rest := near[:m[2]]
		if !phoneWords()[strings.Trim(last, ".#№")] {
			return false, true
		}
		if otherBefore().MatchString(rest) { // "order number", but "my number"
			return false, true
		}
	}
	if m := wordBefore().FindStringSubmatch(near); m != nil {
		w := phrases.Fold(m[1])
		for _, end := range []string{"nummer", "number", "nr", "numero"} {
			if strings.HasSuffix(w, end) && len(w) > len(end) && !phoneWords()[w] && !phoneStem().MatchString(w) {
				return false, true
			}
		}
	}
	return HasWord(near + " 0"), false
}

// phoneStem matches what makes a compound word one of a telephone number.
var phoneStem = phrases.Lazy(`tele|fon|phone|ruf|handy|mobil|cell`)

// HasWord reports whether a text says that a telephone number follows. A single letter does so before a colon or a
// number only: "T: 030", "M 0170".
func HasWord(s string) bool {
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !unicode.IsLetter(r) {
			at += size
			continue
		}
		end := at
		for end < len(s) {
			c, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(c) && !unicode.Is(unicode.Mn, c) {
				break
			}
			end += n
		}
		if phoneWords()[phrases.Fold(s[at:end])] && (end-at > 1 || announces(s[:at], s[end:])) {
			return true
		}
		at = end
	}
	return phoneWordPart().MatchString(s)
}

// announces reports whether a single letter between before and after is the label of a number.
func announces(before, after string) bool {
	return (before == "" || !strings.ContainsAny(before[len(before)-1:], "'’&-")) && letterLabel().MatchString(after)
}

var letterLabel = phrases.Lazy(`^\s*[.:|/)\]]{0,2}\s*[+(\d]`)

// Digits counts the plain digits in s.
func Digits(s string) int {
	n := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// lastWords returns the last n words of s.
func lastWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[max(0, len(f)-n):], " ")
}
