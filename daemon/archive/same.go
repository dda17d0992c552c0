package archive

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

func byID(leads []lead.Lead) map[string]*lead.Lead {
	out := make(map[string]*lead.Lead, len(leads))
	for i := range leads {
		out[leads[i].ID] = &leads[i]
	}
	return out
}

// sameLead reports whether two leads of one ID are the same lead; nil is none. An ID may be given twice: by two
// workbooks that name one archive, or by people. Then neither may take the place of the other.
func sameLead(a, b *lead.Lead) bool {
	if a == nil || b == nil {
		return false
	}
	contacts, same := false, false
	for _, c := range [][2]string{{a.Email, b.Email}, {a.Phone, b.Phone}, {a.Name, b.Name}} {
		contacts = contacts || c[0] != "" && c[1] != ""
		same = same || c[0] != "" && strings.EqualFold(c[0], c[1])
	}
	clock := func(t time.Time) string { return t.Format(time.DateTime) } // what the cell shows, whatever the zone is now
	return same || !contacts && clock(a.Received) == clock(b.Received)
}

// otherLeads is the error that an archive has other leads of these IDs.
type otherLeads struct{ ids []string }

// Error implements error.
func (o *otherLeads) Error() string {
	return fmt.Sprintf("the archive has other leads of the same ID: %v; give every workbook an archive of its own", o.ids)
}

// others finds, among IDs that are to go, those of which an archive has another lead.
func (w *work) others(ids []string, archived *sheets.Tab) (out []string) {
	if archived == nil {
		return nil
	}
	here, at := byID(w.State.Leads), byLead(archived, archived.Col(lead.ColID))
	there := &sheets.Tab{Title: archived.Title, Columns: archived.Columns}
	for _, id := range ids {
		for _, r := range at[id] {
			there.Rows = append(there.Rows, archived.Rows[r])
		}
	}
	for _, l := range sheets.Leads(there, w.State.Policy.Location()) {
		if h := here[l.ID]; h != nil && !sameLead(h, &l) {
			out = append(out, l.ID)
		}
	}
	return out
}
