package policy

import (
	"time"

	"leadsheet/rules/calendar"
)

// What a policy says of working hours has its arithmetic in package calendar.
type (
	Calendar = calendar.Calendar // says when a business works
	Span     = calendar.Span     // is a stretch of working time on one day
)

// DayAfter returns noon of the day n days after t: noon exists on every day and in every zone.
func DayAfter(t time.Time, n int) time.Time { return calendar.DayAfter(t, n) }

// Midnight is the beginning of a day in its zone.
func Midnight(day time.Time) time.Time { return calendar.Midnight(day) }
