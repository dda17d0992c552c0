// Package gdrive emulates what leadsheet asks of Google Drive: its list of changed files, late, incomplete and broken
// as a test wants it. It stands beside the spreadsheets of package gsheets, which tell it of each change.
package gdrive

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"leadsheet/sheets/google/changes"
)

// prefix begins the paths of Drive's calls.
const prefix = "/drive/v3/"

// Drive is the list of changes of one account. Its methods are safe for concurrent use.
type Drive struct {
	mu      sync.Mutex
	now     func() time.Time
	lag     func() time.Duration
	lose    func() bool
	refuse  func() *Refusal
	waiting []change
	list    []string // the files, in the order in which their changes are told
	first   int      // tokens below are invalid
	last    map[string]time.Time
	calls   int
	bytes   int64
	stormy  bool
}

// change waits to be told.
type change struct {
	file string
	due  time.Time
}

// Refusal is an answer that is none.
type Refusal struct {
	Status          int
	Reason, Message string
}

// New returns a Drive that tells of each change at once. now is its clock; nil: time.Now.
func New(now func() time.Time) *Drive {
	if now == nil {
		now = time.Now
	}
	return &Drive{now: now, last: map[string]time.Time{}}
}

// SetLag makes Drive tell of a change only after a time. As with Google, changes of a file that come while one is still
// to be told are told with it. nil: at once.
func (d *Drive) SetLag(lag func() time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lag = lag
}

// SetLoss makes Drive never tell of the changes for which lose returns true; nil: of none.
func (d *Drive) SetLoss(lose func() bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lose = lose
}

// SetRefusal makes Drive answer with what refuse returns, unless that is nil.
func (d *Drive) SetRefusal(refuse func() *Refusal) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse = refuse
}

// Restart makes all tokens so far invalid.
func (d *Drive) Restart() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, "a file of somebody else")
	d.first = len(d.list)
}

// Storm makes Drive as bad as it gets, for a spreadsheet on which it was found to be good: it tells late or never,
// loses its place, and answers with errors.
func (d *Drive) Storm(service http.RoundTripper, spreadsheet string, seed uint64) error {
	chance := rand.New(rand.NewPCG(seed, 0xd21fe))
	errors, losses, longest := chance.IntN(30), chance.IntN(60), time.Duration(chance.IntN(200))*time.Second
	d.SetLag(func() time.Duration { return time.Duration(chance.Float64() * float64(longest)) })
	d.SetLoss(func() bool { return chance.IntN(100) < losses })
	d.SetRefusal(func() *Refusal {
		if chance.IntN(100) >= errors {
			return nil
		}
		return &[]Refusal{{Status: http.StatusServiceUnavailable}, {http.StatusBadRequest, "invalid", "Invalid Value"},
			{Status: http.StatusTooManyRequests}}[chance.IntN(3)]
	})
	d.mu.Lock()
	d.stormy = true
	d.mu.Unlock()
	return Tried(service, spreadsheet, d.Feed(nil, d.now).Account())
}

// Feed is that of a process with a clock and a client of its own, which asks each time; nil if there was no Storm.
func (d *Drive) Feed(client *http.Client, now func() time.Time) *changes.Feed {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.stormy {
		return nil
	}
	return changes.New(changes.Options{Client: client, Now: now, Every: -1})
}

// Calm makes Drive reliable from now on: it tells of everything at once, also of what it has lost.
func (d *Drive) Calm() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lag, d.lose, d.refuse, d.waiting = nil, nil, nil, nil
	for file := range d.last {
		d.list = append(d.list, file)
	}
	slices.Sort(d.list[len(d.list)-len(d.last):])
}

// Changed is to be called after each change of a file.
func (d *Drive) Changed(file string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	d.last[file] = now
	if d.lose != nil && d.lose() || slices.ContainsFunc(d.waiting, func(c change) bool { return c.file == file }) {
		return
	}
	due := now
	if d.lag != nil {
		due = due.Add(d.lag())
	}
	d.waiting = append(d.waiting, change{file, due})
}

// Calls returns how many calls were answered, and how many bytes the answers had.
func (d *Drive) Calls() (calls int, bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls, d.bytes
}

