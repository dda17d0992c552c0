package daemon_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/lead/words/wordstest"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// wordsLife is a workbook in a language other than English, from its first pass on.
type wordsLife struct {
	*testing.T
	desk   desk
	words  words.Language // of the workbook
	source *shelf
	now    time.Time
	d      *daemon.Daemon
}

func newWordsLife(t *testing.T, at desk) *wordsLife {
	x := &wordsLife{T: t, desk: at, words: wordstest.Pseudo(t), source: &shelf{}, now: now}
	x.start(x.words)
	return x
}

// start is a process that would make a new workbook in the given language.
func (x *wordsLife) start(in words.Language) {
	x.d = &daemon.Daemon{Book: sheets.Named(x.desk.open(), in), Sources: []intake.Source{x.source},
		Layout: daemon.Layout(policy.DefaultTables(in), in), Now: func() time.Time { return x.now },
		Log: slog.New(slog.DiscardHandler)}
}

// pass runs until there is nothing more to do.
func (x *wordsLife) pass() daemon.Summary {
	x.Helper()
	sum := pass(x, x.d)
	if again := pass(x, x.d); again.Wrote {
		x.Errorf("a settled pass wrote: %+v", again)
	}
	return sum
}

// raw is a tab as it stands in the workbook.
func (x *wordsLife) raw(title string) *sheets.Tab {
	x.Helper()
	snap, err := x.desk.open().Read(context.Background(), title)
	if err != nil {
		x.Fatal(err)
	}
	if snap.Tabs[title] == nil {
		x.Fatalf("there is no tab %q", title)
	}
	return snap.Tabs[title]
}

// read are the tabs by their names.
func (x *wordsLife) read(tabs ...string) *sheets.Snapshot {
	x.Helper()
	book := sheets.Named(x.desk.open(), x.words)
	book.Expect(x.d.Layout)
	snap, err := book.Read(context.Background(), tabs...)
	if err != nil {
		x.Fatal(err)
	}
	return snap
}

// row is where a row stands whose column, by its name, has a text.
func (x *wordsLife) row(tab, column, text string) int {
	x.Helper()
	t := x.raw(x.words.Tab(tab))
	at := t.Col(x.words.Column(tab, column))
	for r := range t.Rows {
		if t.At(r, at).String() == text {
			return r
		}
	}
	x.Fatalf("%s: no row has %q in %s", tab, text, column)
	return 0
}

// types puts a text into a cell as a person does.
func (x *wordsLife) types(tab string, row int, column, text string) {
	x.Helper()
	title := x.words.Tab(tab)
	at := x.raw(title).Col(x.words.Column(tab, column))
	if at < 0 {
		x.Fatalf("%s has no column %s", tab, column)
	}
	x.desk.hands.EditAt(title, row+1, at, lead.TextValue(text))
}

// cell is what stands in the workbook.
func (x *wordsLife) cell(tab string, row int, column string) string {
	x.Helper()
	t := x.raw(x.words.Tab(tab))
	return t.At(row, t.Col(x.words.Column(tab, column))).String()
}

func (x *wordsLife) events() []lead.Event {
	return sheets.Events(x.read(lead.TabActivity).Tabs[lead.TabActivity], time.UTC)
}

// happened reports whether Activity tells of an event.
func (x *wordsLife) happened(id string, what lead.EventKind, column, by string) bool {
	return slices.ContainsFunc(x.events(), func(e lead.Event) bool {
		return e.Lead == id && e.What == what && e.Column == column && e.By == by
	})
}

// firstDay is what comes in on the first day: two requests by mail, one by form, the form once more, a newsletter.
func firstDay() []lead.Inquiry {
	form := inquiry(3)
	form.Channel, form.Kind = lead.ByForm, lead.ExportRow
	twice := form
	twice.Key, twice.Where = "k:4", "leads.csv:2"
	bulk := inquiry(5)
	bulk.Kind = lead.BulkMail
	return []lead.Inquiry{inquiry(1), inquiry(2), form, twice, bulk}
}

// A workbook of another language lives as an English one does: what leadsheet writes there is in its language, and what
// it reads back means the same, on both backends.
func TestLanguage_LifeOfAWorkbook(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			x := newWordsLife(t, at(t))
			x.source.items = firstDay()
			if sum := x.pass(); sum.Created != 3 {
				t.Fatalf("%d leads", sum.Created)
			}
			x.checkWords()
			x.noEnglish()
			x.people()
			x.noEnglish()
			x.otherProcess()
			x.ownColumn()
			x.laterDays()
		})
	}
}

