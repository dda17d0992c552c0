package typed

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Money is an amount as somebody typed it.
type Money struct {
	// Amount is the number: of a range the lower end, and of "up to 5000" or "over 5000" the only one that is said.
	Amount float64
	// Currency is its ISO code of three letters; "" where the text names none.
	Currency string
	// Vague says that the text gives a range or a limit.
	Vague bool
}

// Money reads an amount: 3.000 EUR, €1,234.56, 12 000, 2k, ca. 5000, 3-5k. A single separator before three digits is
// that of the country: 3.000 is three thousand where decimals have a comma, and three elsewhere. ok is false for a text
// that says no number, more than a range, or anything besides.
func (r Reader) Money(text string) (m Money, ok bool) {
	if len(text) > longest {
		return Money{}, false
	}
	p := moneyParser{reader: r, rest: plain(text)}
	for p.rest != "" {
		if !p.next() {
			return Money{}, false
		}
	}
	return p.result()
}

// moneyParser reads a text from left to right.
type moneyParser struct {
	reader  Reader
	rest    string
	numbers []float64
	scales  []float64 // what each number is to be multiplied with; 0 for what is not said
	divided bool      // a dash or a word for "to" stands behind the first number
	vague   bool
	minus   bool
	code    string
	free    bool // the number has its multiplier already
	glued   bool // what comes next stands directly behind a number
}

// next reads one thing; false for what does not belong to an amount.
func (p *moneyParser) next() bool {
	switch c := p.rest[0]; {
	case c == ' ':
		p.rest, p.glued = p.rest[1:], false
		return true
	case isDigit(c) || (c == '.' || c == ',') && len(p.rest) > 1 && isDigit(p.rest[1]):
		return p.number()
	case c == '-':
		return p.dash()
	case c == '~' || c == '(' || c == ')' || c == ':':
		p.rest = p.rest[1:]
		return true
	case c == '<' || c == '>' || c == '+' || c == '=':
		p.rest, p.vague = p.rest[1:], p.vague || c != '='
		return true
	}
	if code, n := p.reader.symbol(p.rest); n > 0 {
		p.rest = p.rest[n:]
		return p.currency(code)
	}
	return p.word()
}

func (p *moneyParser) dash() bool {
	p.rest = p.rest[1:]
	switch {
	case len(p.numbers) == 0 && !p.minus && p.rest != "" && isDigit(p.rest[0]):
		p.minus = true
	case len(p.numbers) == 1 && !p.divided:
		p.divided = true
	default:
		return false
	}
	return true
}

func (p *moneyParser) number() bool {
	text, n := numberIn(p.rest)
	value, ok := p.reader.decimal(text)
	if p.rest = p.rest[n:]; !ok || len(p.numbers) == 2 || len(p.numbers) == 1 && !p.divided {
		return false
	}
	p.numbers, p.scales, p.free, p.glued = append(p.numbers, value), append(p.scales, 0), false, true
	return true
}

func (p *moneyParser) currency(code string) bool {
	if p.code != "" && p.code != code {
		return false
	}
	p.code = code
	return true
}

