package gsheets

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/sheets"
)

// maxCellText is how many characters one cell may hold.
const maxCellText = 50_000

// errTooLong is the recorded answer to a longer text.
func errTooLong() apiError {
	return badRequest("Your input contains more than the maximum of 50000 characters in a single cell.")
}

// content returns the content for a value of a values call; nil if nothing is to be written.
func (d *Doc) content(raw json.RawMessage, entered bool) (*Cell, error) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, badPayload(err)
	}
	switch x := v.(type) {
	case nil:
		return nil, nil
	case float64:
		return &Cell{Value: numberCell(x)}, nil
	case bool:
		return &Cell{Value: boolCell(x)}, nil
	case string:
		if utf8.RuneCountInString(x) > maxCellText {
			return nil, errTooLong()
		}
		if entered {
			c := d.parseTyped(x)
			return &c, nil
		}
		return &Cell{Value: textCell(x)}, nil
	}
	return nil, badRequest("Invalid values: %s", raw)
}

var (
	numberLike   = regexp.MustCompile(`^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?$`)
	currencyLike = regexp.MustCompile(`^-?\$\s?[\d,]+(\.\d+)?$`)
	dateLike     = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$`)
	shortDate    = regexp.MustCompile(`^(\d{1,2})[-/](\d{1,2})$`)
)

// parseTyped returns the content that results when a person types text into a cell.
func (d *Doc) parseTyped(text string) Cell {
	trimmed := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "'"):
		return Cell{Value: textCell(text[1:])}
	case strings.HasPrefix(text, "=") && len(text) > 1:
		return formulaCell(text)
	case strings.EqualFold(trimmed, "true"), strings.EqualFold(trimmed, "false"):
		return Cell{Value: boolCell(strings.EqualFold(trimmed, "true"))}
	}
	if n, ok := parseNumber(trimmed); ok {
		c := Cell{Value: numberCell(n)}
		if strings.Contains(trimmed, ",") {
			c.Format = d.format([]byte(`{"numberFormat":{"type":"NUMBER","pattern":"#,##0.00"}}`))
		}
		return c
	}
	if rest, ok := strings.CutSuffix(trimmed, "%"); ok {
		if n, ok := parseNumber(rest); ok {
			pattern := "0%"
			if strings.Contains(rest, ".") {
				pattern = "0.00%"
			}
			return Cell{
				Value:  numberCell(n / 100),
				Format: d.format([]byte(`{"numberFormat":{"type":"PERCENT","pattern":"` + pattern + `"}}`)),
			}
		}
	}
	if currencyLike.MatchString(trimmed) {
		if n, ok := parseNumber(strings.ReplaceAll(strings.ReplaceAll(trimmed, "$", ""), " ", "")); ok {
			return Cell{
				Value:  numberCell(n),
				Format: d.format([]byte(`{"numberFormat":{"type":"CURRENCY","pattern":"$#,##0.00"}}`)),
			}
		}
	}
	if serial, ok := d.parseDate(trimmed); ok {
		return Cell{Value: numberCell(serial), Format: d.dateFormat(serial)}
	}
	return Cell{Value: textCell(text)}
}

func parseNumber(s string) (float64, bool) {
	if s == "" || !numberLike.MatchString(s) || !strings.ContainsAny(s, "0123456789") {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return n, err == nil && !math.IsInf(n, 0)
}

// parseDate reads year, month and day, or month and day of the present year.
func (d *Doc) parseDate(s string) (float64, bool) {
	at := func(m []string, i int) int {
		n, err := strconv.Atoi(m[i])
		if err != nil {
			return 0
		}
		return n
	}
	var y, mon, day, h, minute, sec int
	if m := dateLike.FindStringSubmatch(s); m != nil {
		y, mon, day, h, minute, sec = at(m, 1), at(m, 2), at(m, 3), at(m, 4), at(m, 5), at(m, 6)
	} else if m := shortDate.FindStringSubmatch(s); m != nil {
		y, mon, day = d.srv.opt.Now().Year(), at(m, 1), at(m, 2)
	} else {
		return 0, false
	}
	t := time.Date(y, time.Month(mon), day, h, minute, sec, 0, time.UTC)
	if int(t.Month()) != mon || t.Day() != day || h > 23 || minute > 59 || sec > 59 {
		return 0, false
	}
	return float64(t.Unix()+2209161600) / 86400, true
}

// formulaCell returns a formula with its result if it is plain arithmetic of numbers. Any other shows an error, as a
// formula that Sheets cannot evaluate.
func formulaCell(text string) Cell {
	c := Cell{Formula: text}
	body := strings.ReplaceAll(text[1:], " ", "")
	if v, ok := arithmetic(body); ok {
		c.Value = numberCell(v)
		return c
	}
	if len(body) > 1 && strings.HasPrefix(body, `"`) && strings.Count(body, `"`) == 2 && strings.HasSuffix(body, `"`) {
		c.Value = textCell(strings.Trim(strings.TrimSpace(text[1:]), `"`))
		return c
	}
	c.Value, c.isError = sheets.Cell{Kind: kindText, Text: "#NAME?"}, true
	return c
}

// arithmetic evaluates numbers with + - * / from left to right, products first.
func arithmetic(s string) (float64, bool) {
	if i := strings.LastIndexAny(s, "+-"); i > 0 && !strings.ContainsRune("*/+-eE", rune(s[i-1])) {
		a, ok := arithmetic(s[:i])
		b, ok2 := arithmetic(s[i+1:])
		if s[i] == '-' {
			b = -b
		}
		return a + b, ok && ok2
	}
	if i := strings.LastIndexAny(s, "*/"); i > 0 {
		a, ok := arithmetic(s[:i])
		b, ok2 := arithmetic(s[i+1:])
		if s[i] == '*' {
			return a * b, ok && ok2
		}
		return a / b, ok && ok2 && b != 0
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}
