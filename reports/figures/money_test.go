package figures_test

import (
	"fmt"
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/lead/words/wordstest"
	"leadsheet/reports/figures"
)

// worth gives a lead a value; code is that of another currency.
func worth(value float64, code string) func(*lead.Lead) {
	return func(l *lead.Lead) { l.Value, l.HasValue, l.Foreign = value, true, code }
}

// closing is a lead with a value and a day in the column of that title.
func closing(value float64, title, day string) func(*lead.Lead) {
	return func(l *lead.Lead) {
		l.Value, l.HasValue = value, true
		l.Extra = []lead.Answer{{Question: "Size", Value: "2026-12-24"}, {Question: title, Value: day}}
	}
}

func TestCurrencies(t *testing.T) {
	s := newShop(t)
	s.in.Policy.Currency = "EUR"
	s.add("2026-11-01", nil, worth(100.10, ""))
	s.add("2026-11-01", nil, worth(200.20, ""))
	s.add("2026-11-01", nil, worth(50, "USD"))
	s.add("2026-11-01", nil, nil)
	s.add("2026-11-01", nil, func(l *lead.Lead) { worth(9000, "")(l); duplicate(l) })
	s.add("2026-10-01", []string{"2026-11-02 won"}, worth(1000, ""))
	s.add("2026-10-01", []string{"2026-11-03 won"}, worth(2000, "CHF"))
	s.add("2026-09-01", []string{"2026-09-03 won"}, worth(4000, "CHF")) // not in the period
	s.add("2026-10-01", []string{"2026-11-03 won"}, nil)
	// Begun anew after the win: what it held then counts.
	s.in.History = append(s.in.History, lead.Event{Time: shopTime(t, "2026-11-04"), Lead: "L-1010", What: lead.Changed,
		Column: lead.ColValue, To: "300 USD", By: "Ann"})
	s.add("2026-10-01", []string{"2026-11-05 won", "2026-11-10 new"}, nil)
	got := ""
	n := s.figures()
	for _, c := range n.Currencies {
		got += fmt.Sprintf("%s: open %g of %d/%d, won %g of %d/%d; ", c.Currency, c.Open.Sum, c.Open.With.Part,
			c.Open.With.Of, c.Won.Sum, c.Won.With.Part, c.Won.With.Of)
	}
	if want := "EUR: open 300.3 of 2/5, won 1000 of 1/4; CHF: open 0 of 0/5, won 2000 of 1/4; " +
		"USD: open 50 of 1/5, won 300 of 1/4; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if n.Open.Sum != 300.3 || n.WonValue.Sum != 1000 {
		t.Errorf("open %+v, won %+v", n.Open, n.WonValue)
	}
}

