package reading

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// wordsOf splits a text into its words, in lower case.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// vanished returns the words of the visible text of a message that a reading has nowhere: neither in a column, nor in
// the need or an answer, nor in the list of what it leaves out.
func vanished(raw []byte, q *Reading) []string {
	msg := message.Parse(raw)
	if q.Ignore != "" || q.Kind == lead.Unreadable {
		return nil // put aside or kept as a whole
	}
	known, joined := map[string]bool{}, "" // some clients join words of the header, which are read apart
	add := func(list ...string) {
		for _, s := range list {
			for _, w := range wordsOf(s) {
				known[w] = true
				joined += w
			}
		}
	}
	readings := append([]Reading{*q}, q.Others...)
	for i := range readings {
		in := &readings[i]
		add(in.Name, in.Email, in.Phone, in.Company, in.Need, in.Source, in.Campaign, in.Note, in.From, in.Problem)
		for _, a := range in.Answers {
			add(a.Question, a.Value)
		}
		for _, l := range in.LeftOut() {
			add(l.Text)
		}
	}
	var out []string
	texts := [][]message.Line{letter.LinesOf(msg)}
	if q.Kind != lead.Forwarded || len(q.Others) == 0 {
		for _, inner := range msg.Inner[:min(len(msg.Inner), 1)] {
			if q.Kind == lead.Forwarded {
				texts = append(texts, letter.LinesOf(inner))
			}
		}
	}
	for _, lines := range texts {
		for _, w := range wordsOf(message.Clean(message.StripTags(message.JoinLines(lines)), 0)) {
			if !known[w] && !strings.Contains(joined, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// No word of a message's visible text vanishes, in whatever layout: all the messages of the other tests.
func TestNoTextVanishes(t *testing.T) {
	mails := map[string][]byte{}
	for _, c := range forwardCases() {
		mails["forward "+c.name] = c.raw
	}
	for _, c := range formCases() {
		mails["form "+c.name] = c.raw
	}
	for _, c := range makersMails {
		mails["maker "+c.name] = msgMail(c.head+"\nTo: info@ours.example", c.body)
	}
	for i, way := range replyWays {
		ct, body := way.write(tongues[0], longLetter, longLetter)
		mails[fmt.Sprint("reply ", i)] = msgMail(msgJane+"Subject: Re: Offer\nIn-Reply-To: <o1@ours.example>\nContent-Type: "+ct,
			body)
	}
	for _, place := range []string{"testdata/*/*.eml", "../../../shared/cases/mail/*.eml"} {
		paths, err := filepath.Glob(place)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			mails[path] = raw
		}
	}
	opts := msgOptions
	opts.Team.Domains = append([]string{"ourco.example"}, opts.Team.Domains...)
	for name, raw := range mails {
		q := Parse(raw, Envelope{}, opts)
		if lost := vanished(raw, &q); len(lost) > 0 {
			t.Errorf("%s: lost %q of %s, need %q, answers %v, left out %v", name, lost, q.Kind, q.Need, q.Answers, q.LeftOut())
		}
	}
}

// block is a piece of a mail with the part that it may be left out as; "" when it must be in the need.
type textBlock struct {
	text string
	part quotations.Part
}

var textBlocks = []textBlock{
	{"Hello,", ""}, {"we need twenty chairs by January.", ""}, {"- 20 chairs\n- 4 tables", ""}, {"Room 1\n______\n20 chairs", ""},
	{"Our list:\n--\nfour tables and a shelf", ""}, {"Budget: about 5000", ""}, {"Call me on 030 901820.", ""},
	{"> How many do you need?", quotations.Quotation}, {"PS: and a lamp, please.", ""}, {"--------------------", ""},
	{"Kind regards\nJane Doe", quotations.Signature}, {"--\nJane Doe\nNorthwind Ltd\nPhone: +49 30 901820", quotations.Signature},
	{"Sent from my iPhone", quotations.Signature}, {"This e-mail is confidential and may be privileged.", quotations.Disclaimer},
	{"CAUTION: This email originated from outside of the organization.", quotations.Disclaimer},
	{"On Mon, 3 Mar 2025 at 10:00, Anna <anna@ours.example> wrote:\n> We have chairs.", quotations.Quotation},
	{"From: Anna <anna@ours.example>\nSent: Monday\nTo: Jane\nSubject: Offer\n\nWe have chairs.", quotations.Quotation},
	{"Name: Jane Doe\nEmail: jane@customer.example\nMessage: a roof", ""}, {"Phone:\n\nwe would like a call", ""},
	{"What do you need?\nA table of oak", ""}, {"Page URL: https://site.example/contact", quotations.Trailer},
	{"---\nSent from our site", quotations.Trailer}, {"Powered by: Former", quotations.Trailer},
	{"---------- Forwarded message ---------\nFrom: Eve <eve@other.example>\nDate: Monday\nSubject: Gate\n\nA gate.", ""},
}

// No word vanishes from any mixture of what people, their mail programs and forms write, whoever sends it.
func TestNoTextVanishesFromMixtures(t *testing.T) {
	senders := []string{"Jane Doe <jane@customer.example>", "Jane Doe <web@customer.example>", "Site <wordpress@ours.example>",
		"Anna Own <anna@ours.example>", "Wix <notifications@wix-forms.com>", "Shop <no-reply@shop.example>"}
	subjects := []string{"Chairs", "Re: Chairs", "Fwd: Chairs", "Contact form", "Преп: Chairs", "New message"}
	rapid.Check(t, func(rt *rapid.T) {
		var text []string
		for range rapid.IntRange(1, 8).Draw(rt, "pieces") {
			text = append(text, rapid.SampledFrom(textBlocks).Draw(rt, "piece").text)
		}
		body, ct := strings.Join(text, rapid.SampledFrom([]string{"\n", "\n\n"}).Draw(rt, "gap")), "text/plain"
		if rapid.Bool().Draw(rt, "HTML") {
			body, ct = "<div>"+asHTML(body)+"</div>", "text/html"
		}
		raw := msgMail("From: "+rapid.SampledFrom(senders).Draw(rt, "sender")+"\nTo: info@ours.example\nSubject: "+
			rapid.SampledFrom(subjects).Draw(rt, "subject")+"\nContent-Type: "+ct+"; charset=utf-8", body)
		q := Parse(raw, Envelope{}, msgOptions)
		if lost := vanished(raw, &q); len(lost) > 0 {
			rt.Fatalf("lost %q of %s\nneed %q\nanswers %v\nleft out %v\n%s", lost, q.Kind, q.Need, q.Answers, q.LeftOut(), body)
		}
	})
}

// What a person writes above the signature is in the need, whatever rules and lists are in it; what stands below is left
// out under its name.
func TestLettersAreDivided(t *testing.T) {
	texts := []string{"we need twenty chairs by January.", "- 20 chairs\n- 4 tables", "Our list:\n--\nfour tables and a shelf",
		"Room 1\n______\n20 chairs\n\nRoom 2\n______\n4 tables", "1. chairs\n2. tables", "Budget: about 5000",
		"First part\n--------------------\nThe second part is open.", "Can you deliver?\n--\n20 chairs\n--\n4 tables",
		"_________\nWe would like to see a sample.", "We need:\n--\nChairs\nTables\nLamps"}
	ends := []struct {
		text string
		part quotations.Part
	}{{"Kind regards\nJane Doe", quotations.Signature}, {"--\nJane Doe\nNorthwind Ltd\nPhone: +49 30 901820", quotations.Signature},
		{"Viele Grüße,\nJane Doe", quotations.Signature}, {"______________\nJane Doe\nNorthwind Ltd\nwww.northwind.example", quotations.Signature},
		{"Sent from my iPhone", quotations.Signature}}
	below := []struct {
		text string
		part quotations.Part
	}{{"", ""}, {"This e-mail is confidential and may be privileged.", quotations.Disclaimer},
		{"On Mon, 3 Mar 2025 at 10:00, Anna <anna@ours.example> wrote:\n> We have chairs.", quotations.Quotation},
		{"From: Anna <anna@ours.example>\nSent: Monday\nTo: Jane\nSubject: Offer\n\nWe have chairs.", quotations.Quotation}}
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOfNDistinct(rapid.SampledFrom(texts), 1, 4, rapid.ID[string]).Draw(rt, "texts")
		end := rapid.SampledFrom(ends).Draw(rt, "end")
		under := rapid.SampledFrom(below).Draw(rt, "below")
		body := strings.Join(append(parts, end.text, under.text), "\n\n")
		q := Parse(msgMail(msgJane+"Subject: Chairs\nContent-Type: text/plain; charset=utf-8", body), Envelope{}, msgOptions)
		for _, p := range parts {
			if !strings.Contains(q.Need, strings.TrimSpace(p)) {
				rt.Fatalf("need %q lacks %q of\n%s", q.Need, p, body)
			}
		}
		left := map[quotations.Part]string{}
		for _, l := range q.LeftOut() {
			left[l.Kind] += l.Text
		}
		if strings.Contains(q.Need, end.text) || !strings.Contains(left[end.part], end.text) ||
			under.text != "" && !strings.Contains(left[under.part], under.text) {
			rt.Fatalf("need %q, left out %v of\n%s", q.Need, left, body)
		}
	})
}

// A request that is longer than its column says so, and where the rest is.
func TestLongNeed(t *testing.T) {
	body := strings.Repeat("we need another chair. ", 200) + "The last words."
	q := Parse(msgMail(msgJane+"Subject: Chairs", body), Envelope{}, msgOptions)
	if n := len([]rune(q.Need)); n > needLimit || !strings.Contains(q.Need, "more characters: see the original message") {
		t.Errorf("%d characters: %q", n, q.Need[len(q.Need)-100:])
	}
	left := q.LeftOut()
	if len(left) != 1 || left[0].Kind != quotations.Rest || !strings.HasSuffix(left[0].Text, "The last words.") {
		t.Errorf("left out: %v", left)
	}
	form := Parse(msgMail(ownSite+"Content-Type: text/plain", "Name: Jane Doe\nEmail: jane@customer.example\nMessage: "+body),
		Envelope{}, msgOptions)
	if lost := vanished(msgMail(ownSite, body), &form); len(lost) > 0 || len([]rune(form.Need)) > needLimit {
		t.Errorf("lost %q of %q", lost, form.Need)
	}
}

// A telephone number that the message quotes of the team's is not the customer's.
func TestNumberOfTheTeam(t *testing.T) {
	quote := "\n\nOn Mon, 3 Mar 2025 at 10:00, Anna <anna@ours.example> wrote:\n> We have chairs.\n> Anna, +49 89 555555\n"
	for body, phone := range map[string]string{
		"I called +49 89 555555, nobody was there." + quote:                                      "",
		"I called +49 89 555555, nobody was there.\n\nRegards\nJane\nTel: +49 30 901820" + quote: "+49 30 901820",
		"Call me on +49 30 901820." + quote:                                                      "+49 30 901820",
	} {
		q := Parse(msgMail(msgJane+"Subject: Re: Chairs\nIn-Reply-To: <o1@ours.example>", body), Envelope{}, msgOptions)
		if q.Phone != phone {
			t.Errorf("phone %q, want %q of\n%s", q.Phone, phone, body)
		}
	}
}

// What stands between a ruler and a closing phrase is text.
func TestRulerAboveFacts(t *testing.T) {
	const facts = "please see below\n____________________\n\nProject: new office\nSize: 200 m2"
	q := Parse(msgMail(msgJane+"Subject: Chairs", facts+"\n\nRegards\nJane\n"), Envelope{}, msgOptions)
	if q.Need != facts {
		t.Errorf("need %q", q.Need)
	}
}

// A mail without text is its subject, whatever its writer's program adds.
func TestSubjectIsTheNeed(t *testing.T) {
	for _, body := range []string{"Sent from my iPhone\n", "\n\nGet Outlook for Android\n", "-- \nJane Doe\nNorthwind Ltd\n",
		"Kind regards\nJane Doe\nNorthwind Ltd\n", "Viele Grüße\nJane\n\nVon meinem iPhone gesendet\n"} {
		q := Parse(msgMail(msgJane+"Subject: Offer for 20 chairs please (EOM)\nContent-Type: text/plain; charset=utf-8", body),
			Envelope{}, msgOptions)
		if q.Need != "Offer for 20 chairs please (EOM)" {
			t.Errorf("need %q of %q", q.Need, body)
		}
	}
	if q := Parse(msgMail(msgJane+"Subject: ", "-- \nJane Doe\nNorthwind Ltd\n"), Envelope{}, msgOptions); q.Need == "" {
		t.Error("a mail without a subject has no need")
	}
}
