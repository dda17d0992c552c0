package demo

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sort"
	"text/tabwriter"
	"time"

	"leadsheet/lead"
)

// Tell says what became of what came in, and where to look: rows are those of the tab Intake that are new. Commands
// says which commands read the workbook; it has places for the path and for a lead.
func Tell(out io.Writer, rows []lead.IntakeRow, leads int, path, commands string, now time.Time) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintf(out, "All six mails and five form records are known already: "+
			"nothing was added. %d leads in %s.\n", leads, path)
		return err
	}
	fmt.Fprintln(out, "Six mails waited in an inbox and two form exports lay in a folder. "+
		"This is what became of them:")
	fmt.Fprintln(out)
	rows = slices.Clone(rows)
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Received.Before(rows[j].Received) })
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	told := "" // the lead that more than one message tells of
	for _, r := range rows {
		what := string(r.Outcome)
		if r.Lead != "" {
			what += " " + r.Lead
		}
		if r.Outcome == lead.AddedTo {
			told = r.Lead
		}
		if r.Outcome == lead.Ignored {
			what += ": " + r.Reason
		}
		fmt.Fprintf(tw, "  %s ago\t%s\t%s\t%s\t%s\n", age(now.Sub(r.Received)), r.Channel, r.From, r.Subject, what)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, whereToLook, leads, path, fmt.Sprintf(commands, path, cmp.Or(told, "L-1001")))
	return err
}

// whereToLook says where to look.
const whereToLook = `
%d leads now. Open %[2]s:
  Today   what to do now: who waits, what is late, what is due
  Report  the owner's page: what works, what is slow, what it says
  Leads   the team's table: sort it, filter it, type into it; add a row by hand
More is hidden until you want it: the tab Figures behind the Report, Activity and Intake with all that happened and
came in, and the tabs of rules. To see them write yes behind "Show all tabs" in the tab Settings, and run the
demo again.

%[3]sChange a status or an owner, save, close it, and run the demo again: nothing is doubled, and Activity shows what
you did.
`

// age formats a duration in its largest unit.
func age(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
