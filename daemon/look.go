package daemon

import (
	"context"
	"time"

	"leadsheet/daemon/archive"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Look is the content of the tabs Leads and Activity, read without any change to the workbook.
type Look struct {
	Leads   *sheets.Tab
	History []lead.Event // the tab Activity, in the order in which it was written
	Zone    *time.Location
	Country string
	// Typed reads what people have typed into the tab Leads.
	Typed    typed.Reader
	Calendar policy.Calendar
	Team     []policy.Person
	Owner    policy.Person // the system owner; zero when there is none
	KeepFor  int           // months after which ended leads go to the archive; 0: never
	Stuck    []string      // leads that never go there, because of what their rows hold
	Faults   []string      // settings that leadsheet does not understand, with the reason
	Notes    []string      // messages for the user
}

// Look reads the workbook. An error that Is sheets.ErrNoBook says that there is none yet.
func (d *Daemon) Look(ctx context.Context) (Look, error) {
	v, err := d.read(ctx)
	if err != nil {
		return Look{}, err
	}
	v.showTimes()
	look := Look{Leads: v.snap.Tabs[lead.TabLeads], History: v.state.History, Zone: v.state.Policy.Zone,
		Typed:   v.typedIn(v.state.Policy.Location(), v.state.Policy),
		Country: v.state.Policy.Country, Calendar: v.state.Policy.Calendar, Team: v.state.Policy.Team, Notes: v.snap.Notes,
		KeepFor: v.state.Policy.KeepFor}
	if look.Stuck, err = archive.Stuck(ctx, v.toArchive(d.Book, d.Layout, d.Now())); err != nil {
		look.Notes = append(look.Notes, err.Error())
	}
	if owner := v.state.Policy.FindPerson(v.state.Policy.SystemOwner); owner != nil {
		look.Owner = *owner
	}
	for _, c := range v.checks {
		if t := v.snap.Tabs[c.Tab]; c.Tab == lead.TabSettings && c.Text != "" && !c.Hint && t != nil &&
			c.Row < len(t.Rows) {
			look.Faults = append(look.Faults, t.At(c.Row, t.Col("Setting")).String()+": "+c.Text)
		}
	}
	return look, nil
}

// IntakeLook is the tab Intake as it is, and what a pass would tell the sources of it.
type IntakeLook struct {
	Rows  []lead.IntakeRow
	Known intake.Known
	Zone  *time.Location
	Notes []string // things a person should know
}

// LookAtIntake reads the workbook and changes nothing. An error that Is sheets.ErrNoBook says that there is none yet.
func (d *Daemon) LookAtIntake(ctx context.Context) (IntakeLook, error) {
	v, err := d.read(ctx)
	if err != nil {
		return IntakeLook{}, err
	}
	return IntakeLook{Rows: v.state.Intake, Known: v.known(), Zone: v.state.Policy.Zone, Notes: v.snap.Notes}, nil
}

// LookAtFigures returns the report for programs, and messages for the user. It reads the workbook and changes nothing.
// Without a day it is as of the daemon's time, and what people have edited since the last pass counts as the next pass
// will find it; with one, such as 2026-10-31, it is what was recorded by the end of that day (facts.Input.AsOf). An
// error that is a WrongSetting is about the day. An error that Is sheets.ErrNoBook says that there is no workbook yet.
func (d *Daemon) LookAtFigures(ctx context.Context, day string) (doc figures.Document, notes []string, err error) {
	v, err := d.read(ctx)
	if err != nil {
		return figures.Document{}, nil, err
	}
	in, at, err := v.inputAt(day, d.Now())
	if err != nil {
		return figures.Document{}, v.snap.Notes, err
	}
	return figures.NewDocument(facts.New(in, at)), v.snap.Notes, nil
}
