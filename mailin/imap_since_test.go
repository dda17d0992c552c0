package mailin

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/mailin/mailtest"
	"leadsheet/mailin/reading"
)

func TestIMAPFoldersOfASetting(t *testing.T) {
	for setting, want := range map[string][]string{
		"":                              {"INBOX"},
		"inbox":                         {"INBOX"},
		"INBOX,Leads/Web":               {"INBOX", "Leads/Web"},
		" Leads , inbox, Leads,INBOX, ": {"Leads", "INBOX"},
		`"Sales, north",INBOX`:          {"Sales, north", "INBOX"},
		`Größe & "Rest"`:                {`Größe & "Rest"`},
		`INBOX,"say ""hello"""`:         {"INBOX", `say "hello"`},
	} {
		box := Mailbox{Addr: "imap.example.com", User: "a", Password: "b", Folder: setting}
		if got := box.Folders(); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", setting, got, want)
		}
		if faults := box.Validate(); len(faults) > 0 {
			t.Errorf("%q: %v", setting, faults)
		}
	}
	for setting, want := range map[string]string{`"INBOX,Leads`: "double quotes", ",": "name none", "a\nb": "line break"} {
		box := Mailbox{Addr: "imap.example.com", User: "a", Password: "b", Folder: setting}
		if got := fmt.Sprint(box.Validate()); !strings.Contains(got, want) {
			t.Errorf("%q: %s", setting, got)
		}
	}
	box := Mailbox{Addr: "imap.example.com", User: "a", Password: "b", Folder: "INBOX,Done", After: "move:Done"}
	if got := fmt.Sprint(box.Validate()); !strings.Contains(got, "into Done") {
		t.Errorf("moving into a folder that is watched: %s", got)
	}
}

func TestIMAPSettleInSeveralFolders(t *testing.T) {
	server, box := imapMemory(t)
	for _, folder := range []string{"INBOX", "Leads", "Done"} {
		for n := 1; n <= 3; n++ {
			imapDeliver(t, server, folder, imapTestMessage(n))
		}
	}
	box.Folder, box.After = "INBOX,Leads,Missing", "move:Done"
	s := imapOpen(t, box)
	imapWantText(t, s.Enter("Missing"), `"Missing"`, "Leads")
	if _, err := s.Pending(nil); err == nil {
		t.Error("a folder that could not be opened was listed")
	}
	for range 2 {
		if err := s.Settle([]string{"Leads:2:2", "INBOX:1:1", "INBOX:1:3"}); err != nil {
			t.Fatal(err)
		}
	}
	imapWantText(t, s.Settle([]string{"INBOX:1:2", "Missing:9:1"}), `"Missing"`)
	for folder, want := range map[string]int{"INBOX": 0, "Leads": 2, "Done": 7} {
		if err := s.Enter(folder); err != nil {
			t.Fatal(err)
		}
		if refs, err := s.Pending(nil); err != nil || len(refs) != want {
			t.Errorf("%s holds %d messages, want %d (%v)", folder, len(refs), want, err)
		}
	}
}

func TestIMAPMarksReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := StartMark{Folder: rapid.StringMatching(`[A-Za-zäß:,/ 0-9]{0,20}[a-z]`).Draw(t, "folder"),
			Validity: rapid.Uint32().Draw(t, "validity"),
			Last:     rapid.Uint32().Draw(t, "last"), At: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()}
		got, ok := ParseStartMark(m.Where())
		if !ok || got != m {
			t.Fatalf("%q is read as %+v, want %+v", m.Where(), got, m)
		}
		if FolderOf(m.Where()) != "" || UIDOf(m.Where(), m.Folder, m.Validity) != 0 {
			t.Fatalf("the mark %q is taken for a message", m.Where())
		}
		place := imapWhere(m.Folder, m.Validity, max(m.Last, 1))
		if _, ok := ParseStartMark(place); ok {
			t.Fatalf("the message %q is taken for a mark", place)
		}
		if FolderOf(place) != m.Folder || UIDOf(place, m.Folder, m.Validity) != max(m.Last, 1) {
			t.Fatalf("the place %q is not understood", place)
		}
	})
	for _, s := range []string{"", "drop/a.csv", "INBOX:7:after 3", "INBOX:7:after x, 2026-01-01T00.00.00Z",
		"INBOX:after 3, 2026-01-01T00.00.00Z", ", "} {
		if m, ok := ParseStartMark(s); ok {
			t.Errorf("%q is read as the mark %+v", s, m)
		}
	}
}

