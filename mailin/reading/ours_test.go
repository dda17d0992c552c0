package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

const (
	ourMail   = "L-1042.0123456789abcdef0123456789ABCDEF@team.example"
	ourDigest = "leadsheet.ffffffffffffffffffffffffffffffff@team.example"
)

// teamOpts are those of a team with one colleague, whose mailbox's server is not known yet.
func teamOpts() Options {
	return Options{Team: lead.Team{Addresses: []string{"kim@team.example"}}, Self: []string{"hello@team.example"}}
}

// What a colleague types above the quotation of a message of ours, as mail programs send it.
func TestToUs_WhatIsTyped(t *testing.T) {
	const alert = "On Fri, 20 Nov 2026 at 10:00, leadsheet (not the customer) <hello@team.example> wrote:\n\n> New lead: Jo Doe, +49 30 5550101\n> jo@customer.example wants a door\n> Answer: mailto:jo@customer.example\n"
	html := func(text string) string {
		return "Content-Type: text/html; charset=utf-8\n\n<html><body>" + text + "<br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Fri, 20 Nov 2026 at 10:00, leadsheet &lt;<a href=\"mailto:hello@team.example\">hello@team.example</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0\">New lead: Jo Doe<br>called<br></blockquote></div></body></html>\n"
	}
	for name, c := range map[string]struct{ body, want string }{
		"a word":                {"\ncalled\n\n" + alert, "called"},
		"a word alone":          {"\nmine\n", "mine"},
		"a telephone":           {"\ncalled\n\nSent from my iPhone\n\n> On 20 Nov 2026, at 10:00, leadsheet <hello@team.example> wrote:\n> \n> New lead\n", "called"},
		"a telephone, no quote": {"\npass to Kim Li\n\nSent from my iPhone\n", "pass to Kim Li"},
		"a signature":           {"\ncalled\n\n-- \nKim Li\nTeam Ltd\n+49 30 5550100\n", "called"},
		"a closing":             {"\ncall back Friday 10\n\nBest regards,\nKim\n", "call back Friday 10"},
		"a greeting":            {"\nHi,\n\nwon 4500\n\nKim\n", "won 4500"},
		"the own name":          {"\npass to Kim\n\n" + alert, "pass to Kim"},
		"two":                   {"\nL-1042 called\nL-1043 no answer\n\n" + alert, "L-1042 called\nL-1043 no answer"},
		"below the quotation":   {"\n" + alert + "\ncalled\n", "called"},
		"Outlook": {"\ncalled\n\nFrom: leadsheet <hello@team.example>\nSent: Friday, 20 November 2026 10:00\nTo: Kim <kim@team.example>\nSubject: [L-1042] New lead: Jo Doe\n\nNew lead\nwon 100\n",
			"called"},
		"HTML":            {html("<div dir=\"ltr\">called</div>"), "called"},
		"HTML, two lines": {html("<div>called</div><div>tomorrow 10</div>"), "called\ntomorrow 10"},
		"a text for Jo": {"\nDear Jo,\n\nwe can come on Friday.\n\nBest regards\nKim\n\n" + alert,
			"we can come on Friday."},
		"a reference":         {"\ncalled\n\nRef: " + ourMail + "\n", "called"},
		"a wrapped reference": {"\ncalled\n\n(Please leave this line for\nleadsheet: <" + ourMail + ">)\n", "called"},
		"nothing":             {"\n\n" + alert, ""},
		"the closing alone":   {"\nThanks\nKim\n\n" + alert, "Thanks"},
	} {
		head := "From: Kim Li <kim@team.example>\nTo: hello@team.example\nSubject: Re: [L-1042] New lead: Jo Doe\nMessage-ID: <k@team.example>\nIn-Reply-To: <" + ourMail + ">\n"
		q := read(head+c.body, teamOpts())
		if q.ToUs == nil || q.ToUs.Text != c.want || q.ToUs.IDs[0] != ourMail || q.ToUs.Lead != "L-1042" ||
			q.ToUs.Unproven != "" {
			t.Errorf("%s: %+v, want %q", name, q.ToUs, c.want)
		}
		if q.Ignore == "" || len(q.AnsweredTo) > 0 {
			t.Errorf("%s: it reads as kind %s, ignore %q, answered %q", name, q.Kind, q.Ignore, q.AnsweredTo)
		}
	}
}

