package typed_test

import (
	"slices"
	"testing"
	"time"

	"leadsheet/lead/typed"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func reader(country string) typed.Reader { return typed.NewReader(country, time.UTC, noon) }

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		country, text string
		amount        float64
		currency      string
		vague         bool
	}{
		{"DE", "3.000 EUR", 3000, "EUR", false},
		{"DE", "3.000 €", 3000, "EUR", false},
		{"DE", "€ 3.000,-", 3000, "EUR", false},
		{"DE", "1.234,56", 1234.56, "", false},
		{"DE", "1,234", 1.234, "", false},
		{"DE", "1.234", 1234, "", false},
		{"DE", "12.345.678", 12345678, "", false},
		{"DE", "ca. 5.000 Euro netto", 5000, "EUR", false},
		{"DE", "2,5 Mio. €", 2.5e6, "EUR", false},
		{"DE", "5 Tsd. Euro", 5000, "EUR", false},
		{"DE", "3-5k", 3000, "", true},
		{"DE", "3k - 5k €", 3000, "EUR", true},
		{"DE", "800 bis 1.200 €", 800, "EUR", true},
		{"DE", "bis zu 5.000", 5000, "", true},
		{"DE", "ab 3000", 3000, "", true},
		{"DE", "$500", 500, "USD", false},
		{"US", "1,234.56", 1234.56, "", false},
		{"US", "1.234,56", 1234.56, "", false},
		{"US", "1,234", 1234, "", false},
		{"US", "1.234", 1.234, "", false},
		{"US", "$3,000", 3000, "USD", false},
		{"US", "€3,000", 3000, "EUR", false},
		{"US", "3000 EUR", 3000, "EUR", false},
		{"US", "12 000", 12000, "", false},
		{"US", "12 000", 12000, "", false},
		{"US", "2k", 2000, "", false},
		{"US", "$2.5k", 2500, "USD", false},
		{"US", ">5000", 5000, "", true},
		{"US", "5000+", 5000, "", true},
		{"US", "between 3,000 and 5,000", 3000, "", true},
		{"US", "-500", -500, "", false},
		{"US", ".5", 0.5, "", false},
		{"US", "0.125", 0.125, "", false},
		{"DE", "0.125", 0.125, "", false},
		{"US", "1500", 1500, "", false},
		{"IN", "₹1,50,000", 150000, "INR", false},
		{"IN", "Rs. 2 lakh", 200000, "INR", false},
		{"CH", "CHF 1'234.50", 1234.5, "CHF", false},
		{"CH", "1’234.—", 1234, "", false},
		{"SE", "12 000 kr", 12000, "SEK", false},
		{"NO", "kr 12 000,-", 12000, "NOK", false},
		{"CA", "$500", 500, "CAD", false},
		{"FR", "1 234,56 €", 1234.56, "EUR", false},
		{"JP", "１２，０００円", 12000, "JPY", false},
		{"PL", "1,5 tys. zł", 1500, "PLN", false},
		{"GB", "£1.5m", 1.5e6, "GBP", false},
		{"ES", "5 mil", 5000, "", false},
		{"EG", "٣٠٠٠", 3000, "", false},
	} {
		m, ok := reader(c.country).Money(c.text)
		if want := (typed.Money{Amount: c.amount, Currency: c.currency, Vague: c.vague}); !ok || m != want {
			t.Errorf("%s %q: %+v, %v; want %+v", c.country, c.text, m, ok, want)
		}
	}
}

// What is no amount, or says more than one, is not read: a wrong sum is worse than none.
func TestMoney_NotRead(t *testing.T) {
	for _, text := range []string{"", "?", "large", "tbd", "3 chairs", "500 a month per seat", "2026-05-03", "1.2.3", "1,23,4", "3 4",
		"5000 EUR 3000 USD", "EUR", "k", "--5", "5-", "1 of 3", "5-3k", "12.34.567", "+49 89 1234567", "=1+1", "ask Jane", "1e9",
		"99999999999999999999", "3.0000.000"} {
		for _, country := range []string{"US", "DE"} {
			if m, ok := reader(country).Money(text); ok {
				t.Errorf("%s %q: %+v", country, text, m)
			}
		}
	}
}

