package main

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/smtp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/mailin/dovecottest"
	"leadsheet/outbox/postfixtest"
)

// circle is a firm with a real mail server: Postfix takes and delivers, Dovecot keeps the mailbox that is watched.
type circle struct {
	*installation
	post *postfixtest.Postfix
}

const (
	circleSales    = "sales@firm.example"
	circleCustomer = "anna@customer.example"
)

func newCircle(t *testing.T) *circle {
	dovecot := dovecottest.StartDovecot(t)
	post := postfixtest.Start(t, postfixtest.Options{LMTP: map[string]string{circleSales: dovecot.LMTPAddr},
		Boxes: []string{circleCustomer, "lee@firm.example", "pat@firm.example"}, Auth: dovecot.AuthAddr,
		Cert: dovecot.CAFile, Key: dovecot.KeyFile})
	c := &circle{installation: install(t, dovecot), post: post}
	c.once()
	c.decide()
	c.env = append(c.env, "LEADSHEET_SMTP_ADDR="+post.Addr, "LEADSHEET_SMTP_USER="+dovecot.User,
		"LEADSHEET_SMTP_PASSWORD="+dovecot.Password, "LEADSHEET_SMTP_SECURITY=starttls",
		"LEADSHEET_SMTP_CA_FILE="+dovecot.CAFile, "LEADSHEET_SMTP_FROM="+circleSales, "LEADSHEET_POLL=1s")
	c.once() // sending begins
	return c
}

// decide writes down who is in the team, that requests are acknowledged, and that the firm works around the clock: the
// story is played at any time.
func (c *circle) decide() {
	c.t.Helper()
	values := map[string]string{"System owner": "Lee", "Acknowledge": "yes"}
	for day := time.Sunday; day <= time.Saturday; day++ {
		values[day.String()] = "00:00-24:00"
	}
	err := changeBook(c.book(), "Settings", "Setting=", func(f *excelize.File, grid [][]string, _ int) error {
		for row := range grid {
			if value, ok := values[grid[row][0]]; ok {
				if err := f.SetCellStr("Settings", fmt.Sprintf("B%d", row+1), value); err != nil {
					return err
				}
				delete(values, grid[row][0])
			}
		}
		return nil
	})
	if err != nil || len(values) > 0 {
		c.t.Fatalf("%v; the tab Settings lacks %v", err, values)
	}
	c.edit("Team", "Name=Owner", "Name=Lee", "Email=lee@firm.example")
	c.edit("Team", "Name=Pat", "Email=pat@firm.example", "Takes leads=TRUE")
}

// watch runs the daemon until the test ends.
func (c *circle) watch() {
	c.t.Helper()
	log, err := os.Create(filepath.Join(c.dir, "run.log"))
	if err != nil {
		c.t.Fatal(err)
	}
	run := c.command("run")
	run.Stdout, run.Stderr = log, log
	if err := run.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		_ = run.Process.Signal(os.Interrupt)
		_ = run.Wait()
		if text, err := os.ReadFile(log.Name()); err == nil && c.t.Failed() {
			c.t.Logf("%s", text)
		}
		_ = log.Close()
	})
}

// write sends a mail as somebody outside of leadsheet does.
func (c *circle) write(from, to, head, text string) {
	c.t.Helper()
	raw := fmt.Sprintf("From: %s\r\nTo: %s\r\nDate: %s\r\n%s\r\n\r\n%s\r\n", from, to,
		time.Now().Format(time.RFC1123Z), head, text)
	client, err := smtp.Dial(c.post.Addr)
	if err != nil {
		c.t.Fatal(err)
	}
	defer client.Close()
	errs := errors.Join(client.Mail(from), client.Rcpt(to))
	body, err := client.Data()
	if err = errors.Join(errs, err); err == nil {
		_, err = body.Write([]byte(raw))
		err = errors.Join(err, body.Close(), client.Quit())
	}
	if err != nil {
		c.t.Fatalf("%v\n%s", err, c.post.Log())
	}
}

// parse reads a mail that has arrived.
func (c *circle) parse(raw []byte) *netmail.Message {
	c.t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// await waits for something that the daemon does.
func (c *circle) await(what string, done func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatalf("it has not come to this: %s", what)
		}
	}
}

// alert waits until the owner of the lead hears of it, and returns the mail, who that is, and the other one.
func (c *circle) alert() (m *netmail.Message, owner, next string) {
	c.t.Helper()
	c.await("the owner hears of the request", func() bool {
		for owner, next = range map[string]string{"Lee": "Pat", "Pat": "Lee"} {
			for _, raw := range c.post.Box(box(owner)) {
				if m = c.parse(raw); strings.HasPrefix(m.Header.Get("Message-ID"), "<L-1001.") {
					return true
				}
			}
		}
		return false
	})
	return m, owner, next
}

// box is the address of a person of the firm.
func box(person string) string { return strings.ToLower(person) + "@firm.example" }

// The whole circle over real servers: a customer writes, is told that the request has come, the owner hears of it and
// passes it on by answering, and the row and the next owner follow. Nobody is written to twice, and nothing that
// leadsheet has sent comes back as a request.
func TestCircle(t *testing.T) {
	c := newCircle(t)
	c.watch()
	c.write(circleCustomer, circleSales, "Message-ID: <ask@customer.example>\r\nSubject: Quote for 12 windows",
		"Hello,\r\n\r\nplease send me a quote for 12 windows.\r\n\r\nAnna Kunde")

	acknowledged := c.parse(c.post.Await(circleCustomer, 1)[0])
	for name, want := range map[string]string{"In-Reply-To": "<ask@customer.example>",
		"References":     "<ask@customer.example>",
		"Auto-Submitted": "auto-replied", "X-Leadsheet": "1", "Subject": "Re: Quote for 12 windows"} {
		if got := acknowledged.Header.Get(name); got != want {
			t.Errorf("the acknowledgement has %s %q, want %q", name, got, want)
		}
	}
	alert, owner, next := c.alert()
	if got := alert.Header.Get("Auto-Submitted"); got != "auto-generated" {
		t.Errorf("the alert has Auto-Submitted %q", got)
	}

	c.write(box(owner), circleSales, "Message-ID: <answer@firm.example>\r\nIn-Reply-To: "+
		alert.Header.Get("Message-ID")+"\r\nReferences: "+alert.Header.Get("Message-ID")+"\r\nSubject: Re: "+
		alert.Header.Get("Subject"), "pass to "+next+"\r\n\r\n> New request")
	c.await("the row has another owner", func() bool { return c.rows("Leads")[0]["Owner"] == next })
	for _, person := range []string{next, owner} { // the new owner hears of it, and the old one that it was done
		c.await(person+" hears that it was passed on", func() bool {
			return slices.ContainsFunc(c.post.Box(box(person)), func(raw []byte) bool {
				head := c.parse(raw).Header
				return head.Get("Message-ID") != alert.Header.Get("Message-ID") &&
					strings.Contains(string(raw), "L-1001")
			})
		})
	}

	time.Sleep(3 * time.Second) // a loop would turn
	if n := len(c.post.Box(circleCustomer)); n != 1 {
		t.Errorf("the customer got %d mails", n)
	}
	if leads := c.rows("Leads"); len(leads) != 1 {
		t.Errorf("there are %d leads: %v", len(leads), leads)
	}
}
