package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/daemon"
)

// progressDelay is how long a command runs before it reports progress; progressInterval is the time between two lines
// of progress in a log. A terminal has a single line, which is redrawn at each tick.
const (
	progressDelay    = 2 * time.Second
	progressInterval = 5 * time.Second
)

// passProgress reports on standard error how far a long run of passes is.
type passProgress struct {
	app     *app
	live    bool
	started time.Time

	mu            sync.Mutex
	summary       daemon.Summary
	pass          daemon.Progress
	rows, allRows int    // rows of an export that are written, and all
	doing         string // what is being done; "" where the summary says how far it is
	printed       int    // letters of the line that a terminal shows
	lastPrinted   time.Time
	stop          chan struct{}
	finished      sync.WaitGroup
}

// startPassProgress starts the reporting. Callers update it with tell and stop it with end.
func startPassProgress(app *app) *passProgress {
	p := &passProgress{app: app, live: stderrIsTerminal(app), started: time.Now(), stop: make(chan struct{})}
	p.finished.Go(func() {
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

// of has a daemon report to the progress.
func (p *passProgress) of(d *daemon.Daemon) { d.Tell, d.Progress = p.tell, p.tellPass }

// tell sets what has been done so far.
func (p *passProgress) tell(s daemon.Summary) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.summary = s
}

// tellPass sets how far the pass at hand is.
func (p *passProgress) tellPass(now daemon.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pass = now
}

// tellRows sets how many of all rows are written.
func (p *passProgress) tellRows(done, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rows, p.allRows = done, of
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
	text := progressText(p.summary, p.pass, now.Sub(p.started))
	if p.doing != "" {
		text += ": " + p.doing
	}
	if p.allRows > 0 {
		text += fmt.Sprintf(": %d of %s written", p.rows, count(p.allRows, "row"))
	}
	if p.live {
		switch {
		case p.pass.Total > 0:
			text = progressBar(p.pass) + " " + text
		case p.allRows > 0:
			text = bar(barWidth*p.rows/p.allRows, barWidth) + " " + text
		}
		fmt.Fprintf(p.app.stderr, "\r%-*s ", p.printed, text)
		p.printed = len([]rune(text))
	} else {
		fmt.Fprintln(p.app.stderr, text)
	}
}

// progressText describes the progress in one line.
func progressText(s daemon.Summary, pass daemon.Progress, took time.Duration) string {
	parts := []string{fmt.Sprintf("At work for %v", took.Round(time.Second))}
	switch n := len(s.Intake); {
	case pass.Total > 0:
		parts = append(parts, fmt.Sprintf("%d of %d taken in", pass.Done, pass.Total))
		switch pass.Step {
		case daemon.WorkingOut:
			parts = append(parts, "working out what becomes of "+count(pass.InStep, "request"))
		case daemon.Writing:
			parts = append(parts, "writing "+count(pass.InStep, "request")+" into the workbook")
		}
	case n > 0:
		parts = append(parts, fmt.Sprintf("%d came in", n))
	}
	if s.Left > 0 {
		parts = append(parts, fmt.Sprintf("%s that people added or changed still to do", count(s.Left, "row")))
	}
	return strings.Join(parts, ", ")
}

// progressBar shows how much is done. What a pass is about to store counts in part: it is stored all at once.
func progressBar(p daemon.Progress) string {
	part := map[daemon.Step]float64{daemon.WorkingOut: 0.1, daemon.Writing: 0.4}[p.Step]
	full := int(barWidth * (float64(p.Done) + part*float64(p.InStep)) / float64(p.Total))
	return bar(min(full, barWidth), barWidth)
}

// barWidth is how long the bar of a terminal is, in letters.
const barWidth = 30

func bar(full, width int) string {
	return "[" + strings.Repeat("#", full) + strings.Repeat(" ", width-full) + "]"
}

// end stops the reporting and ends the line, so that later output starts on a new one.
func (p *passProgress) end() {
	close(p.stop)
	p.finished.Wait()
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
		fmt.Fprintf(b.app.stderr, "\r%s %d of %s ", bar(width*done/of, width), done, count(of, "message"))
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
	return ok && terminal.Is(f)
}
