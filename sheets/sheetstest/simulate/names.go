package main

import (
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// rowRenamed records that an editor has changed the name, address or number of a row without an ID. It is still the
// same row.
func (m *monitor) rowRenamed(before, now string) {
	if before != now && strings.HasPrefix(before, "|") && strings.Trim(now, "|") != "" {
		m.formerKeys[now] = append(m.formerKeys[now], before)
	}
}

// sameRow reports whether the row with key now is the one that formerly had the given key.
func (m *monitor) sameRow(key, now string) bool {
	seen := map[string]bool{}
	for queue := []string{now}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == key {
			return true
		}
		if !seen[queue[0]] {
			seen[queue[0]] = true
			queue = append(queue, m.formerKeys[queue[0]]...)
		}
	}
	return false
}

// rowKey identifies a row by its key or, without one, by name, address and number.
func (m *monitor) rowKey(tab string, header, line []*gsheets.Cell) string {
	titles := make([]string, len(header))
	for i, c := range header {
		titles[i] = valueOf(c).String()
	}
	row := make([]sheets.Cell, len(line))
	for i, c := range line {
		row[i] = valueOf(c)
	}
	return m.key(&sheets.Tab{Title: tab, Columns: titles, Rows: [][]sheets.Cell{row}}, 0)
}
