package main

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"leadsheet/intake/claims"
	"leadsheet/lead"
)

// memoryClaims stands for the file of claims, which outlives every process.
type memoryClaims struct{ data []byte }

// Read implements claims.Store.
func (s *memoryClaims) Read() ([]byte, error) { return s.data, nil }

// Write implements claims.Store.
func (s *memoryClaims) Write(data []byte) error { s.data = slices.Clone(data); return nil }

// maxDeaths is how many processes a message may end before it is entered by its header alone.
const maxDeaths = 3

// maxProcesses is how many processes one deadly message may end. It is more than maxDeaths, because the message must
// first be identified among those read with it.
const maxProcesses = 8

// poisonMessages lets a message arrive that ends every process which reads it, followed by a harmless one. Eventually a
// process must survive, and both messages must be in Intake.
func (w *world) poisonMessages(p *process) *process {
	rng := rand.New(rand.NewPCG(w.cfg.seed, 0xdead)) // separate, so that the storm before it does not change
	if rng.IntN(4) > 0 {
		return p
	}
	w.poison = map[string]bool{}
	for range 1 + rng.IntN(2) {
		n := len(w.mail.all)
		w.mail.arrive()
		w.poison[w.mail.all[n].Where] = true
		w.mail.arrive()
	}
	w.say("a message arrives that no parser stands")
	for count := 1; ; count++ {
		w.passes(p, 1)
		switch {
		case w.failed != nil || !p.killed:
			return p
		case count == maxProcesses*len(w.poison):
			w.fail("I9", "%d processes were ended by a message, and the next one reads it again", count)
			return p
		}
		w.kill(p)
		p = w.start(w.scenario.daemons + 20 + count)
	}
}

// read plays the parser of a process: a deadly message ends the process. It uses the claims as the real sources do.
func (f *processMailbox) read(all []lead.Inquiry) ([]lead.Inquiry, error) {
	w, p := f.p.w, f.p
	if len(w.poison) == 0 {
		return all, nil
	}
	if p.claims == nil {
		var s claims.Store = &w.claims
		if b := w.cfg.sabotage; b != nil && b.Claims != nil {
			s = b.Claims()
		}
		p.claims = claims.New(s, fmt.Sprint(p.life), func(other string) bool {
			return slices.ContainsFunc(w.processes, func(q *process) bool {
				return fmt.Sprint(q.life) == other && !q.killed
			})
		}, nil)
	}
	for i := range all {
		where := all[i].Where
		deaths := p.claims.Crashes(where)
		switch {
		case deaths >= maxDeaths:
			all[i].Kind, all[i].Problem = lead.Unreadable, "only the header was read"
			continue
		case deaths > 0:
			p.claims.Take(where)
		case !p.claims.Holds(where):
			var some []string
			for _, in := range all[i:] {
				if p.claims.Crashes(in.Where) == 0 {
					some = append(some, in.Where)
				}
			}
			p.claims.Take(some...)
		}
		if w.poison[where] {
			w.say("d%d is ended by a message", p.id)
			p.killed = true
			p.cancel()
			return nil, errKilled
		}
		p.claims.MarkRead(where)
	}
	p.claims.Release()
	return all, nil
}