// Which mails are answers to us, and whose.
func TestToUs_Which(t *testing.T) {
	const own = "Authentication-Results: mx.team.example; "
	thread := "In-Reply-To: <" + ourMail + ">\n"
	for name, c := range map[string]struct {
		header, body, servers string
		want, unproven        string // the first of the IDs; "" for none
	}{
		"an answer": {"From: kim@team.example\nTo: hello@team.example\n" + thread, "called", "",
			ourMail, ""},
		"by its thread": {"From: kim@team.example\nTo: hello@team.example\nIn-Reply-To: <x@kim.example>\nReferences: <" + ourDigest + "> <" + ourMail + "> <x@kim.example>\n", "called", "", ourMail, ""},
		"by a link": {"From: kim@team.example\nTo: hello@team.example\nSubject: [L-1042] called\n",
			"called\n\n" + ourMail, "", ourMail, ""},
		"by its subject": {"From: kim@team.example\nTo: hello@team.example\nSubject: called " + ourMail + "\n", "",
			"", ourMail, ""},
		"a customer": {"From: jo@customer.example\nTo: hello@team.example\n" + thread, "called",
			"", "", ""},
		"to the customer":                 {"From: kim@team.example\nTo: hello@team.example, jo@customer.example\n" + thread, "We can come on Friday", "", "", ""},
		"an absence note":                 {"From: kim@team.example\nTo: hello@team.example\nSubject: Automatic reply: New lead\nAuto-Submitted: auto-replied\n" + thread, "I am away", "", "", ""},
		"by its subject, an absence note": {"From: kim@team.example\nTo: hello@team.example\nSubject: Out of office: New lead\n" + thread, "I am away", "", "", ""},
		"another program":                 {"From: kim@team.example\nTo: hello@team.example\nSubject: Re: x\nAuto-Submitted: auto-generated\n" + thread, "called", "", "", ""},
		"a customer's mail, passed on":    {"From: kim@team.example\nTo: hello@team.example\nSubject: Fwd: Re: Doors\nIn-Reply-To: <j@customer.example>\nReferences: <" + ourMail + "> <k@team.example> <j@customer.example>\n", "fyi\n\n---------- Forwarded message ---------\nFrom: Jo Doe <jo@customer.example>\nDate: Fri, 20 Nov 2026 at 11:00\nSubject: Re: Doors\nTo: Kim Li <kim@team.example>\n\nPlease come on Friday.\n", "", "", ""},
		"the same, not proven":            {own + "dmarc=fail header.from=team.example\nFrom: kim@team.example\nTo: hello@team.example\nSubject: Fwd: Re: Doors\nIn-Reply-To: <j@customer.example>\nReferences: <" + ourMail + "> <k@team.example> <j@customer.example>\n", "fyi\n\n---------- Forwarded message ---------\nFrom: Jo Doe <jo@customer.example>\nDate: Fri, 20 Nov 2026 at 11:00\nSubject: Re: Doors\nTo: Kim Li <kim@team.example>\n\nPlease come on Friday.\n", "mx.team.example", "", ""},
		"an alert, passed on":             {"From: kim@team.example\nTo: hello@team.example\nSubject: Fwd: [L-1042] New lead: Jo Doe\n" + thread, "called\n\n---------- Forwarded message ---------\nFrom: leadsheet (not the customer) <hello@team.example>\nDate: Fri, 20 Nov 2026 at 11:00\nSubject: [L-1042] New lead: Jo Doe\nTo: Kim Li <kim@team.example>\n\n> Hello,\n> we need a door.\n\nPhone: +49 30 901820 115\nMail: jo@customer.example\nCompany: Jo Ltd\n", "", ourMail, ""},
		"no ID of ours":                   {"From: kim@team.example\nTo: hello@team.example\nSubject: Re: [L-1042] New lead\nIn-Reply-To: <L-1042.abc@team.example>\n", "called", "", "", ""},
		"passes":                          {own + "dmarc=pass header.from=team.example\nFrom: kim@team.example\nTo: hello@team.example\n" + thread, "called", "mx.team.example", ourMail, ""},
		"checks nothing":                  {own + "dmarc=none header.from=team.example\nFrom: kim@team.example\nTo: hello@team.example\n" + thread, "called", "mx.team.example", ourMail, "not proven, says mx.team.example"},
		"fails":                           {own + "dmarc=fail header.from=team.example\nFrom: kim@team.example\nTo: hello@team.example\n" + thread, "called", "mx.team.example", ourMail, "dmarc=fail, says mx.team.example"},
		"not checked": {"From: kim@team.example\nTo: hello@team.example\n" + thread, "called",
			"mx.team.example", ourMail, "not checked by mx.team.example"},
		"submitted":       {"Received: from pc (pc [192.0.2.1]) by mx.team.example with ESMTPSA id 1; Fri, 20 Nov 2026 10:00:00 +0100\nFrom: kim@team.example\nTo: hello@team.example\n" + thread, "called", "mx.team.example", ourMail, ""},
		"inside Exchange": {"Authentication-Results: dkim=none header.d=none;dmarc=none action=none header.from=team.example\nX-MS-Exchange-Organization-AuthAs: Internal\nFrom: kim@team.example\nTo: hello@team.example\n" + thread, "called", "unnamed", ourMail, ""},
	} {
		opts := teamOpts()
		opts.Servers = strings.Fields(c.servers)
		q := read(c.header+"\n"+c.body+"\n", opts)
		switch {
		case c.want == "" && q.ToUs != nil:
			t.Errorf("%s: %+v", name, q.ToUs)
		case c.want != "" && (q.ToUs == nil || q.ToUs.IDs[0] != c.want || q.ToUs.Unproven != c.unproven ||
			q.ToUs.Text != "called"):
			t.Errorf("%s: %+v", name, q.ToUs)
		}
	}
}

