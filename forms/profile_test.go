package forms

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	utf "golang.org/x/text/encoding/unicode"

	"leadsheet/lead"
)

// vendors holds one export of every vendor, as its exporter writes it, and what its first record is. "" is not looked at.
var vendors = []struct {
	profile, text                    string
	name, email, phone, need, source string
	received                         string // UTC; the business is in Berlin
	campaign                         string
}{
	{profile: "Google Forms", text: "\"Timestamp\",\"Email Address\",\"What is your name?\",\"Which services?\",\"Phone number\"\r\n\"2026/03/29 1:59:59 AM GMT+1\",\"ada@example.com\",\"Ada Q\",\"Roof;Walls\",\"+44 7700 900123\"\r\n",
		name: "Ada Q", email: "ada@example.com", phone: "+44 7700 900123", received: "2026-03-29T00:59:59Z"},
	{profile: "Google Forms response tab", text: "Informazioni cronologiche,Indirizzo email,Nome,Messaggio\r\n12/02/2026 19.07.17,ada@example.com,Ada Q,Buongiorno\r\n13/02/2026 19.07.17,bob@example.com,Bob,Ciao\r\n",
		name: "Ada Q", email: "ada@example.com", need: "Buongiorno", received: "2026-02-12T18:07:17Z"},
	{profile: "Typeform", text: "#,What's your name?,Your email,How can we help?,Response Type,Start Date (UTC),Submit Date (UTC),Network ID,Tags,Ending\n" +
		"a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4,Ada Q,ada@example.com,A shed,completed,2018-04-03 09:00:01,2018-04-03 09:05:40,deadbeef01,,Thanks\n",
		name: "Ada Q", email: "ada@example.com", need: "A shed", received: "2018-04-03T09:05:40Z"},
	{profile: "Jotform", text: "Submission Date,Name - First Name,Name - Last Name,Email,Phone Number,Message,Submission ID\n2026-01-02 10:00:01,Ada,Q,ada@example.com,(0151) 1234567,\"two\nlines\",5123456789012345678\n",
		name: "Ada Q", email: "ada@example.com", phone: "(0151) 1234567", need: "two\nlines", received: "2026-01-02T09:00:01Z"},
	{profile: "Microsoft Forms", text: "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Ihr Name;E-Mail-Adresse\u00a0;Nachricht\r\n1;27.07.2026 19:00:00;27.07.2026 19:06:23;anonymous;;Ada Q;ada@example.com;Hallo\r\n",
		name: "Ada Q", email: "ada@example.com", need: "Hallo", received: "2026-07-27T17:06:23Z"},
	{profile: "Tally", text: "Submission ID,Respondent ID,Submitted at,Name,Email,Message\nqX3k9a,m0Yq21,2024-08-11 23:25:40,Ada Q,ada@example.com,A shed\n",
		name: "Ada Q", email: "ada@example.com", need: "A shed", received: "2024-08-11T21:25:40Z"},
	{profile: "WPForms", text: "Name,Email,Comment or Message,Entry ID,Entry Date,Entry Notes,Type,Viewed,Starred,User IP\nAda Q,ada@example.com,A shed,17,2026-01-02 10:00:01,,Contact,1,0,203.0.113.9\n",
		name: "Ada Q", email: "ada@example.com", need: "A shed", received: "2026-01-02T09:00:01Z"},
	{profile: "Gravity Forms", text: "\xef\xbb\xbf\"Name (First)\",\"Name (Last)\",\"Email\",\"Phone\",\"Message\",\"Created By (User Id)\",\"Entry Id\",\"Entry Date\",\"Date Updated\",\"Source Url\",\"User IP\"\n" +
		"\"Ada\",\"Q\",\"ada@example.com\",\"'+49 170 1234567\",\"A shed\",\"\",\"42\",\"2026-01-02 03:04:05\",\"2026-01-02 03:04:05\",\"https://site.example/contact/?utm_source=newsletter&utm_medium=email&utm_campaign=May\",\"203.0.113.9\"\n",
		name: "Ada Q", email: "ada@example.com", phone: "+49 170 1234567", need: "A shed", source: "newsletter", campaign: "May", received: "2026-01-02T02:04:05Z"},
	{profile: "Flamingo", text: "\"your-name\",\"your-email\",\"your-tel\",\"your-message\",\"Date\"\r\n\"Ada Q\",\"ada@example.com\",\"(Security Alert: Suspicious content is detected. See https://contactform7.com/heads-up-about-spreadsheet-vulnerabilities for details.) +49 170 1234567\",\"A shed\",\"2026-01-02T03:04:05+01:00\"",
		name: "Ada Q", email: "ada@example.com", phone: "+49 170 1234567", need: "A shed", received: "2026-01-02T02:04:05Z"},
	{profile: "Flamingo contacts", text: "\"Email\",\"Full name\",\"First name\",\"Last name\"\r\n\"ada@example.com\",\"Ada Q\",\"Ada\",\"Q\"\r\n", name: "Ada Q", email: "ada@example.com"},
	{profile: "CFDB7", text: "\xef\xbb\xbfId,Date,Status,Name,Email,Tel,Message\n2,2026-01-02 03:04:05,unread,Ada Q,ada@example.com,\"\"\"+49 170 1234567\"\"\",It&#039;s a shed\n" +
		"\xef\xbb\xbfId,Date,Status,Email,Name,Tel,Message\n1,2026-01-01 03:04:05,read,bob@example.com,Bob,,hi\n",
		name: "Ada Q", email: "ada@example.com", phone: "+49 170 1234567", need: "It's a shed", received: "2026-01-02T02:04:05Z"},
	{profile: "Elementor", text: `"Full Name","Business Email ","Message",,false,Form Name (ID),Submission ID,Created At,User ID,User Agent,User IP,Referrer` + "\n" +
		`"Ada Q","ada@example.com","He said \"hi\", then\r\nleft AP\/AR","on","","\u00c4nfrage (abc12)","42","2024-05-01 09:30:00","0","Mozilla/5.0","203.0.113.9","https://ex.test/contact/?gclid=abc"` + "\n",
		name: "Ada Q", email: "ada@example.com", need: "He said \"hi\", then\nleft AP/AR", source: "Google Ads", received: "2024-05-01T07:30:00Z"},
	{profile: "Ninja Forms", text: "\xef\xbb\xbf\"#\",\"Date Submitted\",\"Name\",\"Email\",\"Message\"\n\"7\",\"01/13/2026\",\"Ada Q\",\"ada@example.com\",\"A shed\"\n", name: "Ada Q", email: "ada@example.com", need: "A shed", received: "2026-01-12T23:00:00Z"},
	{profile: "Formidable", text: "\"Name\",\"Email\",\"Message\",\"Timestamp\",\"Last Updated\",\"Created By\",\"Entry Status\",\"IP\",\"ID\",\"Key\"\n\"Ada Q\",\"ada@example.com\",\"'=A shed &#1078;\",\"2026-01-02 03:04:05\",\"2026-01-05 03:04:05\",\"\",\"0\",\"203.0.113.9\",\"42\",\"x7k2p\"\n",
		name: "Ada Q", email: "ada@example.com", need: "=A shed ж", received: "2026-01-02T02:04:05Z"},
	{profile: "Meta lead ads", text: "id\tcreated_time\tad_id\tad_name\tcampaign_id\tcampaign_name\tform_id\tform_name\tis_organic\tplatform\tself/family\tfull_name\tphone_number\temail\tlead_status\r\n" +
		"l:1000000000000001\t2025-09-12T15:05:13+05:30\tag:12023\tAd\tc:77\tSpring\tf:99\tQuote\tFALSE\tig\tself\tZoé Ünal\tp:+447700900123\tz@example.com\tcomplete\r\n",
		name: "Zoé Ünal", email: "z@example.com", phone: "+447700900123", source: "Instagram", campaign: "Spring", received: "2025-09-12T09:35:13Z"},
	{profile: "Meta Leads Centre", text: "Created,Name,Email,Phone,Stage,Owner,Source,Labels\n\"2/18/21, 11:08 AM\",Ada Q,ada@example.com,p:+447700900123,Intake,Unassigned,Paid,\n", name: "Ada Q", email: "ada@example.com", source: "Facebook", received: "2021-02-18T10:08:00Z"},
	{profile: "LinkedIn", text: "id,submittedAt,form.id,form.name,leadType,testLead,firstName,lastName,emailAddress\n7001,2/18/2026 9:30 AM,55,Quote,SPONSORED,FALSE,Ada,Q,ada@example.com\n", name: "Ada Q", email: "ada@example.com", source: "LinkedIn", received: "2026-02-18T08:30:00Z"},
	{profile: "Google Ads", text: "lead_id,form_id,campaign_id,gcl_id,is_test,lead_submit_time,Full Name,User Email,User Phone\nTeSt-1,40000,7,Cj0,false,2026-02-18 09:30:00,Ada Q,ada@example.com,+447700900123\n", name: "Ada Q", email: "ada@example.com", phone: "+447700900123", source: "Google Ads", received: "2026-02-18T08:30:00Z"},
	{profile: "TikTok", text: "lead_id,created_time,ad_id,ad_name,form_id,form_name,Name,Email,Phone number\n7301,2026-02-18 09:30:00,1,Ad,2,Quote,Ada Q,ada@example.com,+447700900123\n", name: "Ada Q", email: "ada@example.com", source: "TikTok", received: "2026-02-18T08:30:00Z"},
	{profile: "HubSpot", text: "Record ID - Contact,First Name,Last Name,Email,Phone Number,Contact owner,Company Name,Lifecycle Stage,Original Source,Create Date\n9002,Ada,Q,ada@example.com,0151 1234567,Kim,Berg,Lead,Organic Search,2024-03-12 09:14\n", name: "Ada Q", email: "ada@example.com", phone: "0151 1234567", source: "Organic Search", received: "2024-03-12T08:14:00Z"},
	{profile: "Mailchimp", text: "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS\nada@example.com,Ada,Q,2,2015-03-16 14:40:47,,2026-01-01 00:00:00,123,ab12cd34ef,,\"\"\"VIP\"\",\"\"Blog\"\"\"\n", name: "Ada Q", email: "ada@example.com", received: "2015-03-16T14:40:47Z"},
	{profile: "Brevo", text: "EMAIL;LASTNAME;FIRSTNAME;SMS;ADDED_TIME\nada@example.com;Q;Ada;491701234567;30-04-2022 09:30\nbob@example.com;B;Bob;;13-04-2022 09:30\n", name: "Ada Q", email: "ada@example.com", phone: "491701234567", received: "2022-04-30T07:30:00Z"},
	{profile: "Calendly", text: "User Name,User Email,Invitee Name,Invitee Email,Event Type Name,Start Date & Time,Canceled\nKim,kim@example.org,Ada Q,ada@example.com,Consultation,2026-01-02 10:00,FALSE\n", name: "Ada Q", email: "ada@example.com"},
	{profile: "Shopify", text: "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Phone,Phone,Total Spent,Note,Tags\n'7210448301122,Ada,Q,ada@example.com,yes,Berg,'+447700900123,,0.00,A shed,\n", name: "Ada Q", email: "ada@example.com", phone: "+447700900123", need: "A shed"},
	{profile: "Pipedrive", text: "Person - ID,Person - Name,Person - Email - Work,Person - Phone - Mobile,Person - Organization,Deal - ID,Deal - Title,Deal - utm_source,Deal - Deal created\n5,Ada Q,ada@example.com,+447700900123,Berg,77,A shed,google,2026-01-02 03:04:05\n", name: "Ada Q", email: "ada@example.com", phone: "+447700900123", need: "A shed", source: "google", received: "2026-01-02T02:04:05Z"},
	{profile: "Zoho", text: "Record Id,Lead Owner,First Name,Last Name,Email,Phone,Company,Lead Source,Email Opt Out,Created Time\nzcrm_5000000000001,Kim,Ada,Q,ada@example.com,0151 1234567,Berg,Trade fair,false,2026-01-02 03:04:05\n", name: "Ada Q", email: "ada@example.com", source: "Trade fair", received: "2026-01-02T02:04:05Z"},
	{profile: "Squarespace", text: "Submitted On,Name,Email,Message\n01/13/2026 03:04:05,Ada Q,ada@example.com,A shed\n", name: "Ada Q", email: "ada@example.com", need: "A shed", received: "2026-01-13T02:04:05Z"},
	{profile: "Wix", text: "Submission time,First name,Last name,Email,Message\n2026-01-13T03:04:05.000Z,Ada,Q,ada@example.com,A shed\n", name: "Ada Q", email: "ada@example.com", received: "2026-01-13T03:04:05Z"},
	{profile: "Webflow", text: "name,email,message,_id,d\nAda Q,ada@example.com,A shed,65a1b2c3d4e5f6a7b8c9d0e1,2026-01-13T03:04:05.123Z\n", name: "Ada Q", email: "ada@example.com", received: "2026-01-13T03:04:05Z"},
	{profile: "Netlify", text: "name,email,message,created_at,ip,user_agent,referrer\nAda Q,ada@example.com,A shed,2026-01-13T03:04:05.123Z,203.0.113.9,Mozilla/5.0,https://site.example/\n", name: "Ada Q", email: "ada@example.com", received: "2026-01-13T03:04:05Z"},
	{profile: "Formspree", text: "_date,name,email,message\n2026-01-13T03:04:05Z,Ada Q,ada@example.com,A shed\n", name: "Ada Q", email: "ada@example.com", received: "2026-01-13T03:04:05Z"},
	{profile: "Airtable", text: "Name,Email,Notes,Record ID\nAda Q,ada@example.com,A shed,recA1b2C3d4E5f6G7\n", name: "Ada Q", email: "ada@example.com", need: "A shed"},
	{profile: "", text: "Kunde,Erreichbar unter,Worum geht es\nAda Q,ada@example.com,Ein Schuppen\n", email: "ada@example.com"},
}

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestVendors(t *testing.T) {
	for _, v := range vendors {
		e, err := Read([]byte(v.text), Options{Zone: berlin(t), Country: "DE", Modified: modified, Name: "export.csv"})
		if err != nil || len(e.Inquiries) == 0 {
			t.Errorf("%s: %v", v.profile, err)
			continue
		}
		q := e.Inquiries[0]
		if e.Profile != v.profile {
			t.Errorf("%s: taken for %q", v.profile, e.Profile)
		}
		for _, f := range []struct{ what, got, want string }{{"name", q.Name, v.name}, {"email", q.Email, v.email}, {"phone", q.Phone, v.phone}, {"need", q.Need, v.need},
			{"source", q.Source, v.source}, {"campaign", q.Campaign, v.campaign}, {"received", q.Received.UTC().Format(time.RFC3339), v.received}} {
			if f.want != "" && f.got != f.want {
				t.Errorf("%s: %s %q, want %q", v.profile, f.what, f.got, f.want)
			}
		}
		if v.received == "" && !q.Received.Equal(modified) {
			t.Errorf("%s: received %v", v.profile, q.Received)
		}
		if q.Ignore != "" || q.Problem != "" {
			t.Errorf("%s: %q %q", v.profile, q.Ignore, q.Problem)
		}
		if len(e.Mapping) != len(e.Columns) || slices.ContainsFunc(e.Mapping, func(m Mapped) bool { return m.Why == "" }) {
			t.Errorf("%s: mapping %+v", v.profile, e.Mapping)
		}
		// Neither settings nor the file's name make another record of it.
		again, err := Read([]byte(v.text), Options{Zone: time.UTC, Country: "US", Name: "other name.csv"})
		if err != nil || !slices.Equal(keysOf(e), keysOf(again)) {
			t.Errorf("%s: another zone, country and name make other keys (%v)", v.profile, err)
		}
	}
}