// checkWords looks at what the first pass has written.
func (x *wordsLife) checkWords() {
	x.Helper()
	for _, c := range []struct {
		tab, by, key, column string
		set                  words.Set
		want                 string
	}{
		{lead.TabIntake, lead.ColKey, "k:1", lead.ColOutcome, words.Outcomes, "new lead"},
		{lead.TabIntake, lead.ColKey, "k:4", lead.ColOutcome, words.Outcomes, "duplicate"},
		{lead.TabIntake, lead.ColKey, "k:5", lead.ColOutcome, words.Outcomes, "ignored"},
		{lead.TabIntake, lead.ColKey, "k:3", lead.ColChannel, words.Channels, "form"},
		{lead.TabLeads, lead.ColID, "L-1001", lead.ColStatus, words.Statuses, "New lead"},
	} {
		if got, want := x.cell(c.tab, x.row(c.tab, c.by, c.key), c.column), x.words.Word(c.set, c.want); got != want {
			x.Errorf("%s of %s is %q, want %q", c.column, c.key, got, want)
		}
	}
	activity := x.raw(x.words.Tab(lead.TabActivity))
	at := func(column string) string {
		return activity.At(0, activity.Col(x.words.Column(lead.TabActivity, column))).String()
	}
	if at(lead.ColWhat) != x.words.Word(words.Events, "created") || at(lead.ColLead) != "L-1001" {
		x.Errorf("Activity begins with %q", activity.Rows[0])
	}
	settings := x.raw(x.words.Tab(lead.TabSettings))
	if got := settings.At(0, 0).String(); got != x.words.Word(words.SettingNames, "Business name") {
		x.Errorf("the first setting is %q", got)
	}
	if len(x.raw(x.words.Tab(lead.TabReport)).Rows) == 0 || len(x.raw(x.words.Tab(lead.TabToday)).Rows) == 0 {
		x.Error("there are no reports")
	}
}

// people edit in the language of the workbook, and in English.
func (x *wordsLife) people() {
	x.Helper()
	x.now = x.now.Add(10 * time.Minute)
	status := func(name string) string { return x.words.Word(words.Statuses, name) }
	x.types(lead.TabLeads, x.row(lead.TabLeads, lead.ColID, "L-1001"), lead.ColStatus, status("In progress"))
	x.types(lead.TabIntake, x.row(lead.TabIntake, lead.ColKey, "k:5"), lead.ColOutcome,
		x.words.Word(words.Outcomes, "lead"))
	x.types(lead.TabSettings, x.row(lead.TabSettings, lead.ColSetting, x.words.Word(words.SettingNames, "Broken rules")),
		lead.ColValue, x.words.Word(words.Choices, "revert"))
	if sum := x.pass(); sum.Left > 0 {
		x.Errorf("a pass left %d", sum.Left)
	}
	if !x.happened("L-1001", lead.Changed, lead.ColStatus, "team") ||
		!x.happened("L-1001", lead.Responded, lead.ColFirstResponse, "team") {
		x.Errorf("a status that somebody changed is not in Activity: %+v", x.events())
	}
	if !x.happened("L-1004", lead.Noted, "", "team") {
		x.Error("no lead was made of the ignored row")
	}
	x.types(lead.TabLeads, x.row(lead.TabLeads, lead.ColID, "L-1001"), lead.ColStatus, status("Closed"))
	x.types(lead.TabIntake, x.row(lead.TabIntake, lead.ColKey, "k:4"), lead.ColOutcome, "Lead")
	x.pass()
	if !x.happened("L-1001", lead.Reverted, lead.ColStatus, "leadsheet") {
		x.Error("a status without a refusal reason was not put back")
	}
	if !x.happened("L-1005", lead.Noted, "", "team") {
		x.Error("no lead was made of the row in which somebody typed an English word")
	}
	x.desk.hands.DeleteRows(x.words.Tab(lead.TabLeads), 1+x.row(lead.TabLeads, lead.ColID, "L-1002"), 1)
	x.pass()
	if !x.happened("L-1002", lead.Deleted, "", "team") {
		x.Error("a deleted row is not in Activity")
	}
}

