package rules_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/aging"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

// probe is a change of one cell of a rule tab that has to change what leadsheet does.
type probe struct {
	row, value string
	given      []setting // what is set besides, before and after
}

// forPeople are the columns that leadsheet does not read: they say something to people alone.
var forPeople = map[string]string{
	"Statuses/Meaning": "explains a status to the team",
	"Team/Role":        "says what somebody does in the business",
	"Quality/Meaning":  "explains a quality to the team",
	"Reasons/Meaning":  "explains a reason to the team",
	"Senders/Why":      "says why the row is there",
	"Settings/Meaning": "explains a setting to the team",
}

// notYet are the settings and columns that nothing reads. It may only become shorter.
var notYet = []string{}

// What is off in a new workbook is switched on for the probes of its tabs.
var (
	scoringOn = []setting{{lead.TabSettings, "Scoring", lead.ColValue, "yes"}}
	listsOn   = []setting{{lead.TabSettings, "Lists", lead.ColValue, "yes"}}
	repliesOn = []setting{{lead.TabSettings, "Acknowledge", lead.ColValue, "yes"}}
	sendOn    = []setting{{lead.TabFollowUp, "Ask whether everything is clear", lead.ColReply, "Reminder"},
		{lead.TabFollowUp, "Ask whether everything is clear", lead.ColSend, "TRUE"}}
)

