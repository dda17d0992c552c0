package packed_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/intake/ledger"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
)

var day = time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC)

// mail is the n-th mail of a mailbox, with the lead that it made.
func mail(n int) *lead.IntakeRow {
	return &lead.IntakeRow{Received: day.Add(time.Duration(n) * time.Hour), Channel: lead.ByMail,
		From: fmt.Sprintf("visitor%d@visitor.example", n), Subject: "Roof", Outcome: lead.NewLead,
		Lead: fmt.Sprintf("L-%d", 1000+n), Where: fmt.Sprintf("INBOX:7:%d", n),
		Key: ledger.OfMessage(fmt.Appendf(nil, "mail %d", n)).String(), MessageID: fmt.Sprintf("%d@visitor.example", n)}
}

// record is the n-th record of a form.
func record(n int) *lead.IntakeRow {
	s := ledger.NewSuffix(ledger.Facts{PersonDay: fmt.Sprintf("%06x", n), Inquiry: &lead.Inquiry{Name: "Ada"}})
	key := ledger.ParseKey(fmt.Sprintf("f:%024x", n)).With(s).String()
	return &lead.IntakeRow{Received: day, Channel: lead.ByForm, Outcome: lead.NewLead, Lead: fmt.Sprintf("L-%d", n),
		Where: fmt.Sprintf("file a.csv, row %d", n), Key: key}
}

