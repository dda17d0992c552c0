package forms

import (
	"cmp"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

var (
	kindPrefix    = regexp.MustCompile(`^(?:(?:l|ag|as|c|f|p|z)[:;]|zcrm_)`)
	securityAlert = regexp.MustCompile(`^\(Security Alert:[^()]*\)\s*`)
	numberDamaged = regexp.MustCompile(`(?i)^\+?\d+(?:[.,]\d+)?e\+?\d+$`) // 4.479E+11
	numberDecimal = regexp.MustCompile(`^\+?\d{6,}[.,]0+$`)               // 447900900123.0
)

// simple reports whether a value is plain ASCII without anything to tidy; most values are, and are taken as they are.
func simple(v string) bool { return v != "" && len(v) <= table.MaxCell && table.IsPlain(v) }

// safeText is lead.SafeText, but most texts are safe as they are, and seeing that is quicker.
func safeText(v string) string {
	if len(v) <= table.MaxCell && harmless(v) {
		return v
	}
	if cut := cutHarmless(v); cut >= 0 {
		return v[:cut] + "…"
	}
	return lead.SafeText(table.Bounded(v), table.MaxCell)
}

// cutHarmless returns where a text that is longer than a cell is cut by lead.SafeText, -1 when it is not that long or
// something is to be taken out of it before.
func cutHarmless(v string) int {
	n, cut := 0, -1
	for i, r := range v {
		if n == table.MaxCell-1 {
			cut = i
		}
		if n == table.MaxCell {
			return cut
		}
		if n++; r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r > 0x2ff && r < 0x370 || r > 0x52f ||
			r == 0xad ||
			r == utf8.RuneError {
			return -1
		}
	}
	return -1
}

// harmless reports whether a text has nothing but the letters, digits and marks of European languages, line ends and
// tabs.
func harmless(v string) bool {
	for i := 0; i < len(v); {
		c := v[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(v[i:])
		if (r < 0xa0 || r > 0x2ff) && (r < 0x370 || r > 0x52f) || r == 0xad {
			return false
		}
		i += n
	}
	return true
}

// collapse makes one blank of several.
func collapse(v string) string {
	b := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= utf8.RuneSelf:
			return strings.Join(strings.Fields(v), " ")
		case c == ' ' || c >= '\t' && c <= '\r':
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		default:
			b = append(b, c)
		}
	}
	return strings.TrimSuffix(string(b), " ")
}

// untouched reports whether nothing that begins with c wears a guard.
func untouched(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+'
}

// clean returns a cell's value without what exporters put around it so that a spreadsheet does not take it for a
// formula.
func (p *profile) clean(v string) string {
	if v == "" || untouched(v[0]) && !p.entities && simple(v) {
		return v
	}
	if !simple(v) {
		if v = strings.TrimSpace(safeText(v)); v == "" {
			return ""
		}
	}
	last := len(v) - 1
	switch {
	case v[0] == '=' && last > 2 && v[1] == '"' && v[last] == '"': // ="0170..."
		v = strings.ReplaceAll(v[2:last], `""`, `"`)
	case v[0] == '\'' && last > 0 && strings.IndexByte("=+-@0123456789", v[1]) >= 0:
		v = v[1:]
	case v[0] == '"' && last > 1 && v[last] == '"' && strings.IndexByte("=+-@;", v[1]) >= 0: // "+49..." with its quotes
		v = v[1:last]
	case v[0] == '(':
		v = securityAlert.ReplaceAllString(v, "")
	}
	if p.entities && strings.Contains(v, "&") && strings.Contains(v, ";") {
		v = html.UnescapeString(v)
	}
	return strings.TrimSpace(v)
}

// cleanIn is clean for a cell of a row.
func (p *profile) cleanIn(r *table.Row, v string) string {
	if r.Plain && v != "" && untouched(v[0]) && !p.entities {
		return v
	}
	return p.clean(v)
}

// bare returns an id or a number without the letters that say what kind it is: l:123, p:+49...
func (p *profile) bare(v string) string {
	if p.prefixes || strings.HasPrefix(v, "l:") {
		return kindPrefix.ReplaceAllString(v, "")
	}
	return v
}

