package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"leadsheet/mailin/dovecottest"
)

// binary is the program as a user would have it, built by the first story that asks.
func binary(t testing.TB) string {
	t.Helper()
	path := filepath.Join(os.Getenv(builds), "leadsheet.exe")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	made := filepath.Join(t.TempDir(), "leadsheet.exe") // tests run beside each other: a file that has the name is whole
	if out, err := exec.Command("go", "build", "-o", made, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	if err := os.Rename(made, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// installation is a folder with the built program, pointed at a real mail server.
type installation struct {
	t   testing.TB
	bin string
	dir string
	env []string

	sheet *sheet // where the workbook is a Google Sheet; nil for a local one
}

func install(t testing.TB, mail *dovecottest.Dovecot) *installation {
	in := &installation{t: t, bin: binary(t), dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(in.dir, "drop"), 0o755); err != nil {
		t.Fatal(err)
	}
	in.env = append(os.Environ(), "LEADSHEET_IMAP_ADDR="+mail.IMAPSAddr, "LEADSHEET_IMAP_SECURITY=tls",
		"LEADSHEET_IMAP_CA_FILE="+mail.CAFile, "LEADSHEET_IMAP_USER="+mail.User, "LEADSHEET_IMAP_PASSWORD="+mail.Password)
	return in
}

func (in *installation) command(args ...string) *exec.Cmd {
	cmd := exec.Command(in.bin, args...)
	cmd.Dir, cmd.Env = in.dir, in.env
	return cmd
}

func (in *installation) once() string {
	in.t.Helper()
	out, err := in.command("once").CombinedOutput()
	if err != nil {
		in.t.Fatalf("once: %v\n%s", err, out)
	}
	return string(out)
}

func (in *installation) book() string { return filepath.Join(in.dir, "leads.xlsx") }

// open opens the workbook as a second program, and reads a tab.
func (in *installation) open(tab string) (f *excelize.File, grid [][]string) {
	in.t.Helper()
	f, err := excelize.OpenFile(in.book())
	if err != nil {
		in.t.Fatal(err)
	}
	if grid, err = f.GetRows(tab); err != nil {
		in.t.Fatal(errors.Join(err, f.Close()))
	}
	return f, grid
}

// rows reads a tab with a second program's eyes, by column title.
func (in *installation) rows(tab string) []map[string]string {
	in.t.Helper()
	f, grid := in.open(tab)
	defer f.Close()
	var out []map[string]string
	for _, r := range grid[1:] {
		row := map[string]string{}
		for i, v := range r {
			if i < len(grid[0]) {
				row[grid[0][i]] = v
			}
		}
		if strings.Join(r, "") != "" {
			out = append(out, row)
		}
	}
	return out
}

func enquiry(i int) []byte {
	return fmt.Appendf(nil, "From: Customer %d <c%d@firm%d.example>\r\nTo: hello@studio.example\r\nSubject: Request %d\r\nMessage-ID: <m%d@firm.example>\r\n"+
		"Content-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\nplease send an offer for %d chairs.\r\n\r\nCustomer %d\r\n", i, i, i, i, i, i+2, i)
}

// mixed is the i-th message of a mailbox as it is in life, with what should become of it.
func mixed(i int) (raw []byte, outcome, email string) {
	head := fmt.Sprintf("To: hello@studio.example\r\nMessage-ID: <m%d@x.example>\r\nContent-Type: text/plain; charset=utf-8\r\n", i)
	switch i % 10 {
	case 0, 1, 2, 3, 4:
		return enquiry(i), "new lead", fmt.Sprintf("c%d@firm%d.example", i, i)
	case 5: // writes again
		raw = fmt.Appendf(nil, "From: c%d@firm%d.example\r\nSubject: Re: Request %d\r\nIn-Reply-To: <m%d@firm.example>\r\n%s\r\nOne more thing.\r\n", i-1, i-1, i-1, i-1, head)
		return raw, "added to", ""
	case 6:
		raw = fmt.Appendf(nil, "From: Weekly <news@paper.example>\r\nSubject: Issue %d\r\nList-Id: <w.paper.example>\r\nList-Unsubscribe: <https://p.example>\r\nPrecedence: bulk\r\n%s\r\nNews.\r\n", i, head)
		return raw, "ignored", ""
	case 7:
		raw = fmt.Appendf(nil, "From: Jo <jo%d@away.example>\r\nSubject: Automatic reply: hello\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <q@studio.example>\r\n%s\r\nAway.\r\n", i, head)
		return raw, "ignored", ""
	case 8: // a web form
		raw = fmt.Appendf(nil, "From: Site <wordpress@studio.example>\r\nReply-To: v%d@visitor%d.example\r\nSubject: Studio \"Contact form\"\r\nAuto-Submitted: auto-generated\r\n%s\r\n"+
			"Name: Visitor %d\r\nEmail: v%d@visitor%d.example\r\nPhone: +49 30 901820 %d\r\nMessage: A sign for our door.\r\n\r\n-- \r\nThis is a notification that a contact form was submitted on your website.\r\n", i, i, head, i, i, i, 100+i)
		return raw, "new lead", fmt.Sprintf("v%d@visitor%d.example", i, i)
	}
	// Formula-like text and an umlaut without a charset.
	raw = fmt.Appendf(nil, "From: \"=cmd|' /C calc'!A%d\" <f%d@formula%d.example>\r\nSubject: =1+1\r\nTo: hello@studio.example\r\nMessage-ID: <m%d@f.example>\r\n\r\n=HYPERLINK(\"http://x\") f\xc3\xbcr uns\r\n", i, i, i, i)
	return raw, "new lead", fmt.Sprintf("f%d@formula%d.example", i, i)
}

// A real mail server with 200 messages of every kind, two exports in the folder: one pass takes everything in,
// the next changes no byte.
func TestStoryTwoHundredMessagesAndTwoExports(t *testing.T) {
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	in := install(t, mail)
	start := time.Now().Add(-5 * time.Hour).Truncate(time.Second)
	var wantEmails []string
	wantOutcomes := map[string]int{}
	for i := range 200 {
		raw, outcome, email := mixed(i)
		mail.DeliverAt(raw, start.Add(time.Duration(i)*time.Minute))
		wantOutcomes[outcome]++
		if email != "" {
			wantEmails = append(wantEmails, email)
		}
	}
	for name, text := range map[string]string{
		"site.csv": "Submission ID,Name,Email,Message\n1,Ada,ada@one.example,A shed\n2,Bo,bo@one.example,-5 chairs\n",
		"fair.csv": "Zeitstempel;Name;E-Mail;Nachricht\n2026-11-20 10:00:00;J\xfcrgen;jw@two.example;T\xfcr\n",
	} {
		if err := os.WriteFile(filepath.Join(in.dir, "drop", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wantOutcomes["new lead"] += 3
	wantOutcomes["file read"] += 2 // one row sums up each export
	wantEmails = append(wantEmails, "ada@one.example", "bo@one.example", "jw@two.example")

	t.Log(in.once())
	before, err := os.ReadFile(in.book())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(in.once())
	after, err := os.ReadFile(in.book())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the second pass changed the workbook")
	}

	checkMixed(t, in.rows, wantOutcomes, wantEmails)
}

// checkMixed compares what became of the messages: rows reads a tab of whatever workbook they went to.
func checkMixed(t *testing.T, rows func(tab string) []map[string]string, wantOutcomes map[string]int, wantEmails []string) {
	t.Helper()
	gotOutcomes := map[string]int{}
	for _, r := range rows("Intake") {
		gotOutcomes[r["Outcome"]]++
	}
	if diff := cmp.Diff(wantOutcomes, gotOutcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	var gotEmails []string
	for _, r := range rows("Leads") {
		gotEmails = append(gotEmails, r["Email"])
		if r["ID"] == "" || r["Owner"] == "" || r["Status"] != "New lead" {
			t.Errorf("lead %v has no ID, owner or first status", r)
		}
	}
	sort.Strings(wantEmails)
	sort.Strings(gotEmails)
	if diff := cmp.Diff(wantEmails, gotEmails); diff != "" {
		t.Errorf("leads (-want +got):\n%s", diff)
	}
}

// Fifty runs, each killed at a random moment, while mail arrives and a person sorts, comments and deletes: Intake adds
// up, no lead is lost or doubled, no edit is gone.
func TestStoryKilledFiftyTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	in := install(t, mail)
	in.once()
	rnd := rand.New(rand.NewPCG(1, 50))
	p := &person{in: in, comments: map[string]string{}, deleted: map[string]bool{}}
	sent := 0
	for i := range 50 {
		for range 1 + rnd.IntN(3) {
			mail.Deliver(enquiry(sent))
			sent++
		}
		cmd := in.command("once")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		what := rnd.IntN(3)
		go func() {
			defer close(done)
			if i%2 == 0 {
				p.work(what)
			}
		}()
		timer := time.AfterFunc(time.Duration(rnd.IntN(900))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // mostly killed
		timer.Stop()
		<-done
		if p.err != nil {
			t.Fatal(p.err)
		}
	}
	for range 5 {
		if out := in.once(); strings.Contains(out, "Nothing new") {
			break
		}
	}

	checkKilled(t, in.rows, sent, p.comments, p.deleted)
	t.Logf("%d messages, %d comments, %d rows deleted", sent, len(p.comments), len(p.deleted))
}

// checkKilled says whether all that was sent is there once, but for what people deleted, with what people wrote.
func checkKilled(t *testing.T, rows func(tab string) []map[string]string, sent int, comments map[string]string, deleted map[string]bool) {
	t.Helper()
	keys := map[string]int{}
	for _, r := range rows("Intake") {
		keys[r["Key"]]++
	}
	for k, n := range keys {
		if n != 1 {
			t.Errorf("key %s has %d rows in Intake", k, n)
		}
	}
	if len(keys) != sent {
		t.Errorf("Intake has %d rows, %d messages were sent", len(keys), sent)
	}
	leads := map[string]int{}
	for _, r := range rows("Leads") {
		leads[r["Email"]]++
		if want, ok := comments[r["Email"]]; ok && r["Comment"] != want {
			t.Errorf("%s: comment %q, want %q", r["Email"], r["Comment"], want)
		}
	}
	for i := range sent {
		email, want := fmt.Sprintf("c%d@firm%d.example", i, i), 1
		if deleted[email] {
			want = 0
		}
		if leads[email] != want {
			t.Errorf("%s has %d rows, want %d", email, leads[email], want)
		}
	}
}

// person is somebody with another program: holds the lock file, reads, changes, saves a new file over the old.
type person struct {
	in       *installation
	n        int
	comments map[string]string // by the lead's mail address
	deleted  map[string]bool
	err      error
}

func (p *person) work(what int) {
	lock := filepath.Join(p.in.dir, ".~lock.leads.xlsx#")
	if p.err = os.WriteFile(lock, []byte(",Pat,desk,22.11.2026 05:24,file:///profile;"), 0o644); p.err != nil {
		return
	}
	defer os.Remove(lock)
	f, err := excelize.OpenFile(p.in.book())
	if err != nil {
		p.err = err
		return
	}
	defer f.Close()
	grid, err := f.GetRows("Leads", excelize.Options{RawCellValue: true})
	if err != nil || len(grid) < 3 {
		p.err = err
		return
	}
	email, comment := title(grid[0], "Email"), title(grid[0], "Comment")
	row := 1 + p.n%(len(grid)-1)
	p.n++
	who := grid[row][email]
	edits := map[string]string{}
	switch what {
	case 0:
		edits[who] = fmt.Sprintf("called %d", p.n)
		cell, _ := excelize.CoordinatesToCellName(comment+1, row+1)
		p.err = f.SetCellStr("Leads", cell, edits[who])
	case 1:
		p.err = f.RemoveRow("Leads", row+1)
	case 2: // sort, newest first: every row moves
		body := grid[1:]
		for i, r := range body {
			cell, _ := excelize.CoordinatesToCellName(1, len(body)+1-i)
			wide := make([]any, len(grid[0]))
			for j := range wide {
				wide[j] = ""
				if j < len(r) {
					wide[j] = r[j]
					if number, err := strconv.ParseFloat(r[j], 64); err == nil {
						wide[j] = number // dates stay dates
					}
				}
			}
			p.err = f.SetSheetRow("Leads", cell, &wide)
		}
	}
	if p.err != nil {
		return
	}
	tmp := filepath.Join(p.in.dir, "lu123.tmp.xlsx")
	if p.err = f.SaveAs(tmp); p.err != nil {
		return
	}
	if p.err = os.Rename(tmp, p.in.book()); p.err != nil {
		return
	}
	for k, v := range edits {
		p.comments[k] = v
	}
	if what == 1 {
		p.deleted[who] = true
		delete(p.comments, who)
	}
}

func title(header []string, name string) int {
	for i, h := range header {
		if h == name {
			return i
		}
	}
	return -1
}

// BenchmarkThousandMails is a first pass over a mailbox with 1,000 messages: one process, one workbook, one write for
// the layout and one for all that came in.
func BenchmarkThousandMails(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		mail := dovecottest.StartDovecot(b)
		in := install(b, mail)
		for i := range 1000 {
			mail.Deliver(enquiry(i))
		}
		b.StartTimer()
		if out := in.once(); !strings.Contains(out, "1000 new leads") {
			b.Fatal(out)
		}
	}
}
