package forms

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

func fieldsOf(e *Export) map[string]lead.Field {
	m := map[string]lead.Field{}
	for _, c := range e.Mapping {
		m[c.Column] = c.Field
	}
	return m
}

// The account that was signed in is not who asks, unless nothing else says who that is.
func TestAccountsGiveWay(t *testing.T) {
	const head = "ID,Start time,Completion time,Email,Name,Your e-mail,Message\n"
	e := read(t, head+"1,2026-01-02 03:04:05,2026-01-02 03:05:05,kim@example.org,Kim,ada@example.com,a\n2,2026-01-02 03:04:05,2026-01-02 03:06:05,kim@example.org,Kim,bob@example.com,b\n3,2026-01-02 03:04:05,2026-01-02 03:07:05,kim@example.org,Kim,eve@example.com,c\n")
	if q := e.Inquiries[1]; q.Email != "bob@example.com" || q.Name != "" || len(q.Answers) < 2 {
		t.Errorf("%+v", q)
	}
	alone := read(t, "ID,Start time,Completion time,Email,Name,Message\n1,2026-01-02 03:04:05,2026-01-02 03:05:05,kim@example.org,Kim,a\n")
	if q := alone.Inquiries[0]; q.Email != "kim@example.org" || q.Name != "Kim" {
		t.Errorf("%+v", q)
	}
}

func TestValuesHaveTheLastWord(t *testing.T) {
	e := read(t, "Name,Contact,Phone,Message\nAda,ada@example.com,yes,hi\nBob,bob@example.com,no,hi\n")
	if f := fieldsOf(e); f["Contact"] != lead.FieldEmail || f["Phone"] != lead.FieldNone || len(e.Notes) != 1 {
		t.Errorf("%v %q", f, e.Notes)
	}
	if q := e.Inquiries[0]; q.Email != "ada@example.com" || q.Phone != "" || !slices.Contains(q.Answers, lead.Answer{Question: "Phone", Value: "yes"}) {
		t.Errorf("%+v", q)
	}
	moved := read(t, "Name,Email\nx@example.com,\ny@example.com,\n")
	if q := moved.Inquiries[0]; q.Email != "x@example.com" || q.Name != "" {
		t.Errorf("%+v", q)
	}
	other := read(t, "Name,Message,Account manager\nAda,hi,kim@example.org\n")
	if q := other.Inquiries[0]; q.Email != "" {
		t.Errorf("somebody else's address: %+v", q)
	}
}

func TestConsentIsKeptAndNeverInferred(t *testing.T) {
	e := read(t, "Name,Email,I agree to the privacy policy,Email Opt Out,Do not call\nAda,ada@example.com,Yes,false,true\n")
	f, q := fieldsOf(e), e.Inquiries[0]
	if f["I agree to the privacy policy"] != lead.FieldConsent || f["Email Opt Out"] != lead.FieldNone || f["Do not call"] != lead.FieldNone {
		t.Errorf("%v", f)
	}
	if want := []lead.Answer{{Question: "I agree to the privacy policy", Value: "Yes"}, {Question: "Email Opt Out", Value: "false"}, {Question: "Do not call", Value: "true"}}; !slices.Equal(q.Answers, want) {
		t.Errorf("%q", q.Answers)
	}
}