// Where Settings name no currency, the column Currency keeps values apart.
func TestCurrencies_Unsaid(t *testing.T) {
	s := newShop(t)
	for _, code := range []string{"", "USD", "EUR", "€"} {
		s.add("2026-11-01", nil, func(l *lead.Lead) { worth(10, "")(l); l.Currency = code })
	}
	got := ""
	for _, c := range s.figures().Currencies {
		got += fmt.Sprintf("%q %g; ", c.Currency, c.Open.Sum)
	}
	if want := `"" 10; "EUR" 20; "USD" 10; `; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// ended adds so many leads that came to deal and ended there, of which some were won.
func (s *shop) ended(won, lost int) {
	for range won {
		s.add("2026-01-05", []string{"2026-01-07 deal", "2026-02-07 won"}, nil)
	}
	for range lost {
		s.add("2026-01-05", []string{"2026-01-07 deal", "2026-02-07 closed"}, nil)
	}
}

func told2(f figures.Forecast) string {
	month, weighted := "no date", "—"
	if !f.Month.IsZero() {
		month = f.Month.Format("2006-01")
	}
	if f.Weighted != nil {
		weighted = fmt.Sprint(*f.Weighted)
	}
	return fmt.Sprintf("%s: %g of %d/%d, weighted %s", month, f.Open.Sum, f.Open.With.Part, f.Open.With.Of, weighted)
}

func TestForecast(t *testing.T) {
	s := newShop(t)
	s.ended(3, 7) // 30 % of ten from deal on
	s.add("2026-11-01", []string{"2026-11-05 deal"}, closing(1000, "Expected close", "2026-12-20"))
	s.add("2026-11-01", []string{"2026-11-05 deal"}, closing(500, "close date", "31.12.2026"))
	s.add("2026-11-01", nil, func(l *lead.Lead) {
		l.Extra = []lead.Answer{{Question: "Expected close", Value: "2026-12"}}
	})
	// 2 February 2026: it has passed.
	s.add("2026-11-01", nil, closing(100, "Expected close", "46054"))
	s.add("2026-11-01", []string{"2026-11-05 deal"}, closing(70, "Expected close", "soon")) // no day
	s.add("2026-11-01", []string{"2026-11-05 deal"}, worth(30, ""))
	s.add("2026-11-01", []string{"2026-11-05 deal"}, closing(999, "Next meeting", "2026-12-20")) // another column
	s.add("2026-11-01", []string{"2026-11-05 deal"}, func(l *lead.Lead) {
		closing(5000, "Expected close", "2026-12-20")(l)
		l.Foreign = "USD" // in no sum of ours
	})
	s.add("2026-11-01", []string{"2026-11-05 won"}, closing(1, "Expected close", "2026-12-20"))
	want := []string{
		"2026-02: 100 of 1/1, weighted 36.3636", // of all eleven that have ended four were won
		"2026-12: 1500 of 2/4, weighted 545.4545",
		"no date: 1099 of 3/3, weighted 399.6364",
	}
	got := s.figures().Forecast
	if len(got) != len(want) {
		t.Fatalf("%d lines", len(got))
	}
	for i := range want {
		if told2(got[i]) != want[i] {
			t.Errorf("%s, want %s", told2(got[i]), want[i])
		}
	}
}

// Under ten ended leads nothing is weighted, and of a month with one such lead nothing is.
func TestForecast_SmallSamples(t *testing.T) {
	s := newShop(t)
	s.ended(3, 6)
	s.add("2026-01-05", []string{"2026-01-07 closed"}, nil) // the tenth of all, but it never was a deal
	s.add("2026-11-01", nil, worth(100, ""))
	if got := s.figures().Forecast; len(got) != 1 || told2(got[0]) != "no date: 100 of 1/1, weighted 30" {
		t.Errorf("%+v", got)
	}
	s.add("2026-11-01", []string{"2026-11-05 deal"}, worth(50, ""))
	if got := s.figures().Forecast; len(got) != 1 || told2(got[0]) != "no date: 150 of 2/2, weighted —" {
		t.Errorf("%s", told2(got[0]))
	}
}

func TestCycle(t *testing.T) {
	s := newShop(t)
	s.add("2026-10-01", []string{"2026-10-11 deal", "2026-10-31 won"}, worth(100, "")) // 30 days, 20 from the deal
	s.add("2026-10-29 12:00", []string{"2026-11-03 won"}, worth(300, ""))              // 4.5 days, no deal before
	s.add("2026-11-05", []string{"2026-11-01 won"}, nil)                               // by the clocks before it came
	s.add("2026-08-01", []string{"2026-10-01 won"}, nil)                               // before the period
	s.add("", []string{"2026-11-02 won"}, nil)                                         // nobody knows when it came
	s.add("2026-10-01", []string{"2026-11-02 won"}, duplicate)
	s.add("2026-10-01", []string{"2026-10-31 closed"}, nil)      // lost: apart
	s.add("2026-10-21", []string{"2026-10-31 unqualified"}, nil) // likewise
	// The contact wrote again in a row of an earlier version: from that cycle's first arrival on.
	s.add("2026-01-01", []string{"2026-01-11 deal", "2026-02-01 won"}, nil)
	s.event(lead.Event{Time: shopTime(t, "2026-10-20"), Lead: "L-1009", What: lead.Reopened, To: "new"})
	s.event(lead.Event{Time: shopTime(t, "2026-10-30"), Lead: "L-1009", What: lead.Changed, Column: lead.ColStatus,
		From: "new", To: "won", By: "Ann"}) // 10 days
	// Taken up again by us: its one cycle began when it came.
	// 40 days, 21 from the deal.
	s.add("2026-10-01", []string{"2026-10-10 closed", "2026-10-20 deal", "2026-11-10 won"}, nil)
	s.add("2026-11-01", []string{"2026-11-05 deal"}, nil)
	x := s.figures().Cycle
	// 0, 4.5, 10, 30, 40
	if x.N != 5 || x.Median != 10 || x.P90 != 40 || x.DealN != 2 || x.DealMedian != 20.5 || x.LostN != 2 ||
		x.LostMedian != 20 {
		t.Errorf("%+v", x)
	}
	if x.Velocity != nil || x.MedianValueKnown != 2 || x.MedianValue != 200 {
		t.Errorf("%+v", x)
	}
}

func TestVelocity(t *testing.T) {
	s := newShop(t)
	for i := range 10 {
		s.add("2026-10-31", []string{"2026-11-20 won"}, worth(float64(100*(i+1)), "")) // 20 days, 550 in the middle
	}
	for range 10 {
		s.add("2026-10-31", []string{"2026-11-20 closed"}, nil) // half of all that ended
	}
	for range 4 {
		s.add("2026-11-01", []string{"2026-11-05 deal"}, nil)
	}
	s.add("2026-11-01", []string{"2026-11-03 deal", "2026-11-05 postponed"}, nil) // stands in no deal
	if x := s.figures().Cycle; x.Velocity == nil || *x.Velocity != 4*0.5*550/20 {
		t.Errorf("%+v", x)
	}
	s.in.Leads[0].HasValue = false // nine values
	if x := s.figures().Cycle; x.Velocity != nil || x.N != 10 {
		t.Errorf("%+v", x)
	}
}

// The reasons of a new workbook have groups in each language; people's own are other.
func TestGroups(t *testing.T) {
	s := newShop(t)
	tongue := wordstest.Pseudo(t)
	s.in.Policy.Words = tongue
	for _, reason := range []string{"Too expensive", "no budget ", tongue.Word(words.Reasons, "Too expensive"),
		"Chose a competitor", "Product does not fit", "Not relevant", "Unqualified request", "No response",
		"Decision postponed", "Too far away", "", "Timeline does not fit"} {
		s.add("2026-10-01", []string{"2026-11-02 closed"}, func(l *lead.Lead) { l.RefusalReason = reason })
	}
	s.add("2026-10-01", []string{"2026-09-02 closed"}, func(l *lead.Lead) { l.RefusalReason = "Too expensive" })
	s.add("2026-10-01", []string{"2026-11-02 closed"}, func(l *lead.Lead) { l.RefusalReason = "Duplicate" })
	got := fmt.Sprint(s.figures().Groups)
	if want := "[{price 3} {offer 3} {other 3} {quality 2} {speed 1}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
