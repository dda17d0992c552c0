package main

import (
	"context"
	"fmt"
	"hash"
	"hash/fnv"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/rules"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// config is one run.
type config struct {
	seed     uint64
	trace    io.Writer // nil: nothing is told
	hash     bool      // the trace is summed up even when nobody reads it
	sabotage *sabotage // nil: leadsheet as it is
	stage    *stage
}

// stats are what happened in a run.
type stats struct {
	turns, passes, calls, faults, ghosts, crashes, people, messages, hits, told, builds int
	reads, writes                                                                       int
}

func (s *stats) add(t stats) {
	s.turns += t.turns
	s.passes += t.passes
	s.calls += t.calls
	s.faults += t.faults
	s.ghosts += t.ghosts
	s.crashes += t.crashes
	s.people += t.people
	s.messages += t.messages
	s.hits += t.hits
	s.told += t.told
	s.builds += t.builds
	s.reads += t.reads
	s.writes += t.writes
}

// violation is an invariant that did not hold.
type violation struct {
	Invariant, Text string
}

func (v *violation) String() string { return v.Invariant + ": " + v.Text }

// world is everything that one seed makes: the spreadsheet with its people, the mailbox, the processes, and the
// monitors that watch them. Only one goroutine touches it at a time: the scheduler, or the process it has resumed.
type world struct {
	cfg     config
	weather weather
	rng     *rand.Rand
	now     time.Time
	turn    int
	stats   stats
	failed  *violation
	sum     hash.Hash64

	srv    *gsheets.Server
	doc    *gsheets.Doc
	mail   *mailbox
	crowd  *crowd
	watch  *monitor
	procs  []*proc
	ghosts []*ghost
	lives  int
	calm   bool // no faults, no people
	frozen bool // the clock stands still
	slate  slate
	deadly map[string]bool // places of messages that end the process which reads them
}

// proc is one life of one daemon: a process from its start until it is killed. It forgets everything when it dies.
type proc struct {
	w      *world
	id     int
	life   int // which process of this world it is
	claims *intake.Claims
	resume chan struct{}
	parked chan struct{}
	gone   chan struct{}
	ctx    context.Context
	cancel context.CancelFunc
	rng    *rand.Rand

	skew time.Duration // how far its clock is off

	dead    bool
	at      string    // the step it stands before
	wake    time.Time // it sleeps until then
	sending time.Time // since when a write of it is under way; zero when none is
	readRev int       // the revision that its last values read showed
	intent  *intent   // what its Commit is about
	passing bool
	began   int // turn in which the pass began
	done    int // passes that came to an end
	wrote   bool
	lastErr error

	doubt bool              // for sabotage: the last write may not have been stored
	cache map[string]string // for sabotage: answers to reads
}

func newWorld(cfg config) *world {
	rng := rand.New(rand.NewPCG(cfg.seed, 0x1eadca5e))
	w := &world{cfg: cfg, rng: rng, now: monday(), weather: drawWeather(rng, cfg.seed)}
	if cfg.hash || cfg.trace != nil {
		w.sum = fnv.New64a()
	}
	// Comparing each request with the discovery document is dear, so only some worlds do.
	opt := gsheets.Options{Now: func() time.Time { return w.now }, Seed: cfg.seed, Check: cfg.seed%32 == 5}
	if w.weather.quota {
		opt.Reads, opt.Writes = 60, 60
	}
	w.srv = gsheets.New(opt)
	w.doc = w.srv.Create("Leads of a team")
	w.srv.SetFault(w.fault)
	w.mail = &mailbox{w: w, settled: map[string]bool{}}
	w.crowd = newCrowd(w)
	w.watch = newMonitor(w)
	w.doc.Watch(w.watch.saw)
	return w
}

// say tells what happens, for the trace and its sum.
func (w *world) say(format string, args ...any) {
	if w.sum == nil {
		return
	}
	line := fmt.Sprintf("%s r%d t%d ", w.now.Format("15:04:05.000"), w.doc.Revision(), w.turn) +
		fmt.Sprintf(format, args...) + "\n"
	// A sum in memory takes every write.
	_, _ = io.WriteString(w.sum, line)
	if w.cfg.trace != nil {
		_, _ = io.WriteString(w.cfg.trace, line)
	}
}

// fail notes the first invariant that does not hold.
func (w *world) fail(invariant, format string, args ...any) {
	if w.failed == nil {
		w.failed = &violation{invariant, fmt.Sprintf(format, args...)}
		w.say("VIOLATION %s", w.failed)
	}
}

// start begins a process. It stands before its first step.
func (w *world) start(id int) *proc {
	w.lives++
	p := &proc{w: w, id: id, life: w.lives,
		resume: make(chan struct{}), parked: make(chan struct{}), gone: make(chan struct{}), at: "starts", wake: w.now,
		rng: rand.New(rand.NewPCG(w.cfg.seed, uint64(w.lives)))}
	if !w.calm && w.weather.skewed {
		p.skew = time.Duration(p.rng.IntN(120)-60) * time.Second
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	w.procs = append(w.procs, p)
	w.say("d%d starts", id)
	go p.live()
	return p
}

// resume lets a process go on to its next step.
func (w *world) resume(p *proc) {
	select {
	case p.resume <- struct{}{}:
	case <-p.gone:
		return
	}
	select {
	case <-p.parked:
	case <-p.gone:
	}
}

// kill ends a process where it stands. What it still asks for while its goroutine unwinds fails without effect.
func (w *world) kill(p *proc) {
	w.say("d%d is killed before it %s", p.id, p.at)
	p.dead = true
	p.cancel()
	select {
	case p.resume <- struct{}{}:
	case <-p.gone:
	}
	<-p.gone
	for i := range w.procs {
		if w.procs[i] == p {
			w.procs = append(w.procs[:i], w.procs[i+1:]...)
			break
		}
	}
}

// step hands control back to the scheduler until it resumes this process.
func (p *proc) step(what string) error {
	if p.dead {
		return errDead
	}
	p.at = what
	p.parked <- struct{}{}
	<-p.resume
	if p.dead {
		return errDead
	}
	if !p.w.frozen {
		p.w.now = p.w.now.Add(time.Duration(1+p.w.rng.IntN(400)) * time.Millisecond)
	}
	return nil
}

// live is a process: passes with pauses between them until it is killed.
func (p *proc) live() {
	defer close(p.gone)
	defer func() {
		if r := recover(); r != nil && !p.dead {
			p.w.fail("panic", "%v\n%s", r, debug.Stack())
			p.dead = true
		}
	}()
	<-p.resume
	if p.dead {
		return
	}
	d, err := p.daemon()
	if err != nil {
		p.w.fail("start", "%v", err)
		return
	}
	for !p.dead {
		if p.pass(d) {
			continue // as the loop does
		}
		if p.sleep(p.ctx, p.w.weather.poll) != nil {
			return
		}
	}
}

// daemon makes leadsheet as cmd does, with the world's clock, mailbox and spreadsheet.
func (p *proc) daemon() (*daemon.Daemon, error) {
	w := p.w
	var rt http.RoundTripper = &line{p: p}
	if s := w.cfg.sabotage; s != nil && s.transport != nil {
		rt = s.transport(p, rt)
	}
	var book sheets.Book
	book, err := google.Open(google.Options{Spreadsheet: w.doc.ID(), Client: &http.Client{Transport: rt}, Now: p.now,
		Sleep: p.sleep, Rand: p.rng.Float64, Batch: w.weather.batch})
	if err != nil {
		return nil, err
	}
	if s := w.cfg.sabotage; s != nil && s.book != nil {
		book = s.book(p, book)
	}
	var source intake.Source = &folder{p: p}
	if s := w.cfg.sabotage; s != nil && s.source != nil {
		source = s.source(p, source)
	}
	book = &witness{Book: book, p: p}
	if s := w.cfg.sabotage; s != nil && s.rules != nil {
		book = s.rules(p, book)
	}
	return &daemon.Daemon{Book: book, Sources: []intake.Source{source}, Layout: daemon.Layout(w.weather.tables),
		Now: p.now, Leads: w.weather.leads, Log: slog.New(slog.DiscardHandler)}, nil
}

// now is the time on the clock of this machine.
func (p *proc) now() time.Time { return p.w.now.Add(p.skew) }

// pass runs one pass and checks what its end promises. It reports whether the next one follows at once; such passes
// count as one.
func (p *proc) pass(d *daemon.Daemon) (more bool) {
	w := p.w
	w.stats.passes++
	p.passing, p.began, p.wrote = true, w.turn, false
	was := w.mail.keys()
	sum, err := d.Pass(p.ctx)
	if p.dead {
		return false
	}
	p.passing, p.lastErr = false, err
	if !sum.More {
		p.done++
	}
	w.say("d%d ends a pass: wrote=%v in=%d new=%d changes=%d skipped=%d left=%d more=%v err=%v", p.id, sum.Wrote, len(sum.Intake), sum.Created, sum.Changes, sum.Skipped, sum.Left, sum.More, err)
	// Only what is too large for a batch may make a message wait; what people have done never does.
	if err == nil && (!sum.More || w.weather.batch == 0) {
		w.watch.passed(p, was)
	}
	return sum.More
}

// weather is what a seed draws once: how rough the world is.
type weather struct {
	turns    int // that the storm has at most
	daemons  int
	faults   float64 // of calls
	crashes  int
	tempo    float64 // how often a turn is a person's
	people   int     // their actions
	messages int
	before   int // messages that are in before the storm
	leap     float64
	poll     time.Duration
	quota    bool
	reports  bool
	skewed   bool // clocks differ by up to two minutes
	revert   bool // statuses that break a rule are put back
	late     bool // the first start is already in the storm
	leads    int  // that a pass takes of what people did; 0: all
	batch    int  // bytes that a batch may have; 0: as with Google
	kinds    []kind
	tables   []rules.Table
}

func drawWeather(rng *rand.Rand, seed uint64) weather {
	x := weather{turns: shortest + rng.IntN(220), daemons: 1 + rng.IntN(3), crashes: rng.IntN(4), tempo: 0.02 + 0.4*rng.Float64()*rng.Float64(),
		people: rng.IntN(25), messages: 1 + rng.IntN(6), before: rng.IntN(6), leap: 0.03 * rng.Float64(),
		poll: time.Duration(5+rng.IntN(55)) * time.Second, quota: rng.IntN(4) == 0, reports: seed%8 == 0, late: rng.IntN(5) == 0, skewed: rng.IntN(3) == 0}
	if rng.IntN(4) > 0 {
		x.faults = 0.15 + 0.25*rng.Float64()
	} else {
		x.crashes = 0
	}
	// Each world has its own habits: with fewer kinds at a time, rare combinations become likely in some worlds.
	for _, k := range kinds() {
		if rng.IntN(5) < 2 {
			x.kinds = append(x.kinds, k)
		}
	}
	if len(x.kinds) == 0 {
		x.kinds = kinds()
	}
	x.revert = rng.IntN(3) == 0
	x.tables = teamTables(x.revert)
	// How much a pass takes is drawn on its own, so that a seed's schedule does not depend on it.
	own := rand.New(rand.NewPCG(seed, 0xb09d))
	if own.IntN(2) == 0 {
		x.leads = 1 + own.IntN(2)
	}
	if own.IntN(3) == 0 {
		x.batch = 2000 + own.IntN(60_000)
	}
	return x
}

// teamTables are the rule tabs with a team of their own.
func teamTables(revert bool) []rules.Table {
	tables := rules.DefaultTables()
	for i := range tables {
		switch tables[i].Title {
		case "Team":
			row := func(name string) []string {
				return []string{name, name + "@team.example", "", "TRUE", "", "1", "", "", "", "", ""}
			}
			tables[i].Rows = [][]string{row("Anna"), row("Ben")}
		case "Settings":
			for _, r := range tables[i].Rows {
				if r[0] == "Broken rules" && revert {
					r[1] = "revert"
				}
			}
		}
	}
	return tables
}
