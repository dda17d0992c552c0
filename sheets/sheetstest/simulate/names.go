package main

import (
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// called notes that a person has given a row without an ID another name, address or number: it is the same row still.
func (m *monitor) called(before, now string) {
	if before != now && strings.HasPrefix(before, "|") && strings.Trim(now, "|") != "" {
		m.names[now] = append(m.names[now], before)
	}
}

// sameRow reports whether a row that is called now was the one known by key.
func (m *monitor) sameRow(key, now string) bool {
	seen := map[string]bool{}
	for ask := []string{now}; len(ask) > 0; ask = ask[1:] {
		if ask[0] == key {
			return true
		}
		if !seen[ask[0]] {
			seen[ask[0]] = true
			ask = append(ask, m.names[ask[0]]...)
		}
	}
	return false
}

// rowKey is what a row is known by: its key, or for one without, who it is about.
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