// probes are by tab and column; those of the tab Settings by the name of the setting.
var probes = map[string]probe{
	"Statuses/Status":      {row: "Postponed", value: "Later"},
	"Statuses/Kind":        {row: "Postponed", value: "working"},
	"Statuses/Requires":    {row: "In progress", value: "Company"},
	"Statuses/May move to": {row: "New lead", value: "Qualification"},
	"Statuses/Aliases":     {row: "Postponed", value: "On hold"},
	"Statuses/Stale after": {row: "New lead", value: "3"},

	"Team/Name":        {row: "Bo", value: "Bob"},
	"Team/Email":       {row: "Bo", value: "bo@elsewhere.example"},
	"Team/Takes leads": {row: "Bo", value: "FALSE"},
	"Team/Takes":       {row: "Bo", value: "Referral"},
	"Team/Share":       {row: "Bo", value: "3"},
	"Team/Backup": {row: "Bo", value: "Cy", given: []setting{{lead.TabTeam, "Bo", lead.ColAwayFrom, "2026-11-09"},
		{lead.TabTeam, "Bo", lead.ColAwayUntil, "2026-11-13"}}},
	"Team/Away from":  {row: "Cy", value: "2026-11-05"},
	"Team/Away until": {row: "Cy", value: "2026-11-04"},
	"Team/Hours":      {row: "Bo", value: "Mon 14:00-18:00"},
	"Team/Most open":  {row: "Bo", value: "1"},

	"Team/Tell by":     {row: "Bo", value: "slack"},
	"Team/Quiet hours": {row: "Bo", value: "08:00-20:00"},

	"Sources/Source":         {row: "Referral", value: "Recommended"},
	"Sources/Recognised by":  {row: "Partner", value: "spring fair"},
	"Sources/Respond within": {row: "Email", value: "10 min"},
	"Sources/Urgent":         {row: "Email", value: "TRUE"},
	"Sources/After hours":    {row: "Email", value: "TRUE"},
	"Sources/Cost per month": {row: "Email", value: "300"},
	"Sources/Checked by":     {row: "Telegram", value: "Bo"},
	"Sources/Checked every":  {row: "Telegram", value: "1 week"},
	"Sources/Last checked": {row: "Telegram", value: "2026-11-04",
		given: []setting{{lead.TabSources, "Telegram", lead.ColCheckedBy, "Bo"}}},

	"Quality/Quality":        {row: "hot", value: "burning"},
	"Quality/Score from":     {row: "cold", value: "5", given: scoringOn},
	"Quality/Respond within": {row: "hot", value: "10 min"},
	"Quality/After hours":    {row: "hot", value: "2 min"},
	"Quality/Signals":        {row: "warm", value: "terrace"},

	"Reasons/Reason": {row: "No budget", value: "No money"},
	"Reasons/Group":  {row: "No budget", value: "quality"},

	"Follow-up/Day":        {row: "Ask whether everything is clear", value: "2"},
	"Follow-up/After":      {row: "Ask whether everything is clear", value: "request"},
	"Follow-up/For":        {row: "Ask whether everything is clear", value: "cold"},
	"Follow-up/What to do": {row: "Ask whether everything is clear", value: "Nudge"},

	"Follow-up/Send":  {row: "Ask whether everything is clear", value: "TRUE", given: sendOn[:1]},
	"Follow-up/Reply": {row: "Ask whether everything is clear", value: "Last question", given: sendOn},

	"Replies/Reply":    {row: "Acknowledgement", value: "Greeting", given: repliesOn},
	"Replies/Language": {row: "Acknowledgement", value: "Danish", given: repliesOn},
	"Replies/Used for": {row: "Acknowledgement", value: "follow-up", given: append(repliesOn[:1:1],
		setting{lead.TabReplies, "Acknowledgement", lead.ColText, "We have it."})},
	"Replies/Subject": {row: "Acknowledgement", value: "Thank you", given: repliesOn},
	"Replies/Text":    {row: "Acknowledgement", value: "We have it.", given: repliesOn},

	"Senders/Sender or domain": {row: "portal.example", value: "portals.example"},
	"Senders/Subject has":      {row: "portal.example", value: "weekly"},
	"Senders/Then":             {row: "portal.example", value: "lead"},
	"Senders/Use":              {row: "portal.example", value: "FALSE"},

	"Scoring/Points": {row: "asks for prices", value: "21", given: scoringOn},
	"Scoring/Field":  {row: "can be called", value: "Email", given: scoringOn},
	"Scoring/Is":     {row: "can be called", value: "blank", given: scoringOn},
	"Scoring/Value":  {row: "asks for prices", value: "pond", given: scoringOn},
	"Scoring/Why":    {row: "can be called", value: "has a telephone", given: scoringOn},
	"Scoring/Part":   {row: "can be called", value: "behaviour", given: scoringOn},

	"Filters/List":        {row: "Hot leads", value: "The hottest", given: listsOn},
	"Filters/Leads where": {row: "Hot leads", value: "Quality is blank", given: listsOn},

	"Settings/Scoring":                      {value: "yes"},
	"Settings/Deal from score":              {value: "5", given: scoringOn},
	"Settings/Board":                        {value: "yes"},
	"Settings/Lists":                        {value: "yes"},
	"Settings/Business name":                {value: "Studio"},
	"Settings/Time zone":                    {value: "America/New_York"},
	"Settings/Country":                      {value: "FR"},
	"Settings/Monday":                       {value: "09:00-10:00"},
	"Settings/Tuesday":                      {value: "closed"},
	"Settings/Wednesday":                    {value: "12:00-18:00"},
	"Settings/Thursday":                     {value: "closed"},
	"Settings/Friday":                       {value: "closed"},
	"Settings/Saturday":                     {value: "09:00-18:00"},
	"Settings/Sunday":                       {value: "09:00-18:00"},
	"Settings/Holidays":                     {value: "2026-11-03"},
	"Settings/Respond within":               {value: "45 min"},
	"Settings/After closing, answer by":     {value: "12:00"},
	"Settings/Answer later messages within": {value: "1 h"},
	"Settings/Warn before":                  {value: "29 min"},
	"Settings/Stale after days":             {value: "7"},
	"Settings/Broken rules":                 {value: "revert"},
	"Settings/Status follows mail":          {value: "no"},
	"Settings/System owner": {value: "Bo", given: []setting{{lead.TabTeam, "Ann", lead.ColTakesLeads, "FALSE"},
		{lead.TabTeam, "Bo", lead.ColTakesLeads, "FALSE"}}},
	"Settings/Team domains":              {value: "elsewhere.example"},
	"Settings/Customer after winning":    {value: "10 days"},
	"Settings/Contacts a person and day": {value: "2"},
	"Settings/Currency":                  {value: "EUR"},
	"Settings/Sender checks":             {value: "no"},
	"Settings/Show all tabs":             {value: "yes"},
	"Settings/Hand over after":           {value: "no"},
	"Settings/Notify the team":           {value: "no"},
	"Settings/Tell when intake waits":    {value: "2 h"},
	"Settings/Report to":                 {value: "boss@studio.example"},
	"Settings/Monthly report":            {value: "yes"},
	"Settings/Attach the export":         {value: "yes"},
	"Settings/Acknowledge":               {value: "yes"},
	"Settings/Booking link":              {value: "https://book.example", given: repliesOn},
	"Settings/Figures cover":             {value: "all"},
	"Settings/Keep for":                  {value: "24"},
}

