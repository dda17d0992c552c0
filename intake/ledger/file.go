package ledger

import (
	"strings"

	"leadsheet/lead"
)

// OfFile returns the indexes of the rows of the tab Intake about the records that came in with a file; rows[sum] is the
// row that sums it up. Several files may have had the same name. A record is of the first of them that was written in
// its hour or later; of two of one hour, of the one whose row stands below it first.
func OfFile(rows []lead.IntakeRow, sum int) []int {
	var alike []int // the rows that sum up files of that name
	for i := range rows {
		if rows[i].Where == rows[sum].Where && ParseKey(rows[i].Key).Kind() == FileSummary {
			alike = append(alike, i)
		}
	}
	var out []int
	for i := range rows {
		key := ParseKey(rows[i].Key)
		if key.Kind() == Record && strings.HasPrefix(rows[i].Where, rows[sum].Where+", ") &&
			fileOf(rows, i, key, alike) == sum {
			out = append(out, i)
		}
	}
	return out
}

// fileOf is the one of several files that a record came with.
func fileOf(rows []lead.IntakeRow, row int, key Key, files []int) int {
	s, _ := key.Suffix()
	best := -1
	for _, f := range files {
		switch hour := HourOf(rows[f].Received); {
		case s.Hour.After(hour): // written before the record was
		case best < 0 || HourOf(rows[best].Received).After(hour):
			best = f
		case HourOf(rows[best].Received) == hour && best < row:
			best = f
		}
	}
	if best < 0 {
		return files[len(files)-1]
	}
	return best
}
