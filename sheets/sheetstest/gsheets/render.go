package gsheets

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/sheets"
)

// appendString appends s as JSON.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	if isPlain(s) {
		return append(append(b, s...), '"')
	}
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// isPlain reports whether s needs no escapes in JSON.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func appendNumber(b []byte, f float64) []byte {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.AppendInt(b, int64(f), 10)
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64)
}

// renderOptions says how values are shown.
type renderOptions struct {
	option  string // FORMATTED_VALUE, UNFORMATTED_VALUE, FORMULA
	strings bool   // dates as text, if numbers are not formatted
}

// appendValue appends the content of a cell in the form of the values calls.
func (o renderOptions) appendValue(b []byte, c *Cell) []byte {
	if !c.Content() {
		return append(b, '"', '"')
	}
	if o.option == "FORMULA" && c.Formula != "" {
		return appendString(b, c.Formula)
	}
	if o.option == "FORMATTED_VALUE" || o.strings && isDateFormat(c.Format) {
		return appendString(b, renderFormatted(c))
	}
	switch c.Value.Kind {
	case kindNumber, kindDate:
		return appendNumber(b, c.Value.Num)
	case kindBool:
		return strconv.AppendBool(b, c.Value.Num != 0)
	}
	return appendString(b, c.Value.Text)
}

func isDateFormat(f *Format) bool {
	return f != nil && (f.NumberType == "DATE" || f.NumberType == "DATE_TIME" || f.NumberType == "TIME")
}

// renderFormatted returns the text that the cell shows, for the formats that are supported.
func renderFormatted(c *Cell) string {
	if c == nil {
		return ""
	}
	switch c.Value.Kind {
	case kindNumber, kindDate:
	case kindBool:
		if c.Value.Num != 0 {
			return "TRUE"
		}
		return "FALSE"
	default:
		return c.Value.Text
	}
	n := c.Value.Num
	f := c.Format
	if c.Value.Kind == kindDate && f == nil {
		return dateText("yyyy-mm-dd", n)
	}
	if f == nil {
		return plainNumber(n)
	}
	switch f.NumberType {
	case "DATE", "DATE_TIME", "TIME":
		pattern := f.Pattern
		if pattern == "" {
			pattern = map[string]string{
				"DATE": "m/d/yyyy", "DATE_TIME": "m/d/yyyy h:mm:ss", "TIME": "h:mm:ss am/pm",
			}[f.NumberType]
		}
		return dateText(pattern, n)
	case "NUMBER", "PERCENT", "CURRENCY":
		return numberText(f.NumberType, f.Pattern, n)
	}
	return plainNumber(n)
}

