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
	terminal bool // somebody is there

	lines *bufio.Reader // of in, made at the first question
}

// isTerminal reports whether a person may be typing there.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Interactive reports whether somebody is there; an input that has ended is nobody.
func (a *asker) Interactive() bool { return a.terminal }

// Tell writes a line.
func (a *asker) Tell(text string) { fmt.Fprintln(a.out, named(text)) }

// Browse shows an address in the browser of this machine.
func (a *asker) Browse(url string) error { return browse(url) }

// Ask asks a question of the setup.
func (a *asker) Ask(_ context.Context, q setup.Question) (string, error) {
	if r := q.Replaces; r != nil && !a.terminal {
		return "", usageError{errors.New(named(replaceText(*r)))}
	}
	text := named(q.Text)
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

// replaceText says, where nobody can be asked, how to have a setting replaced that stands.
func replaceText(r setup.Replacement) string {
	if r.Want == "" {
		return fmt.Sprintf("%s sets %v, which is for another way to sign in to the mailbox: give --yes to remove it, or "+
			"another --file", r.Where, r.Setting)
	}
	return fmt.Sprintf("%s says %v=%s, not %s: give --yes to replace it, or another --file", r.Where, r.Setting,
		r.Stands, r.Want)
}

// ask returns what was typed, or the offer for an empty line.
func (a *asker) ask(question, offer string) (string, error) {
	if !a.terminal {
		return "", setup.ErrNobody
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
		return "", setup.ErrNobody
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
		_ = term.Restore(fd, shown) // when the command ends before the answer comes
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

// await waits for an answer, or for the end of the command: a read from a terminal cannot be interrupted, so it is done
// aside, and left behind at the end.
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
			return "", setup.ErrNobody
		}
		return strings.TrimSpace(text), nil
	}
}
