package handover

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"leadsheet/lead"
)

// JSON writes one document with everything: as_of, zone, currency, report (what "leadsheet report --json" prints),
// leads and activity. A lead or an event is a line, so that a program may read it line by line.
//
// A lead has a member for each column with content: the column's name in English, or its title where it is people's
// own.
// Numbers are numbers, times RFC 3339 in the zone of the business, everything else is text. An event has no, time,
// recorded, lead, what, column, from, to, by and why, those that it has; what is kept as facts in from and to is an
// object in from_facts and facts.
func JSON(b *Business, report any, out io.Writer) error {
	w := jsonWriter{out: out}
	w.text(`{"as_of":`)
	w.value(b.AsOf.In(b.Zone).Format(time.RFC3339))
	w.text(",\n\"zone\":")
	w.value(b.Zone.String())
	w.text(",\n\"currency\":")
	w.value(b.Currency)
	w.text(",\n\"report\":")
	w.value(report)
	w.text(",\n\"leads\":[")
	for row := 0; row < b.Rows && w.err == nil; row++ {
		w.item(row)
		w.lead(b, row)
	}
	w.text("],\n\"activity\":[")
	for i := 0; i < len(b.Events) && w.err == nil; i++ {
		w.item(i)
		w.value(newEvent(b, &b.Events[i]))
	}
	w.text("]}\n")
	w.flush()
	if w.err != nil {
		return fmt.Errorf("write the export: %w", w.err)
	}
	return nil
}

// jsonWriter writes parts of a document. After an error it does nothing.
type jsonWriter struct {
	out io.Writer
	buf bytes.Buffer
	err error
}

// flushAt is how many bytes are collected before they are written.
const flushAt = 64 << 10

func (w *jsonWriter) text(s string) { w.buf.WriteString(s) }

// item begins a further part of a list, on a line of its own.
func (w *jsonWriter) item(i int) {
	if i > 0 {
		w.text(",")
	}
	w.text("\n")
	if w.buf.Len() >= flushAt {
		w.flush()
	}
}

func (w *jsonWriter) value(v any) {
	if w.err != nil {
		return
	}
	enc := json.NewEncoder(&w.buf)
	enc.SetEscapeHTML(false)
	if w.err = enc.Encode(v); w.err == nil {
		w.buf.Truncate(w.buf.Len() - 1) // the encoder ends what it writes with a line feed
	}
}

// lead writes a lead with its columns in their order.
func (w *jsonWriter) lead(b *Business, row int) {
	before := "{"
	for i, c := range b.Columns {
		v := b.Value(row, i)
		if v == nil {
			continue
		}
		if at, ok := v.(time.Time); ok {
			v = at.In(b.Zone).Format(time.RFC3339)
		}
		name := c.Title
		if c.Name != "" {
			name = c.Name
		}
		w.text(before)
		w.value(name)
		w.text(":")
		w.value(v)
		before = ","
	}
	if before == "{" {
		w.text("{")
	}
	w.text("}")
}

func (w *jsonWriter) flush() {
	if w.err == nil {
		_, w.err = w.out.Write(w.buf.Bytes())
	}
	w.buf.Reset()
}

// event is an event for programs.
type event struct {
	No        int             `json:"no,omitempty"`
	Time      string          `json:"time,omitempty"`
	Recorded  string          `json:"recorded,omitempty"`
	Lead      string          `json:"lead,omitempty"`
	What      lead.EventKind  `json:"what,omitempty"`
	Column    string          `json:"column,omitempty"`
	From      string          `json:"from,omitempty"`
	FromFacts json.RawMessage `json:"from_facts,omitempty"`
	To        string          `json:"to,omitempty"`
	Facts     json.RawMessage `json:"facts,omitempty"`
	By        string          `json:"by,omitempty"`
	Why       string          `json:"why,omitempty"`
}

func newEvent(b *Business, e *lead.Event) event {
	out := event{No: e.No, Time: b.moment(e.Time, false), Recorded: b.moment(e.Recorded, false), Lead: e.Lead,
		What: e.What, Column: e.Column, From: e.From, To: e.To, By: e.By, Why: e.Why}
	if e.Column == "" {
		out.From, out.FromFacts = facts(e.From)
		out.To, out.Facts = facts(e.To)
	}
	return out
}

// facts tells a text of facts from another one.
func facts(s string) (text string, object json.RawMessage) {
	if len(s) > 0 && s[0] == '{' && json.Valid([]byte(s)) {
		return "", json.RawMessage(s)
	}
	return s, nil
}
