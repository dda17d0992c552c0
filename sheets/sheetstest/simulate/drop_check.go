package main

import (
	"maps"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// ownRows counts the rows of Intake by the own keys of their records: all, and those that made a lead.
func (d *drop) ownRows() (rows, leads map[string]int, keys map[string]bool) {
	p := tabCells{lead.TabIntake, d.w.doc.Cells(lead.TabIntake)}
	key, outcome := p.col(lead.ColKey), p.col(lead.ColOutcome)
	rows, leads, keys = map[string]int{}, map[string]int{}, map[string]bool{}
	for r := 1; r < len(p.rows); r++ {
		k := strings.TrimSpace(p.at(r, key).String())
		own := ledger.ParseKey(k).Own()
		rows[own]++
		if keys[k] = true; lead.Outcome(p.at(r, outcome).String()) == lead.NewLead {
			leads[own]++
		}
	}
	return rows, leads, keys
}

// missing returns a record of an export that is in no row of Intake, nil if there is none. Those that people took out
// since a turn do not count.
func (d *drop) missing(content string, since int) *lead.Inquiry {
	rows, _, keys := d.ownRows()
	x := d.parse(content)
	if keys[x.Held] {
		return nil
	}
	for _, in := range x.Records {
		if rows[in.Key] == 0 && !d.takenOut(in.Key, since) {
			return in
		}
	}
	return nil
}

// takenOut reports whether people have taken the rows of a record out of Intake since a turn.
func (d *drop) takenOut(own string, since int) bool {
	for k, at := range d.w.monitor.removedKeys {
		if at >= since && ledger.ParseKey(k).Own() == own {
			return true
		}
	}
	return false
}

// checkStored checks that a file is not moved away before its records are stored.
func (d *drop) checkStored(p *process, name string, raw []byte) {
	if in := d.missing(string(raw), p.began); in != nil && !d.w.monitor.paused {
		d.w.fail("I1", "d%d has moved %s away, and its record %q is not in Intake", p.id, name, in.Need)
	}
}

// settled returns what complete exports hold at the beginning of a pass, by path.
func (d *drop) settled() map[string]string {
	clear(d.Touched)
	if _, busy := d.Due(); busy {
		return nil
	}
	return d.Contents()
}

// checkPass checks that a pass without an error has taken in the exports that were there when it began, unless people
// have saved, moved or removed them since.
func (d *drop) checkPass(p *process, was map[string]string) {
	if len(was) == 0 {
		return
	}
	now := d.Contents()
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if now[name] != was[name] || d.Touched[name] {
			continue
		}
		if in := d.missing(was[name], p.began); in != nil {
			d.w.fail("I13", "d%d ended a pass without an error, but record %q is not in Intake", p.id, in.Need)
		}
	}
}

// check checks in the end that each record of the exports that are there came in, and made one lead at most.
func (d *drop) check() {
	m := d.w.monitor
	_, leads, keys := d.ownRows()
	for own, n := range leads {
		if ledger.ParseKey(own).Kind() == ledger.Record && n > 1 && !m.repeats(own) {
			d.w.fail("I2", "the record %s has made %d leads", own, n)
		}
	}
	all := d.Contents()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if in := d.missing(all[name], 0); in != nil {
			d.w.fail("I1", "record %q of %s is in no row of Intake", in.Need, name)
		}
	}
	d.checkEdits(keys)
	d.checkSenders()
}

// checkEdits checks that the last answers of an entry came in that was changed in its form. Where many were edited,
// they look as if a program wrote them in another way.
func (d *drop) checkEdits(keys map[string]bool) {
	has := map[string]bool{} // own keys with contents
	for k := range keys {
		s, _ := ledger.ParseKey(k).Suffix()
		has[ledger.ParseKey(k).Own()+string(s.Content[:])] = true
	}
	for _, f := range d.Forms {
		if !f.Numbered || len(f.Entries) == 0 || d.Edits > 3 {
			continue
		}
		x := d.parse(string(f.Export().Bytes()))
		for _, in := range x.Records {
			c := x.Contents[in.Key]
			if !has[in.Key+string(c[:])] && !keys[x.Held] {
				d.w.fail("I1", "record %q of the form %s was edited, and that is in no row of Intake", in.Need, f.Name)
			}
		}
	}
}

// checkSenders checks that nobody who has filled in a form once is two leads.
func (d *drop) checkSenders() {
	m := d.w.monitor
	p := tabCells{lead.TabIntake, d.w.doc.Cells(lead.TabIntake)}
	made := map[string]int{}
	for r := 1; r < len(p.rows); r++ {
		k := strings.TrimSpace(p.at(r, p.col(lead.ColKey)).String())
		if lead.Outcome(p.at(r, p.col(lead.ColOutcome)).String()) == lead.NewLead &&
			!m.repeats(ledger.ParseKey(k).Own()) {
			made[p.at(r, p.col(lead.ColFrom)).String()]++
		}
	}
	for _, f := range d.Forms {
		sent := map[string]int{}
		for _, e := range f.Entries {
			sent[e.Email]++
		}
		for _, e := range f.Entries {
			if n := made[e.Email]; n > sent[e.Email] {
				d.w.fail("I2", "%s has sent %d requests and is %d leads", e.Email, sent[e.Email], n)
			}
		}
	}
}

// texts returns what the message or the record with a key says, in all its versions.
func (m *monitor) texts(key string) (out []string) {
	if in := m.w.mail.byKey(key); in != nil {
		return []string{in.Need}
	}
	if m.w.local == nil {
		return nil
	}
	for _, x := range m.w.local.drop.read {
		for _, in := range x.Records {
			if in.Key == ledger.ParseKey(key).Own() {
				out = append(out, in.Need)
			}
		}
	}
	return out
}

// repeats reports whether a record may be there twice, because people have brought its row back.
func (m *monitor) repeats(own string) bool {
	for k := range m.mayRepeat {
		if ledger.ParseKey(k).Own() == own {
			return true
		}
	}
	return false
}
