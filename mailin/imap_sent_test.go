package mailin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
	"leadsheet/mailin/reading"
)

// sentServer is a server that does what a script says, and the way to it.
func sentServer(t *testing.T, script mailtest.Script) Mailbox {
	t.Helper()
	fake, err := mailtest.NewFake(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fake.Close() })
	return Mailbox{Addr: fake.Addr(), User: "intake", Password: "s3cret-word", Security: "none"}
}

func TestSentFolder(t *testing.T) {
	for _, c := range []struct {
		name, named, caps, list, watched string
		want, asks                       string
	}{
		{name: "marked", list: `* LIST (\HasNoChildren) "/" INBOX` + "\r\n" +
			`* LIST (\HasNoChildren \Sent) "/" "Gesendete Objekte"` + "\r\n", want: "Gesendete Objekte", asks: `LIST "" "*"`},
		{name: "marks have to be asked for", caps: " LIST-EXTENDED SPECIAL-USE", list: `* LIST (\Sent) "/" Sent` + "\r\n",
			want: "Sent", asks: "RETURN (SPECIAL-USE)"},
		{name: "a mark on what holds no messages", list: `* LIST (\Noselect \Sent) "/" Sent` + "\r\n", asks: "LIST"},
		{name: "none is marked", list: `* LIST () "/" Sent` + "\r\n", asks: "LIST"},
		{name: "named", named: "Sent Items", want: "Sent Items"},
		{name: "not wanted", named: "None"},
		{name: "watched anyway", named: "Sent", watched: "INBOX, Sent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var asked string
			box := sentServer(t, func(command string) (string, string) {
				switch {
				case strings.HasPrefix(command, "CAPABILITY"):
					return "* CAPABILITY IMAP4rev1" + c.caps + "\r\n", "OK done"
				case strings.HasPrefix(command, "LIST"):
					asked = command
					return c.list, "OK done"
				}
				return "", ""
			})
			box.Folder = c.watched
			s, err := box.Connect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			got, err := s.SentFolder(c.named)
			if err != nil || got != c.want || !strings.Contains(asked, c.asks) || c.asks == "" && asked != "" {
				t.Errorf("folder %q, asked %q, %v", got, asked, err)
			}
		})
	}
}

// A server that answers strangely costs nothing but the mails that it does not give.
func TestSentSinceFromAStrangeServer(t *testing.T) {
	head := "From: hello@ours.example\r\nTo: jane@customer.example\r\n\r\n"
	fetch := func(uid int, day string) string {
		return fmt.Sprintf("* %d FETCH (UID %d INTERNALDATE \"%s-Nov-2026 09:00:00 +0000\" BODY[HEADER.FIELDS "+
			"(FROM)] {%d}\r\n%s)\r\n", uid, uid, day, len(head), head)
	}
	box := sentServer(t, func(command string) (string, string) {
		switch {
		case strings.HasPrefix(command, "UID SEARCH"):
			return "* SEARCH 4 6 7 8\r\n", "OK done" // 4 is what it says when nothing is newer
		case strings.HasPrefix(command, "UID FETCH"):
			return fetch(3, "22") + fetch(6, "22") + "* 7 FETCH (UID 7 BODY[HEADER.FIELDS (FROM)] NIL)\r\n" +
				fetch(8, "20"), "OK done"
		case strings.HasPrefix(command, "STATUS"):
			return "", "NO [NONEXISTENT] no such mailbox"
		case strings.HasPrefix(command, "LIST"):
			return `* LIST () "/" INBOX` + "\r\n" + `* LIST () "/" "Sent Items"` + "\r\n", "OK done"
		}
		return "", ""
	})
	s, err := box.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	items, err := imapSentSince(s, "Sent", 4, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	if err != nil || len(items) != 1 || items[0].Where != "Sent:7:6" || items[0].Received.Day() != 22 {
		t.Errorf("got %+v, %v", items, err)
	}
	if _, err := s.State("Sent"); err == nil || !strings.Contains(err.Error(), "Sent Items") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestSentMailsOfDovecot(t *testing.T) {
	server := dovecottest.StartDovecot(t)
	box := Mailbox{Addr: "imap://" + server.IMAPAddr, User: server.User, Password: server.Password, Security: "none"}
	if folder, _, err := box.InspectSent(t.Context(), ""); err != nil || folder != "" {
		t.Errorf("before anything was sent: %q, %v", folder, err)
	}
	began := time.Now().Add(-time.Hour).Truncate(time.Second)
	for n := range 3 {
		server.DeliverSent(testMail(fmt.Sprintf("From: hello@ours.example\nTo: c%d@customer.example\nSubject: x\nX-Long: %s",
			n, strings.Repeat("y", 5000)), strings.Repeat("body ", 5000)), began.Add(time.Duration(n)*time.Minute))
	}
	folder, messages, err := box.InspectSent(t.Context(), "")
	if err != nil || folder != "Sent" || messages != 3 {
		t.Errorf("found %q with %d messages, %v", folder, messages, err)
	}
	s, err := box.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	state, err := s.State(folder)
	if err != nil || state.Next != 4 || state.Validity == 0 || state.Messages != 3 {
		t.Errorf("state %+v, %v", state, err)
	}
	items, err := imapSentSince(s, folder, 0, began.Add(time.Minute))
	if err != nil || len(items) != 2 || !items[0].Received.Equal(began.Add(time.Minute)) || len(items[0].Raw) > 500 {
		t.Fatalf("got %d, %v", len(items), err)
	}
	if in := reading.ParseSent(items[0].Raw, reading.Envelope{Received: items[0].Received, Where: items[0].Where},
		testOptions); !slices.Equal(in.AnsweredTo, []string{"c1@customer.example"}) || in.Where != items[0].Where {
		t.Errorf("read %+v", in)
	}
	if items, err = imapSentSince(s, folder, 2, began); err != nil || len(items) != 1 {
		t.Errorf("after UID 2: %d, %v", len(items), err)
	}
	if items, err = imapSentSince(s, folder, 3, began); err != nil || len(items) != 0 {
		t.Errorf("after the last: %d, %v", len(items), err)
	}
}

func TestCheckSent(t *testing.T) {
	for name, bad := range map[string]bool{"": false, "none": false, "Sent Items": false, "a\nb": true} {
		if err := CheckSent(name); (err != nil) != bad {
			t.Errorf("%q: %v", name, err)
		}
	}
}
