package forms

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// A column that is called an address or a number with other words is one where no other column is.
func TestQualifiedTitles(t *testing.T) {
	mails := "Email 1|E-mail 1|email_1|Email Address 1|E-mail 1 - Value|User email|Buyer Email|Billing Email|Email (Billing)|" +
		"Parent email|Student Email|Guest email|Attendee Email|Registrant Email|Booker email|Recipient email|RecipientEmail|" +
		"Applicant email address|Email of applicant|Electronic Mail|E-mail privat|EMAIL;TYPE=WORK|Emails / Primary Email|" +
		"Primary contact email|E-Mail geschäftlich|Guardian's e-mail|Correo electrónico del alumno|Email del cliente"
	for _, title := range strings.Split(mails, "|") {
		q := read(t, "Name,\""+title+"\",Message\nAl Bee,al@bee.example,roof\nBo Cee,bo@cee.example,wall\n").Inquiries[0]
		if q.Email != "al@bee.example" || q.Name != "Al Bee" || q.Need != "roof" || q.Problem != "" {
			t.Errorf("%s: %+v", title, q)
		}
	}
	phones := "Phone 1|Phone 1 - Value|Home Phone|Office Phone|Contact No.|WhatsApp No|Phone/Mobile|Mobile/WhatsApp|" +
		"Phone (Billing)|Billing Phone|Tel. / Mobil|Telefon privat|Landline|Mob|Ph|Corporate Phone|Parent phone|User phone|" +
		"Text number|Mobile Number (with country code)|Numer tel.|Tél. portable|Best number to reach you|Telefon (geschäftlich)"
	for _, title := range strings.Split(phones, "|") {
		q := read(t, "Name,\""+title+"\",Message\nAl Bee,2125550123,roof\nBo Cee,(212) 555-0124,wall\n").Inquiries[0]
		if q.Phone != "2125550123" || q.Problem != "" {
			t.Errorf("%s: %+v", title, q)
		}
	}
	names := "Buyer Name|Parent Name|Attendee Name|Applicant name|Guest Name|Student Name|Patient name|Registrant Name|" +
		"Billing Name|Name (First Last)|FN|Customer|Client|Lead|Contact|Prospect|Wie heißen Sie?|Contact's full name"
	for _, title := range strings.Split(names, "|") {
		q := read(t, "\""+title+"\",Email,Phone\nAl Bee,al@bee.example,212 555 0123\nBo Cee,bo@cee.example,\n").Inquiries[0]
		if q.Name != "Al Bee" {
			t.Errorf("%s: %+v", title, q)
		}
	}
	companies := "Company / Account|Associated Company|Organization 1 - Name|ORG|Which company do you represent?|Company / Name"
	for _, title := range strings.Split(companies, "|") {
		if q := read(t, "Name,Email,\""+title+"\"\nAl Bee,al@bee.example,Bee Ltd\n").Inquiries[0]; q.Company != "Bee Ltd" {
			t.Errorf("%s: %+v", title, q)
		}
	}
	needs := "Remarks|Requirement|Lead Message|Inquiry text|Inquiry message|Query|Body|Text|Customer Note|Questions & Comments|" +
		"Additional comments|Anything else?|Service required|Notizen|Anmerkungen|Need|Subject"
	for _, title := range strings.Split(needs, "|") {
		if q := read(t, "Name,Email,\""+title+"\"\nAl Bee,al@bee.example,a new roof\n").Inquiries[0]; q.Need != "a new roof" {
			t.Errorf("%s: %+v", title, q)
		}
	}
}

// The address and the number of somebody else are never those of the person who asks.
func TestForeignTitles(t *testing.T) {
	for _, title := range strings.Split("Owner email|Contact owner e-mail|Friend's email|Referred by (email)|Agent Email|"+
		"Assistant's E-mail|Manager email|Emergency contact email|Account manager|Sales rep email|E-Mail Makler|"+
		"Email status|Email type|Email consent|Email Marketing Consent", "|") {
		q := read(t, "Name,\""+title+"\",Message\nAl Bee,sam@own.example,roof\n").Inquiries[0]
		if q.Email != "" {
			t.Errorf("%s: %+v", title, q)
		}
	}
	for _, title := range strings.Split("Friend's phone|Emergency contact phone|Agent phone|Fax|Phone extension|Notfall Telefon|"+
		"Assistant's Phone|Order number|Customer number|Zip", "|") {
		q := read(t, "Name,Email,\""+title+"\"\nAl Bee,al@bee.example,020 7946 0999\n").Inquiries[0]
		if q.Phone != "" {
			t.Errorf("%s: %+v", title, q)
		}
	}
	for _, title := range strings.Split("Product Name|Form Name|File name|Event Name|Domain name|Friend's name|Emergency contact name|"+
		"Agent Name|Owner|Company size|What does your company do?", "|") {
		q := read(t, "\""+title+"\",Email\nBlue Widget,al@bee.example\n").Inquiries[0]
		if q.Name != "" || q.Company != "" {
			t.Errorf("%s: %+v", title, q)
		}
	}
}

