package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
)

type leadsCmd struct {
	JSON bool `name:"json" help:"One JSON object a lead a line: its cells by column title, and under events what happened to it."`
}

func (leadsCmd) Help() string {
	return "Reads the workbook and changes nothing, also while somebody has it open. Rows that have no ID yet are left " +
		"out: the next pass gives them one. In the JSON times are RFC 3339 in the workbook's zone, numbers are numbers, " +
		"and what is blank is absent."
}

func (c leadsCmd) Run(a *app) error {
	return a.look(clockFlag{}, "there are no leads", func(d *daemon.Daemon, book string) error {
		look, err := d.Look(a.ctx)
		if err != nil {
			return err
		}
		printNotes(a.stderr, look.Notes)
		if c.JSON {
			return leadsJSON(a.stdout, look)
		}
		return leadsTable(a.stdout, look, book)
	})
}

// leadsTable prints the leads for people.
func leadsTable(out io.Writer, look daemon.Look, book string) error {
	columns := []string{lead.ColID, lead.ColName, lead.ColStatus, lead.ColOwner, lead.ColAttention}
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	n, t := 0, look.Leads
	for r := range t.Rows {
		if !hasID(t, r) {
			continue
		}
		if n++; n == 1 {
			fmt.Fprintln(tw, strings.Join(columns, "\t"))
		}
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = strings.Join(strings.Fields(t.At(r, t.Col(c)).String()), " ")
		}
		fmt.Fprintln(tw, strings.Join(cells, "\t"))
	}
	if n == 0 {
		_, err := fmt.Fprintf(out, "No leads in %s.\n", book)
		return err
	}
	return tw.Flush()
}

func hasID(t *sheets.Tab, row int) bool {
	return strings.TrimSpace(t.At(row, t.Col(lead.ColID)).String()) != ""
}

// leadEvent is an event of a lead in the JSON. Fields that do not apply are absent.
type leadEvent struct {
	Time   string         `json:"time"`
	What   lead.EventKind `json:"what"`
	Column string         `json:"column,omitempty"`
	From   string         `json:"from,omitempty"`
	To     string         `json:"to,omitempty"`
	By     string         `json:"by,omitempty"`
	Why    string         `json:"why,omitempty"`
	// Facts are those that the workbook keeps in To.
	Facts json.RawMessage `json:"facts,omitempty"`
}

func newLeadEvent(e *lead.Event, zone *time.Location) leadEvent {
	out := leadEvent{e.Time.In(zone).Format(time.RFC3339), e.What, e.Column, e.From, e.To, e.By, e.Why, nil}
	if strings.HasPrefix(e.To, "{") && e.Column == "" && json.Valid([]byte(e.To)) {
		out.To, out.Facts = "", json.RawMessage(e.To)
	}
	return out
}

// eventsKey is the JSON member that holds a lead's events.
const eventsKey = "events"

// leadsJSON prints one object per line. Its members are in the order of the columns; the events come last.
func leadsJSON(out io.Writer, look daemon.Look) error {
	events := map[string][]leadEvent{}
	for i := range look.History {
		e := &look.History[i]
		events[e.Lead] = append(events[e.Lead], newLeadEvent(e, look.Zone))
	}
	t := look.Leads
	typed := sheets.Typed(t, look.Typed)
	for r := range t.Rows {
		if !hasID(t, r) {
			continue
		}
		o := newObject()
		for c := range t.Columns {
			title, value := typed(r, c)
			if title == eventsKey {
				title += " (column)" // a column of the team's must not hide the events
			}
			if at, ok := value.(time.Time); ok {
				value = at.Format(time.RFC3339)
			}
			if title != "" && value != nil {
				o.add(title, value)
			}
		}
		ofLead := events[strings.TrimSpace(t.At(r, t.Col(lead.ColID)).String())]
		if ofLead == nil {
			ofLead = []leadEvent{}
		}
		o.add(eventsKey, ofLead)
		if err := o.print(out); err != nil {
			return fmt.Errorf("print the leads: %w", err)
		}
	}
	return nil
}

// object is a JSON object whose members keep their order. If a name occurs twice, the first member counts.
type object struct {
	text  bytes.Buffer
	names map[string]bool
	err   error
}

func newObject() *object { return &object{names: map[string]bool{}} }

func (o *object) add(name string, value any) {
	if o.names[name] {
		return
	}
	o.names[name] = true
	sep := byte(',')
	if o.text.Len() == 0 {
		sep = '{'
	}
	o.text.WriteByte(sep)
	o.encode(name)
	o.text.WriteByte(':')
	o.encode(value)
}

func (o *object) encode(v any) {
	enc := json.NewEncoder(&o.text)
	enc.SetEscapeHTML(false)
	o.err = errors.Join(o.err, enc.Encode(v))
	o.text.Truncate(len(bytes.TrimRight(o.text.Bytes(), "\n")))
}

func (o *object) print(out io.Writer) error {
	if o.err != nil {
		return o.err
	}
	o.text.WriteString("}\n")
	_, err := out.Write(o.text.Bytes())
	return err
}
