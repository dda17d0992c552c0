package intake_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// handedIn is a colleague's mail with files attached.
func handedIn(subject string, files map[string]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "From: Anna <anna@studio.example>\r\nTo: hello@studio.example\r\nSubject: %s\r\nMessage-ID: <%s@studio.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nfor the sheet\r\n", subject, strings.ReplaceAll(subject, " ", ""))
	for _, name := range []string{"form.csv", "prices.csv", "old.zip"} {
		if text, ok := files[name]; ok {
			fmt.Fprintf(&b, "--b\r\nContent-Type: application/octet-stream; name=\"%s\"\r\nContent-Disposition: attachment; filename=\"%s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", name, name, base64.StdEncoding.EncodeToString([]byte(text)))
		}
	}
	b.WriteString("--b--\r\n")
	return []byte(b.String())
}

func TestMailExports_Mailbox(t *testing.T) {
	post := openPostOffice(t)
	m := post.source(nil)
	known := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}, Team: lead.Team{Addresses: []string{"anna@studio.example"}}}
	take := func() []lead.Inquiry {
		t.Helper()
		items, err := m.Collect(context.Background(), known)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(items, func(in lead.Inquiry) bool { return known.Keys[in.Key] })
	}
	deliver := func(raw []byte) {
		t.Helper()
		if err := post.server.Deliver("INBOX", raw, now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	deliver(handedIn("week one", map[string]string{"form.csv": head + entry(1, "Ada", "a shed") + entry(2, "Bob", "a fence"), "prices.csv": "Item,Price\nRoof,12\n", "old.zip": "PK\x03\x04broken"}))
	got := take()
	if again := take(); len(again) != len(got) {
		t.Fatalf("what is not stored yet comes again: %d, then %d", len(got), len(again))
	}
	i := slices.IndexFunc(got, func(in lead.Inquiry) bool { return in.Channel == lead.ByMail })
	if len(got) != 3 || i < 0 {
		t.Fatalf("%+v", got)
	}
	mail := got[i]
	for _, want := range []string{"form.csv was read: 2 rows: 2 new", "prices.csv does not look like the export of a form", "old.zip could not be read"} {
		if !strings.Contains(mail.Ignore, want) {
			t.Errorf("%q does not say %q", mail.Ignore, want)
		}
	}
	for _, in := range got {
		if in.Channel == lead.ByForm && (!strings.HasPrefix(in.Where, mail.Where+", file form.csv, row ") || in.Received.After(mail.Received)) {
			t.Errorf("%+v", in)
		}
		known.Keys[in.Key], known.Places[in.Where] = true, true
	}
	// The same export again with one row more, to a process that has just started.
	m = post.source(nil)
	deliver(handedIn("week two", map[string]string{"form.csv": head + entry(1, "Ada", "a shed") + entry(2, "Bob", "a fence") + entry(3, "Eve", "a roof")}))
	got = take()
	if len(got) != 2 || !slices.Equal(named(got), []string{"", "Eve"}) {
		t.Fatalf("%+v", got)
	}
}

// A saved message in the drop folder hands in its exports like one in the mailbox, once.
func TestMailExports_SavedMessages(t *testing.T) {
	f := newFolder(t)
	f.known.Team = lead.Team{Addresses: []string{"anna@studio.example"}}
	export := head + entry(1, "Ada", "a shed") + entry(2, "Bob", "a fence")
	f.put("week.eml", string(handedIn("week", map[string]string{"form.csv": export})))
	got := f.take()
	if len(got) != 3 || !slices.Equal(named(got), []string{"", "Ada", "Bob"}) {
		t.Fatalf("%+v", got)
	}
	if i := slices.IndexFunc(got, func(in lead.Inquiry) bool { return strings.Contains(in.Ignore, "form.csv was read: 2 rows: 2 new") }); i < 0 {
		t.Errorf("%+v", got)
	}
	f.restart()
	f.put("form.csv", export)
	if got := f.take(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// A colleague handed in an export a while ago, larger than a pass; backfill takes in all of it before it goes on.
func TestMailExports_Backfill(t *testing.T) {
	post := openPostOffice(t)
	form := head
	for n := 1; n <= 30; n++ {
		form += entry(n, fmt.Sprint("Customer ", n), "a shed")
	}
	for n, raw := range [][]byte{handedIn("long ago", map[string]string{"form.csv": form}), handedIn("later", nil)} {
		if err := post.server.Deliver("INBOX", raw, now.AddDate(0, 0, -9+n)); err != nil {
			t.Fatal(err)
		}
	}
	known := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}, Team: lead.Team{Addresses: []string{"anna@studio.example"}}, Zone: time.UTC}
	past := post.past(now.AddDate(0, 0, -20).Format(time.DateOnly), nil)
	var took []lead.Inquiry
	for passes := 0; passes == 0 || past.Left() > 0; passes++ {
		items, err := past.Collect(context.Background(), known)
		if err != nil || passes > 9 {
			t.Fatalf("pass %d: %v", passes, err)
		}
		items = slices.DeleteFunc(items, func(in lead.Inquiry) bool { return known.Keys[in.Key] })
		slices.SortStableFunc(items, func(a, b lead.Inquiry) int { return a.Received.Compare(b.Received) })
		items = items[:min(len(items), 7)] // what a pass has room for
		for _, in := range items {
			if took = append(took, in); !in.Past {
				t.Errorf("%s is not of the past", in.Where)
			}
			known.Keys[in.Key], known.Places[in.Where] = true, true
		}
		if err := past.Settle(context.Background(), items); err != nil {
			t.Fatal(err)
		}
	}
	if len(took) != 30+2 || past.Done() != 2 {
		t.Errorf("took in %d, %d messages done", len(took), past.Done())
	}
}

// A workbook that is put back to an older copy forgets mails. What was attached to them comes in again with them, in
// the process that had read them before as in a new one.
func TestMailExports_ComeInAgainWithTheirMail(t *testing.T) {
	post := openPostOffice(t)
	for _, raw := range [][]byte{
		handedIn("week one", map[string]string{"form.csv": head + entry(1, "Ada", "a shed") + entry(2, "Bob", "a fence")}),
		portfolio(3),
	} {
		if err := post.server.Deliver("INBOX", raw, now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	team := lead.Team{Addresses: []string{"anna@studio.example"}}
	collect := func(m *intake.Mailbox, known intake.Known) map[string]string {
		t.Helper()
		known.Team = team
		items, err := m.Collect(context.Background(), known)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, in := range items {
			if !known.Keys[in.Key] {
				out[in.Key] = in.Where + ": " + in.Ignore
			}
		}
		if err := m.Settle(context.Background(), items); err != nil {
			t.Fatal(err)
		}
		return out
	}
	nothing := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}}
	m := post.source(nil)
	first := collect(m, nothing)
	all := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}}
	for key := range first {
		all.Keys[key] = true
	}
	if got := collect(m, all); len(got) > 0 {
		t.Errorf("what is stored comes again: %q", got)
	}
	older := nothing
	older.SetBack = true
	if got := collect(m, older); !maps.Equal(got, first) {
		t.Errorf("after an older copy %q, want %q", got, first)
	}
	if got := collect(post.source(nil), older); !maps.Equal(got, first) {
		t.Errorf("in a new process %q, want %q", got, first)
	}
}
