package setup

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/rules/policy"
)

// holidaysFrom is the month from which next year's holidays are asked for.
const holidaysFrom = time.October

// holidays says when the public holidays of next year are missing in the tab Settings, and which to add. Some are left
// out on purpose; when more than half are missing, nobody has entered them yet.
func (d *checks) holidays(look daemon.Look) {
	now := d.Now().In(look.Zone)
	if now.Month() < holidaysFrom || look.Calendar.Always() {
		return
	}
	bare := look.Calendar
	bare.Off = nil
	n, missing := 0, []string(nil)
	for _, day := range answers.PublicHolidays(look.Country, now.Year()+1) {
		at, err := time.ParseInLocation(time.DateOnly, day, look.Zone)
		if err != nil || !bare.WorksOn(policy.DayAfter(at, 0)) {
			continue // it is none of the days on which the team works
		}
		if n++; look.Calendar.WorksOn(policy.DayAfter(at, 0)) {
			missing = append(missing, day)
		}
	}
	if len(missing)*2 > n {
		d.add("settings", Note, fmt.Sprintf("Holidays does not have the public holidays of %s in %d yet", look.Country,
			now.Year()+1), "add those on which you do not work to Holidays in the tab Settings: "+strings.Join(missing, ", "))
	}
}
