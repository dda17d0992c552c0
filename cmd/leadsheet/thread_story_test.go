package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/mailin/dovecottest"
)

// set changes the cell of a tab where the row that begins with name meets the column, as a person with a spreadsheet
// program does.
func (in *installation) set(tab, name, column, value string) {
	in.t.Helper()
	f, grid := in.open(tab)
	defer f.Close()
	for r, row := range grid {
		if r == 0 || len(row) == 0 || row[0] != name {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(title(grid[0], column)+1, r+1)
		if err == nil {
			err = f.SetCellStr(tab, cell, value)
		}
		if err == nil {
			err = f.Save()
		}
		if err != nil {
			in.t.Fatal(err)
		}
		return
	}
	in.t.Fatalf("the tab %s has no row %q", tab, name)
}

// row finds the row of a tab whose column holds the value.
func (in *installation) row(tab, column, value string) map[string]string {
	in.t.Helper()
	for _, r := range in.rows(tab) {
		if r[column] == value {
			return r
		}
	}
	in.t.Fatalf("the tab %s has no row whose %s is %q: %v", tab, column, value, in.rows(tab))
	return nil
}

// events lists what Activity says of a lead from the n-th row on.
func (in *installation) events(id string) string {
	in.t.Helper()
	var all []string
	for _, r := range in.rows("Activity") {
		if r["Lead"] == id && r["What"] != "changed" && r["What"] != "created" {
			all = append(all, r["What"]+" by "+r["By"])
		}
	}
	return strings.Join(all, ", ")
}

type mail struct{ from, to, cc, subject, id, answers, more, text string }

func (m mail) bytes() []byte {
	s := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s>\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\n%s", m.from, m.to, m.subject, m.id, m.more)
	if m.cc != "" {
		s += "Cc: " + m.cc + "\r\n"
	}
	if m.answers != "" {
		s += fmt.Sprintf("In-Reply-To: <%[1]s>\r\nReferences: <%[1]s>\r\n", m.answers)
	}
	return []byte(s + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(m.text, "\n", "\r\n") + "\r\n")
}

const inbox = "hello@studio.example"

// A week of conversations: customers write, are answered in two ways, write again, are forwarded, and somebody uses a
// thread that is not his. Nobody types a first response.
func TestStoryOfThreads(t *testing.T) {
	t.Parallel()
	server := dovecottest.StartDovecot(t)
	in := install(t, server)
	in.once()
	in.set("Settings", "Team domains", "Value", "studio.example")
	in.set("Settings", "Time zone", "Value", "UTC")

	start := time.Now().UTC().Add(-3 * time.Hour).Truncate(time.Minute)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	cell := func(minutes int) string { return at(minutes).Format("2006-01-02 15:04") }
	jane := mail{from: "Jane Doe <jane@firm.example>", to: inbox, subject: "Chairs", id: "j1@firm.example", text: "Please send an offer for six chairs."}
	robin := mail{from: "Robin Roe <robin@gmail.com>", to: inbox, subject: "Table", id: "r1@gmail.com", text: "How much is a table?"}
	server.DeliverAt(jane.bytes(), at(0))
	server.DeliverAt(robin.bytes(), at(5))
	in.once()
	janes, robins := in.row("Leads", "Email", "jane@firm.example")["ID"], in.row("Leads", "Email", "robin@gmail.com")["ID"]

	// Anna answers Jane from her own mailbox with a copy; Robin is answered from the mailbox that leadsheet watches. A mail
	// program's absence note goes to Robin before that.
	server.DeliverSent(mail{from: inbox, to: "robin@gmail.com", subject: "Automatic reply: Table", id: "auto@studio.example", answers: "r1@gmail.com", more: "Auto-Submitted: auto-replied\r\n", text: "We are away."}.bytes(), at(6))
	server.DeliverAt(mail{from: "Anna Own <anna@studio.example>", to: "Jane Doe <jane@firm.example>", cc: inbox, subject: "Re: Chairs", id: "a1@studio.example", answers: "j1@firm.example", text: "Our offer: 900."}.bytes(), at(12))
	server.DeliverSent(mail{from: inbox, to: "robin@gmail.com", subject: "Re: Table", id: "h1@studio.example", answers: "r1@gmail.com", text: "It is 500."}.bytes(), at(25))
	t.Log(in.once())
	for id, want := range map[string]string{janes: cell(12), robins: cell(25)} {
		if got := in.row("Leads", "ID", id); !strings.HasPrefix(got["First response"], want) || strings.Contains(got["Attention"], "answer") {
			t.Errorf("%s: first response %q, want %s; attention %q", id, got["First response"], want, got["Attention"])
		}
	}
	if r := in.row("Intake", "Message-ID", "a1@studio.example"); r["Outcome"] != "added to" || r["Lead"] != janes {
		t.Errorf("the copy became %v", r)
	}
	if r := in.row("Intake", "Message-ID", "h1@studio.example"); r["Lead"] != robins || !strings.HasPrefix(r["Where"], "Sent:") {
		t.Errorf("the sent answer became %v", r)
	}
	if n := len(in.rows("Intake")); n != 4 {
		t.Errorf("%d rows in Intake", n)
	}
	quiet(t, in)

	// Jane's boss answers Anna; Robin writes from work; Eve uses Jane's thread; a mail comes by two ways.
	server.DeliverAt(mail{from: "Bo Boss <boss@firm.example>", to: inbox, subject: "Re: Chairs", id: "b1@firm.example", answers: "a1@studio.example", text: "Agreed."}.bytes(), at(40))
	server.DeliverAt(mail{from: "Robin Roe <rr@work.example>", to: inbox, subject: "Re: Table", id: "r2@work.example", answers: "h1@studio.example", text: "Fine, two of them."}.bytes(), at(41))
	server.DeliverAt(mail{from: "Eve Else <eve@other.example>", to: inbox, subject: "Re: Chairs", id: "e1@other.example", answers: "j1@firm.example", text: "I want some, too."}.bytes(), at(42))
	server.DeliverAt(append([]byte("Received: by another way\r\n"), mail{from: "Eve Else <eve@other.example>", to: inbox, subject: "Re: Chairs", id: "e1@other.example", answers: "j1@firm.example", text: "I want some, too."}.bytes()...), at(43))
	in.once()
	for id, want := range map[string]string{"b1@firm.example": "added to " + janes, "r2@work.example": "added to " + robins} {
		if r := in.row("Intake", "Message-ID", id); r["Outcome"]+" "+r["Lead"] != want {
			t.Errorf("%s became %v, want %s", id, r, want)
		}
	}
	eve := in.row("Leads", "Email", "eve@other.example")
	if eve["ID"] == janes || !strings.Contains(eve["Attention"], "Answers a message of "+janes) {
		t.Errorf("somebody else's mail became %v", eve)
	}
	if r := in.rows("Intake"); len(r) != 8 || r[7]["Outcome"] != "duplicate" || r[7]["Lead"] != eve["ID"] {
		t.Errorf("the second copy became %v", r[len(r)-1])
	}
	if got := in.row("Leads", "ID", janes); !strings.HasPrefix(got["Last activity"], cell(40)) {
		t.Errorf("last activity %q", got["Last activity"])
	}

	// Jane's lead is closed and she writes again: a new row with its own clock, and what was answered before does not count.
	in.set("Leads", janes, "Status", "Closed")
	in.set("Leads", janes, "Refusal reason", "No budget")
	in.once()
	server.DeliverAt(mail{from: jane.from, to: inbox, subject: "Re: Chairs", id: "j2@firm.example", answers: "a1@studio.example", text: "We do want them."}.bytes(), time.Now())
	in.once()
	if got := in.row("Leads", "ID", janes); got["Status"] != "Closed" || !strings.HasPrefix(got["First response"], cell(12)) {
		t.Errorf("the closed lead: %v; %s", got, in.events(janes))
	}
	first := janes
	janes = in.row("Intake", "Message-ID", "j2@firm.example")["Lead"]
	month := time.Now().UTC().Format("Jan 2006")
	if got := in.row("Leads", "ID", janes); got["Status"] != "New lead" || got["First response"] != "" || got["Respond by"] == "" ||
		got["Earlier leads"] != first+" (Closed, "+month+")" {
		t.Errorf("the new lead: %v", got)
	}
	time.Sleep(1100 * time.Millisecond) // mail servers count in seconds
	server.DeliverSent(mail{from: inbox, to: "jane@firm.example", subject: "Your chairs", id: "h2@studio.example", text: "On their way."}.bytes(), time.Now())
	in.once()
	if got := in.row("Leads", "ID", janes); got["First response"] == "" {
		t.Errorf("the answer to the new request is not seen: %v", got)
	}
	// It did not arrive, so nobody has been answered.
	server.Deliver([]byte("From: MAILER-DAEMON@mx.example\r\nTo: " + inbox + "\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <x@mx.example>\r\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: " + inbox + "\r\nTo: jane@firm.example\r\nMessage-ID: <h2@studio.example>\r\n\r\nOn their way.\r\n--b--\r\n"))
	in.once()
	if got := in.row("Leads", "ID", janes); got["First response"] != "" || !strings.Contains(got["Attention"], "Our mail to jane@firm.example did not arrive") {
		t.Errorf("the answer that did not arrive: %v", got)
	}
	quiet(t, in)
	forwards(t, in, server)

	out, err := in.command("doctor").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "looked for in the folder Sent") {
		t.Errorf("doctor: %v\n%s", err, out)
	}
}