// cells are what is set in the workbook of the story.
func cells() []setting {
	set := func(name, value string) setting { return setting{lead.TabSettings, name, lead.ColValue, value} }
	out := []setting{set("Time zone", "Europe/Berlin"), set("Country", "DE"), set("Team domains", "studio.example"),
		set("Sender checks", "mx.studio.example"),
		{lead.TabTeam, "Owner", lead.ColEmail, "ann@studio.example"}, {lead.TabTeam, "Owner", lead.ColName, "Ann"},
		{lead.TabSenders, "portal.example", lead.ColThen, "ignore"},
		{lead.TabSenders, "portal.example", lead.ColSubjectHas, "news"},
		{lead.TabSenders, "portal.example", lead.ColUse, "TRUE"},
		{lead.TabStatuses, "In progress", lead.ColMayMoveTo, "Contact established, Closed"},
	}
	for _, name := range []string{"Bo", "Cy"} {
		out = append(out, setting{lead.TabTeam, name, lead.ColTakesLeads, "TRUE"},
			setting{lead.TabTeam, name, lead.ColShare, "1"},
			setting{lead.TabTeam, name, lead.ColEmail, strings.ToLower(name) + "@freelance.example"})
	}
	return append(out, setting{lead.TabTeam, "Cy", lead.ColAwayFrom, "2026-11-02"},
		setting{lead.TabTeam, "Cy", lead.ColAwayUntil, "2026-11-06"})
}

// TestNothingIsDead changes every setting and every column of every rule table in a rich world, and wants something
// that leadsheet does or shows to change. What people wrote for people is named, and so is what is not built yet.
func TestNothingIsDead(t *testing.T) {
	before := map[string]string{} // by what is given
	declared := map[string]bool{}
	for _, tab := range lead.Tabs() {
		if tab.Purpose != lead.RuleTable {
			continue
		}
		for _, c := range tab.Columns {
			key := tab.Title + "/" + c.Title
			if c.Title == lead.ColCheck || tab.Title == lead.TabSettings && c.Title != lead.ColMeaning {
				continue
			}
			declared[key] = true
		}
	}
	for _, row := range tablesWith()[lead.TabSettings].Rows {
		declared[lead.TabSettings+"/"+row[0]] = true
	}
	for _, key := range slices.Sorted(maps.Keys(declared)) {
		p, ok := probes[key]
		switch {
		case forPeople[key] != "":
			continue
		case !ok:
			t.Errorf("%s has no probe: say which change of it is to change something, or build what it is for", key)
			continue
		}
		tab, column, _ := strings.Cut(key, "/")
		cell := setting{tab, p.row, column, p.value}
		if tab == lead.TabSettings {
			cell = setting{tab, column, lead.ColValue, p.value}
		}
		given := slices.Concat(cells(), p.given)
		id := fmt.Sprint(p.given)
		if before[id] == "" {
			month := &strings.Builder{}
			playMonth(newBook(t, tablesWith(given...), monday), month)
			before[id] = month.String()
		}
		dead := !differs(t, tablesWith(append(given, cell)...), before[id])
		if known := slices.Contains(notYet, key); dead && !known {
			t.Errorf("%s is dead: with %q nothing changes that leadsheet does or shows", key, p.value)
		} else if !dead && known {
			t.Errorf("%s is alive: take it out of notYet", key)
		}
	}
	for _, list := range [][]string{slices.Sorted(maps.Keys(probes)), slices.Sorted(maps.Keys(forPeople)), notYet} {
		for _, key := range list {
			if !declared[key] {
				t.Errorf("there is no %s any more", key)
			}
		}
	}
}

