package gsheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// recordedCall is one call of a case, as the live API answered it.
type recordedCall struct {
	Method   string          `json:"method"`
	Path     string          `json:"path"`
	Query    [][2]string     `json:"query"`
	Request  json.RawMessage `json:"request"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"`
}

// doneWithout are the kinds of requests that the recordings hold and the emulator does without: nothing of leadsheet,
// and nobody in the simulation, makes them.
var doneWithout = []string{"autoResizeDimensions", "cutPaste", "deleteProtectedRange"}

func TestRecorded_AnswersOfTheLiveService(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(recordingsDir(t), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	calls, passedOver, unsupported := 0, 0, map[string]int{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			n, after, missing := replay(t, file)
			calls, passedOver = calls+n, passedOver+after
			if missing != "" {
				unsupported[missing]++
			}
		})
	}
	t.Logf("%d cases, %d calls compared, %d not, since they follow a request that is not supported", len(files), calls, passedOver)
	for _, m := range slices.Sorted(maps.Keys(unsupported)) {
		t.Logf("not supported: %s (ends %d cases)", m, unsupported[m])
		kind := strings.TrimSuffix(strings.TrimPrefix(m, "the emulator does not support the request "), " of batchUpdate")
		if !slices.Contains(doneWithout, kind) {
			t.Errorf("the recordings hold calls that the emulator does not support: %s", m)
		}
	}
}

// replay makes the calls of a case on a service of its own and compares every answer, up to a call that is not
// supported: what that would have changed is missing in all that follow.
func replay(t *testing.T, file string) (compared, passedOver int, unsupported string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Case  string         `json:"case"`
		Calls []recordedCall `json:"calls"`
	}
	if err := json.Unmarshal(data, &recorded); err != nil {
		t.Fatal(err)
	}
	p := &player{t: t, server: New(Options{Seed: 1, Check: true}), ids: map[string]string{}}
	for i, c := range recorded.Calls {
		status, body := p.call(c)
		if status == http.StatusNotImplemented {
			return compared, len(recorded.Calls) - i - 1, refusal(t, body)
		}
		compared++
		at := fmt.Sprintf("call %d, %s %s", i, c.Method, c.Path)
		if status != c.Status {
			t.Errorf("%s: status %d, recorded %d: %s", at, status, c.Status, body)
			continue
		}
		var want, got any
		if err := json.Unmarshal(c.Response, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatalf("%s: %v in %s", at, err, body)
		}
		p.compare(at, want, got)
	}
	return compared, 0, ""
}

// refusal is the message of an error.
func refusal(t *testing.T, body []byte) string {
	var got struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	return got.Error.Message
}

// player makes recorded calls; ids are what the ids of the recording are here.
type player struct {
	t      *testing.T
	server *Server
	ids    map[string]string
}

// document returns our id of a recorded spreadsheet; the first time, it is made with the recorded title.
func (p *player) document(id string, c recordedCall) string {
	if ours, ok := p.ids[id]; ok {
		return ours
	}
	if c.Status == http.StatusNotFound {
		return id
	}
	var got struct {
		Properties struct {
			Title string `json:"title"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(c.Response, &got); err != nil {
		p.t.Fatal(err)
	}
	d := p.server.Create(got.Properties.Title)
	d.SetShared(c.Status != http.StatusForbidden)
	p.ids[id] = d.ID()
	return d.ID()
}

func (p *player) call(c recordedCall) (int, []byte) {
	rest := strings.TrimPrefix(c.Path, "/v4/spreadsheets/")
	end := strings.IndexAny(rest, "/:")
	if end < 0 {
		end = len(rest)
	}
	query := url.Values{}
	for _, q := range c.Query {
		query.Add(q[0], q[1])
	}
	target := "https://sheets.googleapis.com/v4/spreadsheets/" + p.document(rest[:end], c) + rest[end:] + "?" + query.Encode()
	body := []byte(c.Request)
	if bytes.Equal(body, []byte("null")) {
		body = nil
	}
	for recorded, ours := range p.ids {
		body = bytes.ReplaceAll(body, []byte(recorded), []byte(ours))
	}
	r, err := http.NewRequest(c.Method, target, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	a := p.server.response(r, body)
	if got := a.header.Get("Content-Type"); got != "application/json; charset=UTF-8" {
		p.t.Errorf("content type %q", got)
	}
	return a.status, a.body
}

// compare compares everything: fields, lists, values. Ids that the service invents are learned where they first appear.
func (p *player) compare(at string, want, got any) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			p.t.Errorf("%s: got %v, recorded %v", at, got, want)
			return
		}
		for name := range w {
			if _, ok := g[name]; !ok {
				p.t.Errorf("%s: %s is missing, recorded %v", at, name, w[name])
			}
		}
		for name := range g {
			if _, ok := w[name]; !ok {
				p.t.Errorf("%s: %s is there, not recorded: %v", at, name, g[name])
				continue
			}
			if invented[name] {
				p.learn(w[name], g[name])
			}
			p.compare(at+" "+name, w[name], g[name])
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			p.t.Errorf("%s: got %v, recorded %v", at, got, want)
			return
		}
		for i := range w {
			p.compare(fmt.Sprintf("%s[%d]", at, i), w[i], g[i])
		}
	case string:
		for recorded, ours := range p.ids {
			w = strings.ReplaceAll(w, recorded, ours)
		}
		if got != w {
			p.t.Errorf("%s: got %v, recorded %v", at, got, want)
		}
	default:
		if strings.HasSuffix(at, " pixelSize") && near(want, got) {
			// The width that a text takes depends on the font; the emulator has none.
			return
		}
		if text(want) != text(got) && p.ids[text(want)] != text(got) {
			p.t.Errorf("%s: got %v, recorded %v", at, got, want)
		}
	}
}

// invented are the fields whose values are random.
var invented = map[string]bool{"sheetId": true, "namedRangeId": true, "protectedRangeId": true}

func (p *player) learn(want, got any) {
	if w := text(want); p.ids[w] == "" && len(w) > 4 {
		p.ids[w] = text(got)
	}
}

// near reports whether two widths are within a quarter of each other.
func near(want, got any) bool {
	w, ok := want.(float64)
	g, ok2 := got.(float64)
	return ok && ok2 && g > w*0.75 && g < w*1.25
}

func text(v any) string {
	if f, ok := v.(float64); ok {
		return string(appendNumber(nil, f))
	}
	return fmt.Sprint(v)
}