func TestGuardsAreTakenOff(t *testing.T) {
	for cell, want := range map[string]string{
		`'+49 170 1234567`: "+49 170 1234567", `"=""0170 1234567"""`: "0170 1234567", `"""+49 170 1234567"""`: "+49 170 1234567",
		`p:+49 170 1234567`: "+49 170 1234567", `+49 170 1234567; +49 170 7654321`: "+49 170 1234567", `tel:+491701234567`: "+491701234567",
		`0170/1234567`: "0170/1234567", `0170 1234567 / 0170 7654321`: "0170 1234567",
	} {
		q := read(t, "Name,Email,Phone\nAda,ada@example.com,"+cell+"\n").Inquiries[0]
		if q.Phone != want || q.Problem != "" {
			t.Errorf("%s: %q %s", cell, q.Phone, q.Problem)
		}
	}
	for cell, want := range map[string]string{"4.479E+11": "4.479E+11", "\"4,47901E+11\"": "4,47901E+11", "447900900123.0": "447900900123.0"} {
		q := read(t, "Name,Email,Phone\nAda,ada@example.com,"+cell+"\n").Inquiries[0]
		if q.Phone != want || !strings.Contains(q.Problem, "damaged the telephone number") {
			t.Errorf("%s: %q %s", cell, q.Phone, q.Problem)
		}
	}
	q := read(t, "Name,Email\nAda,\"Ada Q <Ada@Example.com>, second@example.com\"\n").Inquiries[0]
	if q.Email != "ada@example.com" || len(q.Answers) != 1 || !strings.Contains(q.Answers[0].Value, "second@example.com") {
		t.Errorf("%+v", q)
	}
}

func TestDatesAreDecidedByColumn(t *testing.T) {
	cases := []struct {
		what, dates string
		first       time.Month // of the first record
		flagged     int        // records
	}{
		{"a value above twelve", "03/04/2026 28/04/2026", time.April, 0},
		{"the other one", "03/04/2026 04/28/2026", time.March, 0},
		{"dots", "03.04.2026 05.04.2026", time.April, 0},
		{"nothing", "03/04/2026 05/04/2026", time.April, 2},
		{"both", "03/04/2026 28/04/2026 04/28/2026", time.April, 1},
		{"the same either way", "04/04/2026", time.April, 0},
		{"a day that has not come", "09/12/2026 10/05/2026", time.September, 0}, // the file is of 20 November
		{"a list in order", "01/09/2026 02/09/2026 03/03/2026 03/09/2026 04/01/2026 04/02/2026 05/01/2026", time.January, 0},
	}
	for _, c := range cases {
		text := "Submitted at,Name,Email\n"
		for i, d := range strings.Fields(c.dates) {
			text += d + ",Ada,a" + string(rune('a'+i)) + "@example.com\n"
		}
		e := read(t, text)
		flagged := 0
		for _, q := range e.Inquiries {
			if strings.Contains(q.Problem, "nothing in the file says so") {
				flagged++
			}
		}
		if got := e.Inquiries[0].Received.Month(); got != c.first || flagged != c.flagged {
			t.Errorf("%s: %v, %d flagged", c.what, got, flagged)
		}
	}
}

// A key is the same whether the next export shows which is the day or not, and whatever program wrote the time.
func TestTimesAreComparedWhateverTheirPresentation(t *testing.T) {
	same := [][]string{
		{"03/04/2026 18:01:22", "2026-04-03 18:01:22", "2026-03-04T18:01:22", "4/3/26 6:01:22 PM", "46115.7509490741"},
		{"2025-09-12T15:05:13+05:30", "2025-09-12T09:35:13Z", "2025/09/12 10:35:13 AM GMT+1"},
	}
	for _, group := range same {
		want, ok := canonicalTime(group[0], false, "")
		for _, s := range group {
			if got, fine := canonicalTime(s, false, ""); !ok || !fine || got != want {
				t.Errorf("%s: %q, want %q", s, got, want)
			}
		}
	}
	if a, _ := canonicalTime("2026-03-04 10:00:00", false, quarter); !strings.HasPrefix(a, "2026-") {
		t.Errorf("a typed time: %q", a)
	}
}

