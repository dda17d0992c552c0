package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"leadsheet/daemon"
)

// progressDelay is how long a command runs before it reports progress; progressInterval is the time between two lines
// of progress in a log. A terminal has a single line, which is redrawn at each tick.
const (
	progressDelay    = 2 * time.Second
	progressInterval = 10 * time.Second
)

// passProgress reports on standard error how far a long run of passes is.
type passProgress struct {
	app     *app
	live    bool
	started time.Time

	mu          sync.Mutex
	summary     daemon.Summary
	doing       string // what is being done; "" where the summary says how far it is
	printed     int    // letters of the line that a terminal shows
	lastPrinted time.Time
	stop        chan struct{}
	done        sync.WaitGroup
}

// startPassProgress starts the reporting. Callers update it with tell and stop it with end.
func startPassProgress(app *app) *passProgress {
	p := &passProgress{app: app, live: stderrIsTerminal(app), started: time.Now(), stop: make(chan struct{})}
	p.done.Go(func() {
		tick := time.NewTicker(progressDelay / 4)
		defer tick.Stop()
		for {
			select {
			case <-p.stop:
				return
			case <-tick.C:
				p.print(time.Now())
			}
		}
	})
	return p
}

// tell sets what has been done so far.
func (p *passProgress) tell(s daemon.Summary) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.summary = s
}

// tellDoing sets what is being done now.
func (p *passProgress) tellDoing(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.doing = text
}

func (p *passProgress) print(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	tooSoon := !p.live && !p.lastPrinted.IsZero() && now.Sub(p.lastPrinted) < progressInterval
	if tooSoon || now.Sub(p.started) < progressDelay {
		return
	}
	p.lastPrinted = now
	text := progressText(p.summary, now.Sub(p.started))
	if p.doing != "" {
		text += ": " + p.doing
	}
	if p.live {
		fmt.Fprintf(p.app.stderr, "\r%-*s ", p.printed, text)
		p.printed = len([]rune(text))
	} else {
		fmt.Fprintln(p.app.stderr, text)
	}
}

// progressText describes the progress in one line.
func progressText(s daemon.Summary, took time.Duration) string {
	parts := []string{fmt.Sprintf("At work for %v", took.Round(time.Second))}
	if n := len(s.Intake); n > 0 {
		parts = append(parts, fmt.Sprintf("%d came in", n))
	}
	if s.Left > 0 {
		parts = append(parts, fmt.Sprintf("%s that people added or changed still to do", count(s.Left, "row")))
	}
	return strings.Join(parts, ", ")
}

// end stops the reporting and ends the line, so that later output starts on a new one.
func (p *passProgress) end() {
	close(p.stop)
	p.done.Wait()
	if p.live && !p.lastPrinted.IsZero() {
		fmt.Fprintln(p.app.stderr)
	}
}

// messageProgress shows how many messages of a backfill are done: a bar that is redrawn on a terminal, a new line every
// few seconds in a log.
type messageProgress struct {
	app         *app
	live        bool
	lastPrinted time.Time
}

func (b *messageProgress) tell(done, of int) {
	switch {
	case of == 0: // nothing to report
		return
	case b.live:
		const width = 30
		full := width * done / of
		fmt.Fprintf(b.app.stderr, "\r[%-*.*s] %d of %s ", width, full, "##############################", done,
			count(of, "message"))
	case done == of || time.Since(b.lastPrinted) > 5*time.Second:
		fmt.Fprintf(b.app.stderr, "leadsheet: %d of %s\n", done, count(of, "message"))
	default:
		return
	}
	b.lastPrinted = time.Now()
}

// end ends the line, so that later output starts on a new one.
func (b *messageProgress) end() {
	if b.live && !b.lastPrinted.IsZero() {
		fmt.Fprintln(b.app.stderr)
	}
}

func stderrIsTerminal(a *app) bool {
	f, ok := a.stderr.(*os.File)
	return ok && isTerminal(f)
}