// Our own message comes back: nothing of it is read. Who only says so is read like everybody.
func TestOwnMessages(t *testing.T) {
	const text = "X-Leadsheet: 1\nAuto-Submitted: auto-generated\nTo: kim@team.example\nSubject: [L-1042] New lead: Jo Doe\nMessage-ID: <" + ourMail + ">\n"
	const xlsx = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nName: Jo Doe\nEmail: jo@customer.example\nPhone: +49 30 5550101\nMessage: a door\n\n--b\nContent-Type: text/csv; name=leads.csv\nContent-Disposition: attachment; filename=leads.csv\n\nName,Email\nJo,jo@customer.example\n--b--\n"
	for name, c := range map[string]struct {
		header, servers string
		own             bool
	}{
		"from the mailbox":   {"From: leadsheet <hello@team.example>\n", "", true},
		"from a colleague":   {"From: kim@team.example\n", "", true},
		"from the company":   {"From: noreply@team.example\n", "", true},
		"a stranger":         {"From: eve@evil.example\n", "", false},
		"a forged colleague": {"Authentication-Results: mx.team.example; dmarc=fail header.from=team.example\nFrom: kim@team.example\n", "mx.team.example", false},
	} {
		opts := teamOpts()
		opts.Servers = strings.Fields(c.servers)
		q := read(c.header+text+xlsx, opts)
		if own := q.Kind == lead.OwnMail && q.Ignore == "leadsheet sent it" && len(q.Files) == 0; own != c.own ||
			!q.FromUs || q.ToUs != nil {
			t.Errorf("%s: kind %s, ignore %q, %d files, from us %v", name, q.Kind, q.Ignore, len(q.Files), q.FromUs)
		}
	}
	sent := ParseSent([]byte("From: kim@team.example\r\nX-Leadsheet: 1\r\nTo: jo@customer.example\r\nSubject: Re: Doors\r\nMessage-ID: <"+ourMail+">\r\n\r\n"), Envelope{}, teamOpts())
	if len(sent.AnsweredTo) > 0 {
		t.Errorf("in the folder of sent mails it answers %q", sent.AnsweredTo)
	}
}

// A delivery report about a message of ours, in the forms of mail servers.
func TestBouncesOfOurMessages(t *testing.T) {
	const status = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.team.example\n\nFinal-Recipient: rfc822; jo@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
	const inner = "From: Team <notify@elsewhere.example>\nTo: jo@customer.example\nSubject: Re: Doors\nX-Leadsheet: 1\nMessage-ID: <" + ourMail + ">\n\n"
	const top = "From: MAILER-DAEMON@mx.team.example\nTo: hello@team.example\nReturn-Path: <>\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt could not be delivered.\n\n--b\n"
	for name, c := range map[string]struct{ mail, want string }{
		"with the message": {top + status + "--b\nContent-Type: message/rfc822\n\n" + inner + "Thank you.\n--b--\n",
			ourMail},
		"with its header": {top + status + "--b\nContent-Type: text/rfc822-headers\n\n" + inner + "--b--\n", ourMail},
		"it is late": {top + strings.Replace(status, "failed", "delayed",
			1) + "--b\nContent-Type: message/rfc822\n\n" + inner + "--b--\n", ""},
		"it has arrived": {top + strings.Replace(status, "failed", "delivered",
			1) + "--b\nContent-Type: message/rfc822\n\n" + inner + "--b--\n", ""},
		"without parts": {"From: MAILER-DAEMON@mx.team.example\nTo: hello@team.example\nReturn-Path: <>\nSubject: failure notice\n\nHi. This is the qmail-send program.\n<jo@customer.example>:\n550 5.1.1 no such user\n\n--- Below this line is a copy of the message.\n\n" + inner + "Thank you.\n", ourMail},
		"about an answer to the customer": {strings.Replace(top, "It could not be delivered.",
			"It could not be delivered.\n\nOriginal headers:\nReferences: <"+ourMail+">\nMessage-ID: <k@team.example>", 1) + status + "--b\nContent-Type: message/rfc822\n\nFrom: kim@team.example\nTo: jo@customer.example\nReferences: <" + ourMail + ">\nMessage-ID: <k@team.example>\n\nx\n--b--\n", "k@team.example"},
		"about something else": {top + status + "--b\nContent-Type: message/rfc822\n\nFrom: x@evil.example\nTo: jo@customer.example\nMessage-ID: <x@evil.example>\n\nx\n--b--\n", ""},
	} {
		q := read(c.mail, teamOpts())
		if q.Kind != lead.Bounce || q.InReplyTo != c.want || q.ToUs != nil {
			t.Errorf("%s: kind %s about %q, want %q", name, q.Kind, q.InReplyTo, c.want)
		}
	}
}
