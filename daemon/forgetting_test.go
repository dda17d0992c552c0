package daemon_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// saysOf are the cells of a tab that have one of the texts.
func (y *diary) saysOf(tab string, texts ...string) (found []string) {
	y.t.Helper()
	t := y.read(tab)
	if t == nil {
		return nil
	}
	for r := range t.Rows {
		for c := range t.Columns {
			for _, text := range texts {
				if strings.Contains(strings.ToLower(t.At(r, c).String()), strings.ToLower(text)) {
					found = append(found, fmt.Sprintf("%s/%s row %d: %s", tab, t.Columns[c], r, t.At(r, c)))
				}
			}
		}
	}
	return found
}

// figures is the report for programs, without its time.
func (y *diary) figures() string {
	y.t.Helper()
	doc, _, err := y.start().LookAtFigures(context.Background(), "")
	if err != nil {
		y.t.Fatal(err)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		y.t.Fatal(err)
	}
	return string(text)
}

// A person is erased everywhere; the lead stays in the figures, the old messages stay known, and a new one is a new lead.
func TestForget(t *testing.T) {
	for name, open := range desks {
		t.Run(name, func(t *testing.T) {
			y := newDiary(t, open(t))
			ada, more, other := mailed(1), mailed(2), mailed(3)
			ada.Name, ada.Email, ada.From = "Ada Quist", "ada@quist.example", "ada@quist.example"
			ada.Phone, ada.Need, ada.Company, ada.Subject = "030 1234567", "A desk for Ada Quist", "Quist Oak", "Oak desk"
			more.Name, more.Email, more.From, more.Need = ada.Name, ada.Email, ada.From, "And a chair for Quist, please"
			more.InReplyTo, more.Received = ada.MessageID, ada.Received.Add(time.Hour)
			record := lead.Inquiry{Key: "f:00112233445566778899aabb~_ty6AQIDobLDDckIZTUfLFVAAB7V5Xc", Channel: lead.ByForm,
				Kind: lead.ExportRow, Received: now.AddDate(0, -2, 0), Name: "Ada Quist", Email: "ada@quist.example",
				From: "Contact form", Need: "A shelf", Where: "file ada quist.csv, row 2"}
			y.source.items = []lead.Inquiry{ada, more, other, record}
			y.pass()
			leads := y.read(lead.TabLeads)
			for r := range leads.Rows {
				if leads.At(r, leads.Col(lead.ColName)).String() == "Ada Quist" {
					y.set(lead.TabLeads, r, lead.ColStatus, lead.TextValue("Won"))
					y.set(lead.TabLeads, r, lead.ColComment, lead.TextValue("Ada likes oak"))
					y.set(lead.TabLeads, r, lead.ColValue, lead.NumberValue(4500))
				}
			}
			y.pass()
			y.pass()
			before := y.figures()
			found, err := y.start().Forgetting().Look(context.Background(), "Ada@Quist.example")
			if err != nil || len(found.IDs) == 0 || len(found.Open) > 0 || found.Rows != 3 {
				t.Fatalf("%+v, %v", found, err)
			}
			done, err := y.start().Forgetting().Forget(context.Background(), "ada@quist.example")
			if err != nil || !slices.Equal(done.IDs, found.IDs) {
				t.Fatalf("%+v, %v", done, err)
			}
			if left := slices.Concat(y.saysOf(lead.TabLeads, "quist", "1234567", "oak", "shelf"), y.saysOf(lead.TabActivity,
				"quist", "1234567", "oak", "shelf", "chair for", "f:00112233445566778899aabb~"), y.saysOf(lead.TabIntake, "quist", "oak",
				"firm.example@", "f:00112233445566778899aabb~"), y.saysOf(lead.TabToday, "quist"), y.saysOf(lead.TabReport, "quist")); len(left) > 0 {
				t.Errorf("still there:\n%s", strings.Join(left, "\n"))
			}
			if after := y.figures(); after != before {
				t.Errorf("the figures changed:\n%s\n%s", before, after)
			}
			sum := y.pass()
			if len(sum.Intake) != 0 || sum.Created != 0 {
				t.Errorf("came in again: %+v", sum.Intake)
			}
			for _, e := range sheets.Events(y.read(lead.TabActivity), time.UTC) {
				if e.What == lead.Changed && e.Time.Equal(y.clock) {
					t.Errorf("taken for an edit: %+v", e)
				}
			}
			y.settled("after forgetting")
			if again, err := y.start().Forgetting().Forget(context.Background(), "ada@quist.example"); err != nil || !again.IsEmpty() {
				t.Errorf("a second time: %+v, %v", again, err)
			}
			back, copied := mailed(9), ada
			back.Name, back.Email, back.From, back.Received = ada.Name, ada.Email, ada.From, y.clock
			back.InReplyTo = ada.MessageID
			copied.Key, copied.Where = "k:copy", "other@team.example: INBOX:1:1"
			y.source.items = append(y.source.items, back, copied)
			sum = y.pass()
			if sum.Created != 1 || len(sum.Intake) != 2 {
				t.Errorf("%+v", sum.Intake)
			}
			for _, r := range sum.Intake {
				if r.Key == "k:copy" && r.From+r.Subject+r.MessageID != "" {
					t.Errorf("the copy says who it was: %+v", r)
				}
				if want := map[string]lead.Outcome{"k:9": lead.NewLead, "k:copy": lead.Duplicate}[r.Key]; r.Outcome != want {
					t.Errorf("%s: %s, want %s", r.Key, r.Outcome, want)
				}
			}
			if rest := y.saysOf(lead.TabLeads, "Customer 3"); len(rest) == 0 {
				t.Error("somebody else was erased")
			}
		})
	}
}

