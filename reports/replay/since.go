package replay

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseSince reads from when on is replayed: a number of days or weeks before now, 90d or 12w, or a day in the zone of
// the business, 2026-09-01.
func ParseSince(text string, zone *time.Location, now time.Time) (time.Time, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if t, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t, nil
	}
	for unit, days := range map[string]int{"d": 1, "w": 7} {
		digits, ok := strings.CutSuffix(text, unit)
		if n, err := strconv.Atoi(digits); ok && err == nil && n > 0 && n*days <= 36_500 {
			return now.In(zone).AddDate(0, 0, -n*days), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is neither a number of days or weeks, such as 90d or 12w, nor a day, such as "+
		"2026-09-01", text)
}
