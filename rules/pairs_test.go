package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// typedRow adds a row as people do.
func (w *world) typedRow(l lead.Lead) Work {
	l.Ref = len(w.state.Leads)
	w.state.Leads = append(w.state.Leads, l)
	w.pass()
	w.later(restAfter)
	return w.pass()
}

// A row that a person types is compared with what is there, and asked about in the words to type.
func TestPairs_RowsByHand(t *testing.T) {
	for _, c := range []struct {
		name  string
		typed lead.Lead
		says  string
	}{
		{"the address", lead.Lead{Name: "K. E.", Email: "KIM@firm.example "}, "Same mail address as L-1001"},
		{"a tag", lead.Lead{Name: "K. E.", Email: "kim+fence@firm.example"}, "Nearly the same mail address as L-1001"},
		{"a dot", lead.Lead{Name: "K. E.", Email: "k.im@firm.example"}, "Nearly the same mail address as L-1001"},
		{"the phone", lead.Lead{Name: "Somebody", Phone: "+49 30 9012345"}, "Same phone as L-1001"},
		{"name and company", lead.Lead{Name: "kim example", Company: "Example Ltd"}, "Same name and company as L-1001"},
		{"the company's domain alone", lead.Lead{Name: "Lee", Email: "lee@firm.example"}, ""},
		{"nothing", lead.Lead{Name: "Lee", Phone: "030 111111"}, ""},
	} {
		w := newWorld(t, ours)
		q := w.letter("a", "kim@firm.example")
		q.Phone, q.Company = "030 9012345", "Example Ltd"
		w.pass(q)
		w.later(time.Minute)
		w.typedRow(c.typed)
		got := w.lead("L-1002").Attention
		want := c.says + ` (Kim Example). Same request? Type "same as L-1001", else "not same as L-1001"`
		if c.says == "" && strings.Contains(got, "same") || c.says != "" && !strings.Contains(got, want) {
			t.Errorf("%s: %s", c.name, got)
		}
		if c.says == "" {
			continue
		}
		if old := w.lead("L-1001").Attention; strings.Contains(old, "ame request?") {
			t.Errorf("%s: the older row asks, too: %s", c.name, old)
		}
		w.do("L-1002", "not same as L-1001")
		if got := w.lead("L-1002").Attention; strings.Contains(got, "Same request?") {
			t.Errorf("%s: answered, and still %s", c.name, got)
		}
	}
}

// A question that nobody answers is asked for 14 days.
func TestPairs_AskedForTwoWeeks(t *testing.T) {
	w := pairOf(t)
	w.typedRow(lead.Lead{Name: "Kim Example", Email: "kim@firm.example"})
	w.later(13 * 24 * time.Hour)
	w.pass()
	if got := w.lead("L-1003").Attention; !strings.Contains(got, "Same request?") {
		t.Error(got)
	}
	w.later(2 * 24 * time.Hour)
	w.pass()
	if got := w.lead("L-1003").Attention; strings.Contains(got, "Same request?") {
		t.Error(got)
	}
}

// Of more than five rows with the same telephone, as of an exchange, only the number is said.
func TestPairs_Many(t *testing.T) {
	w := newWorld(t, ours)
	for n := range 7 {
		w.typedRow(lead.Lead{Name: fmt.Sprint("Visitor ", n), Phone: "030 9012345"})
	}
	got := w.lead("L-1007").Attention
	if !strings.Contains(got, `Same phone as 6 other leads. If it is one of them, type "same as" and its ID`) ||
		strings.Contains(got, "L-1001") {
		t.Error(got)
	}
}

// Of rows that people have added with one address or telephone number both ask, until somebody says of one of them what
// is so: added in one pass or one after the other, two or three of them.
func TestPairs_BothOfTwoRowsByHand(t *testing.T) {
	for _, what := range []struct {
		says string
		row  func(n int) lead.Lead
	}{
		{"Same mail address as", func(n int) lead.Lead {
			return lead.Lead{Name: fmt.Sprint("Visitor ", n),
				Email: "kim@firm.example"}
		}},
		{"Same phone as", func(n int) lead.Lead {
			return lead.Lead{Name: fmt.Sprint("Visitor ", n),
				Phone: "030 9012345"}
		}},
	} {
		for _, together := range []bool{true, false} {
			for n := 2; n <= 3; n++ {
				pairsByHand(t, what.says, what.row, n, together)
			}
		}
	}
}

func pairsByHand(t *testing.T, says string, row func(n int) lead.Lead, n int, together bool) {
	w := newWorld(t, ours)
	for i := range n {
		l := row(i)
		l.Ref = i
		w.state.Leads = append(w.state.Leads, l)
		if !together || i == n-1 {
			w.pass()
			w.later(restAfter)
			w.pass()
		}
	}
	id := func(i int) string { return fmt.Sprint("L-", 1001+i) }
	asks := func(i, about int) bool {
		return strings.Contains(w.lead(id(i)).Attention, says+" "+id(about)+" ")
	}
	for i := range n {
		for k := range n {
			if got := asks(i, k); got != (i != k) {
				t.Fatalf("%s, %d together %v: %s about %s: %v: %s", says, n, together, id(i), id(k), got,
					w.lead(id(i)).Attention)
			}
		}
	}
	// The older one is asked, and answers for both.
	w.do(id(0), "not same as "+id(1))
	if asks(0, 1) || asks(1, 0) {
		t.Errorf("%s: answered, and still %s / %s", says, w.lead(id(0)).Attention, w.lead(id(1)).Attention)
	}
	if n < 3 {
		return
	}
	if !asks(0, 2) || !asks(2, 1) {
		t.Errorf("%s: what was not answered is asked no more: %s / %s", says, w.lead(id(0)).Attention,
			w.lead(id(2)).Attention)
	}
	w.do(id(2), "same as "+id(0))
	if asks(0, 2) || asks(2, 0) || asks(2, 1) || !asks(1, 2) {
		t.Errorf("%s: merged: %s / %s / %s", says, w.lead(id(0)).Attention, w.lead(id(1)).Attention,
			w.lead(id(2)).Attention)
	}
	w.do(id(1), "not a lead")
	if asks(1, 2) {
		t.Errorf("%s: no lead, and still %s", says, w.lead(id(1)).Attention)
	}
}
