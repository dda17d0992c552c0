package mailin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// The parts of a mail as a server tells them: a text, and a file with a name in each way in which names are written.
const (
	plainPart = `("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 12 1 NIL NIL NIL NIL)`
	pdfPart   = `("APPLICATION" "PDF" %s NIL NIL "BASE64" 1200 NIL %s NIL NIL)`
)

func mixed(parts ...string) string {
	return "(" + strings.Join(parts, "") + ` "MIXED" ("BOUNDARY" "b") NIL NIL NIL)`
}

// A sent mail is read with the names of its files, however the server tells them, and in whichever order.
func TestSentFiles_AsServersTellThem(t *testing.T) {
	pdf := func(params, disposition string) string { return fmt.Sprintf(pdfPart, params, disposition) }
	name := func(params string) string { return pdf("NIL", `("ATTACHMENT" (`+params+`))`) }
	deep := plainPart
	for range 60 {
		deep = mixed(deep)
	}
	for _, c := range []struct{ name, structure, want string }{
		{"a text alone", plainPart, ""},
		{"by its disposition", mixed(plainPart, name(`"FILENAME" "Offer 12.pdf"`)), "Offer 12.pdf (application/pdf)"},
		{"by its type", mixed(plainPart, pdf(`("NAME" "Offer.pdf")`, "NIL")), "Offer.pdf (application/pdf)"},
		{"as a word", mixed(plainPart, name(`"filename" "=?utf-8?Q?Angebot_T=C3=BCren.pdf?="`)),
			"Angebot Türen.pdf (application/pdf)"},
		{"with a charset", mixed(plainPart, name(`"FILENAME*" "utf-8''Angebot%20T%C3%BCren.pdf"`)),
			"Angebot Türen.pdf (application/pdf)"},
		{"in parts", mixed(plainPart,
			name(`"FILENAME*0*" "utf-8''Angebot%20" "FILENAME*1*" "T%C3%BCren" "FILENAME*2" ".pdf"`)),
			"Angebot Türen.pdf (application/pdf)"},
		{"as a literal", mixed(plainPart, name("\"FILENAME\" {9}\r\nOffer.pdf")), "Offer.pdf (application/pdf)"},
		{"without a name", mixed(plainPart, pdf("NIL", "NIL")), "application/pdf"},
		{"below another part", mixed(mixed(plainPart, pdf(`("NAME" "a.pdf")`, "NIL")), name(`"FILENAME" "b.pdf"`)),
			"a.pdf (application/pdf), b.pdf (application/pdf)"},
		{"a text as a file", mixed(plainPart,
			`("TEXT" "PLAIN" NIL NIL NIL "7BIT" 12 1 NIL ("ATTACHMENT" ("FILENAME" "offer.txt")) NIL NIL)`),
			"offer.txt (text/plain)"},
		{"too deep", deep, ""},
		{"nothing", "NIL", ""},
	} {
		for _, before := range []bool{true, false} {
			box := sentServer(t, func(command string) (string, string) {
				switch {
				case strings.HasPrefix(command, "UID SEARCH"):
					return "* SEARCH 6\r\n", "OK done"
				case strings.HasPrefix(command, "UID FETCH") && c.structure == "NIL":
					return structured(6, "", false), "OK done"
				case strings.HasPrefix(command, "UID FETCH"):
					return structured(6, c.structure, before), "OK done"
				}
				return "", ""
			})
			items := sentItems(t, box)
			if len(items) != 1 || strings.Join(items[0].Files, ", ") != c.want {
				t.Errorf("%s: %+v", c.name, items)
			}
		}
	}
}

// structured is a response with a header and a structure, before or behind it.
func structured(uid int, structure string, before bool) string {
	head := "From: hello@ours.example\r\nTo: jane@customer.example\r\n\r\n"
	header := fmt.Sprintf("BODY[HEADER.FIELDS (FROM)] {%d}\r\n%s", len(head), head)
	begin := fmt.Sprintf("* %d FETCH (UID %d ", uid, uid)
	switch {
	case structure == "":
		return begin + header + ")\r\n"
	case before:
		return begin + "BODYSTRUCTURE " + structure + " " + header + ")\r\n"
	}
	return begin + header + " BODYSTRUCTURE " + structure + ")\r\n"
}