func TestTime(t *testing.T) {
	for _, c := range []struct{ country, text, want string }{
		{"US", "2026-12-05", "2026-12-05 00:00"},
		{"US", "2026-12-05 14:30", "2026-12-05 14:30"},
		{"US", "2026-12-05 14:30:10", "2026-12-05 14:30"},
		{"US", "2026-12-05T14:30", "2026-12-05 14:30"},
		{"US", "2026/12/05", "2026-12-05 00:00"},
		{"DE", "31.12.2026", "2026-12-31 00:00"},
		{"DE", "5.12.", "2026-12-05 00:00"},
		{"US", "5.12.", "2026-12-05 00:00"},
		{"DE", "5.1.", "2027-01-05 00:00"},
		{"DE", "20.11.", "2026-11-20 00:00"},
		{"DE", "1.12.26", "2026-12-01 00:00"},
		{"DE", "1.12.26 9:30", "2026-12-01 09:30"},
		{"DE", "Di, 1.12. um 14 Uhr", "2026-12-01 14:00"},
		{"DE", "5. Dezember", "2026-12-05 00:00"},
		{"DE", "5. Dez. 2026", "2026-12-05 00:00"},
		{"DE", "5/12/2026", "2026-12-05 00:00"},
		{"US", "12/5/2026", "2026-12-05 00:00"},
		{"US", "12/5", "2026-12-05 00:00"},
		{"US", "12/5/26 2:30 pm", "2026-12-05 14:30"},
		{"US", "13/5/2026", "2026-05-13 00:00"},
		{"GB", "5/12/26", "2026-12-05 00:00"},
		{"NL", "5-12-2026", "2026-12-05 00:00"},
		{"US", "Dec 5", "2026-12-05 00:00"},
		{"US", "December 5th, 2026 at 2pm", "2026-12-05 14:00"},
		{"US", "Sat, 5 Dec 2026", "2026-12-05 00:00"},
		{"FR", "5 décembre 2026 à 14h05", "2026-12-05 14:05"},
		{"FR", "1er décembre", "2026-12-01 00:00"},
		{"ES", "5 de diciembre de 2026", "2026-12-05 00:00"},
		{"PL", "5 grudnia 2026", "2026-12-05 00:00"},
		{"RU", "5 декабря", "2026-12-05 00:00"},
		{"JP", "2026年12月5日 14:05", "2026-12-05 14:05"},
		{"CA", "25/12/2026", "2026-12-25 00:00"},
		{"DE", "29.2.", "2028-02-29 00:00"},
	} {
		got, _, ok := reader(c.country).Time(c.text)
		if !ok || got.Format("2006-01-02 15:04") != c.want {
			t.Errorf("%s %q: %v, %v; want %s", c.country, c.text, got, ok, c.want)
		}
	}
}

