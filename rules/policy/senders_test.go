package policy

import (
	"reflect"
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// sendersOf reads a tab Senders of an own domain and a colleague, and returns what Check says of its rows.
func sendersOf(t *testing.T, columns []string, rows ...[]string) (Policy, []string) {
	t.Helper()
	tables := defaultsByTitle()
	setCell(tables, lead.TabSettings, "Team domains", 1, "ourco.example")
	team := tables[lead.TabTeam]
	team.Rows = [][]string{{"Tom", "tom@studio.example", "", "TRUE", "", "1", "", "", "", "", ""},
		{"Eva", "eva@gmail.com"}}
	tables[lead.TabTeam] = team
	tab := tables[lead.TabSenders]
	if tab.Rows = rows; columns != nil {
		tab.Columns = columns
	}
	tables[lead.TabSenders] = tab
	p, checks := ReadPolicy(words.Language{}, tables, InForce{Mailboxes: "hello@boxes.example"})
	said := make([]string, len(rows))
	for _, c := range checks {
		if c.Tab == lead.TabSenders {
			said[c.Row] = c.Text
		}
	}
	return p, said
}

// A row with a mistake is named in Check and does nothing, ticked or not.
func TestSenders_Check(t *testing.T) {
	for _, test := range []struct {
		sender, then, use, want string
	}{
		{"news@shop.example", "ignore", "TRUE", ""},
		{"Shop.example", "Relay", "x", ""},
		{"@shop.example", "lead", "TRUE", ""},
		{"*@shop.example", "lead", "TRUE", ""},
		{"Jane <jane@gmail.com>", "ignore", "TRUE", ""},
		{"hello@boxes.example", "relay", "TRUE", ""}, // a form may write from there
		{"site@ourco.example", "relay", "TRUE", ""},
		{"news.ourco.example", "ignore", "TRUE", ""},
		{"@", "ignore", "TRUE", "everybody"},
		{"*", "ignore", "TRUE", "everybody"},
		{"*@*", "lead", "TRUE", "everybody"},
		{"com", "ignore", "TRUE", "everybody"},
		{"co.uk", "ignore", "", "everybody"},
		{"gmail.com", "ignore", "TRUE", "mail provider"},
		{"@web.de", "lead", "TRUE", "mail provider"},
		{"ourco.example", "ignore", "TRUE", "your own"},
		{"studio.example", "lead", "TRUE", "your own"},
		{"boxes.example", "relay", "TRUE", "your own"},
		{"tom@studio.example", "ignore", "TRUE", "your own"},
		{"Eva@gmail.com", "ignore", "TRUE", "your own"},
		{"jane", "ignore", "TRUE", "neither"},
		{"a@shop.example, b@shop.example", "ignore", "TRUE", "neither"},
		{"shop example.com", "ignore", "TRUE", "neither"},
		{"shop.example/contact", "ignore", "TRUE", "neither"},
		{"shop.example", "delete", "TRUE", `"delete" is none of ignore, lead, relay`},
		{"shop.example", "", "", "none of ignore"},
		{"shop.example", "ignore", "perhaps", "tick it"},
		{"", "ignore", "TRUE", "is missing"},
	} {
		p, said := sendersOf(t, nil, []string{test.sender, "", test.then, "", test.use, ""})
		if test.want == "" && said[0] != "" || !strings.Contains(said[0], test.want) {
			t.Errorf("%q %s: Check says %q, want %q", test.sender, test.then, said[0], test.want)
		}
		if (len(p.Senders) == 1) != (test.want == "") {
			t.Errorf("%q %s: the rules are %+v", test.sender, test.then, p.Senders)
		}
	}
}

// Rules count in the order of the tab. One sender may have several, for different subjects.
func TestSenders_Rules(t *testing.T) {
	p, said := sendersOf(t, nil,
		[]string{"portal.example", "new lead", "relay", "", "TRUE", ""},
		[]string{"portal.example", "", "ignore", "", "TRUE", ""},
		[]string{"proposed@portal.example", "", "ignore", "", "", ""},
		[]string{"Portal.example", "New Lead", "lead", "", "TRUE", "old"})
	want := lead.SenderRules{{Sender: "portal.example", Subject: "new lead", Then: lead.RelaySender},
		{Sender: "portal.example", Then: lead.IgnoreSender}}
	if !reflect.DeepEqual(p.Senders, want) {
		t.Errorf("the rules are %+v", p.Senders)
	}
	if said[0]+said[1]+said[2] != "" || !strings.Contains(said[3], "twice") {
		t.Errorf("Check says %q", said)
	}
	// A workbook of an earlier version has no column for the subject.
	p, said = sendersOf(t, []string{lead.ColSender, lead.ColThen, lead.ColWhy, lead.ColUse, lead.ColCheck},
		[]string{"kim@shop.example", "ignore", "typed", "TRUE", ""})
	if len(p.Senders) != 1 || said[0] != "" || !p.HasSenders {
		t.Errorf("of an earlier version: %+v, %q", p.Senders, said)
	}
}