// forwards are Anna's: one with a word of her own, one without anybody outside.
func forwards(t *testing.T, in *installation, server *dovecottest.Dovecot) {
	t.Helper()
	original := "---------- Forwarded message ---------\nFrom: Vic Visitor <vic@visitor.example>\nDate: Mon, 3 Mar 2025\nSubject: Doors\nTo: <anna@studio.example>\n\nA door, please.\n"
	server.Deliver(mail{from: "Anna Own <anna@studio.example>", to: inbox, subject: "Fwd: Doors", id: "f1@studio.example", text: "I met him at the fair.\n\n" + original}.bytes())
	server.Deliver(mail{from: "Anna Own <anna@studio.example>", to: inbox, subject: "Fwd: Windows", id: "f2@studio.example", text: "Who takes this?"}.bytes())
	in.once()
	vic := in.row("Leads", "Email", "vic@visitor.example")["ID"]
	found := false
	for _, r := range in.rows("Activity") {
		found = found || r["Lead"] == vic && r["What"] == "note" && r["By"] == "anna@studio.example" && r["Why"] == "I met him at the fair."
	}
	if !found {
		t.Errorf("Anna's words are not in Activity: %s", in.events(vic))
	}
	lost := in.row("Leads", "ID", in.row("Intake", "Message-ID", "f2@studio.example")["Lead"])
	if !strings.Contains(lost["Attention"], "forwarded by anna@studio.example, original sender not found") {
		t.Errorf("attention %q", lost["Attention"])
	}
	quiet(t, in)
}

// quiet demands that once more changes no byte of the workbook.
func quiet(t *testing.T, in *installation) {
	t.Helper()
	before, err := os.ReadFile(in.book())
	if err != nil {
		t.Fatal(err)
	}
	out := in.once()
	after, err := os.ReadFile(in.book())
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Errorf("an idle pass changed the workbook: %s", out)
	}
}

// What anybody can see of a conversation without an account.
func TestReadShowsAnswers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "answer.eml")
	raw := mail{from: "anna@studio.example", to: "jane@firm.example", cc: inbox, subject: "Re: Chairs", id: "a1@studio.example", answers: "j1@firm.example", text: "Our offer."}.bytes()
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if code := run(t.Context(), []string{"read", "--json", "--team", "studio.example", path}, &out, &out); code != exitOK {
		t.Fatal(out.String())
	}
	var line readLine
	if err := json.Unmarshal([]byte(out.String()), &line); err != nil {
		t.Fatal(err)
	}
	if line.Kind != "copy of a colleague's answer" || line.Outcome != "ignored" || len(line.AnsweredTo) != 1 || line.Thread.InReplyTo != "j1@firm.example" || !strings.Contains(line.Reason, "jane@firm.example") {
		t.Errorf("%s", out.String())
	}
}
