package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// A relay's sender is nobody's address: the person is in the fields, in the text, or in the address for answers.
func TestSenders_Relay(t *testing.T) {
	rules := lead.SenderRules{{Sender: "portal.example", Then: lead.RelaySender}}
	for name, test := range map[string]struct {
		from, header, text       string
		name, email, phone, need string
	}{
		"fields": {"Portal <leads@portal.example>", "", "Name: Vera Roe\nE-Mail: vera@visitor.example\nMessage: twenty chairs, please\n",
			"Vera Roe", "vera@visitor.example", "", "twenty chairs, please"},
		"fields without an address": {"Portal <leads@portal.example>", "", "Name: Vera Roe\nPhone: 030 1234567\nMessage: twenty chairs, please\n",
			"Vera Roe", "", "030 1234567", "twenty chairs, please"},
		"prose": {"Kim of Portal <kim@portal.example>", "", "Hello,\n\na customer wants twenty chairs. Write to vera@visitor.example or call 030 1234567.\n",
			"", "vera@visitor.example", "030 1234567", "twenty chairs"},
		"a mailing": {"Portal <leads@portal.example>", "List-Unsubscribe: <https://portal.example/u>\nPrecedence: bulk\n", "Vera wants a table: vera@visitor.example\n",
			"", "vera@visitor.example", "", "Vera wants a table"},
		"answers to the person": {"Portal <leads@portal.example>", "Reply-To: Vera Roe <vera@visitor.example>\n", "A table, please.\n",
			"Vera Roe", "vera@visitor.example", "", "A table, please."},
		"answers to itself": {"Portal <leads@portal.example>", "Reply-To: Support <help@portal.example>\n", "Somebody wants a table.\n",
			"", "", "", "Somebody wants a table."},
		"a number in prose": {"Portal <leads@portal.example>", "", "Rob Ray wants a gate and can be called: 030 7654321.\n",
			"", "", "030 7654321", "Rob Ray wants a gate"},
		"an answer by its thread": {"Kim <kim@portal.example>", "In-Reply-To: <1@ourco.example>\n", "Another wants a table.\n",
			"", "", "", "Another wants a table."},
	} {
		raw := "From: " + test.from + "\nTo: hello@ourco.example\nSubject: A lead for you\n" + test.header + "\n" + test.text
		q := Parse([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), Envelope{}, Options{Country: "DE", Senders: rules})
		if q.Ignore != "" || q.Name != test.name || q.Email != test.email || lead.CleanPhone(q.Phone) != test.phone || !strings.Contains(q.Need, test.need) {
			t.Errorf("%s: ignore %q, name %q, email %q, phone %q, need %q", name, q.Ignore, q.Name, q.Email, q.Phone, q.Need)
		}
		if strings.Contains(q.Company, "portal") {
			t.Errorf("%s: company %q", name, q.Company)
		}
	}
}

// Mails of a sender whose rule says lead are read, whatever they look like; a report of a mail server stays one.
func TestSenders_Lead(t *testing.T) {
	opts := Options{Team: lead.Team{Domains: []string{"ourco.example"}}, Senders: lead.SenderRules{
		{Sender: "friend@shop.example", Then: lead.TakeSender}, {Sender: "site@ourco.example", Then: lead.TakeSender}, {Sender: "mx.example", Then: lead.TakeSender}}}
	for name, test := range map[string]struct {
		header, text, email string
		ignored             bool
	}{
		"a mailing":             {"From: Jane <friend@shop.example>\nList-Id: <x.shop.example>\nFeedback-ID: 1:2:shop\n", "We need chairs.\n", "friend@shop.example", false},
		"an automatic reply":    {"From: Jane <friend@shop.example>\nAuto-Submitted: auto-replied\n", "We need chairs.\n", "friend@shop.example", false},
		"another address there": {"From: Jane <jane@shop.example>\nList-Id: <x.shop.example>\nFeedback-ID: 1:2:shop\n", "We need chairs.\n", "", true},
		"our own program":       {"From: site@ourco.example\nAuto-Submitted: auto-generated\n", "The shop has sold a chair.\n", "", false},
		"a delivery report": {"From: mailer-daemon@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n",
			"--b\nContent-Type: text/plain\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n\n--b--\n", "", true},
	} {
		raw := test.header + "To: hello@ourco.example\nSubject: Chairs\n\n" + test.text
		q := Parse([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), Envelope{}, opts)
		if (q.Ignore != "") != test.ignored || q.Email != test.email && !test.ignored {
			t.Errorf("%s: ignore %q, email %q, need %q", name, q.Ignore, q.Email, q.Need)
		}
	}
}
