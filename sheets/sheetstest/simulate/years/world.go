package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"time"

	"leadsheet/daemon"
	"leadsheet/daemon/archive"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/idlecost"
)

// world is a team with its workbook.
type world struct {
	plan
	out       io.Writer
	rng       *rand.Rand
	now       time.Time
	office    office
	mail      *mailbox
	site      *website
	needs     []string
	customers int
	expected  int // leads that have to be somewhere
	reads     int // full reads of the year: processes that were started, and passes after more than an hour
	visits    int
	passes    int // of the year
	spent     time.Duration
	archiving time.Duration // of spent
	figures   []yearly
}

func newWorld(p plan, out io.Writer) (w *world, err error) {
	w = &world{plan: p, out: out, rng: rand.New(rand.NewPCG(p.seed, 0x7ea5)), mail: &mailbox{},
		now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)}
	if w.needs, err = idlecost.Texts(p.texts, w.rng); err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "years-drop-")
	if err != nil {
		return nil, err
	}
	w.site = &website{folder: folder}
	if !p.xlsx {
		w.office = newSpreadsheet(&w.now)
		return w, nil
	}
	w.office, err = newFile(&w.now)
	return w, err
}

func (w *world) close() { _ = errors.Join(w.office.Close(), os.RemoveAll(w.site.folder)) }

// tables are the rule tabs of the team.
func (w *world) tables() []policy.Table {
	tables := policy.DefaultTables()
	for i := range tables {
		for _, row := range tables[i].Rows {
			if row[0] == policy.SettingKeep {
				row[1] = fmt.Sprintf("%d months", w.keep)
			}
		}
	}
	return tables
}

// start starts a process.
func (w *world) start(book sheets.Book) *daemon.Daemon {
	w.reads++
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(w.tables()), Now: func() time.Time { return w.now },
		Log: slog.New(slog.DiscardHandler), Fresh: time.Hour,
		Archive: &archive.Archive{Open: w.office.openArchive, Most: w.atOnce, Least: min(25, w.atOnce)}}
	if w.xlsx {
		d.MaxItems = 20_000
	} else {
		d.MaxPoll, d.MaxLeads = 2*time.Minute, 4000
	}
	d.Sources = []intake.Source{w.mail, &intake.Drop{Folder: w.site.folder, Log: d.Log,
		Now: func() time.Time { return w.now }}}
	return d
}

// play plays all years.
func (w *world) play(ctx context.Context) error {
	book, err := w.office.open()
	if err != nil {
		return err
	}
	for year := range w.years {
		d := w.start(book)
		if err := w.year(ctx, d, year); err != nil {
			return fmt.Errorf("year %d: %w", year+1, err)
		}
		if err := w.account(ctx, d, year); err != nil {
			return fmt.Errorf("year %d: %w", year+1, err)
		}
		w.reads, w.passes, w.spent, w.archiving = 0, 0, 0, 0
	}
	return nil
}

// year plays one year.
func (w *world) year(ctx context.Context, d *daemon.Daemon, year int) error {
	n := w.first
	if w.years > 1 {
		n += (w.last - w.first) * year / (w.years - 1)
	}
	end := w.now.AddDate(1, 0, 0)
	steps := max(1, 365/w.step)
	for i := range steps {
		w.arrive(n*(i+1)/steps - n*i/steps)
		if err := w.site.export(w.now.AddDate(-1, 0, 0)); err != nil {
			return err
		}
		w.mail.since = w.now.AddDate(-1, 0, 0)
		if err := w.settle(ctx, d, "requests came in"); err != nil {
			return err
		}
		if err := w.people(ctx, d); err != nil {
			return err
		}
		w.now = w.now.Add(3 * time.Hour)
		w.reads++
		if err := w.settle(ctx, d, "people were there"); err != nil {
			return err
		}
		w.now = w.now.AddDate(0, 0, w.step)
		if i == steps-1 {
			w.now = end
		}
		w.reads++
	}
	return w.settle(ctx, d, "the year is over")
}