// canonical is a cleaned value whatever its presentation. It must never depend on settings or on other rows, or a later
// export would bring every record again.
func canonical(v string, field lead.Field) string {
	if !simple(v) {
		v = collapse(norm.NFC.String(safeText(v)))
	}
	switch field {
	case lead.FieldEmail:
		if plainAddress(v) {
			return v
		}
		if a, ok := lead.NormalizeEmail(v); ok {
			return a
		}
		return strings.ToLower(v)
	case lead.FieldPhone:
		if v != "" && strings.Trim(v, "+0123456789 ") == "" && !strings.Contains(v[1:], "+") {
			return cmp.Or(digits(v), v)
		}
		if numberDecimal.MatchString(v) {
			v = v[:strings.IndexAny(v, ".,")]
		}
		if p := digits(lead.CleanPhone(v)); p != "" && !numberDamaged.MatchString(v) {
			return p
		}
	}
	return v
}

// plainAddress reports whether v is an address that needs no tidying: ana.b@example.com.
func plainAddress(v string) bool {
	ats, dots, before := 0, 0, byte('.')
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		case c == '@' && ats == 0 && before != '.' && i <= 64:
			ats, c = 1, '.' // no dot may follow
			before = c
			continue
		case c == '.' && before != '.':
			dots += ats
		default:
			return false
		}
		before = v[i]
	}
	return ats == 1 && dots > 0 && before >= 'a' && len(v) > 3 && v[len(v)-2] >= 'a' && len(v) < 250
}

// plainNumber reports whether v is a telephone number that needs no tidying: +49 170 1234567.
func plainNumber(v string) bool {
	digits := 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' && i == 0, c == ' ' && i > 0 && v[i-1] != ' ', c == '-' && i > 0:
		default:
			return false
		}
	}
	return digits >= 5 && v[len(v)-1] >= '0'
}

func digits(v string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, v)
}

// email takes the first address of a cell; more than the address alone (a second one, a name) is kept as it was
// written.
func (x *rowReader) email(title, v string) {
	if x.q.Email == "" && plainAddress(v) && !strings.HasPrefix(v, "test@") {
		x.q.Email = v
		return
	}
	a, ok := lead.NormalizeEmail(v)
	switch {
	case ok && x.q.Email == "":
		x.q.Email = a
		if a == "test@fb.com" || a == "test@meta.com" {
			x.test = a
		}
		if rest := strings.ToLower(strings.TrimPrefix(v, "mailto:")); rest != a {
			x.answer(title, v)
		}
	default:
		x.answer(title, v)
		if !ok && strings.Contains(v, "@") {
			x.problem("the e-mail address cannot be right")
		}
	}
}

// phone takes the first number of a cell as it was written. A number that a spreadsheet has damaged is kept and
// flagged, never repaired: what is missing can only be looked up.
func (x *rowReader) phone(title, v string) {
	if x.q.Phone == "" && plainNumber(v) {
		x.q.Phone = v
		return
	}
	clean := strings.Join(strings.Fields(lead.CleanPhone(v)), " ")
	bad := numberDamaged.MatchString(clean) || numberDecimal.MatchString(clean)
	if bad {
		x.problem("a spreadsheet has damaged the telephone number; look it up in the form")
	}
	if len(digits(clean)) < 3 || x.q.Phone != "" {
		x.answer(title, v)
		return
	}
	x.q.Phone = clean
	if bad {
		return
	}
	parts := strings.FieldsFunc(
		strings.ReplaceAll(v, " / ", "|"),
		func(r rune) bool { return strings.ContainsRune(";,|\n", r) },
	)
	for _, part := range parts[:min(len(parts), 10)] {
		if one := strings.Join(strings.Fields(lead.CleanPhone(part)), " "); len(parts) > 1 && len(digits(one)) >= 6 {
			x.q.Phone = one
			x.answer(title, v)
			return
		}
	}
}

// testMark says whether a value or its column marks the dummy data of a vendor.
func testMark(title, v string) bool {
	if len(v) > 20 && strings.IndexByte(v, '<') >= 0 && strings.Contains(v, "<test lead: dummy data") {
		return true
	}
	switch title {
	case "is test", "test lead", "testlead", "is test lead":
		return v == "1" || strings.EqualFold(v, "true") || strings.EqualFold(v, "yes")
	}
	return false
}

// blankWord reports whether a value of a tracked column is a placeholder that was never replaced.
func blankWord(v string) bool {
	if strings.IndexByte("-({[nNuU", v[0]) < 0 {
		return !utf8.ValidString(v)
	}
	switch strings.ToLower(v) {
	case "-",
		"--",
		"n/a",
		"na",
		"null",
		"none",
		"(none)",
		"undefined",
		"(not set)",
		"not set",
		"(not provided)",
		"(direct)",
		"nan":
		return true
	}
	return strings.HasPrefix(v, "{") && strings.HasSuffix(v, "}") ||
		strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]") ||
		!utf8.ValidString(v)
}
