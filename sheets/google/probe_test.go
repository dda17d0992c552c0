package google_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadsheet/sheets/sheetstest/gsheets"
)

// request is one request of a batch, as JSON has it.
type request = map[string]map[string]any

// worse is a service that breaks a promise: it changes the batches on their way in.
func worse(server http.RoundTripper, change func([]request) []request) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		if !strings.HasSuffix(r.URL.Path, ":batchUpdate") {
			return server.RoundTrip(r)
		}
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		var body map[string]any
		var batch struct{ Requests []request }
		if err := json.Unmarshal(data, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &batch); err != nil {
			return nil, err
		}
		body["requests"] = change(batch.Requests)
		if data, err = json.Marshal(body); err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
		return server.RoundTrip(r)
	})
}

// The probe says of each promise whether it holds, within its quota, and leaves the spreadsheet as it was.
func TestProbe(t *testing.T) {
	var ids atomic.Int64
	for _, tt := range []struct {
		name   string
		change func([]request) []request // nil: a good service
		broken []string                  // what is said to be weaker
	}{
		{"all holds", nil, nil},
		{"ids need not be unique", func(all []request) []request {
			for _, r := range all {
				if m := r["createDeveloperMetadata"]; m != nil {
					m["developerMetadata"].(map[string]any)["metadataId"] = 2_000_100_000 + ids.Add(1)
				}
			}
			return all
		}, []string{"nothing is stored twice", "two leadsheets never write over each other"}},
		{"text is parsed", func(all []request) []request {
			data, err := json.Marshal(all)
			if err != nil {
				t.Error(err)
			}
			data = bytes.ReplaceAll(data, []byte(`"stringValue":"=1+1"`), []byte(`"formulaValue":"=1+1"`))
			if err := json.Unmarshal(data, &all); err != nil {
				t.Error(err)
			}
			return all
		}, []string{"a sender's text never becomes a formula"}},
		{"copies come last", func(all []request) []request {
			var first, last []request
			for _, r := range all {
				if r["copyPaste"] != nil {
					last = append(last, r)
				} else {
					first = append(first, r)
				}
			}
			return append(first, last...)
		}, []string{"a wrong hit is seen and put back"}},
		{"rows under a filter are skipped", func(all []request) []request { return shifted(all, 2, 3) }, []string{"nothing lands in the wrong row"}},
		{"new rows overwrite", func(all []request) []request { return shifted(all, 7, 6) }, []string{"new leads never overwrite others"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, doc, _ := patient(t)
			var via http.RoundTripper = server
			if tt.change != nil {
				via = worse(server, tt.change)
			}
			book := open(t, &http.Client{Transport: via}, doc.ID())
			tabs, before := doc.Tabs(), server.Counts()
			var said []string
			found, err := book.Probe(context.Background(), func(s string) { said = append(said, s) })
			if err != nil {
				t.Fatal(err)
			}
			var broken []string
			for _, f := range found {
				if f.What == "" || f.Promise == "" || f.Detail == "" {
					t.Errorf("an empty finding: %+v", f)
				}
				if !f.Held {
					broken = append(broken, f.Promise)
				}
			}
			if diff := cmp.Diff(tt.broken, broken); diff != "" {
				t.Errorf("broken promises (-want +got):\n%s\n%+v", diff, found)
			}
			if n := server.Counts().Writes - before.Writes; n > 40 {
				t.Errorf("%d writes", n)
			}
			if len(found) != 11 || len(said) < 11 {
				t.Errorf("%d findings, %d lines of progress", len(found), len(said))
			}
			asBefore(t, server, doc, tabs)
		})
	}
}

// shifted moves the writes to one row of the scratch tab to another.
func shifted(all []request, from, to float64) []request {
	for _, r := range all {
		if u := r["updateCells"]; u != nil {
			if start, ok := u["start"].(map[string]any); ok && start["sheetId"] == 2e9 && start["rowIndex"] == from {
				start["rowIndex"] = to
			}
		}
	}
	return all
}

// asBefore wants no trace of the probe.
func asBefore(t *testing.T, server *gsheets.Server, doc *gsheets.Doc, tabs []string) {
	t.Helper()
	if diff := cmp.Diff(tabs, doc.Tabs()); diff != "" {
		t.Errorf("tabs (-before +after):\n%s", diff)
	}
	res, err := (&http.Client{Transport: server}).Get("https://sheets.googleapis.com/v4/spreadsheets/" + doc.ID() + "?fields=developerMetadata")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, err := io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK || bytes.Contains(text, []byte("leadsheet-probe")) {
		t.Errorf("metadata was left behind: %s (%v)", text, err)
	}
}

// Ctrl-C at any write leaves nothing behind; what a killed probe left is removed by the next one.
func TestProbeInterrupted(t *testing.T) {
	for at := 1; at <= 30; at += 4 {
		server, doc, _ := patient(t)
		tabs := doc.Tabs()
		ctx, cancel := context.WithCancel(context.Background())
		var writes atomic.Int64 // a race calls from many goroutines
		server.SetFault(func(c gsheets.Call) gsheets.Fault {
			if c.Write && writes.Add(1) == int64(at) {
				cancel()
			}
			return gsheets.Fault{}
		})
		book := open(t, &http.Client{Transport: server}, doc.ID())
		if _, err := book.Probe(ctx, func(string) {}); err == nil && at < 25 {
			t.Errorf("interrupted at write %d: no error", at)
		}
		cancel()
		asBefore(t, server, doc, tabs)
	}

	server, doc, _ := patient(t)
	tabs := doc.Tabs()
	var broken atomic.Bool
	server.SetFault(func(c gsheets.Call) gsheets.Fault {
		if c.Write && bytes.Contains(c.Body, []byte("=1+1")) {
			broken.Store(true)
		}
		if broken.Load() {
			return gsheets.Fault{Status: http.StatusForbidden}
		}
		return gsheets.Fault{}
	})
	book := open(t, &http.Client{Transport: server}, doc.ID())
	if _, err := book.Probe(context.Background(), func(string) {}); err == nil || !strings.Contains(err.Error(), `delete the tab "leadsheet probe" yourself`) {
		t.Errorf("locked out in the middle: %v", err)
	}
	server.SetFault(func(gsheets.Call) gsheets.Fault { return gsheets.Fault{} })
	if found, err := book.Probe(context.Background(), func(string) {}); err != nil || len(found) != 11 {
		t.Errorf("the next probe: %d findings, %v", len(found), err)
	}
	asBefore(t, server, doc, tabs)
}

// A tab of a person that has the scratch tab's name is not touched.
func TestProbeLeavesAPersonsTab(t *testing.T) {
	server, doc, _ := patient(t)
	doc.People(t.Fatalf).AddTab("leadsheet probe")
	revision := doc.Revision()
	book := open(t, &http.Client{Transport: server}, doc.ID())
	if _, err := book.Probe(context.Background(), func(string) {}); err == nil || !strings.Contains(err.Error(), "not leadsheet's scratch tab") {
		t.Errorf("got %v", err)
	}
	if doc.Revision() != revision {
		t.Error("something was changed")
	}
}
