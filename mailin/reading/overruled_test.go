package reading_test

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/mailin/reading"
)

// A person wants a message as a request that leadsheet would ignore: all that a customer says in it is read, and its
// key is the same.
func TestOverruledMessages(t *testing.T) {
	team := lead.Team{Addresses: []string{"kim@studio.example"}}
	const text = "\r\nHello,\r\n\r\nwe need a gate, 3 m wide.\r\n\r\nBest regards\r\nBo Lund\r\nLund Ltd\r\nTel. +49 30 7654321\r\n"
	from := func(who, head string) string {
		return "From: " + who + "\r\nTo: hello@studio.example\r\nSubject: A gate\r\nMessage-ID: <1@lund.example>\r\n" + head + text
	}
	for name, test := range map[string]struct {
		raw  string
		kind lead.MessageKind // without a person's word
	}{
		"mailing":       {raw: from("Bo Lund <bo@lund.example>", "List-Id: <n.lund.example>\r\nPrecedence: bulk\r\nFeedback-ID: 1:2:lund\r\n"), kind: lead.BulkMail},
		"auto-reply":    {raw: from("Bo Lund <bo@lund.example>", "Auto-Submitted: auto-replied\r\n"), kind: lead.AutoReply},
		"invitation":    {raw: from("Bo Lund <bo@lund.example>", "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n") + "\r\n--b\r\nContent-Type: text/calendar; method=CANCEL\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n--b--\r\n", kind: lead.Calendar},
		"receipt":       {raw: from("Bo Lund <bo@lund.example>", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n") + "\r\n--b--\r\n", kind: lead.AutoReply},
		"our own mail":  {raw: "From: Kim <kim@studio.example>\r\nTo: Bo <bo@lund.example>\r\nCc: hello@studio.example\r\nSubject: A gate\r\n\r\nwe need a gate, 3 m wide.\r\n", kind: lead.OwnMail},
		"answer, quote": {raw: "From: Kim <kim@studio.example>\r\nTo: bo@lund.example\r\nSubject: Re: A gate\r\nIn-Reply-To: <0@lund.example>\r\n\r\nHere is our offer.\r\n\r\nOn Mon, 16 Nov 2026 at 10:00, Bo Lund <bo@lund.example> wrote:\r\n> we need a gate, 3 m wide.\r\n", kind: lead.ColleagueAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			opts := reading.Options{Team: team, Country: "DE"}
			was := reading.Parse([]byte(test.raw), reading.Envelope{}, opts)
			if was.Kind != test.kind || was.Ignore == "" {
				t.Fatalf("read as %q, %q", was.Kind, was.Ignore)
			}
			opts.Overruled = true
			q := reading.Parse([]byte(test.raw), reading.Envelope{}, opts)
			if q.Ignore != "" || q.Key != was.Key || q.Email != "bo@lund.example" || !strings.Contains(q.Need, "we need a gate, 3 m wide.") {
				t.Errorf("read %+v", q.Inquiry)
			}
			if strings.Contains(test.raw, "Tel. ") && (q.Name != "Bo Lund" || q.Phone == "" || q.Company != "Lund Ltd") {
				t.Errorf("read %+v", q.Inquiry)
			}
		})
	}
}
