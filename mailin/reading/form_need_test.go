package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

const ownSite = "From: Ours <wordpress@ours.example>\nTo: info@ours.example\nSubject: New message\n"

// The request of a form's mail, wherever the form puts it.
func TestFormNeed(t *testing.T) {
	html := "Content-Type: text/html; charset=utf-8\n"
	for name, c := range map[string]struct{ head, body, need, who, phone string }{
		"below an empty line": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\n\nWe need twenty chairs\nby May\n",
			"We need twenty chairs\nby May", "Jane Doe", ""},
		"above the fields": {ownSite, "we need twenty chairs\nby May\n\nName: Jane Doe\nEmail: jane@customer.example\n",
			"we need twenty chairs\nby May", "Jane Doe", ""},
		"between the fields": {ownSite, "Name: Jane Doe\n\nwe need twenty chairs\n\nEmail: jane@customer.example\n",
			"we need twenty chairs", "Jane Doe", ""},
		"below a sentence": {ownSite, "Jane Doe wrote:\n\nwe need twenty chairs\n\nEmail: jane@customer.example\nPhone: 030 901820",
			"we need twenty chairs", "Jane Doe", "030 901820"},
		"below a sentence in German": {ownSite, "Jane Doe schrieb:\n\nwir brauchen Stühle\n\nE-Mail: jane@customer.example\n" +
			"Telefon: 030 901820", "wir brauchen Stühle", "Jane Doe", "030 901820"},
		"below a table": {ownSite + html, "<table><tr><td>Name</td><td>Jane Doe</td></tr><tr><td>Email</td><td>" +
			"jane@customer.example</td></tr></table><p>we need twenty chairs</p>", "we need twenty chairs", "Jane Doe", ""},
		"in Japanese": {ownSite, "Name: 田中太郎\nEmail: jane@customer.example\n\n椅子を二十脚ください\n", "椅子を二十脚ください",
			"田中太郎", ""},
		"an empty phone": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nPhone:\n\nwe need twenty chairs\n",
			"we need twenty chairs", "Jane Doe", ""},
		"an empty company": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nCompany:\n\nwe need chairs\nby January\n",
			"we need chairs\nby January", "Jane Doe", ""},
		"values in the lines below": {ownSite, "Name:\nJane Doe\n\nEmail:\njane@customer.example\n\nPhone:\n\nMessage:\ntwenty\n",
			"twenty", "Jane Doe", ""},
		"a message below an empty line": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nMessage:\n\ntwenty chairs\n",
			"twenty chairs", "Jane Doe", ""},
		"the longest answer": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nStreet: 123 Merry Lane, San Diego, CA 92101\n" +
			"Anything we should know: we need twenty chairs\nI accept: yes I have read the terms and conditions of this site\n" +
			"Wanted on: 2026-11-20 or thereabouts\n", "we need twenty chairs", "Jane Doe", ""},
		"a question": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nWhat can we do for you?: we need twenty chairs\n",
			"we need twenty chairs", "Jane Doe", ""},
		"the subject": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nSubject: Twenty chairs\nColour: red\n",
			"Twenty chairs", "Jane Doe", ""},
		"the message, not a longer answer": {ownSite, "Name: Jane Doe\nEmail: jane@customer.example\nMessage: chairs\n" +
			"How did you hear of us: my neighbour told me of your very good work\n", "chairs", "Jane Doe", ""},
		"a table with titles": {ownSite + html, "<p>Someone wrote:</p><table><tr><th>Name</th><th>Value</th></tr><tr><td><b>name" +
			"</b></td><td><pre>Jane Doe</pre></td></tr><tr><td><b>email</b></td><td><pre>jane@customer.example</pre></td></tr>" +
			"<tr><td><b>message</b></td><td><pre>chairs</pre></td></tr></table>", "chairs", "Jane Doe", ""},
		"other titles": {ownSite + html, "<table><tr><th>Name</th><th>Answer</th></tr><tr><td>Name</td><td>Jane Doe</td></tr>" +
			"<tr><td>Email</td><td>jane@customer.example</td></tr><tr><td>Message</td><td>chairs</td></tr></table>", "chairs",
			"Jane Doe", ""},
		"no request at all": {ownSite, "You have a new request for a call from your website.\n\nName: Jane Doe\nPhone: 030 901820\n",
			"", "Jane Doe", "030 901820"},
		"a vendor's words": {"From: Wix <notifications@wix-forms.com>\nSubject: New submission\n", "A site visitor just submitted " +
			"your form.\n\nName:\nJane Doe\n\nEmail:\njane@customer.example\n\nLong answer:\nwe need chairs\n\nView Submissions\n\n" +
			"To edit your email settings, go to your Inbox.\n", "we need chairs", "Jane Doe", ""},
		"a vendor's site": {"From: Carrd <noreply@carrd.co>\nSubject: Contact form submission\n", "Name\nJane Doe\n\nEmail\n" +
			"jane@customer.example\n\nMessage\nwe need chairs\n\n---\nSubmitted via ours.carrd.co\n", "we need chairs", "Jane Doe", ""},
		"a vendor's closing": {"From: Formly <no-reply@formly-mail.example>\nSubject: New message\n", "Name: Jane Doe\n" +
			"Email: jane@customer.example\nMessage: we need chairs\n\nKind regards\nYour Formly-Mail team\n", "we need chairs",
			"Jane Doe", ""},
	} {
		t.Run(name, func(t *testing.T) {
			head := c.head
			if !strings.Contains(head, "Content-Type") {
				head += "Content-Type: text/plain; charset=utf-8\n"
			}
			q := Parse(msgMail(strings.TrimRight(head, "\n"), c.body), Envelope{}, msgOptions)
			if q.Kind != lead.Notification || q.Need != c.need || q.Name != c.who || q.Phone != c.phone {
				t.Errorf("kind %q need %q name %q phone %q company %q answers %v", q.Kind, q.Need, q.Name, q.Phone, q.Company,
					q.Answers)
			}
		})
	}
}

