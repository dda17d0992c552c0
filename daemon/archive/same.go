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

// taken are IDs of which an archive has other leads.
type taken struct{ ids []string }

// Error implements error.
func (t *taken) Error() string {
	return fmt.Sprintf("the archive has other leads of the same ID: %v; give every workbook an archive of its own", t.ids)
}

// taken finds the IDs, among rows that are to be put into the archive, of which it has another lead.
func (w *work) taken(parts []part, archived *sheets.Tab) *taken {
	out := &taken{}
	for _, p := range parts {
		if p.tab != lead.TabLeads || len(p.rows) == 0 || archived == nil {
			continue
		}
		here := byID(w.State.Leads)
		put := map[string]bool{}
		for _, r := range p.rows {
			put[strings.TrimSpace(p.from.At(r, p.from.Col(lead.ColID)).String())] = true
		}
		for _, l := range sheets.Leads(archived, w.State.Policy.Location()) {
			if h := here[l.ID]; put[l.ID] && h != nil && !sameLead(h, &l) {
				out.ids = append(out.ids, l.ID)
			}
		}
	}
	return out
}
