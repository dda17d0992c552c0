package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// none stands for what is not known; it is never 0 (docs/definitions.md, section 1).
const none = "—"

// duration writes a length of time the way people say it (docs/definitions.md, section 1).
func duration(d time.Duration) string {
	d = max(d, 0).Round(time.Minute)
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case h >= 48:
		return fmt.Sprintf("%d h", h)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %d min", h, m)
}

// coarse writes how late something is, in steps that seldom change: quarters of an hour, hours, days
// (docs/definitions.md, section 11).
func coarse(d time.Duration) string {
	switch {
	case d < 15*time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min late", int(d/(15*time.Minute))*15)
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h late", int(d/time.Hour))
	}
	return plural(int(d/(24*time.Hour)), "day") + " late"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// percent writes a share as whole percent; a small sample is said to be one.
func percent(s Share) string {
	r, ok := s.Ratio()
	if !ok {
		return none
	}
	return strconv.Itoa(int(math.Round(r*100))) + "%"
}

// sample writes the size of a sample, and that it is too small for a percentage.
func sample(s Share) string {
	if s.Of == 0 {
		return "n = 0"
	}
	if s.Of < enough {
		return fmt.Sprintf("n = %d, too few for a percentage", s.Of)
	}
	return fmt.Sprintf("n = %d", s.Of)
}

// prior writes what a figure was in the period before.
func (p Pair) prior() string {
	if !p.Known {
		return "no earlier period yet"
	}
	return fmt.Sprintf("%d in the 30 days before", p.Before)
}

// oneLine replaces line breaks, tabs and rows of spaces by one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// thousands writes a whole number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