// Whoever waits is not forgotten, and neither is a colleague.
func TestForget_Refused(t *testing.T) {
	y := newDiary(t, localDesk(t))
	y.pass()
	if _, err := y.start().Forgetting().Forget(context.Background(), inquiry(2).Email); err == nil ||
		!strings.Contains(err.Error(), "[L-1002] has not ended") {
		t.Errorf("%v", err)
	}
	if _, err := y.start().Forgetting().Forget(context.Background(), "nonsense"); err == nil {
		t.Error("no error for what is no address")
	}
	if done, err := y.start().Forgetting().Forget(context.Background(), "nobody@nowhere.example"); err != nil || !done.IsEmpty() {
		t.Errorf("%+v, %v", done, err)
	}
	if len(y.saysOf(lead.TabLeads, "Customer 2")) == 0 {
		t.Error("erased all the same")
	}
}

// stumbling fails at the n-th write from now, before or after it is stored.
type stumbling struct {
	sheets.Book
	left  int
	after bool
}

var errStumbled = errors.New("the process was killed")

func (b *stumbling) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	if b.left--; b.left == 0 && !b.after {
		return nil, errStumbled
	}
	res, err := b.Book.Commit(ctx, snap, batch)
	if b.left == 0 {
		return nil, errStumbled
	}
	return res, err
}

// What was interrupted at any write is finished by the next run, also with a leadsheet at work in between, and nothing of
// it is taken for an edit.
func TestForget_Interrupted(t *testing.T) {
	for _, c := range []struct {
		desk  string
		write int
		after bool
	}{{"local", 1, true}, {"local", 2, false}, {"google", 1, true}, {"google", 3, false}} {
		t.Run(fmt.Sprint(c.desk, c.write, c.after), func(t *testing.T) {
			y := newDiary(t, desks[c.desk](t))
			q := mailed(1)
			q.Name, q.Email, q.From, q.Need = "Ada Quist", "ada@quist.example", "ada@quist.example", "An oak desk"
			y.source.items = []lead.Inquiry{q, mailed(2)}
			y.pass()
			leads := y.read(lead.TabLeads)
			for r := range leads.Rows {
				y.set(lead.TabLeads, r, lead.ColStatus, lead.TextValue("Won"))
			}
			y.pass()
			d := y.start()
			d.Book = &stumbling{d.Book, c.write, c.after}
			if _, err := d.Forgetting().Forget(context.Background(), "ada@quist.example"); !errors.Is(err, errStumbled) {
				t.Fatalf("%v", err)
			}
			y.pass() // another leadsheet finds it as it is
			if _, err := y.start().Forgetting().Forget(context.Background(), "ada@quist.example"); err != nil {
				t.Fatal(err)
			}
			if left := slices.Concat(y.saysOf(lead.TabLeads, "quist", "oak"), y.saysOf(lead.TabActivity, "quist", "oak"),
				y.saysOf(lead.TabIntake, "quist")); len(left) > 0 {
				t.Errorf("still there:\n%s", strings.Join(left, "\n"))
			}
			if sum := y.pass(); len(sum.Intake) > 0 {
				t.Errorf("came in again: %+v", sum.Intake)
			}
			for _, e := range sheets.Events(y.read(lead.TabActivity), time.UTC) {
				if e.What == lead.Changed && e.Column != lead.ColStatus {
					t.Errorf("taken for an edit: %+v", e)
				}
			}
		})
	}
}

