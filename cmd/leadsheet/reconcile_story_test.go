package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"leadsheet/cmd/leadsheet/account"
	"leadsheet/mailin/mailtest"
)

// withMail points an installation at a mail server in memory.
func (in *installation) withMail() *mailtest.Memory {
	in.t.Helper()
	server, err := mailtest.NewMemory("hello@studio.example", "s3cret-word")
	if err != nil {
		in.t.Fatal(err)
	}
	in.t.Cleanup(func() { _ = server.Close() })
	in.env = append(in.env, "LEADSHEET_IMAP_ADDR="+server.Addr(), "LEADSHEET_IMAP_SECURITY=none",
		"LEADSHEET_IMAP_USER=hello@studio.example", "LEADSHEET_IMAP_PASSWORD=s3cret-word")
	return server
}

// reconcile runs the program's account, which must end with that code, and returns what it printed.
func (in *installation) reconcile(code int, args ...string) (out, said string) {
	in.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := in.command(append([]string{"reconcile"}, args...)...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		in.t.Fatal(err)
	}
	if got != code {
		in.t.Fatalf("reconcile %v: exit code %d, want %d\n%s%s", args, got, code, &stdout, &stderr)
	}
	return stdout.String(), stderr.String()
}

// deleteRow deletes the row whose cell in a column holds a text, as a person does.
func (in *installation) deleteRow(tab, column, text string) {
	in.t.Helper()
	if in.sheet == nil {
		if err := deleteBookRow(in.book(), tab, column+"="+text); err != nil {
			in.t.Fatal(err)
		}
		return
	}
	n := slices.IndexFunc(in.table(tab), func(r map[string]string) bool { return r[column] == text })
	if n < 0 {
		in.t.Fatalf("no row of %s has %s %q", tab, column, text)
	}
	in.sheet.People(in.t.Fatalf).DeleteRows(tab, n+1, 1)
}

// state is everything that an account must not change: the workbook, the files, the unread messages.
func (in *installation) state(server *mailtest.Memory) string {
	in.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(in.dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		fmt.Fprintln(&b, path, info.Size(), info.ModTime())
		return err
	})
	if err != nil {
		in.t.Fatal(err)
	}
	if in.sheet != nil {
		fmt.Fprintln(&b, in.sheet.server.Counts().Writes)
	}
	if server != nil {
		fmt.Fprintln(&b, unseen(in.t, server))
	}
	return b.String()
}

