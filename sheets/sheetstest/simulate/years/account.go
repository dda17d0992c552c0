package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/daemon/archive"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/idlecost"
)

// yearly are the figures as they were at the end of a year.
type yearly struct {
	day     string
	figures map[string]any
}

// account prints what a year has left, and checks it.
func (w *world) account(ctx context.Context, d *daemon.Daemon, year int) error {
	hot, away, err := w.places(ctx, d)
	if err != nil {
		return err
	}
	book, archived, err := w.office.cells()
	if err != nil {
		return err
	}
	wire, took, whole, err := w.poll(ctx)
	if err != nil {
		return err
	}
	memory, err := w.memory(ctx, d)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "year %d, until %s: %d leads came in, %d are in the workbook, %d in the archive\n", year+1,
		w.now.Format(time.DateOnly), w.expected, hot, away)
	fmt.Fprintf(w.out, "  idle poll %.2f MB on the wire, %.3f s of processor time; a whole read %.1f MB; %d full reads, "+
		"%d passes\n", float64(wire)/1e6, took.Seconds(), float64(whole)/1e6, w.reads, w.passes)
	fmt.Fprintf(w.out, "  memory: %s\n", memory)
	fmt.Fprintf(w.out, "  workbook: %s\n", sizes(book))
	if len(archived) > 0 {
		fmt.Fprintf(w.out, "  archive: %s\n", sizes(archived))
	}
	fmt.Fprintf(w.out, "  processor time of the year, emulator included: %.0f s, %.0f s of it for the archive\n",
		w.spent.Seconds(), w.archiving.Seconds())
	return errors.Join(w.comparePast(ctx, d), w.offerAgain(ctx, d))
}

