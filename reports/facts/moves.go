package facts

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// What the team takes back within a day never happened: a lead that was won by a slip of the hand was won at no time,
// and one that was moved on by a slip did not come that far (docs/definitions.md, section 1).

// slip is within what time a thing that people did and took back never was.
const slip = 24 * time.Hour

// moves are the latest arrivals in a status, each from the one before. Those of more than a day ago are final: of them
// only the last is kept.
type moves struct {
	list []move
	to   string // the status of the last change
	// added says that the last change is the last of the list; otherwise it went where the lead was already.
	added bool
	// undone is the latest of the arrivals that the last change took back; a rule may put the lead there again.
	undone struct {
		at   int64
		kind policy.StatusKind
	}
}

// move is the arrival in a status, with what it added to the track.
type move struct {
	at       int64 // in seconds: there is one for every lead
	kind     policy.StatusKind
	open     bool
	ended    bool // it added an ending
	deal     bool // it was the first in a deal
	worked   bool // it was the first out of new
	furthest Rank // before it
}

// move is the arrival in a status.
func (t *Track) move(to string, at time.Time, kinds *kinds) {
	kind, open := kinds.of(to)
	t.moves.undone.at, t.moves.undone.kind = 0, ""
	for len(t.moves.list) > 0 && (t.moves.isTakenBack(kind, open, at) || t.neverEnded(kind, kinds)) {
		if last := &t.moves.list[len(t.moves.list)-1]; t.moves.undone.at == 0 {
			t.moves.undone.at, t.moves.undone.kind = last.at, last.kind
		}
		t.takeBack()
	}
	t.moves.to, t.moves.added = to, false
	n := len(t.moves.list)
	if n > 0 && t.moves.list[n-1].kind == kind {
		return
	}
	m := move{at: at.Unix(), kind: kind, open: open, furthest: t.Furthest}
	last, ended := t.Present(), at
	if last != nil && last.At.IsZero() { // the lead had ended before; what is corrected is how
		ended = time.Time{}
	}
	switch {
	case last != nil && isLoss(last.Kind) && isLoss(kind):
		last.Kind = kind // lost for another reason: it is the same loss
	case last != nil && (open || last.Kind != kind):
		last.left, last.anew = at, kind == policy.KindNew
		fallthrough
	default:
		if m.ended = !open && (last == nil || last.Kind != kind); m.ended {
			t.Ends, t.WonPlan = append(t.Ends, Ending{At: ended, Began: t.reopened, Kind: kind, Held: t.held,
				given: t.steps.given}), t.Plan
		}
	}
	if m.worked = !t.worked && kind != "" && kind != policy.KindNew; m.worked {
		t.worked = true
	}
	r := rankOf(kind)
	t.Furthest = max(t.Furthest, r)
	if m.deal = r >= RankDeal && t.DealAt.IsZero() && !t.Past.DealBefore; m.deal {
		t.DealAt = at
	}
	switch {
	case n == 0 && cap(t.moves.list) == 0:
		t.moves.list = make([]move, 0, 2)
	case n > 0 && !isSlip(t.moves.list[n-1].at, at):
		t.moves.list[0], t.moves.list = t.moves.list[n-1], t.moves.list[:1]
	}
	t.moves.list, t.moves.added = append(t.moves.list, m), true
}

func isSlip(from int64, to time.Time) bool { return to.Sub(time.Unix(from, 0)) < slip }

// isTakenBack reports whether the last move is taken back by a change to a status at that time: within a day the lead
// goes where it was before, to an earlier stage, or out of an ending. From one loss to another nothing is taken back.
func (m *moves) isTakenBack(kind policy.StatusKind, open bool, at time.Time) bool {
	last := &m.list[len(m.list)-1]
	switch {
	case last.kind == kind || !isSlip(last.at, at):
		return false
	case m.wereAt(kind, at):
		return true
	case !last.open:
		return !isLoss(last.kind) || !isLoss(kind)
	}
	from, to := level(last.kind), level(kind)
	return from > to && to >= 0
}

// wereAt reports whether the lead was in a status of that kind within the last day, before the last move.
func (m *moves) wereAt(kind policy.StatusKind, at time.Time) bool {
	for i := len(m.list) - 2; i >= 0 && isSlip(m.list[i+1].at, at); i-- {
		if m.list[i].kind == kind {
			return true
		}
	}
	return false
}

func isLoss(k policy.StatusKind) bool { return k == policy.KindClosed || k == policy.KindUnqualified }

// neverEnded reports whether the lead leaves an ending that is neither a win nor a loss: it was a duplicate, or no
// lead. Whoever takes that back, whenever it is, has the lead that was there before.
func (t *Track) neverEnded(kind policy.StatusKind, kinds *kinds) bool {
	last := &t.moves.list[len(t.moves.list)-1]
	if last.open || last.kind == kind || !last.ended || last.kind == policy.KindWon {
		return false
	}
	e := t.Present()
	return e != nil && (t.Merged || !isLoss(last.kind) || oneOf(e.Held.Reason, kinds.duplicate))
}

// level puts the stages in their order; -1 for a status that is no stage.
func level(k policy.StatusKind) int {
	switch k {
	case policy.KindNew:
		return 0
	case policy.KindWorking:
		return 1
	case policy.KindContacted, policy.KindQualifying, policy.KindDeal:
		return 1 + int(rankOf(k))
	}
	return -1
}

// takeBack undoes the last move.
func (t *Track) takeBack() {
	n := len(t.moves.list) - 1
	m := t.moves.list[n]
	t.moves.list = t.moves.list[:n]
	t.Furthest = m.furthest
	if m.deal {
		t.DealAt = time.Time{}
	}
	if m.worked {
		t.worked = false
	}
	if m.ended {
		t.Ends = t.Ends[:len(t.Ends)-1]
	}
	if k := len(t.Ends); k > 0 && n > 0 && !t.Ends[k-1].frozen && !t.moves.list[n-1].open {
		// The lead is again in the ending that it had left, or that had become another loss.
		e := &t.Ends[k-1]
		e.Kind, e.left, e.anew, e.Held = t.moves.list[n-1].kind, time.Time{}, false, t.held
	}
}

// back undoes the change that a rule put back.
func (t *Track) back(e *lead.Event, kinds *kinds) {
	if t.moves.to != e.From || t.moves.to == "" {
		return
	}
	at := e.Time
	if kind, _ := kinds.of(e.To); t.moves.undone.at != 0 && t.moves.undone.kind == kind {
		at = time.Unix(t.moves.undone.at, 0).In(e.Time.Location()) // it is there since then
	}
	if t.moves.added {
		t.takeBack()
	}
	t.move(e.To, at, kinds)
	t.moves.to = ""
}
