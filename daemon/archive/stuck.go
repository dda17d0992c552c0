package archive

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/aging"
	"leadsheet/sheets"
)

// Stuck are the leads that are old enough to go and never do, because their rows hold something that cannot be taken
// elsewhere: formulas, notes, comments, cells that cannot be read, or content in a column that has no title of its own.
func Stuck(ctx context.Context, p Pass) ([]string, error) {
	leads := p.Snap.Tabs[lead.TabLeads]
	old, out := aging.Old(p.State, p.Now)
	if leads == nil || len(old) == 0 {
		return out, nil
	}
	refs := make([]int, len(old))
	for i, g := range old {
		refs[i] = g.Ref
	}
	free, err := sheets.FreeOfFormulas(ctx, p.Book, p.Snap, lead.TabLeads, refs)
	if err != nil {
		return nil, fmt.Errorf("look for leads that cannot go to the archive: %w", err)
	}
	for _, g := range old {
		if !free[g.Ref] || !empty(&sheets.Batch{}, leads, lead.TabLeads, lead.ColID, g.Ref) {
			out = append(out, g.ID)
		}
	}
	return out, nil
}

// stays are the leads of the last day that could not go.
func (a *Archive) stays(p *Pass) (ids []string) {
	for _, id := range slices.Sorted(maps.Keys(a.stuck)) {
		if p.Now.Sub(a.stuck[id]) < stuckFor {
			ids = append(ids, id)
		} else {
			delete(a.stuck, id)
		}
	}
	return ids
}

// shown is how many leads are named.
const shown = 5

// SayStuck says that leads stay in the workbook, and why; nothing of none.
func SayStuck(ids []string) []string {
	if len(ids) == 0 {
		return nil
	}
	which, more := ids, ""
	if len(ids) > shown {
		which, more = ids[:shown], fmt.Sprintf(" and %d more", len(ids)-shown)
	}
	return []string{fmt.Sprintf("%d of the leads that have ended long ago cannot go to the archive, and stay: %s%s; "+
		"their rows in the tab Leads hold formulas, notes, comments, cells that cannot be read, or content in a column "+
		"without a title of its own, or the archive has another lead of the same ID", len(ids),
		strings.Join(which, ", "), more)}
}
