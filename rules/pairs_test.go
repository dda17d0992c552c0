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
	if !strings.Contains(got, `Same phone as 6 other leads. If it is one of them, type "same as" and its ID`) || strings.Contains(got, "L-1001") {
		t.Error(got)
	}
}
