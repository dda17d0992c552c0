package lead

import "time"

// NeedsYear reports whether a day has to be said with its year to be understood at now: when it is neither in the same
// year nor within three months. Both times are in the zone of the business.
func NeedsYear(day, now time.Time) bool {
	if day.Year() == now.Year() {
		return false
	}
	return day.Before(now.AddDate(0, -3, 0)) || day.After(now.AddDate(0, 3, 0))
}
