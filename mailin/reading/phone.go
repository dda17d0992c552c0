package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

var (
	// phoneRun matches digits in the way telephone numbers are written; what it finds may be something else.
	phoneRun = lazy(`(?:\+\s?|\(\+?)?\d[\d\s()./\x{2010}-\x{2015}\x{2212}·-]{3,60}\d`)
	// runBreak is between two numbers that stand behind each other.
	runBreak = lazy(`\s*/\s*|\s{2,}|\s[\x{2010}-\x{2015}-]\s`)
	dayToken = lazy(`^(?:\d{1,2}([./-])\d{1,2}[./-](?:\d\d|\d{4})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})$`)
	years    = lazy(`^(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d$`)
	// zipPlus is an American postcode.
	zipPlus = lazy(`^\d{5}-\d{4}$`)
	// ofMoney matches what stands behind an amount or a measure.
	ofMoney = lazy(`^(?:[€$£¥₽₴₺₹%°²³]|,\d|:\d|[.,]-|\s?[€$£¥₽₴₺₹%]|\s?(?i:eur|usd|gbp|chf|pln|czk|huf|sek|nok|dkk|` +
		`uah|rub|try|руб|грн|kr|zł|kč|ft|lei|qm|m2|m²|km|kg|mm|cm|pcs|stk|stück)\b)`)
	extension = lazy(`(?i)^\s*[,;(]?\s*(?:ext|extn|extension|x|interno|poste|durchwahl|dw|toestel|anknytning|wew)` +
		`[.:]?\s?(\d{1,6})\b`)

	phoneWords    = wordSet("phone word")
	phoneWordPart = pattern(`(?i){{phone word part}}`)
	faxWord       = pattern(`(?i)(?:^|[^\pL]){{fax word}}(?:[^\pL]|$)`)
	faxBefore     = pattern(`(?i)(?:^|[^\pL])(?:f|{{fax word}})[\s.:/|-]*$`)
	// otherBefore matches the end of a text behind which a number is no telephone number.
	otherBefore = pattern(`(?i)(?:^|[^\pL])({{other number}})[.:)#№\s]*$`)
	wordBefore  = lazy(`(\pL[\pL\pM]*)[^\pL\d]*$`)
)

// phone is a telephone number in a text.
type phone struct {
	number    string // as written, with plain digits
	extension string // "" for none
}

// phoneOf finds a telephone number that can be dialled: in the signature, or in the text where a word or a plus sign
// marks it.
func phoneOf(text, signature []message.Line, country string) string {
	return findPhone(text, signature, country).number
}

// findPhone is phoneOf with what belongs to the number.
func findPhone(text, signature []message.Line, country string) phone {
	for n, list := range [][]message.Line{signature, text} {
		above := ""
		for i, l := range list {
			if i > 200 {
				break
			}
			if p := phoneIn(l.Text, above, n == 0, country); p.number != "" {
				return p
			}
			if strings.TrimSpace(l.Text) != "" {
				above = l.Text
			}
		}
	}
	return phone{}
}

// phoneIn finds a telephone number in one line. above is the line above it, signature says that it is of a signature,
// where no word need say what a number is.
func phoneIn(line, above string, signature bool, country string) phone {
	if len(line) > 1000 || len(line) < 6 {
		return phone{}
	}
	if line = lead.PlainDigits(line); digits(line) < 6 {
		return phone{}
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
		if !signature && !word && !strings.HasPrefix(c.number, "+") {
			alone := strings.Trim(line, " \t*_.,;()") == strings.Trim(c.number, "()")
			if said < 0 {
				said = 0
				if hasPhoneWord(line) || alone && hasPhoneWord(above) {
					said = 1
				}
			}
			if said == 0 {
				continue
			}
			word = word || alone
		}
		if zipPlus().MatchString(c.number) && !word {
			continue
		}
		// A number of another country cannot be dialled as written, but people can read it.
		if _, ok := lead.NormalizePhone(c.number, country); ok || word && digits(c.number) >= 7 {
			return phone{lead.CleanPhone(c.number), c.extension}
		}
	}
	return phone{}
}

// candidate is a run of digits that has the form of a telephone number.
type candidate struct {
	phone
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
		if n := digits(run); n <= 15 {
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
	if n := digits(run); n < 6 || n > 15 || years().MatchString(run) {
		return out
	}
	for token := range strings.FieldsSeq(run) {
		if dayToken().MatchString(token) {
			return out
		}
	}
	return append(out, candidate{phone{run, ext}, before})
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
		last := lowerFold(near[m[2]:m[3]])
		rest := near[:m[2]]
		if !phoneWords()[strings.Trim(last, ".#№")] {
			return false, true
		}
		if otherBefore().MatchString(rest) { // "order number", but "my number"
			return false, true
		}
	}
	if m := wordBefore().FindStringSubmatch(near); m != nil {
		w := lowerFold(m[1])
		for _, end := range []string{"nummer", "number", "nr", "numero"} {
			if strings.HasSuffix(w, end) && len(w) > len(end) && !phoneWords()[w] && !phoneStem().MatchString(w) {
				return false, true
			}
		}
	}
	return hasPhoneWord(near + " 0"), false
}

// phoneStem matches what makes a compound word one of a telephone number.
var phoneStem = lazy(`tele|fon|phone|ruf|handy|mobil|cell`)

// hasPhoneWord reports whether a text says that a telephone number follows. A single letter does so before a colon or a
// number only: "T: 030", "M 0170".
func hasPhoneWord(s string) bool {
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
		if phoneWords()[lowerFold(s[at:end])] && (end-at > 1 || announces(s[:at], s[end:])) {
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

var letterLabel = lazy(`^\s*[.:|/)\]]{0,2}\s*[+(\d]`)

func digits(s string) int {
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
