package draw

import (
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

func TestLooks(t *testing.T) {
	sheetstest.CheckLooks(t, sheetstest.Looks{
		Page:   func(s sheets.Style) any { return pageFormat(s) },
		Column: func(c sheets.Column) any { return columnFormat(c) },
		Header: func(c sheets.Column) any { return headerFormat(c) },
	}, *updateDrawings)
}