// monday is when the story begins.
const monday = "2026-11-02 10:00"

// differs reports whether the story is another one than before with these rule tabs. It ends where it differs.
func differs(t *testing.T, tables map[string]policy.Table, before string) bool {
	story := &compared{rest: before}
	playMonth(newBook(t, tables, monday), story)
	return story.differs || story.rest != ""
}

// compared is written what is to be the same as a text.
type compared struct {
	rest    string
	differs bool
}

// Write compares what is written with what follows in the text; once that differs, it returns an error.
func (c *compared) Write(p []byte) (int, error) {
	rest, same := strings.CutPrefix(c.rest, string(p))
	if c.rest = rest; !same || c.differs {
		c.differs = true
		return 0, errors.New("it differs")
	}
	return len(p), nil
}

// playMonth writes all that leadsheet does and shows in the story of a month, until that cannot be written.
func playMonth(b *book, log io.Writer) {
	hidden := map[string]bool{}
	for _, tab := range lead.Tabs() {
		hidden[tab.Title] = !tab.Shown
	}
	states, _ := policy.InForce{ShowAll: "no"}.Tabs(b.state.Policy, hidden, b.now)
	if _, err := fmt.Fprintln(log, states); err != nil {
		return
	}
	for _, part := range []func(*book, func(...lead.Inquiry)){arrivals, peopleWork, monthGoesOn} {
		failed := false
		part(b, func(items ...lead.Inquiry) {
			if failed {
				return
			}
			work, folded := b.passFolded(items...)
			sent := b.messages(&work, folded, items, b.now.AddDate(0, -3, 0))
			alarm, _, alarms := outgoing.IntakeWaits(&b.state.Policy, map[lead.Way]bool{lead.WayMail: true},
				b.now.Add(-time.Hour), b.now)
			pages, err := json.Marshal(b.pages())
			if err != nil {
				b.t.Fatal(err)
			}
			_, err = fmt.Fprintf(log, "%s %+v\n%s\n%+v %+v %t\n", b.now.UTC(), work, pages, sent, alarm, alarms)
			failed = err != nil
		})
		if failed {
			return
		}
	}
	years := b.now.AddDate(5, 0, 0)
	going, _ := aging.Old(aging.State{Policy: &b.state.Policy, Leads: b.state.Leads, History: b.state.History,
		Intake: b.state.Intake}, years)
	_, _ = fmt.Fprintln(log, going) // that it differs is known by then
}