func TestWhereLeadsComeFrom(t *testing.T) {
	cases := []struct{ header, row, source, campaign, channel string }{
		{"utm_source,utm_medium,utm_campaign", "google,cpc,spring", "Google Ads", "spring", "Paid Search"},
		{"utm_source", "google", "google", "", ""},
		{"utm_source,utm_medium", "google,organic", "google", "", "Organic Search"},
		{"UTM Source,UTM Medium", "fb,cpm", "fb", "", "Paid Social"},
		{"utm_source,utm_medium", "somewhere,cpm", "somewhere", "", "Display"},
		{"utm_source,utm_medium,utm_campaign", "google,cpc,x|cross-network", "Google Ads", "x|cross-network", "Cross-network"},
		{"utm_source,gclid", "google,Cj0", "Google Ads", "", "Paid Search"},
		{"gclid", "Cj0", "Google Ads", "", "Paid Search"},
		{"msclkid", "x", "Microsoft Ads", "", "Paid Search"},
		{"fbclid", "x", "Facebook", "", ""},
		{"fbclid,gclid", "x,y", "Google Ads", "", "Paid Search"},
		{"Source Url", "https://site.example/?UTM_Source=partner&utm_medium=affiliate", "partner", "", "Affiliates"},
		{"Source Url,Referrer", "https://site.example/,https://www.google.co.uk/", "Google organic search", "", "Organic Search"},
		{"Source Url,Referrer", "https://site.example/,https://blog.example.org/post", "Referral: blog.example.org", "", "Referral"},
		{"Source Url,Referrer", "https://site.example/,https://site.example/contact", "", "", ""},
		{"Referrer", "https://site.example/contact", "", "", ""},
		{"How did you hear about us?", "a friend", "a friend", "", ""},
		{"How did you hear about us?,utm_source", "a friend,newsletter", "newsletter", "", ""},
		{"utm_source,How did you hear about us?", "{{site_source_name}},a friend", "a friend", "", ""},
		{"campaign_name,utm_campaign", "Ad 7,spring", "", "spring", ""},
		{"utm_medium", "email", "Email", "", "Email"},
	}
	for _, c := range cases {
		q := read(t, "Name,Email,"+c.header+"\nAda,ada@example.com,"+c.row+"\n").Inquiries[0]
		channel := ""
		for _, a := range q.Answers {
			if a.Question == "Channel" {
				channel = a.Value
			}
		}
		if q.Source != c.source || q.Campaign != c.campaign || channel != c.channel {
			t.Errorf("%s %s: source %q, campaign %q, channel %q", c.header, c.row, q.Source, q.Campaign, channel)
		}
		if strings.Contains(c.header, "hear") && !slices.ContainsFunc(q.Answers, func(a lead.Answer) bool { return a.Value == "a friend" }) {
			t.Errorf("%s: what the person said is not kept: %q", c.header, q.Answers)
		}
	}
}

// A spreadsheet has rounded the ids: rows that share one stay two records.
func TestRoundedIdsJoinNobody(t *testing.T) {
	const head = "Submission Date,Name,Email,Submission ID\n"
	for _, id := range []string{"5.12346E+18", "5123456789012340000"} {
		e := read(t, head+"2026-01-02 10:00:01,Ada,ada@example.com,"+id+"\n2026-01-02 10:00:01,Bob,bob@example.com,"+id+"\n")
		if len(e.Inquiries) != 2 {
			t.Errorf("%s: %d records", id, len(e.Inquiries))
		}
	}
	// Two persons under one number of one site are two records as well.
	e := read(t, "Entry Id,Entry Date,Date Updated,Name,Email\n1,2026-01-02 10:00:01,,Ada,ada@example.com\n1,2026-01-02 10:00:01,,Bob,bob@example.com\n")
	if len(e.Inquiries) != 2 {
		t.Errorf("%d records", len(e.Inquiries))
	}
}

