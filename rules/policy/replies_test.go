package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy/templates"
)

// replied reads a tab Replies of some rows (Reply, Language, Used for, Subject, Text), and returns what Check says of
// each, with "; " between.
func replied(business string, rows ...[]string) (Policy, string) {
	tables := defaultsByTitle()
	setCell(tables, lead.TabSettings, "Business name", 1, business)
	t := tables[lead.TabReplies]
	t.Rows = nil
	for _, r := range rows {
		t.Rows = append(t.Rows, append(r, ""))
	}
	tables[lead.TabReplies] = t
	p, checks := ReadPolicy(words.Language{}, tables, InForce{})
	var said []string
	for _, c := range checks {
		if c.Tab == lead.TabReplies {
			said = append(said, c.Text)
		}
	}
	return p, strings.Join(said, "; ")
}

func TestReplies_Rows(t *testing.T) {
	const left = "; nothing is sent by this row"
	fields := "{name}, {first name}, {company}, {need}, {answer by}, {owner}, {business}, {booking link}, {id}"
	for _, c := range []struct {
		name     string
		row      []string
		language string
		use      templates.Use
		check    string
	}{
		{"a name", []string{"Hi", "German", "acknowledgement", "Hello", "Text"}, "de", templates.ForRequest, ""},
		{"a tag", []string{"Hi", "pt-BR", "After Hours", "", "{Name} { answer BY } {first_name}"}, "pt",
			templates.ForAfterHours,
			"Text: {first_name} is none of " + fields + left},
		{"in its own language", []string{"Hi", "français", "", "", "{name}\n{business}"}, "fr", templates.ForFollowUp,
			""},
		{"every language", []string{"Hi", "", "follow-up", "", "Text"}, "", templates.ForFollowUp, ""},
		{"no use", []string{"Hi", "", "greeting", "", "Text"}, "", templates.ForFollowUp,
			`Used for: "greeting" is none of acknowledgement, after hours, follow-up; the row is left out`},
		{"no text", []string{"Hi", "", "", "Hello", " "}, "", templates.ForFollowUp, "Text is blank" + left},
		{"unclosed", []string{"Hi", "", "", "", "Hello {name, we"}, "", templates.ForFollowUp,
			"Text: no brace closes {name, we" + left},
		{"in the subject", []string{"Hi", "", "", "{x}", "Text"}, "", templates.ForFollowUp,
			"Subject: {x} is none of " + fields + left},
		{"no promise", []string{"Hi", "", "follow-up", "", "By {answer by}"}, "", templates.ForFollowUp,
			"Text: {answer by} stands only in what is used for acknowledgement, after hours" + left},
		{"no business", []string{"Hi", "", "", "", "We at {business} greet"}, "", templates.ForFollowUp,
			"Text: {business} is not known: fill Business name in the tab Settings" + left},
		{"10,000 characters", []string{"Hi", "", "", "", strings.Repeat("x", 10000)}, "", templates.ForFollowUp,
			"Text has more than 8000 characters" + left},
	} {
		p, said := replied("", c.row)
		if said != c.check {
			t.Errorf("%s: %q, want %q", c.name, said, c.check)
		}
		if len(p.Replies) != 1 || p.Replies[0].Language != c.language || p.Replies[0].For != c.use ||
			p.Replies[0].Faulty != (c.check != "") {
			t.Errorf("%s: %+v", c.name, p.Replies)
		}
	}
	if _, said := replied("Studio", []string{"Hi", "", "", "", "We at {business} greet"}); said != "" {
		t.Error(said)
	}
	// Nobody knows whom a row of an unknown language is for: it is none for everybody.
	p, said := replied("", []string{"Hi", "Klingon", "acknowledgement", "", "Text"},
		[]string{"Hi", "", "acknowledgement", "", "Text"})
	if want := `Language: "Klingon" is no language that leadsheet knows; the row is left out. Write it like English, or en; `; said != want ||
		len(p.Replies) != 1 || p.Replies[0].Faulty {
		t.Errorf("%q, %+v", said, p.Replies)
	}
}

// Of two rows for the same the first counts; a row of the same name in another language is no second one.
func TestReplies_Twice(t *testing.T) {
	p, said := replied("", []string{"Hi", "en", "acknowledgement", "", "One"},
		[]string{"Hi", "de", "acknowledgement", "", "Zwei"},
		[]string{"hi", "EN", "", "", "Three"}, []string{"Other", "English", "acknowledgement", "", "Four"})
	if len(p.Replies) != 2 || said != `; ; "hi" is here twice; the first row counts; "acknowledgement" in this language has a `+
		`row above, which is used` {
		t.Errorf("%d: %q", len(p.Replies), said)
	}
}

// The rows of a new workbook have no mistake, also without a name of the business.
func TestReplies_Defaults(t *testing.T) {
	p, checks := ReadPolicy(words.Language{}, nil, InForce{})
	uses := map[templates.Use]int{}
	for _, r := range p.Replies {
		if uses[r.For]++; r.Faulty {
			t.Errorf("%s in %s has a mistake", r.Name, r.Language)
		}
	}
	if len(checks) > 0 || uses[templates.ForRequest] < 8 ||
		uses[templates.ForAfterHours] != uses[templates.ForRequest] ||
		uses[templates.ForFollowUp] != 2*uses[templates.ForRequest] {
		t.Errorf("%v %v", uses, checks)
	}
	if p.Acknowledge || p.Booking != "" {
		t.Errorf("%+v", p)
	}
	for _, s := range p.FollowUp {
		if s.Reply != "" {
			t.Errorf("%+v is sent by itself", s)
		}
	}
}

