package daemon

import (
	"fmt"

	"leadsheet/daemon/publish"
	"leadsheet/reports"
	"leadsheet/reports/calendar"
)

// Calendars is where a daemon keeps the calendar of each person.
type Calendars struct {
	Folder string
	Links  calendar.Links
}

// planCalendars are the calendars of the workbook as it is once a pass is stored; nil where none are wanted.
func (d *Daemon) planCalendars(in reports.Input) []calendar.Person {
	if d.Calendars == nil {
		return nil
	}
	return calendar.All(in, d.Calendars.Links, d.Now())
}

// writeCalendars writes those that have changed. A fault there holds up nothing else: the next pass tries again.
func (d *Daemon) writeCalendars(people []calendar.Person) error {
	if d.Calendars == nil || people == nil {
		return nil
	}
	folder := publish.Folder{Path: d.Calendars.Folder, Identity: d.Calendars.Links.Identity}
	if err := folder.Write(people); err != nil {
		return fmt.Errorf("the calendars of the team cannot be kept in %s: %w", d.Calendars.Folder, err)
	}
	return nil
}
