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
	"slices"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gdrive"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/sheetstest/simulate/post"
	"leadsheet/sheets/sheetstest/simulate/sabotage"
)

// config configures a run.
type config struct {
	seed     uint64
	xlsx     bool               // the workbook is a local file
	trace    io.Writer          // nil: no trace
	hash     bool               // compute the hash of the trace even without a trace
	sabotage *sabotage.Sabotage // nil: none
	sends    bool               // leadsheet sends messages
	daemons  int                // that share a local file; 0: one
	byName   bool               // in every world the lock is a named range, not only in a quarter of them
	inParts  bool               // in every world reads leave out what is rare, not only in half of them
	byDrive  bool               // in every world Drive is asked what has changed, not only in a quarter of them
	template *template
}

// stats counts the events of a run.
type stats struct {
	turns, passes, calls, faults, lateWrites, crashes, actions, messages, restorations, notes, builds int
	sent, reads, writes, drops, answers                                                               int
	// steps are the points at which others get a turn, files the operations of leadsheet on a local file.
	steps, files int
}

func (s *stats) add(t stats) {
	s.turns += t.turns
	s.passes += t.passes
	s.calls += t.calls
	s.faults += t.faults
	s.lateWrites += t.lateWrites
	s.crashes += t.crashes
	s.actions += t.actions
	s.messages += t.messages
	s.restorations += t.restorations
	s.notes += t.notes
	s.builds += t.builds
	s.reads += t.reads
	s.writes += t.writes
	s.steps += t.steps
	s.files += t.files
	s.drops += t.drops
	s.answers += t.answers
	s.sent += t.sent
}

// violation is an invariant that did not hold.
type violation struct {
	Invariant, Text string
}

func (v *violation) String() string { return v.Invariant + ": " + v.Text }

// world is the state of one simulation: the spreadsheet with its editors, the mailbox, the processes and the monitor.
// Only one goroutine uses it at a time: the scheduler, or the process that it has resumed.
type world struct {
	cfg      config
	scenario scenario
	rng      *rand.Rand
	now      time.Time
	turn     int
	stats    stats
	failed   *violation
	sum      hash.Hash64

	srv        *gsheets.Server
	doc        *gsheets.Doc
	drive      *gdrive.Drive
	local      *local // nil: the workbook is a Google Sheet
	mail       *mailbox
	editors    *editors
	orders     *orders
	tokens     *tokens
	monitor    *monitor
	processes  []*process
	lateWrites []*lateWrite
	lives      int
	calm       bool // no faults, no edits
	frozen     bool // the clock stands still
	claims     memoryClaims
	out        *post.Server    // nil: leadsheet sends nothing
	quiet      bool            // processes that start now do not send
	poison     map[string]bool // positions of messages that end the process which reads them
}

// process is a run of one daemon from its start until it is killed. Its memory is lost then.
type process struct {
	w      *world
	id     int
	life   int // number of the process in this world, from 1
	claims *claims.Claims
	resume chan struct{}
	parked chan struct{}
	exited chan struct{}
	ctx    context.Context
	cancel context.CancelFunc
	rng    *rand.Rand

	skew time.Duration // error of its clock

	quiet    bool // it does not send
	stopping bool // it is asked to end
	ended    bool // it has ended because it was asked to

	killed   bool
	nextStep string    // the step that comes next
	wake     time.Time // end of its sleep
	sending  time.Time // start of its write in progress; zero if there is none
	readRev  int       // the revision of its last read of values
	intent   *intent   // the purpose of its Commit
	drafted  int       // the operation on files with which it began the last version of a local workbook
	passing  bool
	began    int // turn in which the pass began
	done     int // passes that have ended
	wrote    bool
	lastErr  error

	victim *sabotage.Process // of a sabotage; nil: there is none yet
}

