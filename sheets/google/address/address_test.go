package address

import (
	"strings"
	"testing"
)

func TestID(t *testing.T) {
	const id = "1AbC_defGHIjklMNOpqrSTUvwxYZ-0123456789abcde"
	for _, test := range []struct{ in, want string }{
		{id, ""},
		{"google:" + id, ""},
		{"https://docs.google.com/spreadsheets/d/" + id, ""},
		{"https://docs.google.com/spreadsheets/d/" + id + "/edit?usp=sharing#gid=0", ""},
		{"https://docs.google.com/spreadsheets/d/" + id + "/edit?gid=12#gid=12", ""},
		{"https://docs.google.com/spreadsheets/u/0/d/" + id + "/edit", ""},
		{"https://docs.google.com/a/example.com/spreadsheets/d/" + id + "/edit", ""},
		{"http://docs.google.com/spreadsheets/d/" + id + "/", ""},
		{"docs.google.com/spreadsheets/d/" + id + "/edit", ""},
		{" \t\u200b<https://docs.google.com/spreadsheets/d/" + id + "/edit>\u00a0\r\n", ""},
		{`"` + id + `"`, ""},
		{"https://docs.google.com/spreadsheets/d/e/2PACX-1vSabcdefghijkl/pubhtml", "published to the web"},
		{"2PACX-1vSabcdefghijkl", "published to the web"},
		{"https://docs.google.com/document/d/" + id + "/edit", "not the address of a Google spreadsheet"},
		{"https://drive.google.com/drive/folders/" + id, "not the address of a Google spreadsheet"},
		{"https://docs.google.com.example.com/spreadsheets/d/" + id, "not the address of a Google spreadsheet"},
		{"https://docs.google.com/spreadsheets/u/0/", "names no spreadsheet"},
		{"https://docs.google.com/spreadsheets/d/", "names no spreadsheet"},
		{"Leads", "copy the address from the browser"},
		{"our leads of this year", "copy the address from the browser"},
		{"google:", "no spreadsheet is named"},
		{"", "no spreadsheet is named"},
	} {
		got, err := ID(test.in)
		if test.want == "" {
			if err != nil || got != id {
				t.Errorf("%q: %q, %v", test.in, got, err)
			}
		} else if err == nil || got != "" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %q, %v; want an error with %q", test.in, got, err, test.want)
		}
	}
}
