package setup

import (
	"fmt"
	"os"
	"path/filepath"

	"leadsheet/daemon"
	"leadsheet/lead/hint"
	"leadsheet/reports/calendar"
)

// checkCalendars is the part of Check that concerns the folder of the calendars. The first pass makes it.
func (c *Config) checkCalendars() []error {
	if info, err := os.Stat(c.Calendars); c.Calendars != "" && err == nil && !info.IsDir() {
		return []error{fmt.Errorf("%v is %q, which is a file: give a folder", hint.Calendars, c.Calendars)}
	}
	return nil
}

// CalendarsOf returns where the calendars of the team are kept, nil where nobody wants any.
func (c *Config) CalendarsOf() *daemon.Calendars {
	if c.Calendars == "" {
		return nil
	}
	identity := c.Spreadsheet
	if identity == "" {
		identity = c.Book
		if path, err := filepath.Abs(c.Book); err == nil {
			identity = path
		}
	}
	return &daemon.Calendars{Folder: c.Calendars, Links: calendar.Links{Identity: identity, Workbook: c.BookAddress()}}
}