// Of several qualified columns the first one, the main one, that of the parent is taken; the others are answers.
func TestWhichOfSeveralQualifiedColumns(t *testing.T) {
	for header, want := range map[string]string{
		"Email 2,Email 1": "second@x.example", "Student email,Parent email": "second@x.example",
		"Shipping email,Billing email": "second@x.example", "Home email,Work email": "first@x.example",
		"Child email,Guardian email": "second@x.example", "Other email,Main email": "second@x.example",
	} {
		q := read(t, "Name,"+header+"\nAl Bee,first@x.example,second@x.example\n").Inquiries[0]
		if header == "Home email,Work email" {
			want = q.Email // either
		}
		if q.Email != want || len(q.Answers) != 1 {
			t.Errorf("%s: %+v", header, q)
		}
	}
	q := read(t, "Parent name,Parent email,Parent phone,Child's name,Child age,Emergency contact name,Emergency contact phone,Comments\n"+
		"Rae Sun,rae@sun.example,020 7946 0500,Kit Sun,7,Gran Sun,020 7946 0999,trial\n").Inquiries[0]
	if q.Name != "Rae Sun" || q.Phone != "020 7946 0500" || q.Email != "rae@sun.example" || q.Need != "trial" {
		t.Errorf("%+v", q)
	}
	j := read(t, "Submission Date,Full Name - First Name,Full Name - Last Name,E-mail\n2026-03-14 10:00:00,Amy,Low,a@low.example\n").Inquiries[0]
	if j.Name != "Amy Low" {
		t.Errorf("%+v", j)
	}
	b := read(t, "First Name (Billing),Last Name (Billing),Email (Billing),Phone (Billing)\nAmy,Low,a@low.example,212 555 0123\n").Inquiries[0]
	if b.Name != "Amy Low" || b.Phone == "" {
		t.Errorf("%+v", b)
	}
}

// What the customer wrote is the need, also behind what somebody noted.
func TestNeedBeforeNotes(t *testing.T) {
	for _, head := range []string{"Notes,Message", "Internal notes,Comments", "Notes,Comments", "Comments,Message", "Remarks,Your enquiry", "Notizen,Nachricht"} {
		q := read(t, "Name,Email,"+head+"\nAl,al@bee.example,left voicemail,I need a roof\n").Inquiries[0]
		if q.Need != "I need a roof" || len(q.Answers) != 1 || q.Answers[0].Value != "left voicemail" {
			t.Errorf("%s: %+v", head, q)
		}
	}
	if q := read(t, "Name,Email,Notes,Message\nAl,al@bee.example,left voicemail,\n").Inquiries[0]; q.Need != "left voicemail" {
		t.Errorf("%+v", q)
	}
}

func TestVendorsNamedLater(t *testing.T) {
	ads := read(t, "Lead ID,Campaign ID,Campaign,Ad group ID,Lead form name,Submission time,Full name,Email\n"+
		"Cj1,111,Brand,222,LF,2026-03-14 14:05:00,Rex Holt,rex@holt.example\n")
	if ads.Profile != "Google Ads" || ads.Inquiries[0].Source != "Google Ads" || ads.Inquiries[0].Campaign != "Brand" {
		t.Errorf("%s %+v", ads.Profile, ads.Inquiries[0])
	}
	tik := read(t, "lead_id,created_time,ad_id,adgroup_id,campaign_name,Name,Email\n7,2026-03-14 14:05:00(UTC+00:00),1,2,Camp,Bud,bud@lane.example\n")
	if q := tik.Inquiries[0]; tik.Profile != "TikTok" || q.Source != "TikTok" || !q.Received.Equal(time.Date(2026, 3, 14, 14, 5, 0, 0, time.UTC)) {
		t.Errorf("%s %+v", tik.Profile, q)
	}
	pipe := read(t, "Lead - ID,Lead - Title,Lead - Contact person,Lead - Organization\n1,Wants a demo,Al Bee,Bee Ltd\n").Inquiries[0]
	if pipe.Name != "Al Bee" || pipe.Company != "Bee Ltd" || pipe.Need != "Wants a demo" {
		t.Errorf("%+v", pipe)
	}
	if q := read(t, "Name,Email,nom_de_l’entreprise\nAl,al@bee.example,Bee SARL\n").Inquiries[0]; q.Company != "Bee SARL" {
		t.Errorf("%+v", q)
	}
}

