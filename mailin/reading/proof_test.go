package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

const forwardedText = "---------- Forwarded message ---------\nFrom: Vic Visitor <vic@visitor.example>\nDate: Mon, 3 Mar 2025\nSubject: Doors\nTo: <kim@team.example>\n\nA door, please.\n"

// A mail that claims to be from the team counts as one unless the mailbox's own server speaks against it.
func TestUnproven(t *testing.T) {
	const own = "Authentication-Results: mx.team.example; "
	for name, test := range map[string]struct {
		servers, header string
		want            string
	}{
		"no server checks":               {"", "", ""},
		"it passes":                      {"mx.team.example", own + "dmarc=pass header.from=team.example\n", ""},
		"dkim passes alone":              {"mx.team.example", own + "dkim=pass header.d=team.example; spf=softfail smtp.mailfrom=team.example\n", ""},
		"nothing was there to check":     {"mx.team.example", own + "dkim=none; spf=none; dmarc=none header.from=team.example\n", ""},
		"signed in":                      {"mx.team.example", own + "auth=pass smtp.auth=kim\n", ""},
		"it fails":                       {"mx.team.example", own + "spf=pass smtp.mailfrom=evil.example; dmarc=fail header.from=team.example\n", "dmarc=fail, says mx.team.example"},
		"spf fails and nothing passes":   {"mx.team.example", own + "spf=fail smtp.mailfrom=team.example\n", "spf=fail, says mx.team.example"},
		"it fails, and is not learnt":    {"", own + "dmarc=fail header.from=team.example\n", "dmarc=fail, says mx.team.example"},
		"passing below is not believed":  {"", own + "dmarc=fail header.from=team.example\n" + own + "dmarc=pass header.from=team.example\n", "dmarc=fail, says mx.team.example"},
		"another's field above":          {"mx.team.example", "Authentication-Results: list.example; dmarc=fail header.from=team.example\n" + own + "dmarc=pass header.from=team.example\n", ""},
		"only another's field":           {"mx.team.example", "Authentication-Results: mx.evil.example; dmarc=pass header.from=team.example\n", "not checked by mx.team.example"},
		"no field":                       {"mx.team.example", "", "not checked by mx.team.example"},
		"another server of the provider": {"mx1.host.example", "Authentication-Results: mx2.host.example; dmarc=pass header.from=team.example\n", ""},
		"unnamed":                        {"unnamed", "Authentication-Results: dmarc=fail action=none header.from=team.example\n", "dmarc=fail, says unnamed"},
		"unnamed, passes":                {"unnamed", "Authentication-Results: dmarc=pass action=none header.from=team.example\n", ""},
		"submitted":                      {"mx.team.example", "Received: from pc (pc [192.0.2.1]) (Authenticated sender: kim) by mx.team.example (Postfix) with ESMTPSA id 1; Fri, 20 Nov 2026 10:00:00 +0100\n", ""},
		"submitted, and delivered": {"mx.team.example", "Received: from mx.team.example by box.team.example with LMTP id 2; Fri, 20 Nov 2026 10:00:00 +0100\n" +
			"Received: from pc (pc [192.0.2.1]) by mx.team.example with ESMTPSA id 1; Fri, 20 Nov 2026 10:00:00 +0100\n", ""},
		"submitted, as the sender says": {"mx.team.example", "Received: from evil (evil [192.0.2.1]) by mx.team.example with ESMTPS id 2; Fri, 20 Nov 2026 10:00:00 +0100\n" +
			"Received: from pc by mx.team.example with ESMTPSA id 1; Fri, 20 Nov 2026 10:00:00 +0100\n", "not checked by mx.team.example"},
		"submitted elsewhere": {"mx.team.example", "Received: from pc by mx.evil.example with ESMTPSA id 1; Fri, 20 Nov 2026 10:00:00 +0100\n", "not checked by mx.team.example"},
	} {
		opts := Options{Team: lead.Team{Addresses: []string{"kim@team.example"}}, Servers: strings.Fields(test.servers)}
		q := read(test.header+"From: Kim <kim@team.example>\nTo: hello@team.example\nSubject: Fwd: Doors\n\n"+forwardedText, opts)
		forwarded := q.Kind == lead.Forwarded && q.Email == "vic@visitor.example"
		if q.Unproven != test.want || forwarded != (test.want == "") || q.Ignore != "" {
			t.Errorf("%s: unproven %q, kind %s, email %q, ignore %q", name, q.Unproven, q.Kind, q.Email, q.Ignore)
		}
		if opts.Unchecked = true; read(test.header+"From: kim@team.example\nSubject: x\n\nx\n", opts).Unproven != "" {
			t.Errorf("%s: it was not to be looked at", name)
		}
	}
}

func read(raw string, opts Options) Reading {
	return Parse([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), Envelope{}, opts)
}

// What becomes of mails that are not proven to be the team's.
func TestUnproven_IsNotUnwrapped(t *testing.T) {
	opts := Options{Team: lead.Team{Domains: []string{"team.example"}}, Self: []string{"hello@team.example"}}
	const fails = "Authentication-Results: mx.team.example; dmarc=fail header.from=team.example\n"
	forward := read(fails+"From: Kim <kim@team.example>\nTo: hello@team.example\nSubject: Fwd: Doors\n\nplease\n\n"+forwardedText, opts)
	if forward.Email+forward.Name+forward.Phone != "" || !strings.Contains(forward.Need, "please") || !strings.Contains(forward.Need, "A door, please.") ||
		!strings.Contains(forward.Problem, "It says that it is from kim@team.example, and that is not proven (dmarc=fail, says mx.team.example)") || forward.ForwardedBy != "" {
		t.Errorf("a forward: %+v", forward.Inquiry)
	}
	answer := read(fails+"From: kim@team.example\nTo: vic@visitor.example\nCc: hello@team.example\nSubject: Re: Doors\nIn-Reply-To: <1@x>\n\nSend it to me.\n", opts)
	if answer.Ignore == "" || answer.Unproven == "" || len(answer.AnsweredTo) != 1 {
		t.Errorf("an answer: %+v", answer.Inquiry)
	}
	table := read(fails+"From: kim@team.example\nTo: hello@team.example\nSubject: leads\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nthe export\n--b\n"+
		"Content-Type: text/csv; name=leads.csv\nContent-Disposition: attachment; filename=leads.csv\n\nName,Email\nA,a@b.example\n--b--\n", opts)
	if len(table.Files) != 0 || table.Ignore != "" || table.Problem == "" {
		t.Errorf("an export: %+v, %d files", table.Inquiry, len(table.Files))
	}
	form := read(fails+"From: Website <info@team.example>\nReply-To: Vic Visitor <vic@visitor.example>\nTo: hello@team.example\nSubject: New message from the contact form\n\n"+
		"Name: Vic Visitor\nEmail: vic@visitor.example\nMessage: A door, please.\n", opts)
	if form.Kind != lead.Notification || form.Email != "vic@visitor.example" || form.Unproven != "" {
		t.Errorf("our own form: %+v", form.Inquiry)
	}
	lunch := read(fails+"From: kim@team.example\nTo: hello@team.example\nSubject: Lunch\n\nWho comes along?\n", opts)
	if lunch.Kind != lead.OwnMail || lunch.Unproven == "" {
		t.Errorf("a word among colleagues: %+v", lunch.Inquiry)
	}
}