func TestFollowUp_Send(t *testing.T) {
	for _, c := range []struct{ send, reply, want, check string }{
		{"", "", "", ""},
		{"", "Nothing", "", ""},
		{"TRUE", "Reminder", "Reminder", ""},
		{"x", " reminder ", "Reminder", ""},
		{"yes", "Last Question", "Last question", ""},
		{"FALSE", "Reminder", "", ""},
		{"perhaps", "Reminder", "", "Send: tick it or leave it blank"},
		{"TRUE", "", "", "Reply: choose a row of the tab Replies; nothing is sent"},
		{"TRUE", "Nudge", "", `Reply: "Nudge" is no row of the tab Replies that is used for follow-up; nothing is sent`},
		{"TRUE", "Acknowledgement", "", `Reply: "Acknowledgement" is no row of the tab Replies that is used for follow-up; ` +
			`nothing is sent`},
	} {
		steps, check := followUp("1", "contact", "all", "Ask", c.send, c.reply)
		if len(steps) != 1 || steps[0].Reply != c.want || check != c.check {
			t.Errorf("%q %q: %+v %q", c.send, c.reply, steps, check)
		}
	}
	// A workbook of before has neither column.
	tables := defaultsByTitle()
	old := tables[lead.TabFollowUp]
	old.Columns = []string{lead.ColDay, lead.ColAfter, lead.ColFor, lead.ColWhatToDo, lead.ColCheck}
	old.Rows = [][]string{{"1", "contact", "all", "Ask", ""}}
	tables[lead.TabFollowUp] = old
	if p, _ := ReadPolicy(words.Language{}, tables, InForce{}); len(p.FollowUp) != 1 || p.FollowUp[0].Reply != "" {
		t.Errorf("%+v", p.FollowUp)
	}
	tables = defaultsByTitle()
	setCell(tables, lead.TabReplies, "Reminder", 4, "Hello {nmae}")
	tables[lead.TabFollowUp].Rows[1][4] = "TRUE"
	p, checks := ReadPolicy(words.Language{}, tables, InForce{})
	said := ""
	for _, c := range checks {
		if c.Tab == lead.TabFollowUp {
			said += c.Text
		}
	}
	if p.FollowUp[1].Reply != "Reminder" || said != `Reply: "Reminder" has a mistake in the tab Replies; that row sends nothing` {
		t.Errorf("%+v %q", p.FollowUp[1], said)
	}
}

func TestBookingLink(t *testing.T) {
	for value, want := range map[string]string{"": "", "https://book.example/a?b=c": "https://book.example/a?b=c",
		"http://book.example": "http://book.example", "book.example": "", "ftp://book.example": "", "https://": "",
		"https://book.example a": "", "javascript:alert(1)": "", "https://x\ny.example": "",
		"https://book.example/{id}":                         "",
		"https://book.example/" + strings.Repeat("x", 2000): ""} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, "Booking link", 1, value)
		p, checks := ReadPolicy(words.Language{}, tables, InForce{})
		said := ""
		for _, c := range checks {
			said += c.Text
		}
		if p.Booking != want || (want == "" && value != "") != strings.Contains(said, "is no web address") {
			t.Errorf("%q: %q, %q", value, p.Booking, said)
		}
	}
}

// The tab Replies is shown while Acknowledge says yes or all tabs are shown, whichever changes, and in one pass.
func TestReplies_Shown(t *testing.T) {
	now := time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)
	hidden := map[string]bool{lead.TabReplies: true, lead.TabSenders: true}
	var journal []lead.Event
	for _, s := range []struct {
		acknowledge, all string
		hidden           bool
	}{{"no", "no", true}, {"yes", "no", false}, {"yes", "no", false}, {"yes", "yes", false}, {"no", "yes", false},
		{"no", "no", true}, {"yes", "yes", false}, {"yes", "no", false}, {"maybe", "no", false}, {"no", "no", true},
		{"no", "yes", false}, {"yes", "yes", false}, {"no", "no", true}} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, "Acknowledge", 1, s.acknowledge)
		setCell(tables, lead.TabSettings, SettingShow, 1, s.all)
		last := LastInForce(journal)
		p, _ := ReadPolicy(words.Language{}, tables, last)
		done := map[string]int{}
		tabs, events := last.Tabs(p, hidden, now)
		switches, more := last.Switches(p, hidden, now)
		for _, x := range tabs {
			switches = append(switches, Switched{Tab: x.Tab, Was: x.Was, Want: x.Want, Read: true})
		}
		was := hidden[lead.TabReplies]
		for _, x := range switches {
			if x.Tab != lead.TabReplies {
				continue
			}
			if done[x.Tab]++; x.Was != was {
				t.Errorf("%+v: it was hidden: %v", s, was)
			}
			hidden[x.Tab] = x.Want
		}
		if hidden[lead.TabReplies] != s.hidden || done[lead.TabReplies] > 1 {
			t.Errorf("%+v: hidden %v, %v", s, hidden[lead.TabReplies], fmt.Sprint(switches))
		}
		journal = append(append(journal, events...), more...)
	}
}
