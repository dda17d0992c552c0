// Package receipt says what was erased of a person, where, and what remains and why, without the person's data.
package receipt

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"leadsheet/daemon/forget"
	"leadsheet/lead"
)

// Copies are the other places of a workbook's content.
type Copies struct {
	Book          string // the workbook, as its people call it
	Google        bool   // it is a spreadsheet, of which Google keeps versions
	Archives      string // what InArchive says of each archive that had the person
	Removed, Left string // backups that had the person, and that have
	Remove        string // the command that removes those
}

// Text is the receipt.
func Text(f *forget.Forgotten, c Copies, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "RECEIPT %s\nA person was forgotten in %s.\n", now.Format("2006-01-02 15:04 MST"), c.Book)
	fmt.Fprintf(&b, "Erased:\n%s", Cells(f))
	fmt.Fprintf(&b, "  leads: %s; messages and records: %d\n", cmp.Or(strings.Join(f.IDs, ", "), "none"), f.Rows)
	b.WriteString(c.Archives)
	if f.Pages {
		b.WriteString("  the report pages were written anew\n")
	}
	if c.Removed != "" {
		fmt.Fprintf(&b, "  backups removed: %s\n", c.Removed)
	}
	b.WriteString("Kept, without names, contacts and texts:\n" +
		"  ID, dates, status, source, quality, owner and value of the leads, so that no figure changes\n" +
		"  hashes of the messages, in a hidden tab, so that none of them comes in again\n")
	if f.DoNotContact {
		b.WriteString("  a hash of the contact, because the person wanted no mails and calls\n")
	}
	b.WriteString("Not touched:\n  the mailbox: delete the messages there, if they are to go, too\n" +
		"  the drop folder, exports and calendars that were handed on, and what mail programs have\n")
	if c.Google {
		b.WriteString("  Google's versions of the spreadsheet (File, Version history): only a new copy of it has none\n")
	} else {
		b.WriteString("  copies of the workbook that somebody else has made\n")
	}
	if c.Left != "" {
		fmt.Fprintf(&b, "  backups that have the person: %s\n    remove them: %s\n", c.Left, c.Remove)
	}
	return b.String() + Mentions(f)
}

// InArchive says what was found of the person in an archive of that name.
func InArchive(name string, f *forget.Forgotten) string {
	cells := 0
	for _, n := range f.Cells {
		cells += n
	}
	return fmt.Sprintf("  the archive %s: %s, %d cells\n", name, strings.Join(f.IDs, ", "), cells)
}

// Cells says how many cells of which tabs.
func Cells(f *forget.Forgotten) string {
	var b strings.Builder
	for _, tab := range []string{lead.TabLeads, lead.TabActivity, lead.TabIntake} {
		if n := f.Cells[tab]; n == 1 {
			fmt.Fprintf(&b, "  %s: 1 cell\n", tab)
		} else if n > 0 {
			fmt.Fprintf(&b, "  %s: %d cells\n", tab, n)
		}
	}
	if f.Remembered {
		b.WriteString("  the hashes of address and number by which a lead in the archive is known again\n")
	}
	return b.String()
}

// Mentions names the rows of others that name the person.
func Mentions(f *forget.Forgotten) string {
	var b strings.Builder
	for _, m := range f.Mentions {
		switch {
		case m.Tab == lead.TabSenders:
			b.WriteString("  a row of the tab Senders names the address: delete it there, if it is to go, too\n")
		case m.Row != "":
			fmt.Fprintf(&b, "  the tab %s names the person in what it says of %s: look there yourself\n", m.Tab, m.Row)
		default:
			fmt.Fprintf(&b, "  the tab %s names the person in a row of nobody: look there yourself\n", m.Tab)
		}
	}
	return b.String()
}
