package mailin

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadsheet/lead"
)

// However many colleagues pass a mail on, each with another client in another language: it stays the customer's.
func TestForwardsOfForwards(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		to := rapid.SampledFrom(tongues).Draw(rt, "language of the customer")
		s := sentBy{to.customer, "customer@outside.example", "info@ours.example", to.need + "\n\nTel: +49 30 901820"}
		client := rapid.SampledFrom(forwardClients).Draw(rt, "client")
		prefix, text, page := client.write(to, s, "Anfrage")
		subject := prefix + ": Anfrage"
		path := client.name
		for range rapid.IntRange(0, 3).Draw(rt, "colleagues") {
			next := rapid.SampledFrom(forwardClients).Draw(rt, "next client")
			in := rapid.SampledFrom(tongues).Draw(rt, "next language")
			words := rapid.SampledFrom([]string{"", "FYI\n\n", in.note + "\n\n"}).Draw(rt, "words")
			prefix, text, _ = next.write(in, sentBy{"Bob Own", "bob@ours.example", "anna@ours.example", words + text}, subject)
			subject, page = prefix+": "+subject, ""
			path += " in " + next.name + " " + in.code
		}
		head, body := "Content-Type: text/plain; charset=utf-8", text
		if page != "" && rapid.Bool().Draw(rt, "HTML") {
			head, body = "Content-Type: text/html; charset=utf-8", page
		}
		q := Examine(msgMail(forwardHead+subject+"\n"+head, body), Envelope{}, msgOptions)
		if q.Kind != lead.Forwarded || q.Email != "customer@outside.example" || q.Name != to.customer || !strings.HasPrefix(q.Need, to.need) {
			rt.Fatalf("%s: kind %q name %q email %q need %q\n%s", path, q.Kind, q.Name, q.Email, q.Need, body)
		}
	})
}

// A message that a colleague attached as a file, and one in a format that only Outlook reads.
func TestAttachedFiles(t *testing.T) {
	part := func(name, content string) []byte {
		return msgMail(forwardHead+"Fwd: Gate\nContent-Type: multipart/mixed; boundary=b", "--b\n\nplease take it\n--b\nContent-Type: application/octet-stream; name="+name+"\nContent-Disposition: attachment; filename="+name+"\n\n"+content+"\n--b--\n")
	}
	q := Examine(part("Gate.eml", "From: Lee Roe <lee@other.example>\nSubject: Gate\n\nA gate please.\n"), Envelope{}, msgOptions)
	if q.Kind != lead.Forwarded || q.Email != "lee@other.example" || q.Need != "A gate please." || q.Note != "please take it" {
		t.Errorf("%+v", q)
	}
	q = Examine(part("Gate.msg", "x"), Envelope{}, msgOptions)
	if q.Kind != lead.Forwarded || q.Email != "" || !strings.Contains(q.Problem, "original sender not found") || !strings.Contains(q.Problem, ".msg") {
		t.Errorf("%+v", q)
	}
}
