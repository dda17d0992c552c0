package lists

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// window is how long ago the leads of a file may have been made to count as brought at once with those of this pass: a
// file with many records is taken in by several passes, one after the other.
const window = time.Hour

// Before is what the workbook says of the passes before this one.
type Before struct {
	History []lead.Event // in the order of writing
	Intake  []lead.IntakeRow
	Now     time.Time
	// IsRead reports whether a row of Intake says that all of a file was read: what the file has later is another time.
	IsRead func(*lead.IntakeRow) bool
}

// Many finds the files and tabs that bring more new leads at once than can be answered at once. makesLead reports
// whether an inquiry of this pass will probably make a new lead.
func Many(items []*lead.Inquiry, makesLead func(*lead.Inquiry) bool, before Before) map[string]bool {
	type file struct{ here, atOnce, fresh int }
	found, people := map[string]*file{}, People{}
	for _, q := range items {
		place := Place(q)
		if place == "" {
			continue
		}
		x := found[place]
		if x == nil {
			x = &file{}
			found[place] = x
		}
		x.atOnce = max(x.atOnce, q.AtOnce)
		if people.IsNew(q) {
			x.here++
			if makesLead(q) {
				x.fresh++
			}
		}
	}
	many, made := map[string]bool{}, map[string]bool(nil)
	for place, x := range found {
		n := x.fresh + max(x.atOnce-x.here, 0)
		if n <= Most {
			if made == nil {
				made = before.justMade()
			}
			n += before.brought(place, made)
		}
		many[place] = n > Most
	}
	return many
}

// justMade are the leads that passes just before this one have made.
func (b Before) justMade() map[string]bool {
	made := map[string]bool{}
	for i := len(b.History) - 1; i >= 0; i-- {
		e := &b.History[i]
		if e.What != lead.Created {
			continue
		}
		if b.Now.Sub(e.Time) > window {
			break
		}
		made[e.Lead] = true
	}
	return made
}

// brought is how many of them are of a file.
func (b Before) brought(place string, made map[string]bool) (n int) {
	for i := len(b.Intake) - 1; i >= 0 && len(made) > 0; i-- {
		r := &b.Intake[i]
		if r.Where == place && b.IsRead(r) {
			return n
		}
		if strings.HasPrefix(r.Where, place+rowMark) && r.Outcome == lead.NewLead && made[strings.TrimSpace(r.Lead)] {
			n++
		}
	}
	return n
}