// secondDay is what else may come in: each is placed, or put aside, for another reason.
func secondDay(now time.Time) []lead.Inquiry {
	var out []lead.Inquiry
	add := func(kind lead.MessageKind, change func(q *lead.Inquiry)) {
		q := inquiry(20 + len(out))
		q.Kind, q.Received = kind, now.Add(-time.Minute)
		if change != nil {
			change(&q)
		}
		out = append(out, q)
	}
	for _, kind := range []lead.MessageKind{lead.AutoReply, lead.Bounce, lead.OwnMail, lead.TestLead, lead.Calendar,
		lead.Complaint, lead.Unreadable} {
		add(kind, nil)
	}
	add(lead.Direct, func(q *lead.Inquiry) { q.Received = now.Add(time.Hour) })                       // by a wrong clock
	add(lead.Direct, func(q *lead.Inquiry) { q.Email, q.From, q.Need = "xyz@firm3.example", "", "" }) // a colleague's
	add(lead.Forwarded, func(q *lead.Inquiry) {
		q.ForwardedBy = "ann@example.com"
		q.Past = true
		q.Received = now.AddDate(0, 0, -40)
	})
	add(lead.ColleagueAnswer, func(q *lead.Inquiry) { q.AnsweredTo = []string{"c3@firm3.example"} })
	add(lead.SentMail, func(q *lead.Inquiry) { q.AnsweredTo = []string{"c5@firm5.example"} })
	add(lead.Bounce, func(q *lead.Inquiry) { q.AnsweredTo = []string{"c3@firm3.example"} })
	return out
}

// mistakes are what people type into the tables of rules, and the column where it is said to be wrong.
var mistakes = []struct {
	tab       string
	row       int
	column    string
	text      string
	checkable bool
}{
	{lead.TabStatuses, 1, lead.ColKind, "perhaps", true},
	{lead.TabStatuses, 2, lead.ColRequires, "Nowhere", true},
	{lead.TabStatuses, 3, lead.ColMayMoveTo, "Nowhere", true},
	{lead.TabStatuses, 8, lead.ColStatus, "", true},
	{lead.TabTeam, 0, lead.ColEmail, "perhaps", true},
	{lead.TabTeam, 0, lead.ColShare, "perhaps", true},
	{lead.TabTeam, 0, lead.ColAwayFrom, "perhaps", true},
	{lead.TabTeam, 0, lead.ColTakesLeads, "perhaps", true},
	{lead.TabSources, 0, lead.ColRespondWithin, "perhaps", true},
	{lead.TabFollowUp, 0, lead.ColDay, "perhaps", true},
	{lead.TabSettings, 1, lead.ColValue, "Nowhere", true},
	{lead.TabSettings, 2, lead.ColValue, "Nowhere", true},
	{lead.TabSettings, 3, lead.ColValue, "perhaps", true},
	{lead.TabSettings, 10, lead.ColValue, "perhaps", true},
	{lead.TabSettings, 11, lead.ColValue, "perhaps", true},
	{lead.TabSettings, 14, lead.ColValue, "perhaps", true},
	{lead.TabSettings, 15, lead.ColValue, "perhaps", true},
	{lead.TabSettings, 16, lead.ColValue, "perhaps", true},
	{lead.TabSettings, 17, lead.ColValue, "perhaps", true},
}

// laterDays bring everything that takes time, and everything that people get wrong.
func (x *wordsLife) laterDays() {
	x.Helper()
	x.source.items = append(x.source.items, secondDay(x.now)...)
	x.pass()
	for _, m := range mistakes {
		x.types(m.tab, m.row, m.column, m.text)
	}
	l := x.row(lead.TabLeads, lead.ColID, "L-1003")
	x.types(lead.TabLeads, l, lead.ColNextContact, "2026-11-20")
	x.types(lead.TabLeads, l, lead.ColQuality, "perhaps")
	x.types(lead.TabLeads, l, lead.ColReceived, "perhaps")
	l = x.row(lead.TabLeads, lead.ColID, "L-1004")
	x.types(lead.TabLeads, l, lead.ColStatus, "Nowhere")
	x.types(lead.TabLeads, l, lead.ColOwner, "Nowhere")
	x.types(lead.TabLeads, l, lead.ColSource, "Nowhere")
	x.types(lead.TabLeads, l, lead.ColEmail, "")
	x.types(lead.TabIntake, x.row(lead.TabIntake, lead.ColKey, "k:1"), lead.ColOutcome, "perhaps")
	x.types(lead.TabIntake, x.row(lead.TabIntake, lead.ColKey, "k:2"), lead.ColOutcome,
		x.words.Word(words.Outcomes, "ignored"))
	x.pass()
	for _, m := range mistakes {
		if m.checkable && x.cell(m.tab, m.row, lead.ColCheck) == "" {
			x.Errorf("%s, row %d: nothing is said of %q in %s", m.tab, m.row, m.text, m.column)
		}
	}
	x.desk.hands.EditAt(x.words.Tab(lead.TabSources), 0, 0, lead.TextValue("perhaps"))
	title, column := x.words.Tab(lead.TabSources), x.words.Column(lead.TabSources, lead.ColSource)
	sum := x.pass()
	if said := strings.Join(sum.Notes, "\n"); !strings.Contains(said, title) || !strings.Contains(said, column) {
		x.Errorf("of a title that somebody changed it is said: %q", sum.Notes)
	}
	x.desk.hands.EditAt(title, 0, 0, lead.TextValue(column))
	for _, days := range []int{1, 4, 30} {
		x.now = now.AddDate(0, 0, days)
		x.pass()
		x.noEnglish()
	}
}

