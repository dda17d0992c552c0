package hint

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

func names() Names {
	return Names{
		Setting: func(s Setting) string { return "--" + strings.ReplaceAll(string(s), " ", "-") },
		Command: func(c Command) string { return "<" + string(c) + ">" },
	}
}

// The name of a setting or a command reaches the reader through everything that happens to an error on its way.
func TestNames_In(t *testing.T) {
	inner := fmt.Errorf("there is no spreadsheet: check %v, or run %v again", Book, Login)
	err := fmt.Errorf("pass: %w", errors.Join(inner, errors.New("{setting}, {setting x, {command nonsense} {")))
	want := "pass: there is no spreadsheet: check --book, or run <sign in> again\n" +
		"{setting}, {setting x, {command nonsense} {"
	if got := names().In(err.Error()); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (Names{}).In(err.Error()); got != err.Error() {
		t.Errorf("without names: %q", got)
	}
	settings, commands := Of(err)
	if !slices.Equal(settings, []Setting{Book}) || !slices.Equal(commands, []Command{Login}) {
		t.Errorf("it names %v and %v", settings, commands)
	}
	if settings, commands := Of(nil); settings != nil || commands != nil {
		t.Errorf("nil names %v and %v", settings, commands)
	}
}

// Every command has its name, and one text can hold several hints side by side.
func TestNames_InEveryCommand(t *testing.T) {
	for _, c := range Commands() {
		if got, want := names().In(fmt.Sprintf("%v%v", c, MailAuth)), "<"+string(c)+">--imap-auth"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What people read of an error is its sentence alone; programs find the cause.
func TestBecause(t *testing.T) {
	err := fmt.Errorf("pass: %w", Because(fs.ErrNotExist, "there is no file %q", "x"))
	if err.Error() != `pass: there is no file "x"` || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := Because(nil, "no cause"); err.Error() != "no cause" || errors.Unwrap(err) != nil {
		t.Errorf("got %v", err)
	}
}