func sentItems(t *testing.T, box Mailbox) []Item {
	t.Helper()
	s, err := box.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	items, err := imapSentSince(s, "Sent", 0, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Error(err)
	}
	return items
}

// A server that cannot tell the structure of a message, or tells one that cannot be read, costs the names of files and
// no mail.
func TestSentFiles_ServersThatFail(t *testing.T) {
	for name, fails := range map[string]func(structured func() string) (lines, result string){
		"refused":        func(func() string) (string, string) { return "", "NO [SERVERBUG] internal error" },
		"not understood": func(func() string) (string, string) { return "", "BAD unknown item" },
		"cannot be read": func(one func() string) (string, string) {
			return one() + "* 7 FETCH (UID 7 BODYSTRUCTURE (\"TEXT\" (", "OK done"
		},
		"too deep": func(one func() string) (string, string) {
			return one() + "* 7 FETCH (UID 7 BODYSTRUCTURE " + strings.Repeat("(", 5000) + ")\r\n", "OK done"
		},
		"too long": func(one func() string) (string, string) {
			return one() + "* 7 FETCH (UID 7 BODYSTRUCTURE (\"" + strings.Repeat("a", 200_000) + "\"))\r\n", "OK done"
		},
		"the line is lost": func(one func() string) (string, string) { return one(), "drop" },
	} {
		asked := 0
		box := sentServer(t, func(command string) (string, string) {
			switch {
			case strings.HasPrefix(command, "UID SEARCH"):
				return "* SEARCH 6 7\r\n", "OK done"
			case strings.HasPrefix(command, "UID FETCH") && strings.Contains(command, "BODYSTRUCTURE"):
				asked++
				return fails(func() string { return structured(6, mixed(plainPart), true) })
			case strings.HasPrefix(command, "UID FETCH"):
				return structured(6, "", false) + structured(7, "", false), "OK done"
			}
			return "", ""
		})
		items := sentItems(t, box)
		if len(items) != 2 || items[0].Where != "Sent:7:6" || items[1].Where != "Sent:7:7" || asked != 1 {
			t.Errorf("%s: asked %d times, got %+v", name, asked, items)
		}
	}
}

func TestSentFiles_Dovecot(t *testing.T) {
	server := dovecottest.StartDovecot(t)
	box := Mailbox{Addr: "imap://" + server.IMAPAddr, User: server.User, Password: server.Password, Security: "none"}
	file := func(header string) string {
		return "From: hello@ours.example\nTo: c@customer.example\nSubject: As promised\nMIME-Version: 1.0\n" +
			"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n" + header +
			"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n"
	}
	mails := []struct{ raw, want string }{
		{string(testMail("From: hello@ours.example\nTo: c@customer.example\nSubject: x", "Hello")), ""},
		{file("Content-Type: application/pdf; name=\"Offer 12.pdf\"\n" +
			"Content-Disposition: attachment; filename=\"Offer 12.pdf\""),
			"Offer 12.pdf (application/pdf)"},
		{file("Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''Angebot%20;\n" +
			" filename*1*=T%C3%BCren.pdf"),
			"Angebot Türen.pdf (application/pdf)"},
	}
	began := time.Now().Add(-time.Hour).Truncate(time.Second)
	for n, m := range mails {
		server.DeliverSent([]byte(m.raw), began.Add(time.Duration(n)*time.Minute))
	}
	s, err := box.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	items, err := imapSentSince(s, "Sent", 0, began)
	if err != nil || len(items) != len(mails) {
		t.Fatalf("got %d, %v", len(items), err)
	}
	var got, want []string
	for n, m := range mails {
		got, want = append(got, strings.Join(items[n].Files, ", ")), append(want, m.want)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
