package statuses

import (
	"fmt"
	"testing"

	"leadsheet/rules/policy"
)

func tab(rows ...policy.Status) *policy.Policy { return &policy.Policy{Statuses: rows} }

func TestFollow(t *testing.T) {
	fresh, working := policy.Status{Name: "New", Kind: policy.KindNew}, policy.Status{Name: "Tried", Kind: policy.KindWorking}
	second, spoke := policy.Status{Name: "Tried twice", Kind: policy.KindWorking}, policy.Status{Name: "Talking", Kind: policy.KindContacted}
	deal := policy.Status{Name: "Offer", Kind: policy.KindDeal}
	only := func(s policy.Status, next ...string) policy.Status { s.Next = next; return s }
	mailed, replied := Facts{Contacted: true}, Facts{Contacted: true, Replied: true}
	for _, c := range []struct {
		name   string
		tab    *policy.Policy
		status string
		facts  Facts
		never  string // a status of which the lead lacks something
		want   string
	}{
		{"nothing has happened", tab(fresh, working, spoke), "New", Facts{}, "", ""},
		{"our mail", tab(fresh, working, second, spoke), "New", mailed, "", "Tried "},
		{"the reply", tab(fresh, working, spoke, deal), "Tried", replied, "", "Talking! "},
		{"both at once", tab(fresh, working, spoke), "New", replied, "", "Talking! "},
		{"both, one after the other", tab(only(fresh, "Tried"), working, spoke), "New", replied, "", "Tried Talking! "},
		{"a later status of the kind", tab(fresh, working, second, spoke), "tried TWICE", mailed, "", ""},
		{"never further", tab(fresh, working, spoke, deal), "Talking", replied, "", ""},
		{"never back", tab(fresh, working, spoke, deal), "Offer", replied, "", ""},
		{"not from an ending", tab(fresh, working, policy.Status{Name: "Gone", Kind: policy.KindClosed}), "Gone", replied, "", ""},
		{"not from what is postponed", tab(fresh, working, policy.Status{Name: "Later", Kind: policy.KindPostponed}), "Later", replied, "", ""},
		{"a status that nobody knows", tab(fresh, working), "Whatever", replied, "", ""},
		{"no status of the kind working", tab(fresh, spoke), "New", mailed, "", ""},
		{"no status of the kind working, and a reply", tab(fresh, spoke), "New", replied, "", "Talking! "},
		{"no status of the kind contacted", tab(fresh, working, deal), "New", replied, "", "Tried "},
		{"a move that is not allowed", tab(only(fresh, "Offer"), working, spoke, deal), "New", replied, "", ""},
		{"only the second move is forbidden", tab(fresh, only(working, "Offer"), spoke, deal), "Tried", replied, "", ""},
		{"what it requires is missing", tab(fresh, working, spoke), "New", replied, "Talking", "Tried "},
		{"an alias", tab(policy.Status{Name: "New", Kind: policy.KindNew, Aliases: []string{"Fresh"}}, working), "fresh", mailed, "", "Tried "},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, s := range Follow(c.tab, c.status, c.facts, func(to string) bool { return to != c.never }) {
				got += s.Status
				if s.Reply {
					got += "!"
				}
				got += " "
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestContent(t *testing.T) {
	for _, x := range []struct {
		texts            []string
		says, own, value bool // in a column of leadsheet's, in one of the team's; of a value
	}{
		{[]string{"", " ", "-", " - ", "--", "–", "—", ".", "...", "…", "/", "*", "_", "~", "\u00a0", "-/-"}, false, false, false},
		{[]string{"?", "??", " ? ", "? ?"}, false, false, true},
		{[]string{"-?", "?!", "(?)"}, false, false, false},
		{[]string{"0", "0.00", "0,-", "00", "-0-"}, false, false, false},
		{[]string{"n/a", "N/A", "n.a.", "NA", "tbd", "TBD!", "(tbd)"}, false, false, false},
		{[]string{"Unknown", "to be defined", "Not yet known", "xxx", "NULL", "- todo -", "don't know"}, false, false, false},
		{[]string{"k.A.", "K. A.", "unbekannt", "à définir", "A DEFINIR", "нет данных", "n.v.t."}, false, false, false},
		{[]string{"none", "keine", "Néant", "None.", "nothing", "no", "x", "-x-"}, false, true, false},
		{[]string{"large", "Large", "small", "medium", "rather large", "small to medium", "big."}, true, true, true},
		{[]string{"ask Bob", "like last year", "3-5k", "100", "10", "call 0171"}, true, true, true},
		{[]string{"Call", "Call?", "send the offer", "No. 7", "a", "ok", "Ω"}, true, true, true},
	} {
		for _, text := range x.texts {
			if got := fmt.Sprint(!SaysNothing(text, Ours), !SaysNothing(text, Theirs), SaysValue(text)); got != fmt.Sprint(x.says, x.own, x.value) {
				t.Errorf("%q: %s, want %v %v %v", text, got, x.says, x.own, x.value)
			}
		}
	}
}

// A name may be what says nothing elsewhere.
func TestContentOfNames(t *testing.T) {
	for text, nothing := range map[string]bool{"Tom": false, "Nic": false, "Null": false, "X": false, "-": true, "?": true, " ": true, "0": true, "A. No": false} {
		if SaysNothing(text, Names) != nothing {
			t.Errorf("%q: %v", text, !nothing)
		}
	}
}

func TestLacksReply(t *testing.T) {
	for _, before := range policy.Kinds() {
		for _, now := range policy.Kinds() {
			want := now == policy.KindContacted && (before == policy.KindNew || before == policy.KindWorking)
			if LacksReply(before, now) != want {
				t.Errorf("from %s to %s: %v", before, now, !want)
			}
		}
	}
}
