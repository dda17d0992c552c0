package reading

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
		q := Parse(msgMail(forwardHead+subject+"\n"+head, body), Envelope{}, msgOptions)
		if q.Kind != lead.Forwarded || q.Email != "customer@outside.example" || q.Name != to.customer ||
			!strings.HasPrefix(q.Need, to.need) {
			rt.Fatalf("%s: kind %q name %q email %q need %q\n%s", path, q.Kind, q.Name, q.Email, q.Need, body)
		}
	})
}

// Several messages attached to one mail: each of an outsider is an inquiry of its own, a colleague's among them is
// none.
func TestSeveralAttachedMessages(t *testing.T) {
	inner := func(from, subject, text string) string {
		return "--b\nContent-Type: message/rfc822\n\nFrom: " + from + "\nSubject: " + subject + "\nMessage-ID: <" + subject +
			"@x.example>\n\n" + text + "\n"
	}
	mail := func(parts ...string) []byte {
		return msgMail(forwardHead+"Three for you\nIn-Reply-To: <q@ours.example>\nContent-Type: multipart/mixed; boundary=b",
			"--b\n\nplease take these\n"+strings.Join(parts, "")+"--b--\n")
	}
	form := inner("Site <wordpress@ours.example>", "Contact", "Name: Vic Tor\nEmail: vic@visitor.example\n"+
		"Message: A sign.\n")
	raw := mail(inner("Bob Own <bob@ours.example>", "Plan", "who takes them?"),
		inner("Lee Roe <lee@other.example>", "Gate", "A gate please."),
		inner("Jane Doe <jane@customer.example>", "Roof", "A roof please."),
		inner("Bob Own <bob@ours.example>", "Plan2", "me"), form)
	q := Parse(raw, Envelope{Where: "INBOX:7:3"}, msgOptions)
	if q.Kind != lead.Forwarded || q.Email != "lee@other.example" || q.Key != Key(raw) || q.Problem != "" {
		t.Errorf("the first: %+v", q.Inquiry)
	}
	if len(q.Others) != 2 {
		t.Fatalf("%d others: %+v", len(q.Others), q.Others)
	}
	for i, want := range []struct{ email, need, subject, where string }{
		{"jane@customer.example", "A roof please.", "Roof", "INBOX:7:3, attached message 3"},
		{"vic@visitor.example", "A sign.", "Contact", "INBOX:7:3, attached message 5"}} {
		o := q.Others[i]
		if o.Kind != lead.Forwarded || o.Email != want.email || o.Need != want.need || o.Subject != want.subject ||
			o.Where != want.where ||
			o.Note != "please take these" || o.ForwardedBy != q.From || o.From != q.From || o.MessageID+o.InReplyTo != "" ||
			o.NoAnswer == "" {
			t.Errorf("another: %+v", o)
		}
		if o.Key >= q.Key || o.Key == q.Others[1-i].Key {
			t.Errorf("its key is %s, the mail's %s", o.Key, q.Key)
		}
	}
	if again := Parse(raw, Envelope{Where: "Web:7:9"}, msgOptions); again.Others[1].Key != q.Others[1].Key {
		t.Error("the key depends on the place")
	}
	// An outsider's attached messages stay theirs, and there is an end to it.
	if q := Parse([]byte(strings.Replace(string(raw), "anna@ours.example", "eve@rival.example", 1)), Envelope{},
		msgOptions); len(q.Others) > 0 {
		t.Errorf("an outsider's: %+v", q.Others)
	}
	var many []string
	for range 60 {
		many = append(many, inner("Lee Roe <lee@other.example>", "Gate", "A gate please."))
	}
	if q := Parse(mail(many...), Envelope{}, msgOptions); len(q.Others) != maxAttached-1 ||
		!strings.Contains(q.Problem, "10 more attached messages") {
		t.Errorf("%d others, %s", len(q.Others), q.Problem)
	}
}

// A message that a colleague attached as a file, and one in a format that only Outlook reads.
func TestAttachedFiles(t *testing.T) {
	part := func(name, content string) []byte {
		return msgMail(forwardHead+"Fwd: Gate\nContent-Type: multipart/mixed; boundary=b",
			"--b\n\nplease take it\n--b\nContent-Type: application/octet-stream; name="+name+
				"\nContent-Disposition: attachment; filename="+name+"\n\n"+content+"\n--b--\n")
	}
	q := Parse(part("Gate.eml", "From: Lee Roe <lee@other.example>\nSubject: Gate\n\nA gate please.\n"), Envelope{},
		msgOptions)
	if q.Kind != lead.Forwarded || q.Email != "lee@other.example" || q.Need != "A gate please." ||
		q.Note != "please take it" {
		t.Errorf("%+v", q)
	}
	q = Parse(part("Gate.msg", "x"), Envelope{}, msgOptions)
	if q.Kind != lead.Forwarded || q.Email != "" || !strings.Contains(q.Problem, "original sender not found") ||
		!strings.Contains(q.Problem, ".msg") {
		t.Errorf("%+v", q)
	}
}
