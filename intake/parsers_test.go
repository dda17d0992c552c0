package intake

import (
	"log/slog"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// A message on which the reading fails in a way that nobody foresaw is a row, too.
func TestMailbox_MessageOnWhichTheParserPanics(t *testing.T) {
	f := &fetcher{access: access{log: slog.New(slog.DiscardHandler)}}
	it := mailin.Item{Raw: []byte("From: jane@example.com\r\n\r\n"), Received: time.Unix(1e9, 0), Where: "INBOX:7:5"}
	var parts []string
	in := f.recoverParse(it, func() lead.Inquiry { return lead.Inquiry{Need: parts[len(it.Where)]} })
	if in.Kind != lead.Unreadable || in.Where != it.Where || in.Key != reading.Key(it.Raw) || in.Problem == "" || !in.Received.Equal(it.Received) {
		t.Errorf("read as %+v", in)
	}
}
