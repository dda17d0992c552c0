package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/mailin/dovecottest"
	"leadsheet/outbox/sinktest"
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
	if !terminal.Is(program) {
		t.Error("a terminal is not taken for one")
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if terminal.Is(null) {
		t.Error("nothing is taken for a terminal")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	a := &terminal.Host{Context: ctx, In: program, Out: program, Person: true, Names: withNames, Open: browse}
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
			func() (string, error) { return a.Ask(ctx, setup.Question{Text: "Name"}) },
			func() (string, error) { return a.Ask(ctx, setup.Question{Text: "Password", Kind: setup.Secret}) },
			func() (string, error) { return a.Ask(ctx, setup.Question{Text: "Place"}) },
			func() (string, error) { return a.Ask(ctx, setup.Question{Text: "Another", Kind: setup.Secret}) },
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

// typist is a person at a terminal, who answers each question by the end of its prompt.
type typist struct {
	t      *testing.T
	person *os.File
	seen   *bufio.Reader
	all    strings.Builder
	read   int // what of it was answered
}

// stuck is written to the terminal when the test has waited for too long: a read from it cannot be interrupted.
const stuck = "<<stuck>>"

// answer waits for a prompt and types an answer; control characters are sent as they are.
func (y *typist) answer(prompt, answer string) {
	y.t.Helper()
	for !strings.Contains(y.all.String()[y.read:], prompt) {
		c, err := y.seen.ReadByte()
		if err != nil {
			y.t.Fatalf("waiting for %q: %v\n%s", prompt, err, y.all.String())
		}
		y.all.WriteByte(c)
		if strings.HasSuffix(y.all.String(), stuck) {
			y.t.Fatalf("waiting for %q:\n%s", prompt, y.all.String())
		}
	}
	y.read = y.all.Len()
	if _, err := y.person.WriteString(answer + "\n"); err != nil {
		y.t.Fatal(err)
	}
}

// A stranger at a terminal, with Dovecot and Postfix: the certificate of the mail server is signed by nobody at first,
// the password is wrong once and nowhere to be seen, a question is answered anew after going back; at the end the first
// mail is a lead, and its owner was told.
func TestSetupTerminal_OwnServer(t *testing.T) {
	mail := dovecottest.StartDovecot(t)
	sink, err := sinktest.Start(sinktest.Options{StartTLS: true, Users: map[string]string{mail.User: mail.Password}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sink.Close)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TZ", "Europe/Berlin")
	if err := os.WriteFile("sink.pem", sink.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	person, program := openTerminal(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	a := &app{ctx: ctx, env: environmentOf(os.Environ()), stdout: program, stderr: program}
	done := make(chan error, 1)
	go func() {
		done <- setupCmd{File: envFileName}.run(a, &terminal.Host{Context: ctx, In: program, Out: program, Person: true, Names: withNames, Open: browse})
	}()
	alarm := time.AfterFunc(40*time.Second, func() { _, _ = program.WriteString(stuck) })
	defer alarm.Stop()
	y := &typist{t: t, person: person, seen: bufio.NewReader(person)}
	for _, step := range [][2]string{
		{"[leads.xlsx]: ", ""}, {"Lee=lee@example.com: ", "Kim=kim@example.com, Lee=lee@example.com"},
		{"[Kim, Lee]: ", "Kim"}, {"Name of your business: ", "Studio"}, {"[Europe/Berlin]: ", "<"},
		{"[Studio]: ", "Studio Nord"}, {"[Europe/Berlin]: ", ""}, {"two letters", "DE"}, {"[09:00-18:00]: ", "0-24"},
		{"[closed]: ", "0-24"}, {"[public]: ", "none"}, {"[eight]: ", ""},
		{"Mail address of the inbox", mail.User}, {"for reading (IMAP)", mail.IMAPAddr}, {"app password: ", mail.Password},
		{"signed by nobody this machine trusts", ""}, {"for reading (IMAP)", ""}, {"authority (PEM): ", mail.CAFile},
		{"is secured", "starttls"}, {"(empty: the one that is known): ", "wrong-one"},
		{"refused the user name or the password", ""}, {"for reading (IMAP)", ""}, {"app password: ", mail.Password},
		{"new lead by mail", "yes"}, {"for sending (SMTP)", "localhost" + sink.Addr[strings.LastIndex(sink.Addr, ":"):]},
		{"sign in with there", ""}, {"messages come from", "Studio <hello@studio.example>"}, {"(empty: that of the mailbox): ", ""}, {"request has arrived", "no"},
		{"signed by nobody this machine trusts", "yes"}, {"for sending (SMTP)", ""},
		{"authority (PEM)", filepath.Join(dir, "sink.pem")}, {"is secured", "starttls"}, {"sign in with there", ""},
		{"messages come from", ""}, {"Its password", ""}, {"request has arrived", "no"}, {"test message to kim@example.com", "yes"},
		{"or name what to change", ""},
		{"for the first time now", ""},
	} {
		y.answer(step[0], step[1])
	}
	y.answer("as a customer would", "")
	mail.Deliver([]byte("From: Ines Almeida <ines@customer.example>\r\nTo: hello@studio.example\r\nSubject: Chairs\r\n" +
		"Message-ID: <1@customer.example>\r\n\r\nHello,\r\n\r\nplease make me an offer for 40 chairs.\r\n\r\nInes\r\n"))
	y.answer("The first lead is in", "")
	if err := <-done; err != nil {
		t.Errorf("%v\n%s", err, y.all.String())
	}
	if strings.Contains(y.all.String(), mail.Password) {
		t.Errorf("the password shows:\n%s", y.all.String())
	}
	if got := sink.Received(); len(got) < 2 {
		t.Errorf("%d messages were sent, want the test and the new lead", len(got))
	}
	if code, out, errs := command(t, "doctor"); code != exitOK {
		t.Errorf("doctor: exit code %d\n%s%s", code, out, errs)
	}
}