// arrivals are what comes in on a Monday.
func arrivals(b *book, pass func(...lead.Inquiry)) {
	const us = "hello@studio.example"
	pass(
		b.mail("Ada <ada@example.com>", us, "A fence", "ada1", "We need a fence as soon as possible."),
		b.mail("Max <max@example.com>", us, "A terrace", "max1", "Please tell us what a terrace costs."),
		b.mail("Portal <box@portal.example>", us, "Portal news", "news1", "Three people asked for fences this week."),
		b.mail("Site <wordpress@site.example>", us, `Site "A path"`, "zoe1",
			"From: Zoe zoe@example.com\nSubject: A path\n\n"+
				"Message Body:\nWe need a path, please.\n\n-- \nThis is a notification that a contact form was submitted on "+
				"your website (Site https://site.example)."),
		b.mail("Kim <kim@example.com>", us, "A gate", "kim1", "Please call 030 1234567 about a gate."),
		b.record("fair", 1, lead.Answer{Question: "utm_source", Value: "spring fair"}),
		b.record("friends", 1, lead.Answer{Question: "utm_source", Value: "referral"}))
	b.at("2026-11-02 10:03")
	call := b.record("calls", 1)
	call.Email, call.Phone, call.Need = "", "+49 30 1234567", "The gate, again."
	pass(call)
	b.at("2026-11-02 10:20")
	pass(
		b.mail("Ann <ann@studio.example>", "ada@example.com", "Re: A fence", "ours1", "Here is our offer.",
			"Cc: "+us, "In-Reply-To: <ada1>", "Authentication-Results: mx.studio.example; dmarc=fail"),
		b.mail("Bo <bo@freelance.example>", "max@example.com", "Re: A terrace", "ours2", "Here is our offer.",
			"Cc: "+us, "In-Reply-To: <max1>", "Authentication-Results: mx.studio.example; dmarc=pass"),
		b.mail("Dee <dee@studio.example>", "kim@example.com", "Re: A gate", "ours3", "We call you.",
			"Cc: "+us, "Authentication-Results: mx.studio.example; dmarc=pass"))
	var list []lead.Inquiry
	for n := range 14 {
		list = append(list, b.record("trade", n))
	}
	b.at("2026-11-02 11:00")
	pass(list...)
	b.at("2026-11-02 17:50")
	pass(b.mail("Eve <eve@example.com>", us, "A shed", "eve1", "Please send an offer for a shed."))
	b.at("2026-11-03 09:20")
	pass(b.mail("Max <max@example.com>", us, "Re: A terrace", "max2", "How long does a terrace take?",
		"In-Reply-To: <ours2>"))
	b.at("2026-11-03 12:00")
	pass()
}

// peopleWork is what the team does on Wednesday and Thursday.
func peopleWork(b *book, pass func(...lead.Inquiry)) {
	b.at("2026-11-04 10:00")
	kim, eve := b.find("kim@example.com"), b.find("eve@example.com")
	kim.Status, kim.NextStep = "In progress", "Call"
	eve.Status, eve.NextContact = "Postponed", b.now.AddDate(0, 0, 3)
	pass(b.mail("Gil <gil@example.com>", "hello@studio.example", "A pond", "gil1", "A pond, please."))
	b.at("2026-11-05 10:00")
	b.find("kim@example.com").Status = "Moved to deal"
	ada := b.find("ada@example.com")
	ada.Status, ada.Value, ada.HasValue, ada.NextStep = "Won", 4500, true, "Build"
	max := b.find("max@example.com")
	max.Status, max.RefusalReason = "Closed", "No budget"
	b.find("gil@example.com").Status = "On hold" // nobody has told leadsheet what that means
	pass()
	b.at("2026-11-07 10:00") // a Saturday
	pass(b.mail("Pia <pia@example.com>", "hello@studio.example", "A hut", "pia1", "A hut, please."))
	b.at("2026-11-08 10:00")
	pass(b.mail("Quin <quin@example.com>", "hello@studio.example", "A barn", "quin1", "A barn, please."))
	b.at("2026-11-09 09:10")
	pass()
}

// monthGoesOn is what comes later: who was won writes again, and who is not contacted falls silent.
func monthGoesOn(b *book, pass func(...lead.Inquiry)) {
	b.at("2026-11-14 12:00")
	pass()
	b.at("2026-11-26 10:00") // a Thursday
	pass(b.mail("Ada <ada@example.com>", "hello@studio.example", "Re: A fence", "ada2", "When do you begin?",
		"In-Reply-To: <ada1>"))
	b.at("2026-11-27 10:00")
	pass(b.mail("Rea <rea@example.com>", "hello@studio.example", "A stair", "rea1", "A stair, please."))
	b.at("2026-11-30 11:00")
	pass()
}
