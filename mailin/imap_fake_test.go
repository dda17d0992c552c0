package mailin

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/mailtest"
)

// imapFake serves one scripted mail server, and returns the mailbox that reads it.
func imapFake(t *testing.T, script mailtest.Script) Mailbox {
	t.Helper()
	_, box := imapFakeServer(t, script)
	return box
}

func imapFakeServer(t *testing.T, script mailtest.Script) (*mailtest.Fake, Mailbox) {
	t.Helper()
	fake, err := mailtest.NewFake(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := fake.Close(); err != nil {
			t.Error(err)
		}
	})
	return fake, Mailbox{Addr: fake.Addr(), User: "intake", Password: "s3cret-word", Security: "none",
		silenceLimit: 2 * time.Second}
}

// imapBodies answers the commands that ask for a body, and leaves the others to the script.
func imapBodies(lines string) func(string) (string, string) {
	return func(command string) (string, string) {
		if strings.Contains(command, "BODY.PEEK") {
			return lines, "OK done"
		}
		return "", ""
	}
}

const imapFakeTime = `INTERNALDATE "02-Mar-2026 09:30:15 +0000" RFC822.SIZE 10`

func imapFetchFive(t *testing.T, box Mailbox) ([]Item, error) {
	t.Helper()
	return imapOpen(t, box).Fetch([]Ref{{Where: "INBOX:7:5", UID: 5}})
}

func TestIMAPFakeUIDAfterTheBody(t *testing.T) {
	box := imapFake(t, imapBodies("* 1 FETCH ("+imapFakeTime+" BODY[] {10}\r\nSubject: a UID 5)\r\n"))
	items, err := imapFetchFive(t, box)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 1 || string(items[0].Raw) != "Subject: a" || items[0].Where != "INBOX:7:5" ||
		!items[0].Received.Equal(imapTestTime) {
		t.Errorf("came: %+v", items)
	}
}

func TestIMAPFakeNoBody(t *testing.T) {
	for name, body := range map[string]string{"nil": "NIL", "empty": `""`, "absent": ""} {
		t.Run(name, func(t *testing.T) {
			line := "* 1 FETCH (UID 5 " + imapFakeTime
			if body != "" {
				line += " BODY[] " + body
			}
			items, err := imapFetchFive(t, imapFake(t, imapBodies(line+")\r\n")))
			imapWantText(t, err, "1 of the messages", "first UID 5")
			if len(items) != 0 {
				t.Errorf("a message without a body came as %+v", items)
			}
		})
	}
}

func TestIMAPFakeStopsInTheMiddle(t *testing.T) {
	half := "* 1 FETCH (UID 5 " + imapFakeTime + " BODY[] {10}\r\nSubj"
	box := imapFake(t, func(command string) (string, string) {
		if strings.Contains(command, "BODY.PEEK") {
			return half, "drop"
		}
		return "", ""
	})
	items, err := imapFetchFive(t, box)
	imapWantText(t, err, "the next pass tries again")
	if len(items) != 0 {
		t.Errorf("half a message came as %+v", items)
	}
}

// TestIMAPFakePoison is about a message whose date makes the answer unreadable, so that the connection breaks. The
// messages beside it, and it itself, come all the same.
func TestIMAPFakePoison(t *testing.T) {
	good := func(uid int) string {
		return fmt.Sprintf("* %d FETCH (UID %d %s BODY[] {10}\r\nSubject: a)\r\n", uid, uid, imapFakeTime)
	}
	box := imapFake(t, func(command string) (string, string) {
		poison := `* 2 FETCH (UID 2 INTERNALDATE "yesterday" RFC822.SIZE 10 BODY[] {10}` + "\r\nSubject: p)\r\n"
		switch {
		case strings.HasPrefix(command, "UID SEARCH"):
			return "* SEARCH 1 2 3\r\n", "OK done"
		case strings.HasPrefix(command, "UID FETCH 2 (UID BODY.PEEK"):
			return "* 2 FETCH (UID 2 BODY[] {10}\r\nSubject: p)\r\n", "OK done"
		case strings.HasPrefix(command, "UID FETCH 1 "):
			return good(1), "OK done"
		case strings.HasPrefix(command, "UID FETCH 2 "):
			return poison, "OK done"
		case strings.HasPrefix(command, "UID FETCH 3 "):
			return good(3), "OK done"
		case strings.HasPrefix(command, "UID FETCH 1:3 ") && strings.Contains(command, "BODY"):
			return good(1) + poison + good(3), "OK done"
		case strings.HasPrefix(command, "UID FETCH 1:3 "):
			return "* 1 FETCH (UID 1 RFC822.SIZE 10)\r\n* 2 FETCH (UID 2 RFC822.SIZE 10)\r\n" +
				"* 3 FETCH (UID 3 RFC822.SIZE 10)\r\n", "OK done"
		}
		return "", ""
	})
	items := imapPass(t, box, nil)
	if got := strings.Join(imapWheres(items), " "); got != "INBOX:7:1 INBOX:7:2 INBOX:7:3" {
		t.Errorf("came: %s", got)
	}
}

// TestIMAPFakeRefusedMessage is about a message that the server itself cannot read.
func TestIMAPFakeRefusedMessage(t *testing.T) {
	box := imapFake(t, func(command string) (string, string) {
		if strings.Contains(command, "BODY.PEEK") {
			return "", "NO [SERVERBUG] internal error"
		}
		return "", ""
	})
	_, err := imapFetchFive(t, box)
	imapWantText(t, err, "does not hand over 1 of", "first UID 5")
}

