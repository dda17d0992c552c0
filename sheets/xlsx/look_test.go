package xlsx

import (
	"flag"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

var updateLooks = flag.Bool("update", false, "write the golden file of the looks")

func TestLooks(t *testing.T) {
	sheetstest.CheckLooks(t, sheetstest.Looks{
		Page:   func(s sheets.Style) any { return pageStyle(s) },
		Column: func(c sheets.Column) any { return columnStyle(c) },
		Header: func(c sheets.Column) any { return headerStyle(c) },
	}, *updateLooks)
}
