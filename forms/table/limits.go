package table

import (
	"bytes"
	"fmt"
	"strings"
)

// The limits of what is read. They are far above any real export, and far below what stops a machine, so that no sender
// has to be trusted. What is above one of them is refused with a sentence, or is kept up to there and flagged.
const (
	maxInput    = 200 << 20 // bytes of a file
	MaxColumns  = 1000
	MaxCell     = 50_000      // characters that are kept of a cell
	maxHeld     = 5 * MaxCell // bytes of a cell that are looked at; enough for MaxCell letters of any alphabet
	maxBuilt    = 1 << 20     // bytes of a cell that has to be put together from parts
	maxRecords  = 300_000     // rows of a file that have something in them
	maxRun      = 1 << 20     // blank rows before what comes behind them is not looked for any more
	maxSampled  = 20_000      // rows that are looked at in advance, blank ones too
	maxBroken   = 10_000      // parts of a file that are no rows, before it is taken for no table at all
	sampleBytes = 4 << 20     // bytes that are looked at to guess how a file is written
	maxMembers  = 10_000      // members of an archive
	maxEntries  = 100         // exports in an archive
	maxEntry    = 64 << 20    // bytes of all exports in an archive, unpacked
	maxParts    = maxInput    // bytes of all parts of a workbook, unpacked
	maxTag      = 64 << 10    // bytes of one tag in a workbook
	maxTexts    = 48 << 20    // bytes of text in the cells of a workbook
	maxSlots    = 2 << 20     // cells of a workbook, also those left out, beyond maxSparse for each with content
	maxSparse   = 4           // ...
	maxTitle    = 2 << 10     // bytes of a cell that are looked at to find the header
	maxTags     = 8 << 20     // tags of a workbook, beyond maxDense for each cell that has something in it
	maxDense    = 16          // ...
	sheetRows   = 1 << 20     // the height of a sheet
	maxStrings  = 4 << 20     // texts that the cells of a workbook share
)

// tooMany refuses a file with more records than any real export has.
func tooMany() error {
	return fmt.Errorf("%w: it has more than %d rows; export a shorter period, "+
		"or split it into several files", ErrRefused, maxRecords)
}

// noTable refuses a file most of whose lines are no rows.
func noTable() error {
	return fmt.Errorf("%w: most of its lines are no rows of a table; export it again as CSV or XLSX", ErrRefused)
}

// Bounded returns as much of a cell as is looked at.
func Bounded(v string) string {
	if len(v) <= maxHeld {
		return v
	}
	return strings.ToValidUTF8(v[:maxHeld], "")
}

// heads returns cells as far as they are looked at to find the header.
func heads(cells []string) []string {
	for i, c := range cells {
		if len(c) > maxTitle {
			cells[i] = strings.ToValidUTF8(c[:maxTitle], "")
		}
	}
	return cells
}

// onlyZeros reports whether a file holds nothing but zero bytes, as one does that was never written to its end.
func onlyZeros(data []byte) bool { return len(data) > 0 && bytes.Count(data, []byte{0}) == len(data) }
