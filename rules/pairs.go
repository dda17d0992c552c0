package rules

import (
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/turns"
)

// Two rows that may be about the same request are a pair. Attention of the newer one asks, in the words to type, until
// somebody says what is so: at most pairFor. Of two rows that people have added both ask.

const (
	pairFor  = 14 * 24 * time.Hour
	pairMost = 5 // of more rows with the same key only their number is said
)

// askPair asks whether a row is the same as others; what says what they have in common.
func (p *planner) askPair(i int, rows []int, what string) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r int) bool {
		return r == i || p.isDuplicate(r) || p.isNoLead(r)
	})
	say := &p.texts.Pairs
	ask := func(row int, id, text string) {
		p.event(p.rows[row].rec, lead.Event{What: lead.Noted, Column: lead.ColID, From: id, By: byUs, Why: text})
	}
	if len(rows) > pairMost {
		ask(i, "", say.Many.With(len(rows), strconv.Itoa(len(rows)), what))
		return
	}
	about := func(row, other int) {
		l := &p.rows[other].l
		ask(row, l.ID, say.Same.With(what, l.ID, turns.Asker(l, &turns.Turn{})))
	}
	for _, r := range rows {
		p.handlePending(r)
		about(i, r)
		if p.rows[i].rec.ByHand && p.rows[r].rec.ByHand && p.kinds.Open(&p.rows[r].l) {
			about(r, i)
		}
	}
}

// pairRemarks are the questions that are still to be answered about a row.
func (p *planner) pairRemarks(i int) []string {
	return p.history.Questions(p.rows[i].rec, p.now.Add(-pairFor), p.isNoLead)
}

// askAboutTyped asks about the rows that people have added in this pass.
func (p *planner) askAboutTyped() {
	for _, i := range p.adopted {
		if l := &p.rows[i].l; p.kinds.Open(l) {
			rows, what := p.contacts.Suspects(lead.ContactOf(l), true)
			// Of two rows that were added together the lower one is the newer.
			rows = slices.DeleteFunc(slices.Clone(rows), func(r int) bool {
				return r >= i && slices.Contains(p.adopted, r)
			})
			p.askPair(i, rows, what)
		}
	}
}