// Keys are what the first version made them, whatever is understood of a record by now: an export that came in before
// brings nothing again.
func TestKeysStay(t *testing.T) {
	for text, want := range map[string]string{
		"Name,Parent email,Landline,Remarks\nAl Bee,Al@Bee.example,020 7946 0111,roof\n":                                  "f:22c972e12ff3224d1f57b200",
		"Timestamp,Name,Email,Message\n\"March 14, 2026 2:05 pm\",Al Bee,al@bee.example,roof\n":                           "f:3c1eec95e2f83af728f26338",
		"Create Date (GMT+1),Name,Email,Message\n2026-03-14 14:05,Al Bee,al@bee.example,roof\n":                           "f:ea598a1037e3f0a3bffb1619",
		"Respondent ID,Collector ID,End Date,Name,Email\n118000,4,03/14/2026 02:05:00 PM,Al Bee,al@bee.example\n":         "f:d6dad8dbb35c2d200be08f81",
		"Lead ID,Ad group ID,Submission time,Full name,Email\nCj1,222,2026-03-14 14:05:00,Rex Holt,rex@holt.example\n":    "f:009f9fd8a610e0cf913ebaab",
		"Tidsstämpel,Namn,E-post,Telefonnummer,Meddelande\n2026-03-14 14:05:00,Al Bee,Al@bee.example,070 123 45 67,tak\n": "f:0b04ca7a4bf66173dfcc372c",
	} {
		if got := strings.Join(keysOf(read(t, text)), " "); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Records of one person and day have that in common in the way of the first version, too.
func TestPeopleAsTheFirstVersionHadThem(t *testing.T) {
	e := read(t, "Timestamp,Name,Phone\n2026-03-14 10:00:00,Al,+49 170 1234567\n2026-03-14 11:00:00,Al,0170 1234567\n2026-03-14 11:00:00,Al,1701234567\n")
	for _, r := range e.Records {
		if r.PersonDay != e.Records[0].PersonDay || r.Earlier == "" || r.Earlier == r.PersonDay {
			t.Errorf("%+v", r)
		}
	}
	if r := read(t, "Timestamp,Name,Email\n2026-03-14 10:00:00,Al,al@bee.example\n").Records[0]; r.Earlier != "" {
		t.Errorf("%+v", r)
	}
}

func TestFieldsThatWereGuessedDoNotBeatTitles(t *testing.T) {
	e := read(t, "Email,Buyer Email,Phone,Home Phone,Name\n,b@x.example,,020 7946 0999,Al\na@x.example,b@x.example,020 7946 0111,020 7946 0999,Bo\n")
	if f := fieldsOf(e); f["Email"] != lead.FieldEmail || f["Buyer Email"] != lead.FieldNone || f["Home Phone"] != lead.FieldNone {
		t.Errorf("%v", f)
	}
}

// A list of people is not said to come from the website's form; what a form wrote, or what has a time and a message, is.
func TestListsAndForms(t *testing.T) {
	for text, listed := range map[string]bool{
		"Name,Email\nAl,al@bee.example\n":                                                              true,
		"Name,Email,Message\nAl,al@bee.example,roof\n":                                                 true,
		"Created,Name,Email\n2026-03-14 10:00,Al,al@bee.example\n":                                     true,
		"Submitted at,Name,Email,Message\n2026-03-14 10:00,Al,al@bee.example,roof\n":                   false,
		"Submission ID,Respondent ID,Submitted at,Name,Email\na1,b,2026-03-14 10:00,Al,al@b.example\n": false,
		"Timestamp,Name,Email,Colour\n3/14/2026 10:00:00,Al,al@bee.example,red\n":                      false,
	} {
		e, err := Read([]byte(text), Options{Modified: modified, Folder: "Trade show"})
		if err != nil || len(e.Inquiries) != 1 || e.Inquiries[0].Listed != listed || e.Inquiries[0].Folder != "Trade show" {
			t.Errorf("%q: %+v, %v", text, e, err)
		}
	}
	e, err := Read([]byte("Name,Email\nAl,al@bee.example\n"), Options{Modified: modified, Form: true})
	if err != nil || e.Inquiries[0].Listed {
		t.Errorf("%+v, %v", e, err)
	}
}
