package main

import (
	"fmt"
	"math/rand/v2"

	"leadsheet/sheets/sheetstest/gsheets"
)

// tokens plays the worlds in which metadata is no lock, so that the lock is a named range, and the people there who
// delete or rename that range, or take its name.
type tokens struct {
	w    *world
	rng  *rand.Rand // of its own, so that the other worlds stay what they were
	rate float64    // of turns in which somebody does so; 0 in other worlds
}

func newTokens(w *world) *tokens {
	t := &tokens{w: w, rng: rand.New(rand.NewPCG(w.cfg.seed, 0x10c4))}
	if w.cfg.xlsx || t.rng.IntN(4) > 0 && !w.cfg.byName {
		if s := w.cfg.sabotage; s != nil && s.Twice {
			w.doc.MetadataTwice = true
		}
		return t
	}
	t.rate = 0.08 * t.rng.Float64()
	w.doc.MetadataTwice, w.doc.MetadataUndone = true, t.rng.IntN(2) == 0
	t.lockByName()
	return t
}

// lockByName notes in the spreadsheet that the lock is a named range, as setup does.
func (t *tokens) lockByName() {
	mark := fmt.Sprintf(`{"requests":[{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"leadsheet-lock",`+
		`"metadataValue":"%s name held 1","visibility":"DOCUMENT","location":{"spreadsheet":true}}}}]}`, t.w.doc.ID())
	if err := t.w.post([]byte(mark)); err != nil {
		t.w.fail("start", "%v", err)
	}
}

// act plays a turn of the storm.
func (t *tokens) act() {
	rate := t.rate
	if rate > 0 && t.w.writing() {
		rate = 3*rate + 0.02
	}
	if rate == 0 || t.rng.Float64() >= rate {
		return
	}
	p := t.w.editors.p
	names := p.Names()
	if len(names) == 0 {
		t.w.do("take the lock's name", func() string { return t.take(p) })
		return
	}
	name := names[t.rng.IntN(len(names))]
	switch t.rng.IntN(6) {
	case 0:
		t.w.do("rename a named range", func() string { p.RenameName(name, "ours"); return name })
	case 1:
		t.w.do("delete and take the lock's name", func() string { p.DeleteName(name); return t.take(p) })
	default:
		t.w.do("delete a named range", func() string { p.DeleteName(name); return name })
	}
}

func (t *tokens) take(p *gsheets.People) string {
	tabs := t.w.doc.Tabs()
	tab := tabs[t.rng.IntN(len(tabs))]
	p.NameRange(tab, "Leadsheet_Lock")
	return tab
}
