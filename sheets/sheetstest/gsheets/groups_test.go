package gsheets

import (
	"net/http"
	"strings"
	"testing"
)

// A group is made open, hides its columns when it is closed, and moves along with them.
func TestGroups(t *testing.T) {
	s := team(t)
	span := func(from, end string) string {
		return `"range":{"dimension":"COLUMNS","startIndex":` + from + `,"endIndex":` + end + `}`
	}
	add := `{"addDimensionGroup":{` + span("2", "4") + `}}`
	closeIt := `{"updateDimensionGroup":{"dimensionGroup":{` + span("2", "4") + `,"depth":1,"collapsed":true},"fields":"collapsed"}}`
	insert := `{"insertDimension":{` + span("0", "1") + `}}`
	if status, body := s.raw(closeIt); status != http.StatusBadRequest {
		t.Errorf("a group that is not there: %s", body)
	}
	if status, body := s.raw(add + "," + add); status == http.StatusOK {
		t.Errorf("two groups of the same columns: %s", body)
	}
	if status, body := s.raw(add + "," + closeIt + "," + insert); status != http.StatusOK {
		t.Fatal(body)
	}
	want := `"columnGroups":[{"collapsed":true,"depth":1,"range":{"dimension":"COLUMNS","endIndex":5,"startIndex":3}}]`
	if got := s.get("sheets(columnGroups)"); !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
	hidden := s.get("sheets(data(columnMetadata(hiddenByUser)))")
	if !strings.Contains(hidden, `"columnMetadata":[{},{},{},{"hiddenByUser":true},{"hiddenByUser":true},{}`) {
		t.Errorf("hidden are %.200s", hidden)
	}
	s.doc.People(t.Fatalf).DeleteColumn("Sheet1", "Name")
	if got := s.get("sheets(columnGroups)"); !strings.Contains(got, `"endIndex":4,"startIndex":2`) {
		t.Errorf("after a column was deleted: %s", got)
	}
}