func filled(t testing.TB, rows ...*lead.IntakeRow) *packed.Memory {
	t.Helper()
	m := packed.New(packed.Salt{1, 2, 3})
	for _, r := range rows {
		if err := m.AddRow(r); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// again is a memory as another process reads it, from a tab that people have sorted.
func again(t testing.TB, m *packed.Memory) *packed.Memory {
	t.Helper()
	cells := m.Cells()
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	out := packed.Decode(cells)
	if err := out.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// What was packed is known again; what was not is not.
func TestMemory_Knows(t *testing.T) {
	m := again(t, filled(t, mail(1), mail(2), mail(4), record(77)))
	edited := ledger.ParseKey(record(77).Key).Own() + "~" + strings.Repeat("x", 31)
	for text, want := range map[string]bool{mail(1).Key: true, mail(3).Key: false, record(77).Key: true, edited: true,
		record(78).Key: false, "": false} {
		if got := m.Key(text); got != want {
			t.Errorf("key %q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{"INBOX:7:1": true, "INBOX:7:2": true, "INBOX:7:3": false, "INBOX:7:4": true,
		"INBOX:8:1": false, "Inbox:7:1": false, "a@b.example: INBOX:7:1": false, "INBOX:7:5": false, "": false,
		"file a.csv, row 77": false, ":7:1": false, "INBOX:7:x": false} {
		if got := m.Place(text); got != want {
			t.Errorf("place %q: %v", text, got)
		}
	}
	for _, c := range []struct {
		change func(r *lead.IntakeRow)
		want   []packed.Mail
	}{
		{func(*lead.IntakeRow) {}, []packed.Mail{{Lead: "L-1002", Copy: true}}},
		{func(r *lead.IntakeRow) { r.Received = r.Received.Add(9 * time.Minute) }, []packed.Mail{{Lead: "L-1002", Copy: true}}},
		{func(r *lead.IntakeRow) { r.Received = r.Received.Add(-9 * time.Minute) }, []packed.Mail{{Lead: "L-1002", Copy: true}}},
		{func(r *lead.IntakeRow) { r.Received = r.Received.Add(time.Hour) }, []packed.Mail{{Lead: "L-1002"}}},
		{func(r *lead.IntakeRow) { r.From = "other@visitor.example" }, []packed.Mail{{Lead: "L-1002"}}},
		{func(r *lead.IntakeRow) { r.Subject = "Door" }, []packed.Mail{{Lead: "L-1002"}}},
		{func(r *lead.IntakeRow) { r.MessageID = "3@visitor.example" }, nil},
		{func(r *lead.IntakeRow) { r.MessageID = "" }, nil},
	} {
		r := mail(2)
		if c.change(r); !slices.Equal(m.Mails(r), c.want) {
			t.Errorf("%+v: %+v", r, m.Mails(r))
		}
	}
	if s, _ := ledger.ParseKey(record(77).Key).Suffix(); !m.PersonDay(s.PersonDay) || m.PersonDay(ledger.NoPerson()) {
		t.Error("the person and the day of the record are not known, or those of nobody are")
	}
	if m.HighestID() != 1004 || m.Rows() != 4 || !m.Until().Equal(mail(4).Received) || m.HighestUID("INBOX", 7) != 4 ||
		m.HighestUID("INBOX", 8) != 0 {
		t.Errorf("highest %d, %d rows, until %s", m.HighestID(), m.Rows(), m.Until())
	}
}

// A contact is known by address and by number, with what was said of it.
func TestMemory_Contacts(t *testing.T) {
	m := packed.New(packed.Salt{9})
	ada := lead.Contact{Name: "Ada", Email: "Ada@Query.example", Phone: "030 1234567"}
	for _, id := range []string{"L-7", "L-9", "L-8", "L-9"} {
		if err := m.AddContact(id, ada, "DE", 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.AddContact("", lead.Contact{Email: "no@spam.example"}, "DE", packed.NoLead); err != nil {
		t.Fatal(err)
	}
	m = again(t, m)
	got := m.Person(lead.Contact{Email: "ada@query.example", Phone: "+49 30 1234567"}, "DE")
	if want := []string{"L-9", "L-8", "L-7"}; !slices.Equal(got.ByAddress, want) || !slices.Equal(got.ByNumber, want) ||
		got.Flags != 0 {
		t.Errorf("%+v", got)
	}
	got = m.Person(lead.Contact{Email: "no@spam.example", Phone: "030 7654321"}, "DE")
	if got.ByAddress != nil || got.ByNumber != nil || got.Flags != packed.NoLead {
		t.Errorf("%+v", got)
	}
	if m.HighestID() != 9 {
		t.Errorf("highest %d", m.HighestID())
	}
}

// Of somebody who is forgotten no lead, no day and no edit is remembered; but the message stays known.
func TestMemory_Forgotten(t *testing.T) {
	m := packed.New(packed.Salt{1})
	for _, r := range []*lead.IntakeRow{mail(1), record(5)} {
		if err := m.AddForgotten(r); err != nil {
			t.Fatal(err)
		}
	}
	m = again(t, m)
	s, _ := ledger.ParseKey(record(5).Key).Suffix()
	if !m.Key(mail(1).Key) || !m.Key(record(5).Key) || !m.Place(mail(1).Where) || m.PersonDay(s.PersonDay) ||
		m.HighestID() != 0 || m.Rows() != 0 {
		t.Errorf("%d rows, highest %d", m.Rows(), m.HighestID())
	}
	if got := m.Mails(mail(1)); !slices.Equal(got, []packed.Mail{{Copy: true}}) {
		t.Errorf("%+v", got)
	}
}

// A crash between the archive and the workbook repeats what was done: adding again changes nothing.
func TestMemory_AddingAgainAddsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := packed.New(packed.Salt{1})
		order := rapid.SliceOfN(rapid.IntRange(1, 60), 1, 80).Draw(t, "rows")
		seen := map[int]bool{}
		for _, n := range order {
			r := mail(n)
			if n%3 == 0 {
				r = record(n)
			}
			if err := m.AddRow(r); err != nil {
				t.Fatal(err)
			}
			seen[n] = true
			if rapid.Bool().Draw(t, "another process") {
				m = packed.Decode(m.Cells())
			}
		}
		before := m.Cells()
		for _, n := range order {
			r := mail(n)
			if n%3 == 0 {
				r = record(n)
			}
			if err := m.AddRow(r); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(before, m.Cells()) || m.Rows() != len(seen) {
			t.Fatalf("%d rows of %d", m.Rows(), len(seen))
		}
		for n := 1; n <= 60; n++ {
			if m.Key(mail(n).Key) != (seen[n] && n%3 != 0) || m.Key(record(n).Key) != (seen[n] && n%3 == 0) ||
				m.Place(mail(n).Where) != (seen[n] && n%3 != 0) {
				t.Fatalf("row %d, packed %v", n, seen[n])
			}
		}
	})
}

// Only the last part and the head change when something is added, however much there is.
func TestMemory_GrowsAtTheEnd(t *testing.T) {
	m := packed.New(packed.Salt{1})
	var before []packed.Cell
	for n := 1; n <= 6000; n++ {
		if err := m.AddRow(mail(n)); err != nil {
			t.Fatal(err)
		}
		if n%500 == 0 {
			m = again(t, m)
			cells := m.Cells()
			changed := 0
			for _, c := range cells {
				if len(c.Text) > packed.MaxCell {
					t.Fatalf("a cell of %d characters", len(c.Text))
				}
				if !slices.Contains(before, c) {
					changed++
				}
			}
			if changed > 3 {
				t.Fatalf("%d of %d cells changed", changed, len(cells))
			}
			before = cells
		}
	}
}

// How much room a fifth of 100,000 rows takes: docs/decisions/packed-memory.md has the figures of all.
func TestMemory_Size(t *testing.T) {
	const rows = 20_000
	m := packed.New(packed.Salt{1})
	for n := 1; n <= rows; n++ {
		r := mail(n)
		if n%5 == 0 {
			r.Where = fmt.Sprintf("INBOX:7:%d", 2_000_000+3*n) // among others that stay
		}
		if err := m.AddRow(r); err != nil {
			t.Fatal(err)
		}
		if err := m.AddContact(r.Lead, lead.Contact{Email: r.From}, "DE", 0); err != nil {
			t.Fatal(err)
		}
	}
	cells, size := m.Cells(), 0
	for _, c := range cells {
		size += len(c.Text)
	}
	t.Logf("%d mails of as many contacts: %d cells, %d characters", rows, len(cells), size)
	if len(cells) > 37 {
		t.Errorf("%d cells", len(cells))
	}
	if out := packed.Decode(cells); out.Err() != nil || out.Rows() != rows || !out.Key(mail(rows-1).Key) {
		t.Errorf("%v, %d rows", out.Err(), out.Rows())
	}
}

// Whatever happens to a cell is noticed, and nothing old counts as new then.
func TestMemory_Damage(t *testing.T) {
	var rows []*lead.IntakeRow
	for n := 1; n <= 3000; n++ {
		rows = append(rows, mail(n))
	}
	whole := filled(t, rows...).Cells()
	if len(whole) < 4 {
		t.Fatalf("%d cells", len(whole))
	}
	later := rows[len(rows)-1].Received.Add(time.Second)
	for name, c := range map[string]struct {
		harm     func(cells []packed.Cell) []packed.Cell
		sureNow  bool // what arrives now is sure to be new
		isHarmed bool
	}{
		"nothing":      {func(c []packed.Cell) []packed.Cell { return c }, true, false},
		"sorted":       {func(c []packed.Cell) []packed.Cell { slices.Reverse(c); return c }, true, false},
		"a row twice":  {func(c []packed.Cell) []packed.Cell { return append(c, c[0], c[1]) }, true, false},
		"a note":       {func(c []packed.Cell) []packed.Cell { return append(c, packed.Cell{Name: "me", Text: "hi"}) }, true, false},
		"line ends":    {func(c []packed.Cell) []packed.Cell { c[1].Text += " \r\n"; return c }, true, false},
		"renamed":      {func(c []packed.Cell) []packed.Cell { c[1].Name = "mine"; return c }, true, false},
		"a letter":     {func(c []packed.Cell) []packed.Cell { c[2].Text = c[2].Text[:99] + "~" + c[2].Text[100:]; return c }, true, true},
		"cut off":      {func(c []packed.Cell) []packed.Cell { c[2].Text = c[2].Text[:900]; return c }, true, true},
		"emptied":      {func(c []packed.Cell) []packed.Cell { c[3].Text = ""; return c }, true, true},
		"a row gone":   {func(c []packed.Cell) []packed.Cell { return slices.Delete(c, 1, 2) }, true, true},
		"head gone":    {func(c []packed.Cell) []packed.Cell { return c[1:] }, false, true},
		"head changed": {func(c []packed.Cell) []packed.Cell { c[0].Text += "A"; return c }, false, true},
		"head alone":   {func(c []packed.Cell) []packed.Cell { return c[:1] }, true, true},
		"lower case":   {func(c []packed.Cell) []packed.Cell { c[2].Text = strings.ToLower(c[2].Text); return c }, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			m := packed.Decode(c.harm(slices.Clone(whole)))
			if (m.Err() != nil) != c.isHarmed || c.isHarmed && !errors.Is(m.Err(), packed.ErrDamaged) {
				t.Fatalf("%v", m.Err())
			}
			if m.Sure(later) != c.sureNow {
				t.Errorf("sure of what arrives now: %v", m.Sure(later))
			}
			for _, r := range rows {
				if !m.Key(r.Key) && m.Sure(r.Received) {
					t.Fatalf("%s came in and counts as new", r.Where)
				}
			}
			if c.isHarmed && (m.AddRow(mail(9999)) == nil || m.Cells() != nil) {
				t.Error("what is damaged is written over")
			}
		})
	}
}

// Two copies of a workbook began with different salts: what either packed is known.
func TestMemory_TwoSalts(t *testing.T) {
	one := filled(t, mail(1))
	two := packed.New(packed.Salt{7})
	if err := two.AddRow(mail(2)); err != nil {
		t.Fatal(err)
	}
	m := packed.Decode(append(one.Cells(), two.Cells()...))
	if m.Err() != nil || !m.Key(mail(1).Key) || !m.Key(mail(2).Key) || m.Key(mail(3).Key) {
		t.Errorf("%v", m.Err())
	}
}

// Nothing that anybody writes into the tab ends the process, and no text but what was written is taken for it.
func FuzzDecode(f *testing.F) {
	m := packed.New(packed.Salt{1})
	_ = m.AddRow(mail(1))
	_ = m.AddContact("L-7", lead.Contact{Email: "a@b.example"}, "DE", packed.DoNotContact)
	cells := m.Cells()
	f.Add(cells[0].Text, cells[1].Text)
	f.Add(cells[1].Text, "leadsheet.")
	f.Add("", "=1+1")
	f.Fuzz(func(t *testing.T, head, text string) {
		m := packed.Decode([]packed.Cell{{Name: "head", Text: head}, {Name: "1", Text: text}})
		m.Key("m:1")
		m.Place("INBOX:7:1")
		m.Mails(mail(1))
		if m.Err() != nil && m.AddRow(mail(2)) == nil {
			t.Error("something was added to a memory that is damaged")
		}
	})
}