// A person in one column, a status in another: what people and programs change afterwards is no other record.
func TestMutableColumnsChangeNoKey(t *testing.T) {
	for profile, change := range map[string][2]string{
		"Meta lead ads":     {"complete", "CONVERTED"},
		"Meta Leads Centre": {"Intake,Unassigned", "Converted,Kim"},
		"CFDB7":             {"unread", "read"},
		"WPForms":           {",Contact,1,0,", ",Contact,0,1,"},
		"Gravity Forms":     {"\"2026-01-02 03:04:05\",\"https", "\"2026-04-02 03:04:05\",\"https"},
		"Formidable":        {"2026-01-05", "2026-02-05"},
		"HubSpot":           {"Kim", "Lee"},
		"Mailchimp":         {"2026-01-01", "2026-02-01"},
		"Shopify":           {"0.00", "12.50"},
		"Calendly":          {"FALSE", "TRUE"},
	} {
		i := 0
		for vendors[i].profile != profile {
			i++
		}
		changed := strings.Replace(vendors[i].text, change[0], change[1], 1)
		if changed == vendors[i].text {
			t.Errorf("%s: nothing was changed", profile)
		}
		if a, b := read(t, vendors[i].text), read(t, changed); !slices.Equal(keysOf(a), keysOf(b)) {
			t.Errorf("%s: %q, then %q", profile, keysOf(a), keysOf(b))
		}
	}
}

