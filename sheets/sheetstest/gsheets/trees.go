package gsheets

import (
	"encoding/json"
	"maps"
	"strconv"

	"leadsheet/sheets/sheetstest/gsheets/positions"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ownerAddress is the person who created the spreadsheet, callerAddress the API's caller.
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

// intAt returns the number in the field of that name, or 0.
func intAt(t tree, name string) int {
	n, _ := integer(t[name])
	return n
}

// zeroDropped are the fields that a response omits when they are zero or false, as proto3 does for plain numbers and
// booleans. All others that are sent as zero come back as zero, such as the indexes of a range.
var zeroDropped = map[string]bool{
	"sheetId": true, "red": true, "green": true, "blue": true, "alpha": true, "warningOnly": true,
	"strict": true, "showCustomUi": true,
	"hidden": true, "hideGridlines": true, "frozenRowCount": true, "frozenColumnCount": true, "rowGroupControlAfter": true,
	"columnGroupControlAfter": true, "rightToLeft": true, "rowIndex": true, "columnIndex": true, "description": true,
}

// withoutZeros returns v without nulls and without the zeros that responses omit.
func withoutZeros(v any) any {
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
			out[k] = withoutZeros(x)
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, x := range t {
			out[i] = withoutZeros(x)
		}
		return out
	}
	return v
}

// parseTree decodes an object of a request. null and no bytes are an empty object.
func parseTree(raw json.RawMessage) (tree, error) {
	var t tree
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, badPayload(err)
		}
	}
	t, _ = withoutZeros(t).(tree)
	return t, nil
}

// gridRange returns an area in the API's form.
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

// rangeFields are the fields of a GridRange.
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

// outcome is the result of adjusting a value.
type outcome uint8

const (
	unchanged outcome = iota
	changed
	removed
)

// adjust applies m to each range and coordinate on the tab id in v. If a range is deleted, its object loses the field,
// and a list the element. v itself is not changed.
func adjust(v any, id int64, rows bool, m positions.Map) (any, outcome) {
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
			if f == unchanged {
				continue
			}
			if out == nil {
				out = maps.Clone(t)
			}
			if out[k] = n; f == removed {
				delete(out, k)
			}
		}
		if out != nil {
			return out, changed
		}
	case []any:
		return adjustList(t, id, rows, m)
	}
	return v, unchanged
}

func adjustList(t []any, id int64, rows bool, m positions.Map) (any, outcome) {
	out := make([]any, 0, len(t))
	all := unchanged
	for _, x := range t {
		n, f := adjust(x, id, rows, m)
		if f != unchanged {
			all = changed
		}
		if f != removed {
			out = append(out, n)
		}
	}
	if all == unchanged {
		return t, unchanged
	}
	return out, changed
}

func adjustRange(t tree, id int64, rows bool, m positions.Map) (any, outcome) {
	if int64(intAt(t, "sheetId")) != id {
		return t, unchanged
	}
	from, to := "startColumnIndex", "endColumnIndex"
	if rows {
		from, to = "startRowIndex", "endRowIndex"
	}
	start, hasStart := integer(t[from])
	end, hasEnd := integer(t[to])
	if !hasStart && !hasEnd {
		return t, unchanged
	}
	if !hasEnd {
		end = 1 << 30
	}
	a, b, remains := m(start, end)
	switch {
	case !remains:
		return nil, removed
	case a == start && (b == end || !hasEnd):
		return t, unchanged
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

func adjustPlace(t tree, id int64, rows bool, m positions.Map) (any, outcome) {
	name := "columnIndex"
	if rows {
		name = "rowIndex"
	}
	if int64(intAt(t, "sheetId")) != id {
		return t, unchanged
	}
	at := intAt(t, name)
	a, _, remains := m(at, at+1)
	if !remains || a == at {
		return t, unchanged
	}
	out := maps.Clone(t)
	out[name] = float64(a)
	return out, changed
}
