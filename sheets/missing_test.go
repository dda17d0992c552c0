package sheets

import (
	"strings"
	"testing"
)

// A column that was renamed is known by its neighbours, in the order of the layout and in the one that workbooks of
// earlier versions were made in.
func TestMissingFindsRenamedColumnsInBothOrders(t *testing.T) {
	layout := TabLayout{Title: "Leads", Former: []int{0, 2, 4, 1, 3}}
	for _, title := range strings.Fields("ID Name Attention Phone Received New") {
		layout.Columns = append(layout.Columns, Column{Title: title, Later: title == "New"})
	}
	for titles, want := range map[string]string{
		"ID Name Attention Mobile Received New":  "Phone=Mobile",
		"ID Attention Received Name Mobile":      "Phone=Mobile New=",
		"ID Attention Received Client Phone":     "Name=Client New=",
		"ID Client Attention Phone Received New": "Name=Client",
		"ID Attention Received Name Mine Phone":  "New=",
		"ID Attention Received Phone Mine":       "Name= New=", // deleted, and somebody's own at the end
	} {
		var got []string
		for _, m := range layout.Missing(strings.Fields(titles)) {
			got = append(got, m.Title+"="+m.Was)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: missing are %s, want %s", titles, got, want)
		}
	}
}
