package command

import (
	"slices"
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
		{"call back", Command{Verb: CallBack}, NoDay},
		{"call back 14:00", Command{Verb: CallBack}, Past},
		{"call back 16:00", Command{Verb: CallBack, At: at(11, 25, 16, 0)}, NoFault},
		{"Call back: Friday, 14.30", Command{Verb: CallBack, At: at(11, 27, 14, 30)}, NoFault},
		{"callback tomorrow at 9am", Command{Verb: CallBack, At: at(11, 26, 9, 0)}, NoFault},
		{"call back soon", Command{Verb: CallBack}, NoDay},
		{"tomorrow 10", Command{Verb: NextContact, At: at(11, 26, 10, 0)}, NoFault},
		{"Tomorrow.", Command{Verb: NextContact, At: at(11, 26, 0, 0)}, NoFault},
		{"next contact tomorrow at 10:30", Command{Verb: NextContact, At: at(11, 26, 10, 30)}, NoFault},
		{"the day after tomorrow", Command{Verb: NextContact, At: at(11, 27, 0, 0)}, NoFault},
		{"in 3 days", Command{Verb: NextContact, At: at(11, 28, 0, 0)}, NoFault},
		{"in 3 days 9:15", Command{Verb: NextContact, At: at(11, 28, 9, 15)}, NoFault},
		{"in a week", Command{Verb: NextContact, At: at(12, 2, 0, 0)}, NoFault},
		{"in 2 months", Command{Verb: NextContact, At: at(12, 25, 0, 0).AddDate(0, 1, 0)}, NoFault},
		{"in 2 hours", Command{Verb: NextContact, At: at(11, 25, 17, 0)}, NoFault},
		{"Friday", Command{Verb: NextContact, At: at(11, 27, 0, 0)}, NoFault},
		{"on Wednesday 10", Command{Verb: NextContact, At: at(12, 2, 10, 0)}, NoFault},
		{"Freitag 10 Uhr", Command{Verb: NextContact, At: at(11, 27, 10, 0)}, NoFault},
		{"morgen", Command{Verb: NextContact, At: at(11, 26, 0, 0)}, NoFault},
		{"today 16:00", Command{Verb: NextContact, At: at(11, 25, 16, 0)}, NoFault},
		{"16:00", Command{Verb: NextContact, At: at(11, 25, 16, 0)}, NoFault},
		{"today", Command{Verb: NextContact, At: at(11, 25, 0, 0)}, NoFault},
		{"today 14:00", Command{Verb: NextContact}, Past},
		{"24 Dec 14:00", Command{Verb: NextContact, At: at(12, 24, 14, 0)}, NoFault},
		{"2026-12-01 14:00", Command{Verb: NextContact, At: at(12, 1, 14, 0)}, NoFault},
		{"2026-12-01T14:00", Command{Verb: NextContact, At: at(12, 1, 14, 0)}, NoFault},
		{"1.12. 14:00", Command{Verb: NextContact, At: at(12, 1, 14, 0)}, NoFault},
		{"Tomorrow 14.30.", Command{Verb: NextContact, At: at(11, 26, 14, 30)}, NoFault},
		{"15.12.", Command{Verb: NextContact, At: at(12, 15, 0, 0)}, NoFault},
		{"call back 5.12.", Command{Verb: CallBack, At: at(12, 5, 0, 0)}, NoFault},
		{"2026-11-24", Command{Verb: NextContact}, Past},
		{"in 9999 days", Command{Verb: Done}, UnknownVerb},
		{"tomorrow 25:00", Command{Verb: Done}, UnknownVerb},
		{"10", Command{Verb: Done}, UnknownVerb},
		{"next contact", Command{Verb: NextContact}, NoDay},
		{"offer sent", Command{Verb: OfferSent}, NoFault},
		{"offer sent yesterday 14:30", Command{Verb: OfferSent, At: at(11, 24, 14, 30)}, NoFault},
		{"pass to Kim Li", Command{Verb: PassTo, Text: "Kim Li"}, NoFault},
		{"Pass to:", Command{Verb: PassTo}, NoText},
		{"pass to me", Command{Verb: PassTo, Text: "me"}, Who},
		{"mine", Command{Verb: PassTo}, Who},
		{"I take it!", Command{Verb: PassTo}, Who},
		{"won", Command{Verb: Won}, NoFault},
		{"won 4.500 EUR", Command{Verb: Won, Text: "4.500 EUR"}, NoFault},
		{"lost too expensive", Command{Verb: Lost, Text: "too expensive"}, NoFault},
		{"close: No response", Command{Verb: Lost, Text: "No response"}, NoFault},
		{"lost", Command{Verb: Lost}, NoFault},
		{"do not contact", Command{Verb: DoNotContact}, NoFault},
		{"may contact", Command{Verb: MayContact}, NoFault},
		{"called, tomorrow 10", Command{Verb: Called, Next: at(11, 26, 10, 0)}, NoFault},
		{"no answer, Friday", Command{Verb: NoAnswer, Next: at(11, 27, 0, 0)}, NoFault},
		{"no answer Friday", Command{Verb: NoAnswer}, TooMuch},
		{"called, 14:30", Command{Verb: Called, At: at(11, 25, 14, 30)}, NoFault},
		{"...", Command{Verb: Done}, UnknownVerb},
	} {
		got := Parse(words.Language{}, c.text, now(t))
		if got.Verb != c.want.Verb || got.Lead != c.want.Lead || !got.At.Equal(c.want.At) || got.Fault != c.fault ||
			got.Text != c.want.Text || !got.Next.Equal(c.want.Next) {
			t.Errorf("%q: %+v, want %+v and fault %d", c.text, got, c.want, c.fault)
		}
	}
}

// Every word that the column offers is a verb.
func TestParse_WhatIsOffered(t *testing.T) {
	offered := (words.Language{}).Names(words.Commands)
	for _, name := range offered {
		incomplete := []Fault{NoFault, NoLead, NoDay, NoText}
		if r := Parse(words.Language{}, name, now(t)); string(r.Verb) != name || !slices.Contains(incomplete, r.Fault) {
			t.Errorf("%q: %+v", name, r)
		}
	}
	if len(verbs) != len(offered) {
		t.Errorf("%d verbs, %d words", len(verbs), len(offered))
	}
}

// Nothing that people type crashes the parser, and what is understood is complete.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"called 14:30", "same as L-1001", "ſame aſ ١٠٠١", "called 99999999999-01-01 10:00",
		"\xff done", "tomorrow 10", "in 3 days 9:15", "call back Fri 14:00", "in 99999999999 months",
		"pass to me", "won 4500"} {
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
		if r.Fault == NoFault && verbs[r.Verb] == aDay && r.At.Before(now(t).Add(-24*time.Hour)) {
			t.Errorf("%q: %+v has no day to come", s, r)
		}
	})
}
