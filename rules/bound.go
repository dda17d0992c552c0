package rules

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/history"
)

// PlanSome is Plan for a workbook that accepts only limited batches. All inquiries are taken in. Of the rows that users
// added or edited, of the leads that they deleted, of the rows of Intake that they want made leads, and of the leads of
// which only Attention changes, it takes at most limit each; 0 is no limit. A lead is either taken completely, with its
// events, its row and its Attention, or left for a later pass; Work.Left counts those. The next plan, on the applied
// result, takes the next ones.
func PlanSome(s State, items []lead.Inquiry, now time.Time, limit int) Work {
	w, _ := PlanFolded(s, items, now, limit)
	return w
}

// PlanFolded is PlanSome, and returns also what Activity says of all leads once the work is stored.
func PlanFolded(s State, items []lead.Inquiry, now time.Time, limit int) (Work, *history.History) {
	p := newPlanner(s, now, len(items))
	p.limit = limit
	p.fold(s.History)
	back := p.readWaiting()
	p.compareRows()
	p.fillCurrencies()
	p.returnWaiting(back)
	p.findDeleted()
	p.indexContacts(items)
	p.indexThreads(items)
	p.askAboutTyped()
	fresh := p.keepOriginals(items)
	p.applyRequests()
	p.setRight(items)
	if p.doCommands() {
		p.indexContacts(items)
	}
	p.takeContacted()
	p.takeItems(fresh)
	p.followUps()
	p.scoreLeads()
	p.passOn()
	p.noteLate()
	p.updateAttention()
	p.askAgain(p.phrases.Next())
	p.renderTimes()
	return p.finish(), p.history
}

// fold adds the events of leads to what the history knows of each.
func (p *planner) fold(events []lead.Event) {
	for i := range events {
		if e := &events[i]; e.OfLead() {
			p.history.Add(p.history.Of(e.Lead), e)
		}
	}
}

// pendingWork is what is to be done with a row.
type pendingWork uint8

const (
	nothing      pendingWork = iota
	adoptNew                 // a row added by hand
	adoptUnknown             // a row with an ID that the history does not know
	adoptCopy                // a row with the ID of another row
	adoptTyped               // a row that somebody was typing
	compareRow               // people have changed it
	baseRow                  // it is not known what an earlier version left there
	passLater                // another pass hands it over
)

// claimRows finds out which row is whose and what each waits for. A row that is left for the next pass is its lead's
// all the same: nothing takes the lead for deleted. It returns the rows that wait.
func (p *planner) claimRows() (added, edited, older []int) {
	unknown := map[string]bool{}
	for i := range p.rows {
		e := &p.rows[i]
		id := strings.TrimSpace(e.l.ID)
		rec := p.history.Find(id)
		if e.skip = !e.l.IsLead(); e.skip {
			continue
		}
		switch {
		case id == "" || id == lead.Workbook: // the dash stands for the workbook: a lead with this ID would lose its history
			e.todo = adoptNew
		case rec == nil && !unknown[id]:
			unknown[id], e.todo = true, adoptUnknown
		case rec == nil || rec.Row != 0:
			e.todo = adoptCopy
		default:
			rec.Row, e.rec = i+1, rec
			if rec.Typing != nil {
				if e.todo = adoptTyped; p.isTyping(i) && !p.typedOn(i) {
					continue // it waits for a later pass
				}
			} else if p.differs(i) {
				e.todo = compareRow
			} else if !rec.Facts {
				e.todo = baseRow
			}
		}
		switch e.todo {
		case nothing:
		case compareRow:
			edited = append(edited, i)
		case baseRow:
			older = append(older, i)
		default:
			added = append(added, i)
		}
	}
	return added, edited, older
}

// differs reports whether a row differs from the history, or lacks an owner and one can be chosen.
func (p *planner) differs(i int) bool {
	l, rec := &p.rows[i].l, p.rows[i].rec
	if rec.Deleted {
		return true
	}
	for k := range rec.Known() {
		if !p.history.Unchanged(rec, l, k) {
			return true
		}
	}
	if _, typed := p.actsOf(i).Day(); typed {
		return true
	}
	kind, known := p.kinds.Of(l.Status)
	return known && kind.Open() && strings.TrimSpace(l.Owner) == "" && p.policy.SystemOwner != ""
}

