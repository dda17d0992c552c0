// Package undo knows what a write did to rows that people moved in that very moment, and how to put it back.
//
// The Sheets API addresses cells by position. A write that was planned from one state of a tab may be applied to
// another: people sort, insert, delete and edit rows meanwhile. The write itself cannot notice. So every batch carries
// a log: before it changes anything it copies each row that it is about to change into a hidden tab, beside what it
// expected there. That tab holds the log of the last write only. Who writes next has read it, for the lock of package
// google says that no other write came in between.
//
// A write goes through four steps:
//
//   - Draft collects what a batch is going to do and gives the content of the hidden tab, and the copies that belong to
//     it.
//   - Log is what the hidden tab says afterwards, from the answer to the write or, after a crash, from reading the tab.
//   - Log.Damage compares what stood in each row with what was expected. A row is the one that was meant when it has
//     its key; a row without a key, when it holds most of what was read. Every cell that was written elsewhere is
//     damage, and so is a cell in the right row that a person changed in that moment, and an inserted row whose columns
//     were moved.
//   - Damage.Repair finds the rows again in the tabs as they are now and says which cells to put back. A cell that
//     a user has changed since is left alone.
//
// A repair is a write like any other, so people can get in its way, too. Therefore it carries forward in its own log
// what it puts back: if it went astray, that is known. Damage upon damage is undone in reverse, the newest first;
// each has its turn. After maxTurns turns another guess would do more harm than good, and people are told where to
// look.
//
// The package is pure: it computes on values and knows neither the API nor clocks.
package undo

// The hidden tab, and what it says to people who find it.
const (
	TabTitle = "_leadsheet"
	notice   = "leadsheet keeps notes for a crash here. Please leave this tab alone."
)

// FirstCopied is the column of the hidden tab, from 0, from which on the copies of rows stand.
const FirstCopied = 3

// Spot is a cell of a spreadsheet: the id of its tab, and its row and column in the sheet, from 0.
type Spot struct {
	Tab      int64
	Row, Col int
}

// PageHash says what a report tab holds, so that it is not written again when nothing has changed.
type PageHash struct {
	ID      int64  `json:"id"`
	Content string `json:"content"`
	Frame   string `json:"frame"`
}