// ServeHTTP answers calls below /drive/v3/.
func (d *Drive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var answer any
	status := http.StatusOK
	if d.refuse != nil {
		if no := d.refuse(); no != nil {
			status, answer = no.Status, errorOf(*no)
		}
	}
	if answer == nil {
		answer, status = d.answer(strings.TrimPrefix(r.URL.Path, prefix), r)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(err.Error())
	}
	d.calls++
	d.bytes += int64(len(text))
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(text) // to a client that has gone away
}

func (d *Drive) answer(call string, r *http.Request) (any, int) {
	kept := d.waiting[:0]
	for _, c := range d.waiting {
		if c.due.After(d.now()) {
			kept = append(kept, c)
		} else {
			d.list = append(d.list, c.file)
		}
	}
	d.waiting = kept
	file, isFile := strings.CutPrefix(call, "files/")
	query := r.URL.Query()
	switch {
	case r.Method != http.MethodGet:
	case call == "changes/startPageToken":
		return map[string]string{"startPageToken": strconv.Itoa(len(d.list))}, http.StatusOK
	case call == "changes":
		return d.page(query.Get("pageToken"), query.Get("pageSize"))
	case isFile && !d.last[file].IsZero():
		version := 1
		for _, f := range d.list {
			if f == file {
				version++
			}
		}
		return map[string]string{"version": strconv.Itoa(version)}, http.StatusOK
	case isFile:
		no := Refusal{http.StatusNotFound, "notFound", "File not found: " + file + "."}
		return errorOf(no), no.Status
	}
	no := Refusal{http.StatusNotImplemented, "unsupported", "the emulator does not support " + r.URL.Path}
	return errorOf(no), no.Status
}

// page is a page of the list; each file is on it once.
func (d *Drive) page(token, size string) (any, int) {
	from, err := strconv.Atoi(token)
	if err != nil || from < d.first || from > len(d.list) {
		no := Refusal{http.StatusBadRequest, "invalid", "Invalid Value"}
		return errorOf(no), no.Status
	}
	most, err := strconv.Atoi(size)
	if err != nil || most < 1 || most > 1000 {
		most = 100
	}
	to := min(from+most, len(d.list))
	type item struct {
		File string `json:"fileId"`
	}
	answer := struct {
		Next    string `json:"nextPageToken,omitempty"`
		Start   string `json:"newStartPageToken,omitempty"`
		Changes []item `json:"changes"`
	}{Changes: []item{}}
	for _, f := range d.list[from:to] {
		if i := (item{f}); !slices.Contains(answer.Changes, i) {
			answer.Changes = append(answer.Changes, i)
		}
	}
	if answer.Start = strconv.Itoa(to); to < len(d.list) {
		answer.Start, answer.Next = "", answer.Start
	}
	return answer, http.StatusOK
}

func errorOf(no Refusal) any {
	return map[string]any{"error": map[string]any{"code": no.Status, "message": no.Message,
		"errors": []map[string]string{{"domain": "global", "reason": no.Reason, "message": no.Message}}}}
}

// Beside answers Drive's calls, and hands others on.
func (d *Drive) Beside(others http.RoundTripper) http.RoundTripper { return beside{d, others} }

type beside struct {
	drive  *Drive
	others http.RoundTripper
}

// RoundTrip answers in the goroutine of the caller.
func (b beside) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(r.URL.Path, prefix) {
		return b.others.RoundTrip(r)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	b.drive.ServeHTTP(w, r)
	res := w.Result()
	res.Request = r
	return res, nil
}

// Tried makes a spreadsheet one on which the probe has found that Drive tells of changes to the account of that name.
func Tried(service http.RoundTripper, spreadsheet, account string) error {
	mark := fmt.Sprintf(`{"requests":[{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"leadsheet-drive",`+
		`"metadataValue":"%s %s held 1 20","visibility":"DOCUMENT","location":{"spreadsheet":true}}}}]}`,
		spreadsheet, account)
	res, err := (&http.Client{Transport: service}).Post("https://sheets.googleapis.com/v4/spreadsheets/"+spreadsheet+
		":batchUpdate", "application/json", strings.NewReader(mark))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(res.Body)
		return fmt.Errorf("mark the spreadsheet: %d %s", res.StatusCode, text)
	}
	return nil
}