func TestDaysOfAWorkbookAreReadable(t *testing.T) {
	f := excelize.NewFile()
	for i, r := range [][]any{{"Name", "Email", "Preferred date", "Roof area"}, {"Ada", "ada@example.com", 46300, 46300}, {"Bob", "bob@example.com", 46301.5, 120}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	e := read(t, b.String())
	if got := e.Inquiries[0].Answers; !slices.Equal(got, []lead.Answer{{Question: "Preferred date", Value: "2026-10-05"}, {Question: "Roof area", Value: "46300"}}) {
		t.Errorf("%q", got)
	}
	if got := e.Inquiries[1].Answers[0].Value; got != "2026-10-06 12:00" {
		t.Errorf("%q", got)
	}
}

// The workbook that Microsoft Forms gives, and what a spreadsheet makes of it as CSV, have the same keys.
func TestAWorkbookAndItsCSVAreOneForm(t *testing.T) {
	f := excelize.NewFile()
	for i, r := range [][]any{{"ID", "Start time", "Completion time", "Email", "Name", "Your e-mail\n", "Message"}, {1, 46230.79, 46230.796099537, "anonymous", nil, "ada@example.com", "hi"}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	book := read(t, b.String())
	for _, text := range []string{
		"ID,Start time,Completion time,Email,Name,Your e-mail,Message\n1,7/27/26 18:57:36,7/27/26 19:06:23,anonymous,,ada@example.com,hi\n",
		"ID;Start time;Completion time;Email;Name;Your e-mail;Message\n1;27.07.2026 18:57;27.07.2026 19:06;anonymous;;ada@example.com;hi\n",
	} {
		if csv := read(t, text); csv.Profile != "Microsoft Forms" || !slices.Equal(keysOf(book), keysOf(csv)) || csv.Inquiries[0].Received.Format("2006-01-02 15:04") != "2026-07-27 19:06" {
			t.Errorf("%q, %q: %+v", keysOf(book), keysOf(csv), csv.Inquiries)
		}
	}
}

// Where a column stands decides what it is taken for, never which record a row is.
func TestKeysDoNotDependOnTheOrderOfColumns(t *testing.T) {
	a := read(t, "Date,Name,Email,Message,City\n03/04/2026 10:11:12,Ada,ada@example.com,hi,Ulm\n")
	b := read(t, "Name,Email,Message,Date,City\nAda,ada@example.com,hi,2026-04-03 10:11:12,Ulm\n")
	if !slices.Equal(keysOf(a), keysOf(b)) {
		t.Errorf("%q %q", keysOf(a), keysOf(b))
	}
}

// The quick ways of tidying give what the slow ones give.
func TestQuickWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zäéЖ \n\t\r\x00"'=+]{0,30}`), rapid.SampledFrom([]string{"\u00a0x\u2028", "a\u200bb", "e\u0301", "\u037e", "\u00ad"})).Draw(t, "text")
		if got, want := safeText(v), lead.SafeText(v, table.MaxCell); got != want {
			t.Fatalf("%q: %q, want %q", v, got, want)
		}
		if got, want := collapse(v), strings.Join(strings.Fields(v), " "); got != want {
			t.Fatalf("%q: %q, want %q", v, got, want)
		}
		if a, ok := lead.NormalizeEmail(v); plainAddress(v) && (!ok || a != v) {
			t.Fatalf("%q is the address %q", v, a)
		}
		if plainNumber(v) && lead.CleanPhone(v) != v {
			t.Fatalf("%q is the number %q", v, lead.CleanPhone(v))
		}
	})
	for _, v := range []string{"test@example.com", "a.b@x.co", "A@b.c", "+49 170 1", "0049-170", "+49 170 1234567", "123"} {
		if a, ok := lead.NormalizeEmail(v); plainAddress(v) && (!ok || a != v) {
			t.Errorf("%q is the address %q", v, a)
		}
	}
}

// The quick way of reading a date knows the days that the calendar has.
func TestEveryDay(t *testing.T) {
	for day := time.Date(2023, 12, 1, 1, 2, 3, 0, time.UTC); day.Year() < 2026; day = day.AddDate(0, 0, 1) {
		if got, ok := parseTime(day.Format(time.DateTime), dayFirst, time.UTC, false); !ok || !got.Equal(day) {
			t.Errorf("%s: %s %v", day, got, ok)
		}
	}
	for _, none := range []string{"2025-02-29 01:02:03", "2025-04-31 01:02:03", "2025-11-31 01:02:03", "2025-00-10 01:02:03", "2025-13-01 01:02:03", "2025-01-32 01:02:03"} {
		if got, ok := plainTime(none, time.UTC); ok {
			t.Errorf("%s: %s", none, got)
		}
	}
}