// arrive lets so many customers ask something, two thirds by mail.
func (w *world) arrive(n int) {
	from := w.now.AddDate(0, 0, -w.step).Add(time.Hour)
	for i := range n {
		at := from.Add(time.Duration(i) * w.now.Add(-time.Hour).Sub(from) / time.Duration(n)).Truncate(time.Second)
		w.customers++
		name, email, phone := customer(w.rng, w.customers)
		text := w.needs[w.rng.IntN(len(w.needs))]
		w.expected++
		if w.rng.IntN(3) == 0 {
			w.site.entries = append(w.site.entries, asked{w.customers, at, name, email, phone, text})
			continue
		}
		w.mail.items = append(w.mail.items, lead.Inquiry{Key: fmt.Sprintf("mail:%016x%016x", w.rng.Uint64(), w.rng.Uint64()),
			Channel: lead.ByMail, Received: at, From: email, Subject: "Request", Name: name, Email: email, Phone: phone,
			Need: text, MessageID: fmt.Sprintf("<%016x%016x@mail.example>", w.rng.Uint64(), w.rng.Uint64()),
			Where: fmt.Sprintf("INBOX:1:%d", w.customers)})
	}
}

// mostPasses is how many passes may follow each other until all is done.
const mostPasses = 4000

// settle lets passes follow each other until one has nothing to do.
func (w *world) settle(ctx context.Context, d *daemon.Daemon, why string) error {
	began := idlecost.CPU()
	defer func() { w.spent += idlecost.CPU() - began }()
	for range mostPasses {
		at := idlecost.CPU()
		sum, err := d.Pass(ctx)
		w.passes++
		if err != nil {
			return fmt.Errorf("%s: %w", why, err)
		}
		for _, n := range sum.Notes {
			fmt.Fprintf(w.out, "  %s: %s\n", w.now.Format(time.DateOnly), n)
		}
		if sum.Wrote && sum.More && len(sum.Intake) == 0 && sum.Changes == 0 {
			w.archiving += idlecost.CPU() - at
		}
		if !sum.Wrote && !sum.More {
			return nil
		}
		w.now = w.now.Add(15 * time.Second)
	}
	return fmt.Errorf("%s: there is no end of passes", why)
}

// people let leads move on. Of those that are open most end, and some are only edited.
func (w *world) people(ctx context.Context, d *daemon.Daemon) error {
	w.visits++
	snap, err := d.Book.Read(ctx, lead.TabLeads)
	if err != nil {
		return err
	}
	t := snap.Tabs[lead.TabLeads]
	var edits []edit
	for r, l := range sheets.Leads(t, time.UTC) {
		if l.ID == "" || ended[l.Status] || w.sleeps(l.ID) {
			continue
		}
		enter := func(column string, to lead.Value) { edits = append(edits, edit{r, column, to}) }
		switch n := w.rng.IntN(10); {
		case n == 0:
			enter(lead.ColStatus, lead.TextValue("In progress"))
			enter(lead.ColComment, lead.TextValue("called, "+l.Name+" will think about it"))
		case n < 3:
			enter(lead.ColStatus, lead.TextValue("Won"))
			enter(lead.ColValue, lead.NumberValue(float64(500+100*w.rng.IntN(50))))
		default:
			enter(lead.ColStatus, lead.TextValue("Unqualified"))
			enter(lead.ColRefusalReason, lead.TextValue([]string{"Too expensive", "No budget", "No response"}[w.rng.IntN(3)]))
		}
	}
	if err := w.office.visit(ctx, snap, edits); err != nil {
		return fmt.Errorf("people edit: %w", err)
	}
	w.office.mess(w.visits)
	return nil
}

// sleeps reports whether nobody ever ends a lead.
func (w *world) sleeps(id string) bool {
	n := 0
	for _, c := range id {
		n = n*31 + int(c)
	}
	return n*7919%1000 < w.sleepers
}

var ended = map[string]bool{"Won": true, "Unqualified": true}
