// Package idlecost is what measurements of a sheet in which nothing happens have in common: the texts that fill it, the
// bytes on the wire, the processor time of the process, and an emulator whose own work is not counted.
package idlecost

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"leadsheet/mailin/message"
	"leadsheet/sheets/sheetstest/gsheets"
)

// Texts are what customers ask: those of a folder of mails, or some words of our own in random order.
func Texts(folder string, r *rand.Rand) ([]string, error) {
	var all []string
	if folder == "" {
		said := strings.Fields("please could you send us an offer for twelve chairs and a table made of oak with delivery " +
			"to the second floor by the end of next month our office has moved and we still use what was there before " +
			"what would it cost to have them repaired instead is there a warranty and who do we call about the invoice")
		for range 300 {
			var words []string
			for range 10 + r.IntN(60) {
				words = append(words, said[r.IntN(len(said))])
			}
			all = append(all, strings.Join(words, " "))
		}
		return all, nil
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		m := message.Parse(raw)
		if t := message.JoinLines(append(m.Text, m.HTML...)); t != "" {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no mails", folder)
	}
	return all, nil
}

// Syllables are so many in random order: a part of a made-up name.
func Syllables(r *rand.Rand, n int) string {
	s := ""
	for range n {
		s += string("bcdfglmnprstv"[r.IntN(13)]) + string("aeiou"[r.IntN(5)])
	}
	return s
}

// Wire counts the bytes that come and go on the connections of a client.
type Wire struct{ Down, Up atomic.Int64 }

type countedConn struct {
	net.Conn
	w *Wire
}

// Read counts what was read.
func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.w.Down.Add(int64(n))
	return n, err
}

// Write counts what was written.
func (c countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.w.Up.Add(int64(n))
	return n, err
}

// Client returns a client whose bytes are counted.
func (w *Wire) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn,
		error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return countedConn{c, w}, err
	}}}
}

// Recorded answers what was asked before of the same version of the spreadsheet without the emulator's work, which
// would be counted as that of the process.
type Recorded struct {
	Server http.Handler
	Doc    *gsheets.Doc

	mu     sync.Mutex
	asked  string
	answer *httptest.ResponseRecorder
}

// ServeHTTP answers one call.
func (s *Recorded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if asked := fmt.Sprint(s.Doc.Revision(), r.URL, string(body)); asked != s.asked {
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.answer = httptest.NewRecorder()
		s.Server.ServeHTTP(s.answer, r)
		s.asked = asked
	}
	maps.Copy(w.Header(), s.answer.Header())
	w.WriteHeader(s.answer.Code)
	_, _ = w.Write(s.answer.Body.Bytes()) // whoever is gone does not want it
}