// A person's letter stays one, whatever its subject, its address and the labels in it.
func TestLettersWithLabels(t *testing.T) {
	const signed = "\n\nKind regards\nJane Doe\nPhone: +49 30 901820\nE-Mail: jane@customer.example\nWeb: www.customer.example\n"
	for name, c := range map[string]struct{ from, subject, body string }{
		"a signature":                  {"Jane Doe <web@customer.example>", "Chairs", "Hello,\n\nwe need twenty chairs" + signed},
		"a signature in a form's name": {"Jane Doe <forms@customer.example>", "Contact request", "we need twenty chairs" + signed},
		"only a name above": {"Jane Doe <webmaster@customer.example>", "Chairs", "we need twenty chairs.\n\nJane Doe\n" +
			"Phone: +49 30 901820\nE-Mail: jane@customer.example\n"},
		"facts below a sentence": {"Jane Doe <jane@customer.example>", "Request for quote", "Dear team,\n\nwe need twenty chairs." +
			"\n\nProject: Villa Berlin\nDeadline: January" + signed},
		"no punctuation": {"Jane Doe <jane@customer.example>", "Website enquiry", "we need twenty chairs\n\nProject: Villa\n" +
			"Name: Jane Doe\nPhone: +49 30 901820\n"},
		"contacts below": {"Jane Doe <jane@customer.example>", "Kontaktanfrage", "Guten Tag,\n\nwe need twenty chairs.\n\n" +
			"Ansprechpartner: Jane Doe\nTelefon: +49 30 901820\nE-Mail: jane@customer.example\n"},
		"another's address": {"Jane Doe <jane@customer.example>", "Quote request", "we need twenty chairs\n\nBest regards,\n" +
			"Jane Doe\nName of the site: Villa\nPhone: +49 30 901820\nE-Mail: office@customer.example\n"},
	} {
		t.Run(name, func(t *testing.T) {
			q := Parse(msgMail("From: "+c.from+"\nTo: info@ours.example\nSubject: "+c.subject+
				"\nContent-Type: text/plain; charset=utf-8", c.body), Envelope{}, msgOptions)
			if q.Kind != lead.Direct || q.Name != "Jane Doe" || q.Phone != "+49 30 901820" ||
				!strings.Contains(q.Need, "we need twenty chairs") {
				t.Errorf("kind %q need %q name %q phone %q", q.Kind, q.Need, q.Name, q.Phone)
			}
		})
	}
}
