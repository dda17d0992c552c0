package command

import (
	"testing"
	"time"

	"leadsheet/lead/words"
)

// now is Wednesday, 2026-11-25 15:00 in Berlin.
func now(t testing.TB) time.Time {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 25, 15, 0, 0, 0, zone)
}

func TestParse(t *testing.T) {
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, now(t).Location())
	}
	for _, c := range []struct {
		text  string
		want  Command
		fault Fault
	}{
		{"done", Command{Verb: Done}, NoFault},
		{"  DONE. ", Command{Verb: Done}, NoFault},
		{"“Done”", Command{Verb: Done}, NoFault},
		{"no  Answer!", Command{Verb: NoAnswer}, NoFault},
		{"noanswer", Command{Verb: NoAnswer}, NoFault},
		{"called", Command{Verb: Called}, NoFault},
		{"called 14:30", Command{Verb: Called, At: at(11, 25, 14, 30)}, NoFault},
		{"Called at 2 pm", Command{Verb: Called, At: at(11, 25, 14, 0)}, NoFault},
		{"called 9.05", Command{Verb: Called, At: at(11, 25, 9, 5)}, NoFault},
		{"called yesterday 14:30", Command{Verb: Called, At: at(11, 24, 14, 30)}, NoFault},
		{"called Tue 14:30", Command{Verb: Called, At: at(11, 24, 14, 30)}, NoFault},
		{"called Today 14:30", Command{Verb: Called, At: at(11, 25, 14, 30)}, NoFault},
		{"called Fri 10:00", Command{Verb: Called, At: at(11, 20, 10, 0)}, NoFault},
		{"called on Wednesday 10:00", Command{Verb: Called}, NoTime},
		{"called Wednesday, 10:00", Command{Verb: Called, At: at(11, 18, 10, 0)}, NoFault},
		{"called 2026-11-23 16:15", Command{Verb: Called, At: at(11, 23, 16, 15)}, NoFault},
		{"called 2026-11-23T16:15", Command{Verb: Called, At: at(11, 23, 16, 15)}, NoFault},
		{"called 23.11. 16:15", Command{Verb: Called, At: at(11, 23, 16, 15)}, NoFault},
		{"called 23 Nov 16:15", Command{Verb: Called, At: at(11, 23, 16, 15)}, NoFault},
		{"called 24 Dec 10:00", Command{Verb: Called, At: at(12, 24, 10, 0).AddDate(-1, 0, 0)}, NoFault},
		{"called yesterday", Command{Verb: Called}, NoTime}, // an hour is missing
		{"called 25:00", Command{Verb: Called}, NoTime},
		{"called him", Command{Verb: Called}, NoTime},
		{"same as L-1001", Command{Verb: SameAs, Lead: "L-1001"}, NoFault},
		{"Same as: l1001.", Command{Verb: SameAs, Lead: "L-1001"}, NoFault},
		{"same as 1001", Command{Verb: SameAs, Lead: "L-1001"}, NoFault},
		{"same as", Command{Verb: SameAs}, NoLead},
		{"same as Kim", Command{Verb: SameAs}, NoLead},
		{"same as L-1001 L-1002", Command{Verb: SameAs}, NoLead},
		{"not same as L-1001", Command{Verb: NotSameAs, Lead: "L-1001"}, NoFault},
		{"bring back “L-1042”", Command{Verb: BringBack, Lead: "L-1042"}, NoFault},
		{"new lead", Command{Verb: NewLead}, NoFault},
		{"not a lead", Command{Verb: NotALead}, NoFault},
		{"block sender", Command{Verb: BlockSender}, NoFault},
		{"reopen", Command{Verb: Reopen}, NoFault},
		{"undo", Command{Verb: Undo}, NoFault},
		{"undo everything", Command{Verb: Undo}, TooMuch},
		{"done, I think", Command{Verb: Done}, TooMuch},
		{"make me a sandwich", Command{Verb: Done}, UnknownVerb},
		{"dnoe", Command{Verb: Done}, UnknownVerb},
		{"no anser", Command{Verb: NoAnswer}, UnknownVerb},
		{"same a L-1001", Command{Verb: SameAs}, UnknownVerb},
		{"call back", Command{Verb: Called}, UnknownVerb},
		{"...", Command{Verb: Done}, UnknownVerb},
	} {
		got := Parse(words.Language{}, c.text, now(t))
		if got.Verb != c.want.Verb || got.Lead != c.want.Lead || !got.At.Equal(c.want.At) || got.Fault != c.fault {
			t.Errorf("%q: %+v, want %+v and fault %d", c.text, got, c.want, c.fault)
		}
	}
}

// Every word that the column offers is a verb.
func TestParse_WhatIsOffered(t *testing.T) {
	offered := (words.Language{}).Names(words.Commands)
	for _, name := range offered {
		if r := Parse(words.Language{}, name, now(t)); string(r.Verb) != name || r.Fault != NoFault && r.Fault != NoLead {
			t.Errorf("%q: %+v", name, r)
		}
	}
	if len(verbs) != len(offered) {
		t.Errorf("%d verbs, %d words", len(verbs), len(offered))
	}
}

// Nothing that people type crashes the parser, and what is understood is complete.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"called 14:30", "same as L-1001", "ſame aſ ١٠٠١", "called 99999999999-01-01 10:00", "\xff done"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := Parse(words.Language{}, s, now(t))
		if _, known := verbs[r.Verb]; !known {
			t.Errorf("%q: %+v", s, r)
		}
		if r.Fault == NoFault && verbs[r.Verb] == aLead && r.Lead == "" {
			t.Errorf("%q: %+v has no lead", s, r)
		}
	})
}
