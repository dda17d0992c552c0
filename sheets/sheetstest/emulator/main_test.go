package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"leadsheet/sheets/sheetstest/gsheets"
)

func TestEmulator_StartAndStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	said, out := io.Pipe()
	var errs bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-addr", "127.0.0.1:0", "-sheet", "my-spreadsheet", "-quota"}, out, &errs)
		out.Close()
	}()
	lines := bufio.NewScanner(said)
	var base string
	var book bool
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "Ctrl-C") {
		line := strings.TrimSpace(lines.Text())
		if at, ok := strings.CutPrefix(line, "export LEADSHEET_GOOGLE_ENDPOINT="); ok {
			base = at
		}
		book = book || line == "export LEADSHEET_BOOK=https://docs.google.com/spreadsheets/d/my-spreadsheet/edit"
	}
	if !strings.HasPrefix(base, "http://127.0.0.1:") || strings.Contains(base, ":0/") || !book {
		t.Fatalf("endpoint %q, book said %v, errors %s", base, book, errs.String())
	}
	for path, want := range map[string]string{
		"":                               "my-spreadsheet",
		"sheet/my-spreadsheet":           "Sheet1",
		"v4/spreadsheets/my-spreadsheet": `"spreadsheetId": "my-spreadsheet"`,
	} {
		res, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("/%s: %d %v\n%s", path, res.StatusCode, err, body)
		}
	}
	stop()
	rest, err := io.ReadAll(said)
	if err != nil {
		t.Fatal(err)
	}
	if c := <-code; c != 0 || !strings.Contains(lines.Text()+string(rest), "Ctrl-C") {
		t.Errorf("exit code %d\n%s%s", c, rest, errs.String())
	}
}

func TestEmulator_MistakesInFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-h"}, 0, "-faults percent"},
		{[]string{"-faults", "200"}, 2, "give a percentage from 0 to 100"},
		{[]string{"-cells", "-1"}, 2, "give a number of cells"},
		{[]string{"-port", "1"}, 2, "flag provided but not defined: -port"},
		{[]string{"-sheet", "a b"}, 2, "10 letters, digits"},
		{[]string{"8099"}, 2, `"8099" is no flag`},
		{[]string{"-addr", "nowhere"}, 1, "choose another address with -addr"},
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), c.args, &out, &errs); code != c.code || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%v: exit code %d\n%s", c.args, code, errs.String())
		}
	}
}

func TestEmulator_FaultRate(t *testing.T) {
	for percent, want := range map[float64][2]int{0: {0, 0}, 20: {1500, 2500}, 100: {10000, 10000}} {
		fault, n, applied, read := trouble(percent, 7), 0, 0, 0
		for i := range 10000 {
			f := fault(gsheets.Call{Write: i%2 == 0})
			if f.Status == 0 && !f.Cut {
				continue
			}
			n++
			if f.Apply || f.Later != nil {
				applied++
				if i%2 == 1 {
					read++
				}
			}
		}
		if n < want[0] || n > want[1] || read > 0 || percent > 0 && applied == 0 {
			t.Errorf("%g percent: %d of 10000 failed, %d of them applied, %d reads", percent, n, applied, read)
		}
	}
}
