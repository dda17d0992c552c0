package main

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"leadsheet/intake"
	"leadsheet/lead"
)

// slate is a file beside the workbook that outlives every process.
type slate struct{ data []byte }

// Read implements intake.ClaimStore.
func (s *slate) Read() ([]byte, error) { return s.data, nil }

// Write implements intake.ClaimStore.
func (s *slate) Write(data []byte) error { s.data = slices.Clone(data); return nil }

// forgetful is a slate on which nothing stays.
type forgetful struct{}

// Read implements intake.ClaimStore.
func (forgetful) Read() ([]byte, error) { return nil, nil }

// Write implements intake.ClaimStore.
func (forgetful) Write([]byte) error { return nil }

// deadly is how often a message ends a process before it is placed by its header.
const deadly = 3

// mostLives is how many processes one deadly message may end: it is found out among those that were read beside it.
const mostLives = 8

// killer lets a message arrive that ends every process which reads it, and one behind it that does not. A process that
// lives has to come, and both messages have to be in Intake then.
func (w *world) killer(p *proc) *proc {
	rng := rand.New(rand.NewPCG(w.cfg.seed, 0xdead)) // of its own, so that the storm before stays what it was
	if rng.IntN(4) > 0 {
		return p
	}
	w.deadly = map[string]bool{}
	for range 1 + rng.IntN(2) {
		n := len(w.mail.all)
		w.mail.arrive()
		w.deadly[w.mail.all[n].Where] = true
		w.mail.arrive()
	}
	w.say("a message arrives that no parser stands")
	for life := 1; ; life++ {
		w.passes(p, 1)
		switch {
		case w.failed != nil || !p.dead:
			return p
		case life == mostLives*len(w.deadly):
			w.fail("I9", "%d processes were ended by a message, and the next one reads it again", life)
			return p
		}
		w.kill(p)
		p = w.start(w.weather.daemons + 20 + life)
	}
}

// read is the parser of a process: it ends with what is deadly. What has been read is noted as the sources of leadsheet
// do.
func (f *folder) read(all []lead.Inquiry) ([]lead.Inquiry, error) {
	w, p := f.p.w, f.p
	if len(w.deadly) == 0 {
		return all, nil
	}
	if p.claims == nil {
		var s intake.ClaimStore = &w.slate
		if b := w.cfg.sabotage; b != nil && b.slate != nil {
			s = b.slate()
		}
		p.claims = intake.NewClaims(s, fmt.Sprint(p.life), func(other string) bool {
			return slices.ContainsFunc(w.procs, func(q *proc) bool { return fmt.Sprint(q.life) == other && !q.dead })
		}, nil)
	}
	for i := range all {
		where := all[i].Where
		deaths := p.claims.Deaths(where)
		switch {
		case deaths >= deadly:
			all[i].Kind, all[i].Problem = lead.Unreadable, "only the header was read"
			continue
		case deaths > 0:
			p.claims.Take(where)
		case !p.claims.Holds(where):
			var some []string
			for _, in := range all[i:] {
				if p.claims.Deaths(in.Where) == 0 {
					some = append(some, in.Where)
				}
			}
			p.claims.Take(some...)
		}
		if w.deadly[where] {
			w.say("d%d is ended by a message", p.id)
			p.dead = true
			p.cancel()
			return nil, errDead
		}
		p.claims.Read(where)
	}
	p.claims.Drop()
	return all, nil
}