func TestTime_NotRead(t *testing.T) {
	for _, text := range []string{"", "tomorrow", "morgen", "Monday", "next week", "31.2.2026", "2026-13-01", "5", "5.12.2026 25:00", "1.2.3.4",
		"32.1.", "12:30", "5 Dec Dec", "0.12.2026", "5.12.202", "2026", "3 chairs", "5.12.2026 x"} {
		if got, _, ok := reader("DE").Time(text); ok {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got, _, ok := reader("CA").Time("5/12/2026"); ok {
		t.Errorf("in Canada both orders are usual: %v", got)
	}
	if got, _, ok := typed.NewReader("DE", nil, time.Time{}).Time("5.12."); ok {
		t.Errorf("without a now: %v", got)
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct{ text, from, to string }{
		{"2026-12-24", "2026-12-24", "2026-12-24"}, {"24.12.", "12-24", "12-24"},
		{"24.12. bis 26.12.", "12-24", "12-26"},
		{"24.-26.12.2026", "2026-12-24", "2026-12-26"}, {"2026-12-24 - 2027-01-06", "2026-12-24", "2027-01-06"},
		{"2026-12-24 to 2026-12-26", "2026-12-24", "2026-12-26"}, {"24.12. – 6.1.", "12-24", "01-06"},
		{"1 January", "01-01", "01-01"}, {"26 to 24.12.", "", ""}, {"Easter", "", ""}, {"12-13", "12-13", "12-13"},
	} {
		show := func(d typed.Day) string {
			if d.Year == 0 {
				return d.In(2024, time.UTC).Format("01-02")
			}
			return d.In(d.Year, time.UTC).Format(time.DateOnly)
		}
		from, to, ok := reader("DE").Days(c.text)
		if ok != (c.from != "") || ok && (show(from) != c.from || show(to) != c.to) {
			t.Errorf("%q: %+v, %+v, %v", c.text, from, to, ok)
		}
	}
}

func TestHours(t *testing.T) {
	for _, c := range []struct {
		text string
		want []typed.Span
	}{
		{"09:00-18:00", []typed.Span{{540, 1080}}},
		{"8.30-17.00", []typed.Span{{510, 1020}}},
		{"08.00 - 17.00", []typed.Span{{480, 1020}}},
		{"8:30–17h", []typed.Span{{510, 1020}}},
		{"8h30 à 17h", []typed.Span{{510, 1020}}},
		{"10am-2pm", []typed.Span{{600, 840}}},
		{"1-5 pm", []typed.Span{{780, 1020}}},
		{"10-2pm", []typed.Span{{600, 840}}},
		{"8 bis 17 Uhr", []typed.Span{{480, 1020}}},
		{"von 8 bis 17", []typed.Span{{480, 1020}}},
		{"9 to 17", []typed.Span{{540, 1020}}},
		{"fra kl. 8 til 16", []typed.Span{{480, 960}}}, {"od kl 8 do 16", []typed.Span{{480, 960}}},
		{"9-12, 13-17", []typed.Span{{540, 720}, {780, 1020}}},
		{"9-12 und 13-17", []typed.Span{{540, 720}, {780, 1020}}},
		{"0-24", []typed.Span{{0, 1440}}},
		{"closed", nil}, {"Geschlossen", nil}, {"fermé", nil}, {"-", nil},
	} {
		got, ok := typed.Hours(c.text)
		if !ok || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v; want %v", c.text, got, ok, c.want)
		}
	}
	for _, text := range []string{"lunch", "9", "9-5", "18-9", "9-25", "9:70-10", "nine to five", "9-12-15"} {
		if got, ok := typed.Hours(text); ok {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestCurrency(t *testing.T) {
	for _, c := range []struct{ country, text, want string }{
		{"DE", "EUR", "EUR"}, {"DE", "€", "EUR"}, {"SE", "kr", "SEK"}, {"DK", "kr.", "DKK"}, {"US", "$", "USD"},
		{"AU", "$", "AUD"},
		{"US", "Mickey", ""}, {"US", "", ""}, {"US", "usd", "USD"},
	} {
		if got := reader(c.country).Currency(c.text); got != c.want {
			t.Errorf("%s %q: %q", c.country, c.text, got)
		}
	}
}

func FuzzTyped(f *testing.F) {
	for _, s := range []string{"3.000 EUR", "3-5k", "5.12.", "8.30-17.00", "Dec 5 at 2pm", "1’234.—", "٣٠٠٠", "٣-٥k", "5.st", "..", "12年"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, country := range []string{"US", "DE", "CA", "IN"} {
			r := reader(country)
			r.Money(s)
			r.Currency(s)
			if got, _, ok := r.Time(s); ok && (got.Year() < 1900 || got.Year() > 9999) {
				t.Errorf("%q: %v", s, got)
			}
		}
		spans, _ := typed.Hours(s)
		for _, x := range spans {
			if x.From >= x.To || x.To > 1440 {
				t.Errorf("%q: %v", s, spans)
			}
		}
	})
}
