package main

import (
	"bytes"
	"strings"
	"testing"
)

// Three years of a small team, over a Google Sheet: every lead is in one place, what left is known again, and the
// archive has begun.
func TestYears(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	args := []string{"-years", "3", "-first", "12", "-last", "16", "-step", "180", "-at-once", "20"}
	if err := command(t.Context(), args, &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if text := out.String(); !strings.Contains(text, "year 3") || !strings.Contains(text, "memory: 2 cells") {
		t.Errorf("nothing went to the archive:\n%s", text)
	}
}

func TestYears_Command(t *testing.T) {
	t.Parallel()
	if err := command(t.Context(), []string{"-book", "paper"}, &bytes.Buffer{}); err == nil {
		t.Error("no error for a book that there is not")
	}
}