func newWorld(cfg config) *world {
	rng := rand.New(rand.NewPCG(cfg.seed, 0x1eadca5e))
	w := &world{cfg: cfg, rng: rng, now: startTime(), scenario: drawScenario(rng, cfg.seed, cfg.sends)}
	if cfg.xlsx {
		w.scenario.asFile(cfg.seed)
		w.scenario.daemons = max(1, cfg.daemons)
	}
	if cfg.hash || cfg.trace != nil {
		w.sum = fnv.New64a()
	}
	// Comparing each request with the discovery document takes long, so only some worlds do it.
	opt := gsheets.Options{Now: func() time.Time { return w.now }, Seed: cfg.seed, Check: cfg.seed%32 == 5}
	w.drive = gdrive.New(opt.Now)
	opt.Changed = w.drive.Changed
	if w.scenario.quota {
		opt.Reads, opt.Writes = 60, 60
	}
	w.srv = gsheets.New(opt)
	w.doc = w.srv.Create("Leads of a team")
	if !cfg.xlsx && (w.scenario.byDrive || cfg.byDrive) {
		if err := w.drive.Storm(w.srv, w.doc.ID(), cfg.seed); err != nil {
			w.fail("start", "%v", err)
		}
	}
	w.mail = &mailbox{w: w, settled: map[string]bool{}, moved: map[string]bool{}}
	w.editors, w.orders, w.tokens = newEditors(w), newOrders(w), newTokens(w)
	w.srv.SetFault(w.fault)
	w.monitor = newMonitor(w)
	w.doc.Watch(w.monitor.recordWrite)
	if cfg.xlsx {
		w.local = newLocal(w)
	}
	if cfg.sends {
		w.newPost()
	}
	return w
}

// say adds a line to the trace and its hash.
func (w *world) say(format string, args ...any) {
	if w.sum == nil {
		return
	}
	line := fmt.Sprintf("%s r%d t%d ", w.now.Format("15:04:05.000"), w.doc.Revision(), w.turn) +
		fmt.Sprintf(format, args...) + "\n"
	// A hash never fails to write.
	_, _ = io.WriteString(w.sum, line)
	if w.cfg.trace != nil {
		_, _ = io.WriteString(w.cfg.trace, line)
	}
}

// fail records the first violated invariant.
func (w *world) fail(invariant, format string, args ...any) {
	if w.failed == nil {
		w.failed = &violation{invariant, fmt.Sprintf(format, args...)}
		w.say("VIOLATION %s", w.failed)
	}
}

// start starts a process, which waits before its first step.
func (w *world) start(id int) *process {
	w.lives++
	p := &process{w: w, id: id, life: w.lives,
		resume: make(chan struct{}), parked: make(chan struct{}), exited: make(chan struct{}),
		nextStep: "starts", wake: w.now,
		rng: rand.New(rand.NewPCG(w.cfg.seed, uint64(w.lives)))}
	if !w.calm && w.scenario.skewed && w.local == nil { // a local file has one machine
		p.skew = time.Duration(p.rng.IntN(120)-60) * time.Second
	}
	w.letSend(p)
	p.ctx, p.cancel = context.WithCancel(context.Background())
	w.processes = append(w.processes, p)
	w.say("d%d starts", id)
	go p.run()
	return p
}

// resume lets a process run to its next step.
func (w *world) resume(p *process) {
	select {
	case p.resume <- struct{}{}:
	case <-p.exited:
		return
	}
	select {
	case <-p.parked:
	case <-p.exited:
	}
}

// kill ends a process before its next step. Calls that it makes while its goroutine unwinds fail without effect.
func (w *world) kill(p *process) {
	w.say("d%d is killed before it %s", p.id, p.nextStep)
	p.killed = true
	p.cancel()
	select {
	case p.resume <- struct{}{}:
	case <-p.exited:
	}
	<-p.exited
	w.remove(p)
}

func (w *world) remove(p *process) {
	w.processes = slices.DeleteFunc(w.processes, func(q *process) bool { return q == p })
}

// step returns control to the scheduler until it resumes this process.
func (p *process) step(what string) error {
	if p.killed {
		return errKilled
	}
	p.nextStep = what
	p.w.stats.steps++
	p.parked <- struct{}{}
	<-p.resume
	if p.killed {
		return errKilled
	}
	if !p.w.frozen {
		p.w.now = p.w.now.Add(time.Duration(1+p.w.rng.IntN(400)) * time.Millisecond)
	}
	return nil
}

