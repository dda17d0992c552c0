package handover

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// flatten makes rows of a report: section, name, figure, value, sample, and the value of the period before. A section
// is a member of the report, a name one of its members or the number of an item, and a figure what lies below.
func flatten(report any) ([][]string, error) {
	text, err := json.Marshal(report)
	if err != nil {
		return nil, fmt.Errorf("write the figures: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("write the figures: %w", err)
	}
	var rows [][]string
	flattenInto(&rows, nil, v)
	return rows, nil
}

func flattenInto(rows *[][]string, path []string, v any) {
	var figure [3]string
	switch v := v.(type) {
	case map[string]any:
		if value, ok := v["value"]; ok && isPlain(value) && len(path) > 1 {
			figure = [3]string{plain(value), plain(v["n"]), plain(v["before"])}
			break
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			flattenInto(rows, append(slices.Clip(path), name), v[name])
		}
		return
	case []any:
		for i, item := range v {
			flattenInto(rows, append(slices.Clip(path), strconv.Itoa(i+1)), item)
		}
		return
	default:
		figure[0] = plain(v)
	}
	row := make([]string, 3, 6)
	for i, name := range path {
		switch {
		case i < 3:
			row[i] = name
		default:
			row[2] += " " + name
		}
	}
	*rows = append(*rows, append(row, figure[:]...))
}

func isPlain(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

// plain is a value without parts; "" for null.
func plain(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
