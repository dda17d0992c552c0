package archive

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// someone is a lead of this workbook; nil: there is none of that ID.
type someone struct{ *lead.Lead }

func byID(leads []lead.Lead) map[string]someone {
	out := make(map[string]someone, len(leads))
	for i := range leads {
		out[leads[i].ID] = someone{&leads[i]}
	}
	return out
}

// is reports whether a lead of the same ID is the same lead. An ID may be given twice: by two workbooks that name one
// archive, or by people. Then neither may take the place of the other.
func (s someone) is(l *lead.Lead) bool {
	if s.Lead == nil {
		return false
	}
	contacts, same := false, false
	for _, c := range [][2]string{{s.Email, l.Email}, {s.Phone, l.Phone}, {s.Name, l.Name}} {
		contacts = contacts || c[0] != "" && c[1] != ""
		same = same || c[0] != "" && strings.EqualFold(c[0], c[1])
	}
	clock := func(t time.Time) string { return t.Format(time.DateTime) } // what the cell shows, whatever the zone is now
	return same || !contacts && clock(s.Received) == clock(l.Received)
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
			if h := here[l.ID]; put[l.ID] && h.Lead != nil && !h.is(&l) {
				out.ids = append(out.ids, l.ID)
			}
		}
	}
	return out
}