func TestTestLeadsAreIgnoredWithTheReason(t *testing.T) {
	for _, text := range []string{
		"id,created_time,ad_id,platform,full_name,email\nl:1,2025-09-12T15:05:13+05:30,ag:1,fb,<test lead: dummy data for full_name>,x@example.com\n",
		"id,created_time,ad_id,platform,full_name,email\nl:1,2025-09-12T15:05:13+05:30,ag:1,fb,Ada,test@fb.com\n",
		"id,submittedAt,form.id,leadType,testLead,firstName,emailAddress\n1,2026-01-13 03:04:05,5,SPONSORED,TRUE,Ada,ada@example.com\n",
		"lead_id,form_id,campaign_id,is_test,lead_submit_time,Full Name,User Email\n1,2,3,true,2026-01-13 03:04:05,Ada,ada@example.com\n",
	} {
		q := read(t, text).Inquiries[0]
		if q.Kind != lead.TestLead || !strings.Contains(q.Ignore, "test record") {
			t.Errorf("%s\n%+v", text, q)
		}
	}
}

// The same form as CSV, as UTF-16, as a workbook and as the response tab: the same records.
func TestOneFormInFourShapes(t *testing.T) {
	header := []string{"Timestamp", "Email Address", "Name", "Which services?", "Phone"}
	at := []time.Time{time.Date(2026, 3, 4, 23, 41, 7, 0, berlin(t)), time.Date(2026, 10, 5, 9, 2, 59, 0, berlin(t))}
	people := [][2]string{{"ada@example.com", "Ada Q"}, {"bob@example.com", "Bob B"}}
	var csv, tab strings.Builder
	csv.WriteString(`"` + strings.Join(header, `","`) + "\"\r\n")
	tab.WriteString(strings.Join(header, ",") + "\r\n")
	book := excelize.NewFile()
	rows := [][]any{{"Timestamp", "Email Address", "Name", "Which services?", "Phone"}}
	for i, p := range people {
		csv.WriteString(`"` + at[i].Format("2006/01/02 3:04:05 PM") + map[int]string{0: " GMT+1", 1: " GMT+2"}[i] + `","` + p[0] + `","` + p[1] + `","Roof;Walls","+49 170 1234567"` + "\r\n")
		tab.WriteString(at[i].Format("02/01/2006 15.04.05") + "," + p[0] + "," + p[1] + `,"Roof, Walls",+491701234567` + "\r\n")
		rows = append(rows, []any{lead.DateValue(at[i], berlin(t)).Num, p[0], p[1], "Roof, Walls", "+49 170 1234567"})
	}
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var workbook bytes.Buffer
	if err := book.Write(&workbook); err != nil {
		t.Fatal(err)
	}
	wide, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder().String(strings.ReplaceAll(csv.String(), ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for what, text := range map[string]string{"csv": csv.String(), "utf-16": wide, "workbook": workbook.String(), "response tab": tab.String()} {
		e, err := Read([]byte(text), Options{Zone: berlin(t), Modified: modified, Name: what})
		if err != nil || len(e.Inquiries) != 2 {
			t.Fatalf("%s: %+v %v", what, e, err)
		}
		if want == nil {
			want = keysOf(e)
		}
		if got := keysOf(e); !slices.Equal(got, want) {
			t.Errorf("%s: keys %q, elsewhere %q", what, got, want)
		}
		for i, q := range e.Inquiries {
			if !q.Received.Equal(at[i]) {
				t.Errorf("%s: received %v, want %v", what, q.Received, at[i])
			}
		}
	}
}
