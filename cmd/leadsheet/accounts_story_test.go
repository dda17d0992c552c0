package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// addAccount adds a mailbox with setup, as an operator without a terminal does.
func (in *installation) addAccount(server *dovecottest.Dovecot, address, watch string, more ...string) string {
	in.t.Helper()
	secret := filepath.Join(in.dir, "secret-of-"+address)
	if err := os.WriteFile(secret, []byte(server.Password+"\n"), 0o600); err != nil {
		in.t.Fatal(err)
	}
	args := append([]string{"setup", "--account", address, "--watch", watch,
		"--mail-server", "imap://" + server.IMAPAddr, "--mail-user", server.User, "--password-file", secret}, more...)
	cmd := exec.Command(in.bin, args...)
	cmd.Dir, cmd.Env = in.dir, append(os.Environ(), "LEADSHEET_IMAP_CA_FILE="+server.CAFile)
	out, err := cmd.CombinedOutput()
	if err != nil {
		in.t.Fatalf("setup --account %s: %v\n%s", address, err, out)
	}
	return string(out)
}

// A firm has an inbox, adds another one and the sent folder of a colleague with setup, and goes on with its workbook:
// nothing comes twice, the same mail in both inboxes is one lead, the colleague's answer stops the clock, and a server
// that is down stops nobody.
func TestStoryOfSeveralMailboxes(t *testing.T) {
	t.Parallel()
	first, second, colleague := dovecottest.StartDovecot(t), dovecottest.StartDovecot(t), dovecottest.StartDovecot(t)
	in := install(t, first)
	request := func(n, to, id string) []byte {
		return mail{from: "Customer " + n + " <c" + n + "@firm" + n + ".example>", to: to, subject: "Request " + n,
			id: id, text: "Please send an offer for a shed."}.bytes()
	}
	first.Deliver(request("1", inbox, "1@firm.example"))
	in.once()
	in.set("Settings", "Team domains", "Value", "studio.example")

	// The second inbox holds old mail, which stays out.
	second.Deliver(request("9", "sales@studio.example", "9@firm.example"))
	colleague.DeliverSent(mail{from: "kim@studio.example", to: "mother@home.example", subject: "Sunday",
		id: "p@studio.example", text: "Yes."}.bytes(), time.Now().Add(-time.Hour))
	if out := in.addAccount(second, "sales@studio.example", "inbox", "--yes"); !strings.Contains(out,
		"leadsheet.accounts") || !strings.Contains(out, "1 message") {
		t.Errorf("setup said %s", out)
	}
	if out := in.addAccount(colleague, "kim@studio.example", "sent", "--yes"); !strings.Contains(out,
		"folder Sent of kim@studio.example") {
		t.Errorf("setup said %s", out)
	}
	file := filepath.Join(in.dir, "leadsheet.accounts")
	before, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(before), "[sales@studio.example]\nwatch = inbox\n") ||
		!strings.Contains(string(before), "since = start") {
		t.Fatalf("the file of mailboxes: %v\n%s", err, before)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of mailboxes: %v", info.Mode())
	}
	if out := in.addAccount(second, "sales@studio.example", "inbox"); !strings.Contains(out, "stands in") {
		t.Errorf("once more setup said %s", out)
	}
	if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
		t.Errorf("once more setup wrote %s", after)
	}
	in.env = append(in.env, "LEADSHEET_ACCOUNTS="+file)

	if out, err := in.command("doctor").Output(); err != nil ||
		!strings.Contains(string(out), "ok    mailbox sales@studio.example ") ||
		!strings.Contains(string(out), "ok    sent mails of kim@studio.example ") {
		t.Errorf("doctor: %v\n%s", err, out)
	}
	in.once()
	if rows := in.rows("Leads"); len(rows) != 1 {
		t.Fatalf("after the upgrade: %v", rows)
	}

	both := request("2", inbox, "2@firm.example")
	first.Deliver(append([]byte("Delivered-To: "+inbox+"\r\n"), both...))
	second.Deliver(append([]byte("Delivered-To: sales@studio.example\r\n"), both...))
	second.Deliver(request("3", "sales@studio.example", "3@firm.example"))
	colleague.DeliverSent(mail{from: "Kim <kim@studio.example>", to: "c3@firm3.example", subject: "Re: Request 3",
		id: "r3@studio.example", answers: "3@firm.example", text: "Gladly."}.bytes(), time.Now().Add(time.Second))
	in.once() // an answer to what came in the same pass is seen, too
	if rows := in.rows("Leads"); len(rows) != 3 {
		t.Errorf("leads: %v", rows)
	}
	if r := in.row("Leads", "Email", "c3@firm3.example"); r["First response"] == "" {
		t.Errorf("the colleague's answer is not seen: %v", r)
	}
	if r := in.row("Leads", "Email", "c2@firm2.example"); r["First response"] != "" {
		t.Errorf("nobody has answered: %v", r)
	}

	second.Kill()
	first.Deliver(request("4", inbox, "4@firm.example"))
	out, err := in.command("once").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "mailboxes: sales@studio.example: ") ||
		!strings.Contains(string(out), "1 new lead") {
		t.Errorf("one is down: %v\n%s", err, out)
	}
	if page := in.page("Today"); !strings.Contains(page, "sales@studio.example") {
		t.Errorf("Today does not name the mailbox that is down:\n%s", page)
	}
	second.Restart()
	if out := in.once(); strings.Contains(out, "came in: ") && !strings.Contains(out, "0 new") {
		t.Errorf("when it is back: %s", out)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Errorf("then: %s", out)
	}
	if rows := in.rows("Leads"); len(rows) != 4 {
		t.Errorf("leads: %v", rows)
	}
	if out := in.run("reconcile"); strings.Contains(out, "FAIL") ||
		!strings.Contains(out, "sales@studio.example: INBOX") {
		t.Errorf("reconcile: %s", out)
	}
	in.run("backfill", "--since", "2020-01-01")
	if rows := in.rows("Leads"); len(rows) != 5 {
		t.Errorf("with the past of both inboxes: %v", rows)
	}
}

// page is the text of a tab without a table.
func (in *installation) page(tab string) string {
	in.t.Helper()
	f, grid := in.open(tab)
	defer f.Close()
	var b strings.Builder
	for _, row := range grid {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}
