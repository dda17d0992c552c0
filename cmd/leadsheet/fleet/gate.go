package fleet

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"
)

// gate lets so many passes go on at once. A pass that takes long, since the team is large or its mail server does not
// answer, makes room for another one after a while, so that it keeps nobody out. Passes that were woken by something
// new go before those that only look, and have some room of their own.
type gate struct {
	reserve  int           // places that only those have that were woken
	patience time.Duration // after which a pass makes room
	mostLong int           // passes beside that have made room

	mu      sync.Mutex
	free    int
	long    int
	waiting [2][]*pass // those that were woken, and the others
}

// pass is a pass that waits or goes on.
type pass struct {
	gate  *gate
	begun chan struct{}
	timer *time.Timer
	long  bool
}

const (
	woken = iota
	looking
)

// mostLong is how many passes may go on for long at once. Each holds its team's sheet meanwhile, some twenty megabytes
// for a thousand leads.
const mostLong = 40

// newGate returns the gate of a process.
func newGate() *gate {
	places := max(4, 2*runtime.GOMAXPROCS(0)) + 4
	return &gate{free: places, reserve: places / 4, patience: 5 * time.Second, mostLong: mostLong}
}

// enter waits until a pass may go on. The error is that ctx has ended.
func (g *gate) enter(ctx context.Context, wasWoken bool) (*pass, error) {
	p, class := &pass{gate: g, begun: make(chan struct{})}, looking
	if wasWoken {
		class = woken
	}
	g.mu.Lock()
	g.waiting[class] = append(g.waiting[class], p)
	g.serve()
	g.mu.Unlock()
	select {
	case <-p.begun:
		return p, nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.waiting[class], p); i >= 0 {
		g.waiting[class] = slices.Delete(g.waiting[class], i, i+1)
	} else {
		p.leave()
	}
	return nil, ctx.Err()
}

// serve lets passes go on as long as there is room.
func (g *gate) serve() {
	for class, reserve := range []int{0, g.reserve} {
		for len(g.waiting[class]) > 0 && g.free > reserve {
			p := g.waiting[class][0]
			g.waiting[class] = g.waiting[class][1:]
			g.free--
			p.timer = time.AfterFunc(g.patience, p.takesLong)
			close(p.begun)
		}
	}
}

// takesLong makes room for another pass.
func (p *pass) takesLong() {
	g := p.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if p.timer == nil || p.long || g.long >= g.mostLong {
		return
	}
	p.long = true
	g.long++
	g.free++
	g.serve()
}

// end says that the pass has ended.
func (p *pass) end() {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	p.leave()
}

// leave gives the place back.
func (p *pass) leave() {
	if p.timer == nil {
		return
	}
	p.timer.Stop()
	p.timer = nil
	if p.long {
		p.gate.long--
	} else {
		p.gate.free++
	}
	p.gate.serve()
}
