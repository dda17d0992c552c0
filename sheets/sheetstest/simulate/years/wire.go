package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"syscall"
	"time"

	"leadsheet/sheets/sheetstest/gsheets"
)

// wire counts the bytes that come over the connections of a client.
type wire struct{ down atomic.Int64 }

type countedConn struct {
	net.Conn
	w *wire
}

// Read counts what was read.
func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.w.down.Add(int64(n))
	return n, err
}

func (w *wire) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn,
		error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return countedConn{c, w}, err
	}}}
}

// cpu is the processor time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // never fails for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cells asks for the sizes of all tabs, as doctor does.
func (s *spreadsheet) cells() (book, away map[string]int64, err error) {
	if book, err = s.sizes(s.doc); err == nil {
		away, err = s.sizes(s.away)
	}
	return book, away, err
}

func (s *spreadsheet) sizes(doc *gsheets.Doc) (map[string]int64, error) {
	r, err := http.NewRequest(http.MethodGet, "https://sheets.googleapis.com/v4/spreadsheets/"+doc.ID()+
		"?fields=sheets.properties", nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.server.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var got struct {
		Sheets []struct {
			Properties struct {
				Title          string
				GridProperties struct{ RowCount, ColumnCount int64 }
			}
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		return nil, fmt.Errorf("ask for the sizes of tabs: %w", err)
	}
	out := map[string]int64{}
	for _, t := range got.Sheets {
		out[t.Properties.Title] = t.Properties.GridProperties.RowCount * t.Properties.GridProperties.ColumnCount
	}
	return out, nil
}

// recorded answers what was asked before of the same version of the spreadsheet without the emulator's work, which
// would be counted as that of the process.
type recorded struct {
	server http.Handler
	doc    *gsheets.Doc
	asked  string
	answer *httptest.ResponseRecorder
}

// ServeHTTP answers one call.
func (s *recorded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if asked := fmt.Sprint(s.doc.Revision(), r.URL, string(body)); asked != s.asked {
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.answer = httptest.NewRecorder()
		s.server.ServeHTTP(s.answer, r)
		s.asked = asked
	}
	maps.Copy(w.Header(), s.answer.Header())
	w.WriteHeader(s.answer.Code)
	_, _ = w.Write(s.answer.Body.Bytes()) // whoever is gone does not want it
}
