package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"leadsheet/cmd/leadsheet/setup"
)

// asker is the terminal as a setup.Host.
type asker struct {
	ctx      context.Context
	in       io.Reader
	out      io.Writer
	terminal bool // somebody is there

	lines chan answer // made at the first question
}

type answer struct {
	text string
	err  error
}

// isTerminal reports whether a person may be typing there.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull) // it looks like a terminal otherwise
	return err != nil || !os.SameFile(info, null)
}

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

// secret asks without showing what is typed, where the terminal can do that.
func (a *asker) secret(question string) (string, error) {
	if !a.terminal {
		return "", setup.ErrNobody
	}
	if f, ok := a.in.(*os.File); ok {
		if err := echo(f, false); err != nil {
			question += " (it will be shown)"
		} else {
			defer func() {
				_ = echo(f, true) // the terminal took the command before
				fmt.Fprintln(a.out)
			}()
		}
	}
	fmt.Fprint(a.out, question+": ")
	return a.line()
}

// echo makes a terminal show what is typed, or not.
func echo(f *os.File, on bool) error {
	mode := "-echo"
	if on {
		mode = "echo"
	}
	cmd := exec.Command("stty", mode)
	cmd.Stdin = f
	return cmd.Run()
}

// line waits for a line, or for the end of the command: a read from a terminal cannot be interrupted, so it is done
// aside.
func (a *asker) line() (string, error) {
	if a.lines == nil {
		a.lines = make(chan answer)
		go func(in io.Reader, lines chan<- answer, done <-chan struct{}) {
			r := bufio.NewReader(in)
			for {
				text, err := r.ReadString('\n')
				if errors.Is(err, io.EOF) && text != "" {
					err = nil
				}
				select {
				case lines <- answer{strings.TrimSpace(text), err}:
				case <-done:
					return
				}
				if err != nil {
					return
				}
			}
		}(a.in, a.lines, a.ctx.Done())
	}
	select {
	case <-a.ctx.Done():
		return "", a.ctx.Err()
	case got := <-a.lines:
		if got.err != nil {
			a.terminal = false
			return "", setup.ErrNobody
		}
		return got.text, nil
	}
}
