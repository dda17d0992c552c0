package daemon

import (
	"context"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// Look is the tab Leads and what happened, as they are: nothing is made, changed or put in order for it.
type Look struct {
	Leads   *sheets.Tab
	History []lead.Event // the tab Activity, oldest first
	Zone    *time.Location
	Notes   []string // things a person should know
}

// Look reads the workbook. An error that Is sheets.ErrNoBook says that there is none yet.
func (d *Daemon) Look(ctx context.Context) (Look, error) {
	v, err := d.read(ctx)
	if err != nil {
		return Look{}, err
	}
	return Look{v.snap.Tabs[lead.TabLeads], v.state.History, v.state.Policy.Zone, v.snap.Notes}, nil
}
