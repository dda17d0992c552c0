package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"leadsheet/cmd/leadsheet/setup"
)

// asker is the terminal as a setup.Host.
type asker struct {
	ctx      context.Context
	in       io.Reader
	out      io.Writer
	terminal bool // a user can answer

	lines *bufio.Reader // of in, made at the first question
}

// isTerminal reports whether f is a terminal.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Interactive reports whether a user can answer. At the end of the input no user can.
func (a *asker) Interactive() bool { return a.terminal }

// Tell prints a line.
func (a *asker) Tell(text string) { fmt.Fprintln(a.out, withNames(text)) }

// Browse opens an address in this machine's browser.
func (a *asker) Browse(url string) error { return browse(url) }

// Ask asks a question of the setup and returns the answer.
func (a *asker) Ask(_ context.Context, q setup.Question) (string, error) {
	if r := q.Replaces; r != nil && !a.terminal {
		return "", usageError{errors.New(withNames(replaceText(*r)))}
	}
	text := withNames(q.Text)
	switch q.Kind {
	case setup.Secret:
		return a.secret(text)
	case setup.YesNo:
		yes, err := a.confirm(text)
		if !yes {
			return setup.No, err
		}
		return setup.Yes, err
	}
	return a.ask(text, q.Default)
}

// replaceText explains, for a run without a terminal, how to have a stored setting replaced.
func replaceText(r setup.Replacement) string {
	if r.New == "" {
		return fmt.Sprintf("%s sets %v, which is for another way to sign in to the mailbox: give --yes to remove it, or "+
			"another --file", r.Where, r.Setting)
	}
	return fmt.Sprintf("%s says %v=%s, not %s: give --yes to replace it, or another --file", r.Where, r.Setting,
		r.Old, r.New)
}

// ask returns the typed line, or offer if it is empty.
func (a *asker) ask(question, offer string) (string, error) {
	if !a.terminal {
		return "", setup.ErrNotInteractive
	}
	if offer != "" {
		question += " [" + offer + "]"
	}
	fmt.Fprint(a.out, question+": ")
	text, err := a.line()
	if err == nil && text == "" {
		text = offer
	}
	return text, err
}

// confirm asks a question whose answer is yes or no; an empty line is no.
func (a *asker) confirm(question string) (bool, error) {
	text, err := a.ask(question+" (yes/no)", "no")
	return strings.HasPrefix(strings.ToLower(text), "y"), err
}

// secret asks without showing what is typed.
func (a *asker) secret(question string) (string, error) {
	if !a.terminal {
		return "", setup.ErrNotInteractive
	}
	fmt.Fprint(a.out, question+": ")
	f, ok := a.in.(*os.File)
	if !ok || !isTerminal(f) {
		return a.line()
	}
	fd := int(f.Fd())
	shown, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("switch off what the terminal shows: %w", err)
	}
	defer func() {
		_ = term.Restore(fd, shown) // needed when the command ends before an answer
		fmt.Fprintln(a.out)
	}()
	return a.await(func() (string, error) {
		typed, err := term.ReadPassword(fd)
		return string(typed), err
	})
}

// line waits for a line.
func (a *asker) line() (string, error) {
	if a.lines == nil {
		a.lines = bufio.NewReader(a.in)
	}
	return a.await(func() (string, error) {
		text, err := a.lines.ReadString('\n')
		if errors.Is(err, io.EOF) && text != "" {
			err = nil
		}
		return text, err
	})
}

// await waits for an answer or for the end of the command. A read from a terminal cannot be interrupted, so it runs in
// a goroutine that is abandoned at the end.
func (a *asker) await(read func() (string, error)) (string, error) {
	if err := a.ctx.Err(); err != nil {
		return "", err
	}
	var text string
	done := make(chan error, 1)
	go func() {
		var err error
		text, err = read()
		done <- err
	}()
	select {
	case <-a.ctx.Done():
		return "", a.ctx.Err()
	case err := <-done:
		if err != nil {
			a.terminal = false
			return "", setup.ErrNotInteractive
		}
		return strings.TrimSpace(text), nil
	}
}