// Somebody types into the person's row, and takes in a row of their own, while the person is forgotten.
func TestForget_WhilePeopleEdit(t *testing.T) {
	for name, open := range desks {
		t.Run(name, func(t *testing.T) {
			y := newDiary(t, open(t))
			q := mailed(1)
			q.Name, q.Email, q.From, q.Need = "Ada Quist", "ada@quist.example", "ada@quist.example", "An oak desk"
			y.source.items = []lead.Inquiry{mailed(2), q, mailed(3)}
			y.pass()
			leads := y.read(lead.TabLeads)
			row := func(name string) int {
				t := y.read(lead.TabLeads)
				return slices.IndexFunc(t.Rows, func(r []sheets.Cell) bool { return r[t.Col(lead.ColName)].String() == name })
			}
			for r := range leads.Rows {
				y.set(lead.TabLeads, r, lead.ColStatus, lead.TextValue("Won"))
			}
			y.pass()
			others := y.saysOf(lead.TabLeads, "Customer")
			d := y.start()
			typed := 0
			d.Book = &interrupted{d.Book, func() {
				if at := row("Ada Quist"); at >= 0 && typed < 2 {
					typed++
					y.set(lead.TabLeads, at, lead.ColComment, lead.TextValue(fmt.Sprint("Ada called again, ", typed)))
				}
			}}
			if _, err := d.Forgetting().Forget(context.Background(), "ada@quist.example"); err != nil {
				t.Fatal(err)
			}
			if typed == 0 {
				t.Error("nobody has typed anything")
			}
			if left := slices.Concat(y.saysOf(lead.TabLeads, "quist", "oak", "Ada called"), y.saysOf(lead.TabActivity, "quist", "oak",
				"Ada called")); len(left) > 0 {
				t.Errorf("still there:\n%s", strings.Join(left, "\n"))
			}
			if now := y.saysOf(lead.TabLeads, "Customer"); len(now) != len(others) {
				t.Errorf("others were touched:\n%v\n%v", others, now)
			}
		})
	}
}

// interrupted lets somebody do something before each write.
type interrupted struct {
	sheets.Book
	somebody func()
}

func (b *interrupted) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	b.somebody()
	return b.Book.Commit(ctx, snap, batch)
}

// A person whose leads went to the archive is forgotten there, and in what is remembered: whoever writes again is
// somebody new, the old messages stay known, and others are known as before.
func TestForget_ArchivedPersonIsSomebodyNew(t *testing.T) {
	for name, open := range desks {
		t.Run(name, func(t *testing.T) {
			y := archivedYears(t, open)
			first, second := y.source.items[0], y.source.items[1]
			book := y.archives[slices.Collect(maps.Keys(y.archives))[0]].open()
			desk := y.process(2).Forgetting()
			found, err := desk.Look(t.Context(), first.Email)
			if err != nil || found.IsEmpty() || !found.Remembered {
				t.Fatalf("%+v, %v", found, err)
			}
			reads := &countingReads{Book: desk.Book}
			desk.Book = reads
			if _, err := desk.Forget(t.Context(), first.Email); err != nil {
				t.Fatal(err)
			}
			before := reads.n
			if done, err := desk.ForgetInArchive(t.Context(), book, first.Email); err != nil || len(done.IDs) != 1 {
				t.Fatalf("%+v, %v", done, err)
			}
			if name == "google" && reads.n > before+3 {
				t.Errorf("the workbook was read %d times for its archive", reads.n-before)
			}
			if found, err := y.process(2).Forgetting().Look(t.Context(), first.Email); err != nil || !found.IsEmpty() {
				t.Fatalf("%+v, %v", found, err)
			}
			y.settle(y.process(2)) // the old messages are offered still
			for n, q := range map[int]lead.Inquiry{20: first, 21: second} {
				q.Key, q.Where, q.InReplyTo, q.MessageID = fmt.Sprint("k:", n), fmt.Sprint("INBOX:1:", n), q.MessageID,
					fmt.Sprint(n, "@firm.example")
				q.Received = y.now
				y.source.items = append(y.source.items, q)
			}
			y.settle(y.process(2))
			earlier := map[string]string{}
			for _, l := range sheets.Leads(tabsOf(t, y.desk).Tabs[lead.TabLeads], time.UTC) {
				earlier[l.Email] += l.Earlier
			}
			if earlier[first.Email] != "" || earlier[second.Email] != "L-1002 (archived)" {
				t.Errorf("Earlier leads says %q", earlier)
			}
			if n := len(tabsOf(t, y.desk).Tabs[lead.TabLeads].Rows); n != 5 {
				t.Errorf("%d leads are there, want the three that stayed and two that are new", n)
			}
		})
	}
}

// countingReads counts how often the workbook is read.
type countingReads struct {
	sheets.Book
	n int
}

func (b *countingReads) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	b.n++
	return b.Book.Read(ctx, tabs...)
}