// word reads a run of letters with the full stop behind it.
func (p *moneyParser) word() bool {
	n := strings.IndexFunc(p.rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' })
	if n < 0 {
		n = len(p.rest)
	}
	if n == 0 {
		return false
	}
	w := p.rest[:n]
	if p.rest = strings.TrimPrefix(p.rest[n:], "."); len(p.numbers) > 0 && !p.free {
		if scale, ok := p.reader.scale(w); ok {
			p.scales[len(p.scales)-1], p.free = scale, true
			return true
		}
	}
	code := p.reader.currencyOf(w)
	switch {
	case p.glued: // 3eur, but not 3a5
		return code != "" && p.currency(code)
	case dividers[w] && len(p.numbers) == 1 && !p.divided && strings.ContainsAny(p.rest, "0123456789"):
		p.divided = true
	case about[w] || netOrGross[w]:
	case limits[w]:
		p.vague = true
	default:
		return code != "" && p.currency(code)
	}
	return true
}

func (p *moneyParser) result() (Money, bool) {
	if len(p.numbers) == 0 || p.divided && len(p.numbers) == 1 {
		return Money{}, false
	}
	m := Money{Currency: p.code, Vague: p.vague || p.divided}
	value := p.scaled(0)
	if p.divided {
		if p.scales[0] == 0 && p.scales[1] != 0 && p.numbers[0] < p.numbers[1] { // 3-5k
			p.scales[0] = p.scales[1]
			value = p.scaled(0)
		}
		if p.scaled(1) < value || p.scales[0] == 0 && p.scales[1] != 0 { // 5-3k
			return Money{}, false
		}
	}
	if p.minus {
		value = -value
	}
	m.Amount = math.Round(value*1e6) / 1e6
	return m, !math.IsInf(m.Amount, 0) && !math.IsNaN(m.Amount)
}

func (p *moneyParser) scaled(n int) float64 {
	if p.scales[n] == 0 {
		return p.numbers[n]
	}
	return p.numbers[n] * p.scales[n]
}

// numberIn cuts a number with its separators off the head of a text: digits, with single points, commas or apostrophes
// between them, and blanks before three digits. The dashes for no cents (3.000,-) belong to it.
func numberIn(s string) (text string, length int) {
	n := 0
	for n < len(s) {
		switch c := s[n]; {
		case isDigit(c):
			n++
		case (c == '.' || c == ',' || c == '\'') && n+1 < len(s) && isDigit(s[n+1]):
			n++
		case c == ' ' && n > 0 && threeDigits(s[n+1:]):
			n++
		default:
			text = s[:n]
			if (c == '.' || c == ',') && n+1 < len(s) && s[n+1] == '-' {
				for n++; n < len(s) && s[n] == '-'; n++ {
				}
			} else if c == '.' {
				n++
			}
			return text, n
		}
	}
	return s[:n], n
}

func threeDigits(s string) bool {
	return len(s) >= 3 && isDigit(s[0]) && isDigit(s[1]) && isDigit(s[2]) && (len(s) == 3 || !isDigit(s[3]))
}

// decimal reads a number with separators.
func (r Reader) decimal(s string) (float64, bool) {
	last := strings.LastIndexAny(s, ".,' ")
	if last < 0 {
		return parseFloat(s)
	}
	whole, fraction, sep := s[:last], s[last+1:], s[last]
	isDecimal := false
	switch first := strings.IndexAny(s, ".,' "); {
	case first == last && (sep == '.' || sep == ','):
		isDecimal = len(fraction) != 3 || len(whole) > 3 || whole == "0" || whole == "" || r.comma == (sep == ',')
	case first != last && s[first] != sep && sep != '\'' && sep != ' ':
		isDecimal = strings.IndexByte(whole, sep) < 0
	}
	if !isDecimal {
		whole, fraction = s, ""
	}
	digits, ok := grouped(whole, r.byHundreds())
	if !ok {
		return 0, false
	}
	return parseFloat(digits + "." + fraction)
}

// byHundreds reports whether the separators above that of the thousands stand before two digits: 12,34,567.
func (r Reader) byHundreds() bool {
	switch r.Country {
	case "IN", "PK", "BD", "NP", "LK":
		return true
	}
	return false
}

// grouped takes the separators of thousands out of a number: all of one kind, before three digits each, or also two.
func grouped(s string, two bool) (digits string, ok bool) {
	at := strings.IndexAny(s, ".,' ")
	if at < 0 {
		return s, true
	}
	groups := strings.Split(s, s[at:at+1])
	last := len(groups) - 1
	for i, g := range groups {
		switch {
		case strings.ContainsAny(g, ".,' "):
			return "", false
		case i == 0 && (g == "" || len(g) > 3), i == last && len(g) != 3,
			i > 0 && i < last && len(g) != 3 && !(two && len(g) == 2):
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func parseFloat(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f < 1e15
}

// symbol is the currency of a sign at the head of a text, and the length of the sign; 0 for none.
func (r Reader) symbol(s string) (code string, length int) {
	for _, c := range currencySigns {
		if strings.HasPrefix(s, c.sign) {
			return r.ofCountry(c.sign, c.code), len(c.sign)
		}
	}
	first, n := utf8.DecodeRuneInString(s)
	if unicode.Is(unicode.Sc, first) {
		return "", n
	}
	return "", 0
}