// sizes are the sizes of tabs or files, the largest first.
func sizes(of map[string]int64) string {
	var total int64
	names := slices.SortedFunc(maps.Keys(of), func(a, b string) int {
		return cmp.Or(cmp.Compare(of[b], of[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, n := range names {
		total += of[n]
		parts = append(parts, fmt.Sprintf("%s %s", n, sheets.Grouped(of[n])))
	}
	return sheets.Grouped(total) + ": " + strings.Join(parts, ", ")
}

// places counts the leads in the workbook and in the archives, and finds those that stand nowhere or twice.
func (w *world) places(ctx context.Context, d *daemon.Daemon) (hot, away int, err error) {
	at := map[string]string{}
	look := func(place string, book sheets.Book) (n int, failed error) {
		snap, err := book.Read(ctx, lead.TabLeads, lead.TabActivity)
		if err != nil {
			return 0, err
		}
		leads := sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC)
		if place == "" {
			leads = archive.Visible(leads, sheets.Events(snap.Tabs[lead.TabActivity], time.UTC))
		}
		for _, l := range leads {
			if l.ID == "" {
				continue
			}
			if other, twice := at[l.ID]; twice {
				failed = errors.Join(failed, fmt.Errorf("%s stands in %q and in %q", l.ID, other, place))
			}
			at[l.ID] = place
			n++
		}
		return n, failed
	}
	if hot, err = look("", d.Book); err != nil {
		return 0, 0, err
	}
	for name, open := range w.office.archives() {
		book, err := open()
		if err != nil {
			return 0, 0, err
		}
		book.Expect(daemon.Layout(w.tables()))
		n, err := look(name, book)
		if errors.Is(err, sheets.ErrNoBook) {
			continue // nothing went there yet
		}
		if away += n; err != nil {
			return 0, 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	if hot+away != w.expected {
		return hot, away, fmt.Errorf("%d leads came in, and %d are there", w.expected, hot+away)
	}
	return hot, away, nil
}

// poll is what an idle pass of another process costs, on the wire and in processor time, and what its first read did.
func (w *world) poll(ctx context.Context) (wire int64, took time.Duration, whole int64, err error) {
	book, down, err := w.office.idle()
	if err != nil {
		return 0, 0, 0, err
	}
	defer book.Close()
	d := w.start(book)
	w.reads--
	before := w.now
	defer func() { w.now = before }()
	const polls = 5
	for i := range 4 + polls {
		if i == 4 {
			wire, took = down(), idlecost.CPU()
		}
		at := down()
		sum, err := d.Pass(ctx)
		if err != nil || sum.Wrote && i >= 4 {
			return 0, 0, 0, fmt.Errorf("an idle pass wrote %v: %w", sum.Wrote, err)
		}
		if whole = max(whole, down()-at); i < 3 {
			w.now = w.now.Add(15 * time.Second)
		}
	}
	return (down() - wire) / polls, (idlecost.CPU() - took) / polls, whole, nil
}

// memory says how large the packed memory is.
func (w *world) memory(ctx context.Context, d *daemon.Daemon) (string, error) {
	snap, err := d.Book.Read(ctx, lead.TabMemory)
	if err != nil {
		return "", err
	}
	t := snap.Tabs[lead.TabMemory]
	if t == nil {
		return "none", nil
	}
	n := 0
	for r := range t.Rows {
		n += len(t.At(r, t.Col(lead.ColContent)).String())
	}
	return fmt.Sprintf("%d cells, %s characters", len(t.Rows), sheets.Grouped(int64(n))), nil
}

// offerAgain offers all that ever came in once more, as a mailbox does whose messages were given new numbers and a form
// whose entries are all exported. Nothing may come in.
func (w *world) offerAgain(ctx context.Context, d *daemon.Daemon) error {
	w.mail.since = time.Time{}
	if err := w.site.export(time.Time{}); err != nil {
		return err
	}
	for range 20 {
		sum, err := d.Pass(ctx)
		if err != nil {
			return fmt.Errorf("old messages are offered again: %w", err)
		}
		if sum.Created > 0 {
			return fmt.Errorf("old messages are offered again: %d leads came of them, such as %+v", sum.Created, sum.Intake[0])
		}
		if !sum.More && !sum.Wrote {
			return nil
		}
		w.now = w.now.Add(15 * time.Second)
	}
	return errors.New("old messages are offered again: there is no end of passes")
}

// comparePast compares the figures of the ends of earlier years with what they were then.
func (w *world) comparePast(ctx context.Context, d *daemon.Daemon) error {
	for _, was := range w.figures {
		is, err := w.figuresOf(ctx, d, was.day)
		if err != nil {
			return err
		}
		if n, first := differences("", was.figures, is); n > 0 {
			fmt.Fprintf(w.out, "  as of %s: %d figures differ, such as %s\n", was.day, n, first)
		}
	}
	day := w.now.AddDate(0, 0, -1).Format(time.DateOnly)
	now, err := w.figuresOf(ctx, d, day)
	w.figures = append(w.figures, yearly{day, now})
	return err
}

func (w *world) figuresOf(ctx context.Context, d *daemon.Daemon, day string) (map[string]any, error) {
	doc, notes, err := d.LookAtFigures(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("figures as of %s: %w", day, err)
	}
	for _, n := range notes {
		fmt.Fprintf(w.out, "  as of %s: %s\n", day, n)
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	return out, json.Unmarshal(raw, &out)
}

// differences counts the figures that differ, and names the first.
func differences(at string, was, is any) (n int, first string) {
	a, ok := was.(map[string]any)
	b, same := is.(map[string]any)
	if !ok || !same {
		x, y := fmt.Sprint(was), fmt.Sprint(is)
		if x == y {
			return 0, ""
		}
		return 1, fmt.Sprintf("%s %.60s, now %.60s", at, x, y)
	}
	for _, k := range slices.Sorted(maps.Keys(a)) {
		more, text := differences(at+"/"+k, a[k], b[k])
		if n += more; first == "" {
			first = text
		}
	}
	return n, first
}