func TestIMAPSince(t *testing.T) {
	server, box := imapMemory(t)
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for n, at := range []time.Duration{72, -1, 0, -200, 1, 48} { // hours
		if err := server.Deliver("INBOX", imapTestMessage(n+1), day.Add(at*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := imapOpen(t, box).Since(day)
	if err != nil {
		t.Fatal(err)
	}
	var uids []uint32
	for _, d := range list {
		uids = append(uids, d.UID)
	}
	if !slices.Equal(uids, []uint32{3, 5, 6, 1}) || !list[0].Received.Equal(day) || list[0].Where != "INBOX:1:3" {
		t.Errorf("since that day: %+v", list)
	}
}

// TestIMAPFakeSinceWithABrokenDate: whose date cannot be read may be new.
func TestIMAPFakeSinceWithABrokenDate(t *testing.T) {
	box := imapFake(t, func(command string) (string, string) {
		if strings.HasPrefix(command, "UID FETCH") {
			return `* 1 FETCH (UID 5 INTERNALDATE "yesterday")` + "\r\n", "OK done"
		}
		return "", ""
	})
	list, err := imapOpen(t, box).Since(imapTestTime)
	if err != nil || len(list) != 1 || !list[0].Received.IsZero() {
		t.Errorf("came: %+v, %v", list, err)
	}
}

// TestIMAPFakeWithheld: the error names the messages, those beside them come, and what is known of them is their
// header, their first bytes, or nothing.
func TestIMAPFakeWithheld(t *testing.T) {
	good := func(uid int) string {
		return fmt.Sprintf("* %d FETCH (UID %d %s BODY[] {10}\r\nSubject: a)\r\n", uid, uid, imapFakeTime)
	}
	for name, test := range map[string]struct{ body, result, header, start, want string }{
		"refused, with a header":    {"", "NO [SERVERBUG] cannot read it", "Subject: h\r\n\r\n", "", "Subject: h\r\n\r\n"},
		"hangs up, with a header":   {"", mailtest.Drop, "Subject: h\r\n\r\n", "", "Subject: h\r\n\r\n"},
		"refused, with a beginning": {"", "NO cannot read it", "", "Subject: start", "Subject: start"},
		"refused altogether":        {"", "NO cannot read it", "", "", ""},
		"no body": {"* 2 FETCH (UID 2 BODY[] NIL)\r\n", "OK done", "Subject: h\r\n\r\n", "",
			"Subject: h\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			box := imapFake(t, func(command string) (string, string) {
				part := func(section, text string) (string, string) {
					if text == "" {
						return "", test.result
					}
					return fmt.Sprintf("* 2 FETCH (UID 2 BODY[%s {%d}\r\n%s)\r\n", section, len(text), text), "OK done"
				}
				switch {
				case strings.HasPrefix(command, "UID SEARCH"):
					return "* SEARCH 1 2 3\r\n", "OK done"
				case strings.HasPrefix(command, "FETCH 1:* (UID)"):
					return "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n* 3 FETCH (UID 3)\r\n", "OK done"
				case strings.Contains(command, "BODY.PEEK[HEADER]"):
					return part("HEADER]", test.header)
				case strings.Contains(command, "BODY.PEEK[]<0.16384>"):
					return part("]<0>", test.start)
				case strings.HasPrefix(command, "UID FETCH 1 "):
					return good(1), "OK done"
				case strings.HasPrefix(command, "UID FETCH 3 "):
					return good(3), "OK done"
				case strings.Contains(command, "BODY.PEEK"):
					return test.body, test.result
				case strings.Contains(command, "INTERNALDATE"):
					return "* 2 FETCH (UID 2 " + imapFakeTime + ")\r\n", "OK done"
				case strings.Contains(command, "FETCH"):
					return "* 1 FETCH (UID 1 RFC822.SIZE 10)\r\n* 2 FETCH (UID 2 RFC822.SIZE 10)\r\n" +
						"* 3 FETCH (UID 3 RFC822.SIZE 10)\r\n", "OK done"
				}
				return "", ""
			})
			s := imapOpen(t, box)
			refs, err := s.Pending(nil)
			if err != nil {
				t.Fatal(err)
			}
			items, err := s.Fetch(refs)
			withheld, ok := err.(*Withheld)
			if !ok || !slices.Equal(withheld.Wheres, []string{"INBOX:7:2"}) {
				t.Fatalf("the error is %v", err)
			}
			if got := strings.Join(imapWheres(items), " "); got != "INBOX:7:1 INBOX:7:3" {
				t.Errorf("came: %s", got)
			}
			item, there, err := s.Outline(refs[1])
			if err != nil || !there || string(item.Raw) != test.want || !item.Received.Equal(imapTestTime) ||
				item.Where != "INBOX:7:2" {
				t.Errorf("the outline is %+v, %v, %v", item, there, err)
			}
		})
	}
}

// TestIMAPFakeServerGone: when the server itself is gone, no message is to blame.
func TestIMAPFakeServerGone(t *testing.T) {
	var fake *mailtest.Fake
	fake, box := imapFakeServer(t, func(command string) (string, string) {
		if strings.Contains(command, "BODY.PEEK") {
			return "", mailtest.Drop
		}
		if strings.HasPrefix(command, "UID SEARCH UID") {
			return "", mailtest.Drop
		}
		return "", ""
	})
	s := imapOpen(t, box)
	refs := []Ref{{Where: "INBOX:7:5", UID: 5}}
	box.Addr = "127.0.0.1:1"
	s.box = box // where a new connection goes to
	s.endpoint.port = "1"
	_, err := s.Fetch(refs)
	imapWantText(t, err, "nothing answers")
	if _, ok := err.(*Withheld); ok {
		t.Errorf("the message is blamed: %v", err)
	}
	if n := fake.Push(""); n != 0 {
		t.Errorf("%d connections are left", n)
	}
}

// TestIMAPLargeMessageMovesBetweenFolders: it is known by its beginning, which is the same wherever it lies.
func TestIMAPLargeMessageMovesBetweenFolders(t *testing.T) {
	server, box := imapMemory(t)
	large := append(imapTestMessage(1), bytes.Repeat([]byte("0123456789abcdef0123456789abcdef\r\n"), 900_000)...)
	imapDeliver(t, server, "INBOX", large)
	imapDeliver(t, server, "Leads", large)
	box.Folder = "INBOX,Leads"
	s := imapOpen(t, box)
	keys := map[string]bool{}
	for _, folder := range box.Folders() {
		if err := s.Enter(folder); err != nil {
			t.Fatal(err)
		}
		refs, err := s.Pending(nil)
		if err != nil {
			t.Fatal(err)
		}
		items, err := s.Fetch(refs)
		if err != nil || len(items) != 1 || !items[0].Truncated {
			t.Fatalf("%s: %d messages, %v", folder, len(items), err)
		}
		keys[reading.Key(items[0].Raw)] = true
	}
	if len(keys) != 1 {
		t.Error("the same large message in two folders counts as two")
	}
}