// ownColumn is one to which people give an English title, with more in it than the workbook's own column of that name
// has: it is said to be a second one, and takes the place of none.
func (x *wordsLife) ownColumn() {
	x.Helper()
	title := x.words.Tab(lead.TabLeads)
	t := x.raw(title)
	campaign, name := x.words.Column(lead.TabLeads, lead.ColCampaign), x.words.Column(lead.TabLeads, lead.ColName)
	at, names := t.Col(campaign), t.Col(name)
	var before []string
	for r := range t.Rows {
		before = append(before, t.At(r, names).String())
		x.desk.hands.EditAt(title, r+1, at, lead.TextValue("perhaps"))
	}
	x.desk.hands.EditAt(title, 0, at, lead.TextValue(lead.ColName))
	x.pass()
	snap := x.read(lead.TabLeads)
	for i, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
		if l.Name != before[i] || len(l.Loose) != 1 || !strings.Contains(l.Attention, name) {
			x.Errorf("%s: the name was %q and is %q; %+v, %q", l.ID, before[i], l.Name, l.Loose, l.Attention)
		}
	}
	x.desk.hands.EditAt(title, 0, at, lead.TextValue(campaign))
	for r := range t.Rows {
		x.desk.hands.EditAt(title, r+1, at, sheets.Cell{})
	}
	x.pass()
}

// noEnglish looks through all cells that leadsheet has written.
func (x *wordsLife) noEnglish() {
	x.Helper()
	tabs := tabTitles(daemon.Layout(policy.DefaultTables()))
	for _, name := range append(tabs, lead.TabToday, lead.TabReport, lead.TabFigures) {
		t := x.raw(x.words.Tab(name))
		if name == lead.TabReplies { // its mails are in the languages of customers
			for _, column := range []string{lead.ColLanguage, lead.ColSubject, lead.ColText} {
				for r := range t.Rows {
					t.Rows[r][t.Col(x.words.Column(name, column))] = sheets.Cell{}
				}
			}
		}
		for _, text := range left(t) {
			x.Errorf("English is left in %s", text)
		}
	}
}

// otherProcess is one that would make new workbooks in English: this one keeps its language, also after somebody has
// written an English title into it.
func (x *wordsLife) otherProcess() {
	x.Helper()
	x.start(x.words.All()[0])
	if sum := x.pass(); sum.Wrote {
		x.Errorf("a process of another language wrote: %+v", sum)
	}
	at := x.raw(x.words.Tab(lead.TabLeads)).Col(x.words.Column(lead.TabLeads, lead.ColStatus))
	x.desk.hands.EditAt(x.words.Tab(lead.TabLeads), 0, at, lead.TextValue("STATUS"))
	if sum := x.pass(); sum.Wrote || len(sum.Notes) > 0 {
		x.Errorf("an English title is not taken for what it is: %+v", sum)
	}
	x.start(x.words)
	x.desk.hands.EditAt(x.words.Tab(lead.TabLeads), 0, at, lead.TextValue(x.words.Column(lead.TabLeads, lead.ColStatus)))
	again := inquiry(1)
	again.Key, again.Where, again.Need = "k:6", "INBOX:1:6", "and a table"
	x.source.items = append(x.source.items, again, inquiry(7))
	if sum := x.pass(); sum.Created != 1 || len(sum.Intake) != 2 || sum.Intake[0].Outcome == sum.Intake[1].Outcome {
		x.Errorf("what came in later: %+v", sum)
	}
	snap, err := x.desk.open().Read(context.Background(), tabTitles(daemon.Layout(policy.DefaultTables()))...)
	if err != nil {
		x.Fatal(err)
	}
	if len(snap.Tabs) > 0 {
		x.Errorf("English tabs were added: only %q are missing", snap.Missing)
	}
}

func tabTitles(l sheets.Layout) []string {
	var titles []string
	for _, t := range l.Tabs {
		titles = append(titles, t.Title)
	}
	return titles
}
