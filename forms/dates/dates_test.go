package dates

import (
	"testing"
	"time"

	"leadsheet/lead/language"
)

func TestScan(t *testing.T) {
	cases := map[string]string{
		"2026-03-14 14:05:00": "2026-03-14T14:05:00", "2026-03-14T14:05:00Z": "2026-03-14T14:05:00",
		"2026-03-14T14:05:00.123+05:30": "2026-03-14T08:35:00", "2026-03-14T14:05:13-0400": "2026-03-14T18:05:13",
		"March 14, 2026 2:05 pm": "2026-03-14T14:05:00", "March 14, 2026 at 2:05 PM": "2026-03-14T14:05:00",
		"14 Mar 2026, 02:05 PM": "2026-03-14T14:05:00", "14-Mar-2026 14:05": "2026-03-14T14:05:00",
		"14-Mar-26": "2026-03-14T00:00:00", "Saturday, March 14, 2026 2:05 PM": "2026-03-14T14:05:00",
		"14th March 2026": "2026-03-14T00:00:00", "14 mars 2026 14:05": "2026-03-14T14:05:00",
		"14. März 2026 14:05": "2026-03-14T14:05:00", "14 de marzo de 2026": "2026-03-14T00:00:00",
		"14 марта 2026": "2026-03-14T00:00:00", "14 марта 2026 г. в 14:05": "2026-03-14T14:05:00",
		"14 marca 2026": "2026-03-14T00:00:00", "14.03.2026, 14:05 Uhr": "2026-03-14T14:05:00",
		"14.03.2026 um 14:05": "2026-03-14T14:05:00", "am 14.03.2026 um 14.05 Uhr": "2026-03-14T14:05:00",
		"14/03/2026 à 14:05": "2026-03-14T14:05:00", "14/03/2026 14h05": "2026-03-14T14:05:00",
		"14/03/2026 - 14:05": "2026-03-14T14:05:00", "14/03/2026 2:05 p. m.": "2026-03-14T14:05:00",
		"14/03/2026 2:05 p.m.": "2026-03-14T14:05:00", "14/03/2026 2:05 P.M": "2026-03-14T14:05:00",
		"2026-03-14 14:05:00(UTC+00:00)":  "2026-03-14T14:05:00",
		"2026-03-14 14:05:00 (UTC+02:00)": "2026-03-14T12:05:00",
		"2026-03-14 14:05 (UTC)":          "2026-03-14T14:05:00", "3/14/2026 14:05:22 EDT": "2026-03-14T18:05:22",
		"2026-03-14 14:05 (GMT+01:00)": "2026-03-14T13:05:00", "20260314T140522Z": "2026-03-14T14:05:22",
		"20260314": "2026-03-14T00:00:00", "20260314140522": "2026-03-14T14:05:22",
		"202603141405":     "2026-03-14T14:05:00",
		"2026年3月14日 14:05": "2026-03-14T14:05:00", "2026年03月14日 下午2:05": "2026-03-14T14:05:00",
		"2026年3月14日(土) 14時05分": "2026-03-14T14:05:00", "2026년 3월 14일 오후 2:05": "2026-03-14T14:05:00",
		"2026. 3. 14. 오후 2:05:22": "2026-03-14T14:05:22", "2026. 03. 14. 14:05": "2026-03-14T14:05:00",
		"14. 3. 2026 14:05": "2026-03-14T14:05:00", "14.3.2026 klo 14.05": "2026-03-14T14:05:00",
		"14. marts 2026 kl. 14.05": "2026-03-14T14:05:00", "den 14 mars 2026 kl. 14:05": "2026-03-14T14:05:00",
		"14. března 2026 14:05": "2026-03-14T14:05:00", "2026. március 14. 14:05": "2026-03-14T14:05:00",
		"14 Mart 2026 14:05": "2026-03-14T14:05:00", "14 Μαρτίου 2026 2:05 μ.μ.": "2026-03-14T14:05:00",
		"sobota, 14 marca 2026 14:05": "2026-03-14T14:05:00", "mar. 17 mars 2026 14:05": "2026-03-17T14:05:00",
		"Mon Sep 08 2025 13:58:23 GMT-0500 (Central Daylight Time)": "2025-09-08T18:58:23",
		"Sat Mar 14 14:05:22 2026":                                  "2026-03-14T14:05:22", "Sat Mar 14 14:05:22 UTC 2026": "2026-03-14T14:05:22",
		"Sat Mar 14 14:05:22 -0400 2026":  "2026-03-14T18:05:22",
		"Sat, 14 Mar 2026 14:05:22 +0100": "2026-03-14T13:05:22",
		"14/Mar/2026:14:05:22 +0100":      "2026-03-14T13:05:22", "2026/03/29 1:59:59 AM GMT+1": "2026-03-29T00:59:59",
		"12/02/2026 19.07.17": "2026-12-02T19:07:17", "3/14/2026 2:05pm": "2026-03-14T14:05:00",
		"3/14/26 2PM": "2026-03-14T14:00:00",
		"3/4/2026":    "2026-03-04T00:00:00", "14:05 14.03.2026": "2026-03-14T14:05:00",
		"2:05 PM, March 14, 2026":                "2026-03-14T14:05:00",
		"Submitted on March 14, 2026 at 2:05 pm": "2026-03-14T14:05:00", "2026-03-14_14-05-22": "2026-03-14T14:05:22",
		"14 mars 2026 à 14 h 05": "2026-03-14T14:05:00", "14 marzo 2026 alle ore 14.05": "2026-03-14T14:05:00",
		"2026-03-14 Sat 14:05": "2026-03-14T14:05:00", "14.03.2026 14:05 MEZ": "2026-03-14T13:05:00",
		"12:30 am 3/14/2026":         "2026-03-14T00:30:00",
		"14 березня 2026 р. о 14:05": "2026-03-14T14:05:00", "14 décembre 2026": "2026-12-14T00:00:00",
		"14 de\u0301cembre 2026": "2026-12-14T00:00:00",

		"2 hours ago": "", "yesterday": "", "March 2026": "", "14 March": "", "2026-02-30": "", "31/02/2026": "",
		"2026-01-01 25:00":     "",
		"2026-03-14 14:05 IST": "", "2026-03-14 to 2026-03-20": "", "14 03 2026": "", "+49 170 1234567": "", "": "",
		"roof 12": "",
		"1.2.3.4": "", "2026-03-14 approximately": "", "12345678901234567": "", "10:00": "",
	}
	for text, want := range cases {
		w, ok := Scan(text)
		at := time.Time{}
		if ok {
			at, ok = w.Time(true, time.UTC)
		}
		if got := at.UTC().Format("2006-01-02T15:04:05"); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s %v, want %q", text, got, ok, want)
		}
	}
	india := time.FixedZone("IST", 19800)
	if w, ok := Scan("2026-03-14 14:05 IST"); !ok {
		t.Error("a zone that means several")
	} else if at, ok := w.Time(false, india); !ok || at.UTC().Hour() != 8 {
		t.Errorf("a zone of the place: %v %v", at, ok)
	}
}

