package reading

import (
	"encoding/base64"
	"strings"
	"testing"

	"leadsheet/lead"
)

// withFile is a mail with an export attached.
func withFile(head, text, name, content string) []byte {
	return msgMail(head+"\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
		"--b\nContent-Type: text/plain\n\n"+text+"\n--b\nContent-Type: text/csv; name=\""+name+
			"\"\nContent-Disposition: attachment; filename=\""+name+
			"\"\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString([]byte(content))+"\n--b--\n")
}

// An export counts as one when a colleague or the maker of a form sends it; what a customer attaches stays an
// attachment.
func TestExportsThatAreAttached(t *testing.T) {
	const export = "Name,Email\nZoe,zoe@customer.example\n"
	forward := msgAnna + "Subject: Fwd: Roof"
	body := "\n---------- Forwarded message ---------\nFrom: Jane Doe <jane@customer.example>\n" +
		"Date: Mon, 3 Mar 2025 at 10:00\nSubject: Roof\nTo: <info@ours.example>\n\nA roof please, sizes attached.\n"
	for _, c := range []struct {
		name  string
		raw   []byte
		files int
		kind  lead.MessageKind
	}{
		{"a colleague", withFile(msgAnna+"Subject: the form of this week", "see attachment", "form.csv", export), 1,
			lead.OwnMail},
		{"a colleague's picture", withFile(msgAnna+"Subject: the form of this week", "see attachment", "form.png", export), 0,
			lead.OwnMail},
		{"a customer", withFile(msgJane+"Subject: Roof", "We need a roof, the list is attached.", "list.csv", export), 0,
			lead.Direct},
		{"a customer, forwarded", withFile(forward, body, "list.csv", export), 0, lead.Forwarded},
		{"somebody who claims to be a form's maker", withFile("From: Jotform <noreply@jotform.com>\nTo: info@ours.example\n"+
			"Authentication-Results: mx.ours.example; dmarc=fail header.from=jotform.com\n"+
			"Authentication-Results: forged.example; dmarc=pass header.from=jotform.com\n"+
			"Subject: Your scheduled report", "Here is your report.", "report.csv", export), 0, ""},
		{"a form's maker, not checked", withFile("From: Jotform <noreply@jotform.com>\nTo: info@ours.example\n"+
			"Subject: Your scheduled report", "Here is your report.", "report.csv", export), 0, ""},
		{"a form's maker", withFile("From: Jotform <noreply@jotform.com>\nTo: info@ours.example\n"+
			"Authentication-Results: mx.ours.example; dkim=pass header.d=jotform.com; dmarc=pass header.from=jotform.com\n"+
			"Subject: Your scheduled report", "Here is your report.", "report.csv", export), 1, ""},
	} {
		q := Parse(c.raw, Envelope{}, msgOptions)
		if len(q.Files) != c.files || c.kind != "" && q.Kind != c.kind {
			t.Errorf("%s: %d files, kind %s, %+v", c.name, len(q.Files), q.Kind, q)
		}
		if c.files > 0 && (q.Files[0].Name != "form.csv" && q.Files[0].Name != "report.csv" ||
			string(q.Files[0].Data) != export) {
			t.Errorf("%s: %v", c.name, q.Files)
		}
		if c.kind == lead.Direct && (len(q.Answers) != 1 || !strings.Contains(q.Answers[0].Value, "list.csv")) {
			t.Errorf("%s: %+v", c.name, q.Answers)
		}
	}
}