// run is the main function of a process: passes with pauses until it is killed.
func (p *process) run() {
	defer close(p.exited)
	defer func() {
		if r := recover(); r != nil && !p.killed {
			p.w.fail("panic", "%v\n%s", r, debug.Stack())
			p.killed = true
		}
	}()
	<-p.resume
	if p.killed {
		return
	}
	d, err := p.daemon()
	if err != nil {
		p.w.fail("start", "%v", err)
		return
	}
	for !p.killed {
		if p.stopping {
			p.finish(d)
			return
		}
		if p.pass(d) {
			continue // as the daemon's loop does
		}
		if p.sleep(p.ctx, p.w.scenario.poll) != nil {
			return
		}
	}
}

// broken is the process as a sabotage knows it.
func (p *process) broken() *sabotage.Process {
	if p.victim == nil {
		p.victim = &sabotage.Process{Rand: p.rng, Ended: func() bool { return p.killed },
			Layout: daemon.Layout(p.w.scenario.tables), Path: bookPath, Settled: p.w.mail.settled}
	}
	return p.victim
}

// daemon creates a daemon as cmd does, with the world's clock, mailbox and spreadsheet.
func (p *process) daemon() (*daemon.Daemon, error) {
	w := p.w
	book, err := p.book()
	if err != nil {
		return nil, err
	}
	if s := w.cfg.sabotage; s != nil && s.Book != nil {
		book = s.Book(p.broken(), book)
	}
	var source intake.Source = &processMailbox{p: p}
	if s := w.cfg.sabotage; s != nil && s.Source != nil {
		source = s.Source(p.broken(), source)
	}
	sources := []intake.Source{source}
	if w.local != nil {
		sources = append(sources, w.local.drop.source(p))
	}
	book = &recordingBook{Book: book, p: p}
	if s := w.cfg.sabotage; s != nil && s.Rules != nil {
		book = s.Rules(p.broken(), book)
	}
	return &daemon.Daemon{Book: book, Sources: sources, Fresh: time.Hour, Layout: daemon.Layout(w.scenario.tables),
		Now: p.now, MaxLeads: w.scenario.leads, Log: slog.New(slog.DiscardHandler), Out: p.outgoing()}, nil
}

// book opens the workbook as cmd does.
func (p *process) book() (sheets.Book, error) {
	w := p.w
	if w.local != nil {
		return w.local.open(p)
	}
	var rt http.RoundTripper = &network{p: p}
	if s := w.cfg.sabotage; s != nil && s.Transport != nil {
		rt = s.Transport(p.broken(), rt)
	}
	o := google.Options{Spreadsheet: w.doc.ID(), Client: &http.Client{Transport: rt}, Now: p.now, Sleep: p.sleep,
		Rand: p.rng.Float64, Batch: w.scenario.batch, Changes: w.drive.Feed(&http.Client{Transport: rt}, p.now)}
	if w.scenario.inParts || w.cfg.inParts {
		o.Whole = 1
	}
	return google.Open(o)
}

// now returns the time on this process's clock.
func (p *process) now() time.Time { return p.w.now.Add(p.skew) }

// pass runs one pass and checks its promise. It reports whether the next pass follows at once; such passes count as
// one.
func (p *process) pass(d *daemon.Daemon) (more bool) {
	w := p.w
	w.stats.passes++
	p.passing, p.began, p.wrote = true, w.turn, false
	was, dropped := w.mail.keys(), map[string]string(nil)
	if w.local != nil {
		dropped = w.local.drop.settled()
	}
	sum, err := d.Pass(p.ctx)
	if p.killed {
		return false
	}
	p.passing, p.lastErr = false, err
	p.wrote = p.wrote && !sum.Checked // a new process says that it has looked at the pages, and that is no work
	if w.local != nil {
		p.sending = time.Time{}
	}
	if !sum.More {
		p.done++
	}
	w.say("d%d ends a pass: wrote=%v in=%d new=%d changes=%d skipped=%d left=%d more=%v err=%v", p.id, sum.Wrote,
		len(sum.Intake), sum.Created, sum.Changes, sum.Skipped, sum.Left, sum.More, err)
	// A message may wait only because of the size limit of a batch, never because of edits.
	if err == nil && (!sum.More || w.scenario.batch == 0) {
		w.monitor.checkPass(p, was)
		if w.local != nil && !sum.More && !w.monitor.paused {
			w.local.drop.checkPass(p, dropped)
		}
	}
	return sum.More
}
