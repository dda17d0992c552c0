package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"leadsheet/daemon"
)

// When a person who waits is told that the program is at work, and how often again: on a terminal the line changes, a
// log gets a new one now and then.
const (
	patience = 2 * time.Second
	sayAgain = 10 * time.Second
)

// atWork says on the standard error how far a long run of passes is.
type atWork struct {
	w     *world
	live  bool
	began time.Time

	mu   sync.Mutex
	sum  daemon.Summary
	said time.Time
	over chan struct{}
	done sync.WaitGroup
}

// startWork begins to watch the time. What it tells comes from tell; end stops it.
func startWork(w *world) *atWork {
	a := &atWork{w: w, live: stderrIsTerminal(w), began: time.Now(), over: make(chan struct{})}
	a.done.Go(func() {
		tick := time.NewTicker(patience / 4)
		defer tick.Stop()
		for {
			select {
			case <-a.over:
				return
			case <-tick.C:
				a.say(time.Now())
			}
		}
	})
	return a
}

// tell takes over what has been done so far.
func (a *atWork) tell(s daemon.Summary) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sum = s
}

func (a *atWork) say(now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.Sub(a.began) < patience || !a.live && !a.said.IsZero() && now.Sub(a.said) < sayAgain {
		return
	}
	a.said = now
	text := workText(a.sum, now.Sub(a.began))
	if a.live {
		fmt.Fprintf(a.w.stderr, "\r%s ", text)
	} else {
		fmt.Fprintln(a.w.stderr, text)
	}
}

// workText is how far it is, in a line.
func workText(s daemon.Summary, took time.Duration) string {
	parts := []string{fmt.Sprintf("At work for %v", took.Round(time.Second))}
	if n := len(s.Intake); n > 0 {
		parts = append(parts, fmt.Sprintf("%d came in", n))
	}
	if s.Left > 0 {
		parts = append(parts, fmt.Sprintf("%s that people added or changed still to do", count(s.Left, "row")))
	}
	return strings.Join(parts, ", ")
}

// end stops it, and puts what follows on a line of its own.
func (a *atWork) end() {
	close(a.over)
	a.done.Wait()
	if a.live && !a.said.IsZero() {
		fmt.Fprintln(a.w.stderr)
	}
}