// unseen is how many messages of the inbox nobody has read.
func unseen(t testing.TB, server *mailtest.Memory) uint32 {
	t.Helper()
	client, err := imapclient.DialInsecure(server.Addr(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Login("hello@studio.example", "s3cret-word").Wait(); err != nil {
		t.Fatal(err)
	}
	status, err := client.Status("INBOX", &imap.StatusOptions{NumUnseen: true}).Wait()
	if err != nil || status.NumUnseen == nil {
		t.Fatal(err)
	}
	return *status.NumUnseen
}

// Fifty messages came in, and one row of Intake is gone: the account names the message, changes nothing, and the next
// pass takes it in.
func TestStoryReconcileNamesTheMessageWithoutARow(t *testing.T) {
	both(t, func(t *testing.T, in *installation) {
		server := in.withMail()
		began := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
		for i := range 50 {
			raw, _, _ := mixed(i)
			if err := server.Deliver("INBOX", raw, began.Add(time.Duration(i)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		in.run("once")
		out, _ := in.reconcile(0)
		if !strings.Contains(out, "Mailbox INBOX: 50 received, 50 accounted for, 0 without a row\n") {
			t.Errorf("all is there, and it says\n%s", out)
		}
		for _, uid := range []string{":1", ":21", ":50"} {
			rows := in.table("Intake")
			at := slices.IndexFunc(rows, func(r map[string]string) bool { return strings.HasSuffix(r["Where"], uid) })
			where, subject := rows[at]["Where"], rows[at]["Subject"]
			in.deleteRow("Intake", "Where", where)
			before := in.state(server)
			out, said := in.reconcile(1)
			for _, want := range []string{"Mailbox INBOX: 50 received, 49 accounted for, 1 without a row\n",
				"no row: " + where + ", 2026-11-20 ", fmt.Sprintf(", %q\n", subject)} {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q\n%s", want, out)
				}
			}
			if !strings.Contains(said, "1 without a row in the tab Intake, see above: run leadsheet once") {
				t.Errorf("it says %s", said)
			}
			if after := in.state(server); after != before {
				t.Errorf("it changed something:\n%s\nbecame\n%s", before, after)
			}
			in.run("once")
			in.reconcile(0)
		}
	})
}

// What has just come waits for the next pass, what was there before leadsheet began is not to be taken in, and neither is
// missing. A day bounds the account, and programs read it as JSON.
func TestStoryReconcileTellsApartWhatIsNotMissing(t *testing.T) {
	t.Parallel()
	in := offline(t)
	server := in.withMail()
	deliver := func(i int, at time.Time) {
		t.Helper()
		if err := server.Deliver("INBOX", enquiry(i), at); err != nil {
			t.Fatal(err)
		}
	}
	in.env = append(in.env, "LEADSHEET_IMAP_SINCE=start")
	if _, said := in.reconcile(2); !strings.Contains(said, "run leadsheet once first") {
		t.Errorf("without a workbook it says %s", said)
	}
	for i := range 3 {
		deliver(i, time.Now().AddDate(0, 0, -10))
	}
	in.run("once")
	deliver(3, time.Now().AddDate(0, 0, -2))
	in.run("once")
	deliver(3, time.Now().Add(-time.Hour)) // the same message once more
	deliver(4, time.Now())
	out, _ := in.reconcile(0)
	for _, want := range []string{"Mailbox INBOX: 3 received, 2 accounted for, 0 without a row, 1 waiting\n",
		"1 new lead, 1 the same once more\n", "besides, 3 not to be taken in", "1 waiting for the next pass: newer than 2"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q\n%s", want, out)
		}
	}
	out, _ = in.reconcile(1, "--grace", "0s")
	if !strings.Contains(out, "3 received, 2 accounted for, 1 without a row\n") {
		t.Errorf("without grace it says\n%s", out)
	}
	out, _ = in.reconcile(0, "--json", "--since", time.Now().AddDate(0, 0, -1).Format(time.DateOnly))
	var all account.Document
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	if all.Received != 2 || all.Accounted != 1 || all.WithoutRow != 0 || all.Waiting != 1 || len(all.Sources) != 2 {
		t.Errorf("since yesterday: %s", out)
	}
	if _, said := in.reconcile(2, "--since", "yesterday"); !strings.Contains(said, "2026-01-31") {
		t.Errorf("a wrong day: %s", said)
	}

	// A mail server that is down: the files are compared, and the code says that not all was.
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	out, said := in.reconcile(1)
	if !strings.Contains(out, "Drop folder: 0 received") || !strings.Contains(out, "known from the tab Intake alone") ||
		!strings.Contains(said, "leadsheet: mailbox: ") {
		t.Errorf("with the server down it says\n%s%s", out, said)
	}
}

// Stored messages are moved to another folder. One whose row is gone is found there, and an older one that somebody keeps
// in that folder is not asked for.
func TestStoryReconcileLooksWhereMessagesWereMoved(t *testing.T) {
	t.Parallel()
	in := offline(t)
	server := in.withMail()
	in.env = append(in.env, "LEADSHEET_IMAP_AFTER=move:Done")
	day := func(n int) time.Time { return time.Now().AddDate(0, 0, -n) }
	for i, at := range []time.Time{day(60), day(4), day(3)} {
		folder := "INBOX"
		if i == 0 {
			folder = "Done"
		}
		if err := server.Deliver(folder, enquiry(i), at); err != nil {
			t.Fatal(err)
		}
	}
	in.run("once")
	out, _ := in.reconcile(0)
	if !strings.Contains(out, "Mailbox INBOX: 2 received, 2 accounted for, 0 without a row\n") || strings.Contains(out, "not in the folder") {
		t.Errorf("it says\n%s", out)
	}
	in.deleteRow("Intake", "Subject", "Request 2")
	out, said := in.reconcile(1)
	if !strings.Contains(out, "Mailbox Done: 1 received, 0 accounted for, 1 without a row\n") || !strings.Contains(out, "no row: Done:") ||
		!strings.Contains(said, "move the message or the file back") {
		t.Errorf("it says\n%s%s", out, said)
	}
}

// The responses of a form are compared like everything else. A spreadsheet that cannot be read is an error: nobody knows
// what stands in it.
func TestStoryReconcileReadsTheResponsesOfAForm(t *testing.T) {
	t.Parallel()
	in := offline(t)
	in.sheet = in.onGoogle()
	doc, other := in.sheet.server.Create("Roof enquiries"), in.sheet.server.Create("Not ours")
	doc.People(t.Fatalf).AddTab("Form responses")
	answered(t, in.sheet.server, doc.ID(), "'Form responses'!A1",
		[]any{"Timestamp", "Email Address", "Your name", "What do you need?"},
		[]any{46268.75, "zoe@example.com", "Zoë Berg", "Roof"}, []any{46269.25, "ada@example.com", "Ada Lund", "Walls"})
	in.env = append(in.env, "LEADSHEET_RESPONSES=google:"+doc.ID())
	in.run("once")
	out, _ := in.reconcile(0)
	if !strings.Contains(out, "Form responses: 2 received, 2 accounted for, 0 without a row\n") {
		t.Errorf("it says\n%s", out)
	}
	const where = "responses of Roof enquiries, tab Form responses, row 3"
	in.deleteRow("Intake", "Where", where)
	before := in.state(nil)
	out, _ = in.reconcile(1)
	if !strings.Contains(out, "Form responses: 2 received, 1 accounted for, 1 without a row\n") || !strings.Contains(out, "no row: "+where+", 2026-09-04 ") {
		t.Errorf("it says\n%s", out)
	}
	if after := in.state(nil); after != before {
		t.Errorf("it changed something:\n%s\nbecame\n%s", before, after)
	}
	in.run("once")
	in.reconcile(0)
	other.SetShared(false)
	in.env = append(in.env, "LEADSHEET_RESPONSES=google:"+doc.ID()+", google:"+other.ID())
	out, said := in.reconcile(1)
	if !strings.Contains(out, "2 accounted for, 0 without a row") || !strings.Contains(said, "leadsheet: form responses: ") || !strings.Contains(said, "Share the spreadsheet with") {
		t.Errorf("with a spreadsheet that is not shared it says\n%s%s", out, said)
	}
}
