package main

import (
	"errors"
	"fmt"
	"time"

	"leadsheet/cmd/leadsheet/setup"
)

// clockFlag is embedded by commands whose clock can be set. Weeks of use can then be played in a minute, with the same
// result each time.
type clockFlag struct {
	At timeFlag `placeholder:"TIME" help:"Do as if it were that time, such as 2026-11-20T10:01:00+01:00. For trying out: with a local workbook or the emulator only."`
}

// timeFlag is a time with its zone. The zero value stands for the machine's clock.
type timeFlag struct{ time.Time }

// UnmarshalText reads a time of RFC 3339. A time without a zone is refused, since the machine's zone need not be the
// team's.
func (m *timeFlag) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.RFC3339, string(text))
	if err == nil && t.Year() < firstYear {
		return fmt.Errorf("%q lies before %d: a spreadsheet keeps no times as early", text, firstYear)
	}
	if err == nil {
		m.Time = t
		return nil
	}
	forms := []string{
		"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
	}
	for _, form := range forms {
		if t, noZone := time.Parse(form, string(text)); noZone == nil {
			return fmt.Errorf("%q does not say in which zone: write it like %s, "+
				"or with Z for UTC", text, t.Format("2006-01-02T15:04:05")+"+01:00")
		}
	}
	return fmt.Errorf("%q is no time: write it like 2026-11-20T10:01:00+01:00", text)
}

// firstYear is the earliest year that --at accepts.
const firstYear = 1970

// set reports whether a time was given.
func (f clockFlag) set() bool { return !f.At.IsZero() }

// now is the clock of the command.
func (f clockFlag) now() time.Time {
	if f.set() {
		return f.At.Time
	}
	return time.Now()
}

// check refuses a given time for a real Google Sheet, where the wrong times would stay.
func (f clockFlag) check(c *setup.Config) error {
	if f.set() && c.Spreadsheet != "" && !c.SignIn().Emulated() {
		return usageError{
			errors.New(
				"--at is for trying out: it works with a local workbook and with the emulator, not with a Google Sheet of " +
					"yours, whose times would be wrong for good; leave it out",
			),
		}
	}
	return nil
}
