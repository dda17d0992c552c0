package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// A record whose address was corrected where the form stores it is the one that the export does not have any more.
func TestRecords_Corrected(t *testing.T) {
	written := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	record := func(n int, q lead.Inquiry) string {
		s := ledger.NewSuffix(ledger.Facts{Form: [3]byte{1}, Content: [3]byte{byte(n)}, PersonDay: fmt.Sprintf("%06x", n), Written: written, Inquiry: &q})
		return ledger.ParseKey(fmt.Sprintf("f:%024d", n)).With(s).String()
	}
	al := lead.Inquiry{Name: "Al Bee", Email: "al@bee.example", Phone: "1", Need: "roof"}
	other := func(change func(q *lead.Inquiry)) lead.Inquiry {
		q := al
		change(&q)
		return q
	}
	bo := record(2, lead.Inquiry{Name: "Bo Cee", Email: "bo@cee.example", Need: "wall"})
	for _, c := range []struct {
		what  string
		was   lead.Inquiry
		now   lead.Inquiry
		found bool
	}{
		{"address", al, other(func(q *lead.Inquiry) { q.Email = "al@bee.test" }), true},
		{"number", al, other(func(q *lead.Inquiry) { q.Phone = "2" }), true},
		{"name", al, other(func(q *lead.Inquiry) { q.Name = "Al B. Bee" }), true},
		{"address and name", al, other(func(q *lead.Inquiry) { q.Email, q.Name = "x@y.example", "X" }), false},
		{"address and request", al, other(func(q *lead.Inquiry) { q.Email, q.Need = "x@y.example", "door" }), false},
		{"nothing but an address", lead.Inquiry{Email: "al@bee.example"}, lead.Inquiry{Email: "x@y.example"}, false},
		{"no request", lead.Inquiry{Name: "Al", Email: "al@bee.example"},
			lead.Inquiry{Name: "Al", Email: "x@y.example"}, false},
	} {
		r := ledger.NewRecords(2)
		r.Add(record(1, c.was))
		r.Add(bo)
		fresh := record(3, c.now)
		has := func(own string) bool { return own == ledger.ParseKey(fresh).Own() || own == ledger.ParseKey(bo).Own() }
		got := r.Corrected([]string{fresh}, has, written)
		if (got[fresh] == ledger.ParseKey(record(1, c.was)).Own()) != c.found {
			t.Errorf("%s: %v", c.what, got)
		}
		if got := r.Corrected([]string{fresh}, func(own string) bool { return true }, written); len(got) != 0 {
			t.Errorf("%s: the record is still there: %v", c.what, got)
		}
		if got := r.Corrected([]string{fresh}, has, written.AddDate(0, 0, -1)); len(got) != 0 {
			t.Errorf("%s: an older file: %v", c.what, got)
		}
		r.Add(record(4, c.was))
		if got := r.Corrected([]string{fresh}, has, written); len(got) != 0 {
			t.Errorf("%s: two may be meant: %v", c.what, got)
		}
	}
}