// plainNumber formats a number as a cell without a format shows it.
func plainNumber(n float64) string {
	if n != 0 && (math.Abs(n) >= 1e15 || math.Abs(n) < 1e-9) {
		return strings.ToUpper(strconv.FormatFloat(n, 'e', -1, 64))
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// numberText formats a number. It supports digits, thousands, decimals, percent, and text before and after them.
func numberText(kindOf, pattern string, n float64) string {
	if pattern == "" {
		pattern = map[string]string{"NUMBER": "#,##0.00", "PERCENT": "0.00%", "CURRENCY": "$#,##0.00"}[kindOf]
	}
	first, _, _ := strings.Cut(pattern, ";")
	start := strings.IndexAny(first, "#0")
	end := strings.LastIndexAny(first, "#0")
	if start < 0 {
		return plainNumber(n)
	}
	digits := first[start : end+1]
	if strings.Contains(first, "%") {
		n *= 100
	}
	_, decimals, _ := strings.Cut(digits, ".")
	text := strconv.FormatFloat(math.Abs(n), 'f', len(decimals), 64)
	for i := len(decimals); i > 0 && decimals[i-1] == '#' && strings.HasSuffix(text, "0"); i-- {
		text = strings.TrimSuffix(text, "0")
	}
	text = strings.TrimSuffix(text, ".")
	if strings.Contains(digits, ",") {
		whole, fraction, dot := strings.Cut(text, ".")
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
		if text = whole; dot {
			text += "." + fraction
		}
	}
	unquote := strings.NewReplacer(`"`, "", `\`, "")
	text = unquote.Replace(first[:start]) + text + unquote.Replace(first[end+1:])
	if n < 0 {
		return "-" + text
	}
	return text
}

// dateText formats a date. It supports years, months, days, hours, minutes and seconds.
func dateText(pattern string, serial float64) string {
	t := time.Unix(int64(math.Round(serial*86400))-2209161600, 0).UTC()
	var b strings.Builder
	lower := strings.ToLower(pattern)
	twelveHours := strings.Contains(lower, "am/pm")
	clock := false // whether an m means minutes
	for i := 0; i < len(pattern); {
		c := lower[i]
		n := 1
		for i+n < len(lower) && lower[i+n] == c {
			n++
		}
		switch {
		case strings.HasPrefix(lower[i:], "am/pm"):
			b.WriteString(t.Format("PM"))
			n = 5
		case c == 'y':
			b.WriteString(t.Format(map[bool]string{true: "2006", false: "06"}[n > 2]))
		case c == 'm' && (clock || strings.HasPrefix(lower[i+n:], ":s")):
			b.WriteString(padded(t.Minute(), n))
		case c == 'm' && n < 3:
			b.WriteString(padded(int(t.Month()), n))
		case c == 'm':
			b.WriteString(t.Format(map[bool]string{true: "January", false: "Jan"}[n > 3]))
		case c == 'd' && n < 3:
			b.WriteString(padded(t.Day(), n))
		case c == 'd':
			b.WriteString(t.Format(map[bool]string{true: "Monday", false: "Mon"}[n > 3]))
		case c == 'h' && twelveHours:
			b.WriteString(padded((t.Hour()+11)%12+1, n))
		case c == 'h':
			b.WriteString(padded(t.Hour(), n))
		case c == 's':
			b.WriteString(padded(t.Second(), n))
		case c == '"' || c == '\\':
		default:
			b.WriteString(pattern[i : i+n])
		}
		if c == 'h' {
			clock = true
		} else if c != ':' {
			clock = false
		}
		i += n
	}
	return b.String()
}

func padded(n, width int) string {
	s := itoa(n)
	if len(s) < width {
		s = "0" + s
	}
	return s
}

func numberCell(f float64) sheets.Cell { return sheets.Cell{Kind: kindNumber, Num: f} }

func boolCell(b bool) sheets.Cell {
	if b {
		return sheets.Cell{Kind: kindBool, Num: 1}
	}
	return sheets.Cell{Kind: kindBool}
}

// defaultProperties returns the properties of a new spreadsheet, as recorded.
func defaultProperties(title string) tree {
	white := func() tree { return tree{"red": 1.0, "green": 1.0, "blue": 1.0} }
	rgb := func(kind string, c tree) any { return tree{"colorType": kind, "color": tree{"rgbColor": c}} }
	return tree{
		"title": title, "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT",
		"defaultFormat": tree{
			"backgroundColor": white(), "padding": tree{"top": 2.0, "right": 3.0, "bottom": 2.0, "left": 3.0},
			"verticalAlignment": "BOTTOM", "wrapStrategy": "OVERFLOW_CELL",
			"textFormat": tree{
				"foregroundColor":      tree{},
				"fontFamily":           "arial,sans,sans-serif",
				"fontSize":             10.0,
				"bold":                 false,
				"italic":               false,
				"strikethrough":        false,
				"underline":            false,
				"foregroundColorStyle": tree{"rgbColor": tree{}},
			},
			"backgroundColorStyle": tree{"rgbColor": white()},
		},
		"spreadsheetTheme": tree{"primaryFontFamily": "Arial", "themeColors": []any{
			rgb("TEXT", tree{}), rgb("BACKGROUND", white()),
			rgb("ACCENT1", tree{"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
			rgb("ACCENT2", tree{"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}),
			rgb("ACCENT3", tree{"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}),
			rgb("ACCENT4", tree{"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}),
			rgb("ACCENT5", tree{"red": 1.0, "green": 0.42745098, "blue": 0.003921569}),
			rgb("ACCENT6", tree{"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}),
			rgb("LINK", tree{"red": 0.06666667, "green": 0.33333334, "blue": 0.8}),
		}},
	}
}
