package letters

import (
	"slices"
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
)

// Who is told of the lead of somebody else reads whose it is.
func TestWhoseANewLeadIs(t *testing.T) {
	for owner, want := range map[string]string{
		"Ben Cole": "Hot request from Ulrike Sommer, for you. ",
		"ben cole": "Hot request from Ulrike Sommer, for you. ",
		"Cem":      "Hot request from Ulrike Sommer, for Cem. ",
		"Zoe":      "Hot request from Ulrike Sommer, for Zoe. ",
		"":         "Hot request from Ulrike Sommer, for nobody yet: it has no owner. ",
	} {
		in := week(t)
		in.Leads[len(in.Leads)-2].Owner = owner
		m := Compose(in, []outgoing.Intent{occasions(t)["hot"]}, links, monday(t))[0]
		if !strings.HasPrefix(m.Text, want) {
			t.Errorf("%q: %.90s", owner, m.Text)
		}
	}
}

// A digest says which leads are not the person's own, and lists each lead once. New ones that somebody has answered
// already are no leads of a colleague.
func TestDigestBesideTheOwnTasks(t *testing.T) {
	in := week(t)
	i := occasions(t)["digest"]
	i.Leads = []string{"L-1042", "L-1044", "L-1001"} // Ben's task, Cem's, and one of Ben's without a task
	m := Compose(in, []outgoing.Intent{i}, links, monday(t))[0]
	if m.Subject != "Your day: 1 waiting, 1 of them late · 1 lead that is not yours" {
		t.Errorf("%q", m.Subject)
	}
	for _, want := range []string{"New for you, and nothing is due\n-------------------------------\n\n- Customer 01  L-1001\n",
		"Leads of others that you are told of\n------------------------------------\n\n- Jonas Petersen  L-1044 – Cem – waits since Sat, "} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("no %q in\n%s", want, m.Text)
		}
	}
	in.Policy.Team[2].AwayFrom, in.Policy.Team[2].AwayUntil = monday(t).AddDate(0, 0, -1), monday(t).AddDate(0, 0, 7)
	in.Policy.Team[2].Backup = "Ben Cole" // of Cem
	m = Compose(in, []outgoing.Intent{i}, links, monday(t))[0]
	if m.Subject != "Your day: 2 waiting, 1 of them late · 1 overdue" ||
		!strings.Contains(m.Text, "- Jonas Petersen  L-1044 – came in 21 Nov 2026 – Cem\n") {
		t.Errorf("%q\n%s", m.Subject, m.Text)
	}
	owner := occasions(t)["digest-owner"]
	owner.Leads = []string{"L-1042", "L-1004"} // Ben's, and nobody's
	in.Leads[3].NextContact = in.Leads[0].NextContact
	m = Compose(in, []outgoing.Intent{owner}, links, monday(t))[0]
	if m.Subject != "Your day: 2 leads that are not yours" || strings.Count(m.Text, "L-1004") != 1 ||
		!strings.Contains(m.Text, "For Anna Berg: 2 leads that are not yours.") {
		t.Errorf("%q\n%s", m.Subject, m.Text)
	}
}

// Without a telephone number nobody is asked to call, and no link leads to the address that has failed.
func TestBouncedWithoutATelephone(t *testing.T) {
	in := week(t)
	in.Leads[len(in.Leads)-2].Phone = ""
	m := Compose(in, []outgoing.Intent{occasions(t)["bounced"]}, Links{Workbook: "https://sheets.example/d/1"},
		monday(t))[0]
	if !strings.HasPrefix(m.Text, "Our mail to ulrike@mail.example did not reach Ulrike Sommer, and there is no telephone "+
		"number. Find another address and correct it in the tab Leads.\n\nOpen the workbook") {
		t.Errorf("%.300s", m.Text)
	}
}

// What is not in the workbook yet is told so, without IDs that may become others.
func TestManyUnstored(t *testing.T) {
	for _, occasion := range []lead.Occasion{lead.TellBurst, lead.TellHandOver} {
		i := occasions(t)["import"]
		i.Occasion, i.Unstored = occasion, "Kim has it open."
		m := Compose(week(t), []outgoing.Intent{i}, links, monday(t))[0]
		if !strings.Contains(m.Text, "Not yet in the workbook. Kim has it open.") || strings.Contains(m.Text, "L-10") {
			t.Errorf("%s\n%s", occasion, m.Text)
		}
	}
	in := week(t)
	l := &in.Leads[len(in.Leads)-1]
	l.Name, l.Email, l.Phone = "", "", ""
	m := Compose(in, []outgoing.Intent{occasions(t)["new-unstored"]}, links, monday(t))[0]
	if strings.Contains(m.Text+m.Subject, "L-1044") ||
		!strings.Contains(m.Text, "New request from (no name), for you.") {
		t.Errorf("%s\n%.100s", m.Subject, m.Text)
	}
}

// A name that nobody can see is none.
func TestNameThatCannotBeSeen(t *testing.T) {
	in := week(t)
	in.Leads[len(in.Leads)-1].Name = "\u200b\u2060"
	for _, m := range Compose(in, []outgoing.Intent{occasions(t)["new"], occasions(t)["late"], occasions(t)["week"]},
		links, monday(t)) {
		if !slices.ContainsFunc([]string{m.Subject, m.Text},
			func(s string) bool { return strings.Contains(s, "jonas@petersen.example") }) ||
			strings.Contains(m.Text, " , ") || strings.Contains(m.Text, "()") {
			t.Errorf("%s\n%s", m.Subject, m.Text)
		}
	}
}
