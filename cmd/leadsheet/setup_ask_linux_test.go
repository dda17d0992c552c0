package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// openTerminal returns both ends of a terminal: what a person sees and types, and what a program has for its own.
func openTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	fd := int(person.Fd())
	number, err := unix.IoctlGetUint32(fd, unix.TIOCGPTN)
	if err = errors.Join(err, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)); err != nil {
		t.Fatal(err)
	}
	if program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return person, program
}

// shows reports whether a terminal shows what is typed.
func shows(t *testing.T, f *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// A password that is typed at a terminal is not shown, whatever is asked before and after it; and a command that ends
// while it waits for one leaves a terminal that shows again what is typed.
func TestSecretIsNotShown(t *testing.T) {
	person, program := openTerminal(t)
	if !isTerminal(program) {
		t.Error("a terminal is not taken for one")
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if isTerminal(null) {
		t.Error("nothing is taken for a terminal")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	a := &asker{ctx: ctx, in: program, out: program, terminal: true}
	seen := bufio.NewReader(person)
	var all strings.Builder
	await := func(prompt string) {
		for !strings.HasSuffix(all.String(), prompt) {
			c, err := seen.ReadByte()
			if err != nil {
				t.Error(err)
				return
			}
			all.WriteByte(c)
		}
	}
	answers := make(chan string)
	go func() {
		defer close(answers)
		for _, ask := range []func() (string, error){
			func() (string, error) { return a.ask("Name", "") },
			func() (string, error) { return a.secret("Password") },
			func() (string, error) { return a.ask("Place", "") },
			func() (string, error) { return a.secret("Another") },
		} {
			got, err := ask()
			if err != nil {
				got = err.Error()
			}
			answers <- got
		}
	}()
	for _, step := range []struct {
		prompt, typed string
		shown         bool
	}{{"Name: ", "Anna", true}, {"Password: ", "CANARY-1", false}, {"Place: ", "Bonn", true}} {
		await(step.prompt)
		for deadline := time.Now().Add(10 * time.Second); shows(t, program) != step.shown && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond) // the question is out before the terminal is told
		}
		if _, err := person.WriteString(step.typed + "\n"); err != nil {
			t.Fatal(err)
		}
		if got := <-answers; got != step.typed {
			t.Errorf("%s%q came, want %q", step.prompt, got, step.typed)
		}
	}
	await("Another: ")
	for deadline := time.Now().Add(10 * time.Second); shows(t, program) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if got := <-answers; got != context.Canceled.Error() {
		t.Errorf("the end of the command became %q", got)
	}
	if !shows(t, program) || !term.IsTerminal(int(program.Fd())) {
		t.Error("the terminal does not show what is typed any more")
	}
	if strings.Contains(all.String(), "CANARY") || !strings.Contains(all.String(), "Anna") {
		t.Errorf("the terminal showed %q", all.String())
	}
}
