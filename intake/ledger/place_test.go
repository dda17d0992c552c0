package ledger_test

import (
	"testing"

	"leadsheet/intake/ledger"
)

func TestShownPlace(t *testing.T) {
	for where, want := range map[string]string{
		"INBOX:1795691766:7":            "INBOX",
		"Sales, north:7:1":              "Sales, north",
		"a:b:7:1":                       "a:b",
		"INBOX:7:1, attached message 2": "INBOX, attached message 2",
		"Sales, north:7:1, file a.csv, row 3 of S, 2:": "Sales, north, file a.csv, row 3 of S, 2:",
		"file a.csv, row 3":                            "file a.csv, row 3",
		"responses of R, tab T, row 2":                 "responses of R, tab T, row 2",
		"":                                             "",
		":1:2":                                         ":1:2",
		"INBOX:7:":                                     "INBOX:7:",
	} {
		if got := ledger.ShownPlace(where); got != want {
			t.Errorf("%q is shown as %q, want %q", where, got, want)
		}
	}
}