// handlePending does the pending work of a row, if any. That comes before a message changes the lead, so that the edits
// of users are recorded first.
func (p *planner) handlePending(i int) {
	e := &p.rows[i]
	id, what := strings.TrimSpace(e.l.ID), e.todo
	e.todo = nothing
	if what != nothing {
		p.writeDay(i)
	}
	switch what {
	case nothing:
	case adoptNew:
		p.adopt(i, "", p.texts.Activity.AddedByHand)
	case adoptTyped:
		p.adopt(i, id, e.rec.Typing.Why)
	case adoptUnknown:
		p.adopt(i, id, p.texts.Activity.UnknownID)
	case adoptCopy:
		p.adopt(i, "", p.texts.Activity.CopyOf.With(id))
		p.dropCopied(i, p.history.Find(id))
	case baseRow:
		p.baseline(i)
	case compareRow:
		if !e.rec.Facts {
			p.baseline(i)
		}
		if e.rec.Deleted {
			p.event(e.rec, lead.Event{What: lead.Restored, By: byTeam})
		}
		p.compare(i)
	}
}

// hasRoom reports whether this pass takes one more piece of a kind of work, and counts it in n or, when it is left for
// the next pass, in Left.
func (p *planner) hasRoom(n *int) bool {
	if p.limit > 0 && *n >= p.limit {
		p.work.Left++
		return false
	}
	*n++
	p.work.Taken++
	return true
}

// compareRows handles the rows with pending work: new ones are adopted, and differences from the history were made by
// users. When there are more than this pass takes, new and edited rows alternate, so that neither kind has to wait for
// the end of the other. Of the edited rows those come first whose lead has had no event for longest, so that a row that
// always differs does not hold up others.
func (p *planner) compareRows() {
	added, edited, older := p.claimRows()
	rows := make([]int, 0, len(added)+len(edited))
	if p.limit > 0 && len(added)+len(edited) > p.limit {
		slices.SortStableFunc(edited, func(a, b int) int { return p.rows[a].rec.Last.Compare(p.rows[b].rec.Last) })
		for i := range max(len(added), len(edited)) {
			rows = append(rows, added[min(i, len(added)):min(i+1, len(added))]...)
			rows = append(rows, edited[min(i, len(edited)):min(i+1, len(edited))]...)
		}
	} else {
		rows = append(append(rows, added...), edited...)
	}
	n := 0
	for k := range rows {
		if !p.hasRoom(&n) {
			p.work.Left += len(rows) - k - 1
			rows = rows[:k]
			break
		}
	}
	slices.Sort(rows) // IDs and owners are given in the order of the rows
	for _, i := range rows {
		p.pendingRow(i)
	}
	n = 0
	for _, i := range older {
		if p.hasRoom(&n) {
			p.handlePending(i)
		}
	}
}

// updateAttention gives the leads the Attention that they deserve, and shows whose turn it is. One that this pass
// touches gets it with the rest.
func (p *planner) updateAttention() {
	n := 0
	for i := range p.rows {
		e := &p.rows[i]
		if e.skip || e.todo != nothing {
			continue // a row with pending work gets it when that is done
		}
		p.follow(i)
		text := p.attention(i)
		if (text != e.l.Attention || !p.turnShown(i)) && (e.isNew || e.touched || p.hasRoom(&n)) {
			p.setText(i, lead.ColAttention, text, "rules")
			p.showTurn(i)
		}
	}
}

// attention is the text of the column Attention of a row.
func (p *planner) attention(i int) string {
	turn, waiting := p.turnOf(i)
	return p.phrases.Text(&p.rows[i].l, p.rows[i].rec, &turn, waiting, p.pairRemarks(i), p.doRemarks(i))
}
