package reading

import (
	"strings"
	"testing"
)

// What strangers can send must not stop the intake: each of these is a single message of hundreds of kilobytes that
// would be slow if its reading grew faster than its length. The test's own time limit is the judge.
func TestReadHostile(t *testing.T) {
	const n = 128 << 10
	fill := func(s string) string { return strings.Repeat(s, n/len(s)) }
	for name, raw := range map[string][]byte{
		"one long line":     msgMail(msgJane+"Subject: x", fill("a")),
		"long line of dots": msgMail(msgJane+"Subject: x", fill("1 ")),
		"from lines":        msgMail(msgAnna+"Subject: Fwd: x", fill("From: Jane <\n")),
		"forward blocks": msgMail(msgAnna+"Subject: Fwd: x",
			fill("From: a@ours.example\nDate: 1\nTo: x\nSubject: y\n\n")),
		"wrote lines":        msgMail(msgAnna+"Subject: Fwd: x", fill("On 1 a@ours.example wrote:\n")),
		"open elements":      msgHTML(msgJane+"Subject: x", fill("<div><b>")),
		"one huge attribute": msgHTML(msgJane+"Subject: x", "<p style=\""+fill("a")),
		"labels":             msgMail("From: no-reply@mailer.example\nSubject: New submission", fill("Name: a\nEmail: b\n")),
		"quoted":             msgMail(msgJane+"Subject: x", fill("> ")),
		"colons":             msgMail(msgJane+"Subject: x", fill(": ")),
		"boundaries":         msgMail(msgJane+"Subject: x\nContent-Type: multipart/mixed; boundary=b", fill("boundary=x ")),
		"quoted-printable":   msgMail(msgJane+"Subject: x\nContent-Transfer-Encoding: quoted-printable", fill("= ")),
		"from header":        msgMail("From: "+strings.Repeat("<", 200<<10)+"\nSubject: x", "y"),
	} {
		t.Run(name, func(t *testing.T) {
			if q := Parse(raw, Envelope{}, msgOptions); q.Kind == "" {
				t.Error("no kind")
			}
		})
	}
}