func TestClock(t *testing.T) {
	for text, want := range map[string]string{"14:05": "14:05:00", "2:05 PM": "14:05:00", "02:05 PM UTC": "14:05:00Z", "14h05": "14:05:00", "14.05": "14:05:00",
		"14.05.22 Uhr": "14:05:22", "2 pm": "14:00:00", "下午2:05": "14:05:00", "": "", "soon": "", "14/03/2026": "", "25:00": "", "afternoon 14:05": "", "14": ""} {
		w, ok := Clock(text)
		got := ""
		if ok {
			got = time.Date(2026, 1, 1, w.Hour, w.Minute, w.Second, 0, time.UTC).Format(time.TimeOnly)
			if w.Zoned {
				got += "Z"
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestZone(t *testing.T) {
	for text, want := range map[string]int{"UTC": 0, "GMT+1": 3600, "UTC+05:30": 19800, "(UTC-03:00) Brasília": -10800, "CET": 3600, "UTC+0": 0, "+02:00": 7200} {
		if got, ok := Zone(text); !ok || got != want {
			t.Errorf("%q: %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "Enter Email", "optional", "First", "m2", "EUR", "1-5"} {
		if got, ok := Zone(text); ok {
			t.Errorf("%q is no zone: %d", text, got)
		}
	}
}

// All names of all months are read as what they are, whatever their case.
func TestMonths(t *testing.T) {
	if len([]rune(accented)) != len([]rune(plain)) {
		t.Fatal("letters with a mark and without are not in pairs")
	}
	if n := len(language.Words("months")); n == 0 || n%12 != 0 || len(moreMonths) != 12 {
		t.Fatalf("%d lines of months", n)
	}
	for _, name := range []string{"STYCZNIA", "Févr", "ŞUBAT", "Березня", "augusti", "huhtikuuta", "Σεπτεμβρίου", "října", "szept", "DÉC", "ağu"} {
		if w, ok := Scan("14 " + name + " 2026"); !ok || w.Month == 0 || w.Day != 14 {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"2026-03-14 14:05:00(UTC+00:00)", "14. März 2026 um 14.05 Uhr", "20260314T140522Z", "2026年3月14日 下午2:05", "Mar 14, 2026 2 p. m.", "-0-0+(", "14h", "1/1/1 1:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, scan := range []func(string) (Written, bool){Scan, Clock} {
			w, ok := scan(s)
			if !ok {
				continue
			}
			if w.Hour > 23 || w.Minute > 59 || w.Second > 59 || w.Hour < 0 {
				t.Fatalf("%q: %+v", s, w)
			}
			for _, months := range []bool{false, true} {
				if at, ok := w.Time(months, time.UTC); ok && at.Year() < w.Year-1 || ok && at.Year() > w.Year+1 {
					t.Fatalf("%q: %v of %+v", s, at, w)
				}
			}
		}
		Zone(s)
	})
}

func BenchmarkScan(b *testing.B) {
	for _, s := range []string{"3/14/2026 14:05:22", "2026-03-14T14:05:22+05:30", "March 14, 2026 2:05 pm"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Scan(s)
			}
		})
	}
}
