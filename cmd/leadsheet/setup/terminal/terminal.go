// Package terminal asks the questions of the setup in a terminal, one after the other. It is a setup.Host.
package terminal

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"leadsheet/cmd/leadsheet/setup"
)

// Host is a terminal.
type Host struct {
	Context context.Context // at its end a question that is being asked ends, too
	In      io.Reader
	Out     io.Writer
	Person  bool                       // a user can answer
	Names   func(text string) string   // fills in the names of settings and commands
	Open    func(address string) error // opens an address in this machine's browser

	lines  *bufio.Reader // of In, made at the first question
	helped string        // the question that was asked last: its help is not repeated
}

// NotReplaced is the error of a question whether to replace a stored setting, where nobody can be asked. It says how to
// have it replaced.
type NotReplaced struct{ error }

// Is reports whether f is a terminal.
func Is(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Confirm asks a user at a terminal a question that is answered by yes or no; to go back is no.
func Confirm(ctx context.Context, in io.Reader, out io.Writer, question string) (bool, error) {
	a := &Host{Context: ctx, In: in, Out: out, Person: true, Names: func(text string) string { return text }}
	answer, err := a.Ask(ctx, setup.Question{Kind: setup.YesNo, Text: question})
	if errors.Is(err, setup.ErrBack) {
		return false, nil
	}
	return answer == setup.Yes, err
}

// Interactive reports whether a user can answer. At the end of the input no user can.
func (a *Host) Interactive() bool { return a.Person }

// Tell prints a line.
func (a *Host) Tell(text string) { fmt.Fprintln(a.Out, a.Names(text)) }

// Browse opens an address in this machine's browser.
func (a *Host) Browse(url string) error { return a.Open(url) }

// Ask asks a question of the setup and returns the answer.
func (a *Host) Ask(ctx context.Context, q setup.Question) (string, error) {
	if r := q.Replaces; r != nil && !a.Person {
		return "", NotReplaced{errors.New(a.Names(replaceText(*r)))}
	}
	text := a.Names(q.Text)
	if q.Example != "" {
		text += ", such as " + q.Example
	}
	if a.Person && q.Key != a.helped {
		fmt.Fprintln(a.Out)
		if q.Help != "" {
			fmt.Fprintln(a.Out, a.Names(q.Help))
		}
	}
	a.helped = q.Key
	answer, err := "", error(nil)
	switch q.Kind {
	case setup.Secret:
		answer, err = a.secret(text)
	case setup.YesNo:
		answer, err = a.ask(text+" (yes/no)", cmp.Or(q.Default, setup.No))
	case setup.Choice:
		answer, err = a.choose(text, q)
	default:
		answer, err = a.ask(text, q.Default)
	}
	if err == nil && (answer == "<" || answer == "back" && q.Kind != setup.Secret) {
		return "", setup.ErrBack
	}
	if q.Kind == setup.YesNo && err == nil {
		if answer, err = yesOrNo(answer), nil; answer == "" {
			a.Tell("Answer yes or no.")
			return a.Ask(ctx, q)
		}
	}
	return answer, err
}

// yesOrNo reads an answer; "" for what is neither.
func yesOrNo(answer string) string {
	switch strings.ToLower(answer) {
	case "y", "yes", "j", "ja", "oui", "si":
		return setup.Yes
	case "n", "no", "nein", "non":
		return setup.No
	}
	return ""
}

// choose shows the options of a question, and accepts the number of one as well as its name.
func (a *Host) choose(text string, q setup.Question) (string, error) {
	if !a.Person {
		return "", setup.ErrNotInteractive
	}
	for i, o := range q.Options {
		if o.Text != "" && q.Options[len(q.Options)-1].Text != "" { // otherwise they stand in the question
			fmt.Fprintf(a.Out, "  %d  %s\n", i+1, a.Names(o.Text))
		}
	}
	for {
		answer, err := a.ask(text, q.Default)
		if err != nil || answer == "<" || answer == "back" {
			return answer, err
		}
		for i, o := range q.Options {
			if strings.EqualFold(answer, o.Answer) || answer == strconv.Itoa(i+1) {
				return o.Answer, nil
			}
		}
		if q.Check != nil {
			return answer, nil // the question says what is wrong with it
		}
		fmt.Fprintf(a.Out, "%q is none of these: give a number, or the word behind it.\n", answer)
	}
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
func (a *Host) ask(question, offer string) (string, error) {
	if !a.Person {
		return "", setup.ErrNotInteractive
	}
	if offer != "" {
		question += " [" + offer + "]"
	}
	fmt.Fprint(a.Out, question+": ")
	text, err := a.line()
	if err == nil && text == "" {
		text = offer
	}
	return text, err
}

// secret asks without showing what is typed.
func (a *Host) secret(question string) (string, error) {
	if !a.Person {
		return "", setup.ErrNotInteractive
	}
	f, ok := a.In.(*os.File)
	if !ok || !Is(f) {
		fmt.Fprint(a.Out, question+": ")
		return a.line()
	}
	if err := a.Context.Err(); err != nil {
		return "", err
	}
	fd := int(f.Fd())
	shown, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("ask how the terminal shows what is typed: %w", err)
	}
	defer func() {
		_ = term.Restore(fd, shown) // needed when the command ends before an answer
		fmt.Fprintln(a.Out)
	}()
	answer := begin(func() (string, error) {
		password, err := term.ReadPassword(fd)
		return string(password), err
	})
	// Wait until the reading has switched off what the terminal shows. What is typed or pasted as soon as the question
	// stands there must not show; and if the command ended before, the terminal would be left switched off.
	for deadline := time.Now().Add(time.Second); len(answer) == 0 && time.Now().Before(deadline); {
		if state, err := term.GetState(fd); err != nil || *state != *shown {
			break
		}
		time.Sleep(time.Millisecond)
	}
	fmt.Fprint(a.Out, question+": ")
	return a.await(answer)
}

// line waits for a line.
func (a *Host) line() (string, error) {
	if err := a.Context.Err(); err != nil {
		return "", err
	}
	if a.lines == nil {
		a.lines = bufio.NewReader(a.In)
	}
	return a.await(begin(func() (string, error) {
		text, err := a.lines.ReadString('\n')
		if errors.Is(err, io.EOF) && text != "" {
			err = nil
		}
		return text, err
	}))
}

// typed is what was read from a terminal.
type typed struct {
	text string
	err  error
}

// begin begins to read. A read from a terminal cannot be interrupted, so it runs in a goroutine that is abandoned when
// the command ends.
func begin(read func() (string, error)) <-chan typed {
	answer := make(chan typed, 1)
	go func() {
		text, err := read()
		answer <- typed{text, err}
	}()
	return answer
}

// await waits for an answer or for the end of the command.
func (a *Host) await(answer <-chan typed) (string, error) {
	select {
	case <-a.Context.Done():
		return "", a.Context.Err()
	case t := <-answer:
		if t.err != nil {
			a.Person = false
			return "", setup.ErrNotInteractive
		}
		return strings.TrimSpace(t.text), nil
	}
}
