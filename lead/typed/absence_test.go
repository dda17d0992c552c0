package typed_test

import (
	"testing"
	"time"

	"leadsheet/lead/typed"
)

// Absence notes as programs and people write them, on Friday, 20 November 2026.
func TestLastDay(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for note, want := range map[string]string{
		"I am out of the office until 30 November 2026. In urgent cases call Ann.": "2026-11-30",
		"Out of office until 30 Nov":                                                   "2026-11-30",
		"I'm away from 23 Nov to 30 Nov and will read no mail.":                        "2026-11-30",
		"I am on leave until Monday, November 30th, 2026!":                             "2026-11-30",
		"I will be back on 1 December 2026.":                                           "2026-11-30",
		"I will be returning on Tuesday, 1 December.":                                  "2026-11-30",
		"Ich bin bis zum 30.11.2026 nicht im Haus.":                                    "2026-11-30",
		"Ich bin bis einschließlich 30. November abwesend und ab dem 1.12. wieder da.": "2026-11-30",
		"Abwesenheit: vom 23.11. bis 30.11.2026":                                       "2026-11-30",
		"Ich bin wieder ab 01.12.2026 erreichbar.":                                     "2026-11-30",
		"Je suis absent jusqu'au 30 novembre 2026 inclus.":                             "2026-11-30",
		"Estaré fuera hasta el 30 de noviembre de 2026.":                               "2026-11-30",
		"Ik ben afwezig t/m 30 november 2026.":                                         "2026-11-30",
		"Until 2027-01-06 I am away":                                                   "2027-01-06",
		"Back on 2 January":                                                            "2027-01-01",
		"I am away until further notice.":                                              "",
		"I was away until 3 November 2026.":                                            "",
		"I am out of the office today. My number until then: 030 1234567":              "",
		"Please write to 12 Untilstreet 30 Nov":                                        "",
		"I am out of office.":                                                          "",
		"":                                                                             "",
	} {
		day, ok := typed.NewReader("DE", time.UTC, now).LastDay(note)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %s, not %s", note, got, want)
		}
	}
}
