package reading

import (
	"testing"

	"leadsheet/lead"
)

// Pitches, applications and newsletters of people are leads with a hint, known by several signs.
func TestPitch(t *testing.T) {
	for _, c := range []struct {
		name, head, body string
		pitch            lead.Pitch
	}{
		{"follow-up in a thread of its own", "From: Mark <mark@growth.example>\nIn-Reply-To: <x@growth.example>\n" +
			"References: <x@growth.example>\nSubject: Re: Quick thing", "Just floating this to the top of your inbox.\n\nMark",
			lead.SalesPitch},
		{"link seller", "From: Olga <olga@links.example>\nSubject: Sponsored article", "How much for a dofollow link?",
			lead.SalesPitch},
		{"factory", "From: Lily <sales8@factory.example>\nSubject: Chairs", "Dear purchasing manager, we are a factory with 15 " +
			"years experience. See our catalogue.", lead.SalesPitch},
		{"agency, German", "From: Max <max@agentur.example>\nSubject: Ihre Website", "Ich bin auf Ihre Website gestoßen. " +
			"Wir sorgen für mehr Kunden. Passt ein kurzes Telefonat?", lead.SalesPitch},
		{"application", "From: Lena <lena@gmail.com>\nSubject: Bewerbung als Schreinerin",
			"Meinen Lebenslauf finden Sie im Anhang.", lead.Application},
		{"application, English", "From: Joe <joe@gmail.com>\nSubject: Carpenter", "I am applying for the job. My CV is attached.",
			lead.Application},
		{"newsletter of a person", "From: Anna Bell <anna@notes.example>\nSubject: 5 tips", "5 tips.\n\nYou are receiving this " +
			"because you signed up.\nUnsubscribe", lead.Newsletter},
		{"a request", msgJane + "Subject: Chairs", "We need twenty chairs. Could we have a quick call?", ""},
		{"a request for search engines", msgJane + "Subject: SEO", "We need somebody for our SEO: more traffic, backlinks.", ""},
		{"a request that found us", msgJane + "Subject: Offer", "I found your website. Please send an offer for 20 chairs.", ""},
		{"an application to build", msgJane + "Subject: Building application", "Can you draw the plans for the application?", ""},
		{"an answer", msgJane + "In-Reply-To: <o@ours.example>\nSubject: Re: Offer", "Just following up on my question. A quick " +
			"call?", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail("To: info@ours.example\n"+c.head, c.body), Envelope{}, msgOptions)
			if q.Pitch != c.pitch || q.Ignore != "" {
				t.Errorf("pitch %q, want %q; ignore %q kind %q", q.Pitch, c.pitch, q.Ignore, q.Kind)
			}
		})
	}
}