func TestIMAPFakeHangs(t *testing.T) {
	for _, at := range []string{"CAPABILITY", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"} {
		t.Run(at, func(t *testing.T) {
			box := imapFake(t, func(command string) (string, string) {
				switch {
				case strings.HasPrefix(command, at):
					return "", "hang"
				case strings.HasPrefix(command, "LOGIN"):
					return "", "OK [SOMETHING] in" // without capabilities, so that they are asked for
				}
				return "", ""
			})
			box.silenceLimit = 200 * time.Millisecond
			err := func() error {
				s, err := box.Open(t.Context())
				if err != nil {
					return err
				}
				defer s.Close()
				if _, err := s.Pending(nil); err != nil {
					return err
				}
				_, err = s.Fetch([]Ref{{Where: "INBOX:7:5", UID: 5}})
				return err
			}()
			if err == nil {
				t.Fatal("a server that hangs gave no error")
			}
			if strings.Contains(err.Error(), box.Password) {
				t.Errorf("the error names the password: %v", err)
			}
		})
	}
}

func TestIMAPFakeRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		command, lines, result string
		want                   []string
	}{
		"echoes the password": {"LOGIN", "", "NO no such login intake s3cret-word",
			[]string{"refused the user name or the password", "***"}},
		"no password in the clear": {"CAPABILITY", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n", "OK done",
			[]string{"LOGINDISABLED", "tls or starttls"}},
		"closed at once": {"CAPABILITY", "* BYE too many connections\r\n", "drop", []string{"next pass tries again"}},
		"busy":           {"LOGIN", "", "NO [UNAVAILABLE] later", []string{"at the moment", "next pass"}},
		"no UIDVALIDITY": {"EXAMINE", "* 1 EXISTS\r\n", "OK done", []string{"UIDVALIDITY"}},
		"makes up messages": {"UID SEARCH", "* ESEARCH (TAG \"$TAG\") UID ALL 1:4294967295\r\n", "OK done",
			[]string{"makes no sense"}},
	} {
		t.Run(name, func(t *testing.T) {
			box := imapFake(t, func(command string) (string, string) {
				if strings.HasPrefix(command, test.command) {
					return test.lines, test.result
				}
				return "", ""
			})
			s, err := box.Open(t.Context())
			if err == nil {
				defer s.Close()
				_, err = s.Pending(nil)
			}
			imapWantText(t, err, test.want...)
			if strings.Contains(err.Error(), box.Password) {
				t.Errorf("the error names the password: %v", err)
			}
		})
	}
}

func TestIMAPFakeCannotMove(t *testing.T) {
	box := imapFake(t, func(string) (string, string) { return "", "" })
	box.After = "move:Done"
	imapWantText(t, imapOpen(t, box).Settle([]string{"INBOX:7:5"}), "neither MOVE nor UIDPLUS", "keep or seen")
}

// TestIMAPFakeCopyFails is about a server with UIDPLUS only: nothing may be deleted unless the copy is there.
func TestIMAPFakeCopyFails(t *testing.T) {
	commands := make(chan string, 100)
	box := imapFake(t, func(command string) (string, string) {
		commands <- command
		switch {
		case strings.HasPrefix(command, "CAPABILITY"):
			return "* CAPABILITY IMAP4rev1 UIDPLUS\r\n", "OK done"
		case strings.HasPrefix(command, "UID COPY"):
			return "", "NO [OVERQUOTA] the mailbox is full"
		}
		return "", ""
	})
	box.After = "move:Done"
	s := imapOpen(t, box)
	imapWantText(t, s.Settle([]string{"INBOX:7:5"}), "the mailbox is full")
	_ = s.Close()
	for len(commands) > 0 {
		if c := <-commands; strings.Contains(c, "STORE") || strings.Contains(c, "EXPUNGE") {
			t.Errorf("after a copy that failed the server was told: %s", c)
		}
	}
}

func TestIMAPFakeCancelled(t *testing.T) {
	server, box := imapMemory(t)
	imapDeliver(t, server, "INBOX", imapTestMessage(1))
	ctx, cancel := imapCancelled(t)
	s, err := box.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cancel()
	if _, err := s.Pending(nil); err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("after the end of the context: %v", err)
	}
}

func TestIMAPFakeCertificateForAnotherName(t *testing.T) {
	web := httptest.NewUnstartedServer(nil) // only for its certificate, which is not for localhost
	web.StartTLS()
	defer web.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: web.TLS.Certificates})
	if err != nil {
		t.Fatal(err)
	}
	fake := mailtest.ServeFake(listener, func(string) (string, string) { return "", "" })
	defer fake.Close()
	box := Mailbox{User: "intake", Password: "s3cret-word", CAFile: imapWriteCertificate(t, web.Certificate().Raw),
		silenceLimit: 2 * time.Second}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	box.Addr = "imaps://localhost:" + port
	_, err = box.Open(t.Context())
	imapWantText(t, err, "for another name", "example.com")
	box.Addr = "imaps://127.0.0.1:" + port
	if got, err := imapFetchOpen(t, box); err != nil || got == nil {
		t.Errorf("with the right name: %v", err)
	}
}
