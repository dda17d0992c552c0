package gsheets

import (
	"encoding/json"
	"maps"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ownerAddress is the person who made the spreadsheet, callerAddress who the API's caller is.
const (
	ownerAddress  = "owner@example.com"
	callerAddress = "daemon@example.iam.gserviceaccount.com"
)

// integer returns a number of a tree.
func integer(v any) (int, bool) {
	switch n := v.(type) {
	case float64:
		return int(n), true
	case int:
		return n, true
	case int64:
		return int(n), true
	}
	return 0, false
}

// intAt returns t's number of that name, or 0.
func intAt(t tree, name string) int {
	n, _ := integer(t[name])
	return n
}

// zeroDropped are the fields that an answer leaves out when they are zero or false: plain numbers and truths of
// proto3. All others that are sent as zero come back as zero, as the indexes of a range do.
var zeroDropped = map[string]bool{
	"sheetId": true, "red": true, "green": true, "blue": true, "alpha": true, "warningOnly": true,
	"strict": true, "showCustomUi": true,
	"hidden": true, "hideGridlines": true, "frozenRowCount": true, "frozenColumnCount": true, "rowGroupControlAfter": true,
	"columnGroupControlAfter": true, "rightToLeft": true, "rowIndex": true, "columnIndex": true, "description": true,
}

// tidy returns v without nulls and without the zeros that answers leave out.
func tidy(v any) any {
	switch t := v.(type) {
	case tree:
		out := make(tree, len(t))
		for k, x := range t {
			if x == nil || zeroDropped[k] && (x == false || x == 0.0 || x == "") {
				continue
			}
			if list, ok := x.([]any); ok && len(list) == 0 {
				continue
			}
			out[k] = tidy(x)
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, x := range t {
			out[i] = tidy(x)
		}
		return out
	}
	return v
}

// parseTree decodes an object of a request; null and nothing are an empty one.
func parseTree(raw json.RawMessage) (tree, error) {
	var t tree
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, badPayload(err)
		}
	}
	t, _ = tidy(t).(tree)
	return t, nil
}

// gridRange is an area as the API writes it.
func gridRange(id int64, a area) tree {
	t := tree{
		"startRowIndex":    float64(a.r1),
		"endRowIndex":      float64(a.r2),
		"startColumnIndex": float64(a.c1),
		"endColumnIndex":   float64(a.c2),
	}
	if id != 0 {
		t["sheetId"] = float64(id)
	}
	return t
}

// rangeFields are the names that make an object a range of cells.
var rangeFields = map[string]bool{
	"sheetId":          true,
	"startRowIndex":    true,
	"endRowIndex":      true,
	"startColumnIndex": true,
	"endColumnIndex":   true,
}

func isRange(t tree) bool {
	bounds := 0
	for k := range t {
		if !rangeFields[k] {
			return false
		}
		if k != "sheetId" {
			bounds++
		}
	}
	return bounds > 0
}

func isCoordinate(t tree) bool {
	if t["rowIndex"] == nil && t["columnIndex"] == nil {
		return false
	}
	for k := range t {
		if k != "sheetId" && k != "rowIndex" && k != "columnIndex" {
			return false
		}
	}
	return true
}

// moved is given a start and an end, exclusive, of a dimension and returns where they are after rows or columns came or
// went; false: nothing is left between them.
type moved func(start, end int) (int, int, bool)

// fate is what an adjustment made of a value.
type fate uint8

const (
	asWas fate = iota
	changed
	gone
)

// adjust replaces each range and place on the tab id in v by what m makes of it. An object that loses a range loses the
// field, a list the element. v itself is not changed.
func adjust(v any, id int64, rows bool, m moved) (any, fate) {
	switch t := v.(type) {
	case tree:
		switch {
		case isRange(t):
			return adjustRange(t, id, rows, m)
		case isCoordinate(t):
			return adjustPlace(t, id, rows, m)
		}
		var out tree
		for k, x := range t {
			n, f := adjust(x, id, rows, m)
			if f == asWas {
				continue
			}
			if out == nil {
				out = maps.Clone(t)
			}
			if out[k] = n; f == gone {
				delete(out, k)
			}
		}
		if out != nil {
			return out, changed
		}
	case []any:
		return adjustList(t, id, rows, m)
	}
	return v, asWas
}

func adjustList(t []any, id int64, rows bool, m moved) (any, fate) {
	out := make([]any, 0, len(t))
	all := asWas
	for _, x := range t {
		n, f := adjust(x, id, rows, m)
		if f != asWas {
			all = changed
		}
		if f != gone {
			out = append(out, n)
		}
	}
	if all == asWas {
		return t, asWas
	}
	return out, changed
}

func adjustRange(t tree, id int64, rows bool, m moved) (any, fate) {
	if int64(intAt(t, "sheetId")) != id {
		return t, asWas
	}
	from, to := "startColumnIndex", "endColumnIndex"
	if rows {
		from, to = "startRowIndex", "endRowIndex"
	}
	start, hasStart := integer(t[from])
	end, hasEnd := integer(t[to])
	if !hasStart && !hasEnd {
		return t, asWas
	}
	if !hasEnd {
		end = 1 << 30
	}
	a, b, left := m(start, end)
	switch {
	case !left:
		return nil, gone
	case a == start && (b == end || !hasEnd):
		return t, asWas
	}
	out := maps.Clone(t)
	if hasStart || a > 0 {
		out[from] = float64(a)
	}
	if hasEnd {
		out[to] = float64(b)
	}
	return out, changed
}

func adjustPlace(t tree, id int64, rows bool, m moved) (any, fate) {
	name := "columnIndex"
	if rows {
		name = "rowIndex"
	}
	if int64(intAt(t, "sheetId")) != id {
		return t, asWas
	}
	at := intAt(t, name)
	a, _, left := m(at, at+1)
	if !left || a == at {
		return t, asWas
	}
	out := maps.Clone(t)
	out[name] = float64(a)
	return out, changed
}
