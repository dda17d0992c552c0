package main

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/mailtest"
	"leadsheet/outbox/sinktest"
)

// replyHome is a workbook of Ann and Pat, a watched mailbox, and a mail server for sending that accepts all mail.
type replyHome struct {
	*testing.T
	sink *sinktest.Server
	box  *mailtest.Memory
	now  time.Time
	n    int
}

func newReplyHome(t *testing.T) *replyHome {
	sink, dir := sendingHome(t, sinktest.Options{})
	box, err := mailtest.NewMemory("sales@firm.example", "secret")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	for name, value := range map[string]string{"IMAP_ADDR": box.Addr(), "IMAP_USER": "sales@firm.example",
		"IMAP_PASSWORD": "secret", "IMAP_SECURITY": "none", "SMTP_FROM": "Firm <notify@elsewhere.example>"} {
		t.Setenv("LEADSHEET_"+name, value)
	}
	if err := editBook(dir+"/leads.xlsx", "Team", "Name=Pat", "Email=pat@firm.example"); err != nil {
		t.Fatal(err)
	}
	h := &replyHome{T: t, sink: sink, box: box, now: time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)}
	h.once()
	return h
}

func (h *replyHome) once() {
	h.Helper()
	h.now = h.now.Add(2 * time.Minute)
	if code, out, errs := command(h.T, "once", "--at", h.now.Format(time.RFC3339)); code != 0 {
		h.Fatalf("%d: %s%s", code, out, errs)
	}
}

func (h *replyHome) deliver(raw string) {
	h.Helper()
	if err := h.box.Deliver("INBOX", []byte(strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\n", "\r\n")),
		h.now.Add(time.Minute)); err != nil {
		h.Fatal(err)
	}
}

// sent is the message of ours that was sent last with a subject that holds a text, and its body.
func (h *replyHome) sent(subject string) (*netmail.Message, string) {
	h.Helper()
	all := h.sink.Received()
	for i := len(all) - 1; i >= 0; i-- {
		m, err := netmail.ReadMessage(bytes.NewReader(all[i].Raw))
		if err != nil {
			h.Fatal(err)
		}
		if named, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err == nil &&
			strings.Contains(named, subject) {
			body, _ := io.ReadAll(quotedprintable.NewReader(m.Body))
			return m, string(body)
		}
	}
	for _, r := range all {
		h.Logf("%s", r.Raw)
	}
	h.Fatalf("nothing was sent about %q: %d messages", subject, len(all))
	return nil, ""
}

// reply answers a message of ours from an address.
func (h *replyHome) reply(from string, to *netmail.Message, text string) {
	h.n++
	h.deliver(fmt.Sprintf("From: %s\nTo: sales@firm.example\nSubject: Re: %s\nMessage-ID: <r%d@firm.example>\nIn-Reply-To: %s\n\n%s\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 10:00, leadsheet <notify@elsewhere.example> wrote:\n> \n> New lead\n",
		from, to.Header.Get("Subject"), h.n, to.Header.Get("Message-ID"), text))
}

// The whole circle: a request, the alert, which lies in the watched mailbox, too, answers from a telephone by its
// recipient, by a colleague and by a stranger, and a delivery report.
func TestStoryOfAnswersByMail(t *testing.T) {
	h := newReplyHome(t)
	h.deliver("From: Anna Kunde <anna@customer.example>\nTo: sales@firm.example\nSubject: Windows\nMessage-ID: <1@customer.example>\n\nHello, what do 12 windows cost?\n")
	h.once()
	h.once()
	alert, _ := h.sent("Anna Kunde")
	for _, r := range h.sink.Received() { // a copy of each of our messages
		h.deliver(string(r.Raw))
	}
	h.reply("Owner <ann@firm.example>", alert, "We can come on Friday.")
	h.reply("Pat <pat@firm.example>", alert, "won 99")
	h.reply("Eve <eve@evil.example>", alert, "lost")
	h.once()
	h.once()
	returned, body := h.sent("Not sent to the customer")
	if !strings.Contains(body, "This did not reach Anna Kunde") || returned.Header.Get("To") != "<ann@firm.example>" {
		t.Errorf("returned to %s: %s", returned.Header.Get("To"), body)
	}
	h.reply("ann@firm.example", returned, "pass to Pat")
	h.reply("ann@firm.example", returned, "called\ntomorrow 10")
	h.once()
	h.once()
	done, body := h.sent("Done:")
	if !strings.Contains(body, "Done: called, next contact tomorrow 10 (L-1001, Anna Kunde).") ||
		done.Header.Get("X-Leadsheet") == "" {
		t.Errorf("done: %s", body)
	}
	h.deliver("From: MAILER-DAEMON@mx.example\nTo: notify@elsewhere.example\nReturn-Path: <>\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nNo.\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ann@firm.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nFrom: notify@elsewhere.example\nMessage-ID: " + done.Header.Get("Message-ID") + "\n\n--b--\n")
	h.once()
	in := &installation{t: t, dir: "."}
	leads, intake := in.rows("Leads"), in.rows("Intake")
	if len(leads) != 2 || leads[0]["Owner"] != "Pat" || leads[0]["First response"] == "" ||
		leads[0]["Next contact"] == "" ||
		leads[0]["Status"] == "Won" || leads[1]["Email"] != "eve@evil.example" {
		t.Errorf("leads %v", leads)
	}
	reasons := map[string]int{}
	for _, r := range intake {
		reasons[r["Reason"]]++
	}
	for reason, n := range map[string]int{"leadsheet sent it": 1, "an answer to a message of leadsheet": 1,
		"an answer to a message of leadsheet; done: L-1001 pass to Pat":                1,
		"an answer to a message of leadsheet; done: L-1001 called, L-1001 tomorrow 10": 1,
		"a message of leadsheet to Owner did not arrive":                               1} {
		if reasons[reason] < n {
			t.Errorf("no row says %q: %v", reason, reasons)
		}
	}
	did := ""
	for _, e := range in.rows("Activity") {
		if e["Column"] == "mail" {
			did += e["What"] + " " + e["By"] + ": " + e["From"] + "\n"
		}
	}
	if !strings.Contains(did, "did Owner: pass to Pat\n") || strings.Contains(did, "did Pat") {
		t.Errorf("Activity: %s", did)
	}
	before := len(h.sink.Received())
	h.once()
	if after := len(h.sink.Received()); after != before {
		t.Errorf("%d messages more", after-before)
	}
}
