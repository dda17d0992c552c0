package intake_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// report is the mail of a form's maker with an export of that many records.
func report(records int, checks string) []byte {
	var csv strings.Builder
	csv.WriteString(head)
	for n := range records {
		fmt.Fprintf(&csv, "%d,2026-01-%02d 03:04:05,,Person %d,p%d@example.com,a shed of %d m\n", n+1, n%28+1, n, n, n)
	}
	return fmt.Appendf(nil, "From: Jotform <noreply@jotform.com>\r\nTo: hello@studio.example\r\nSubject: Your report\r\n"+
		"Message-ID: <r@jotform.com>\r\n%sMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"+
		"Content-Type: text/plain\r\n\r\nHere is your report.\r\n--b\r\nContent-Type: text/csv; name=\"form.csv\"\r\n"+
		"Content-Disposition: attachment; filename=\"form.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--b--\r\n",
		checks, base64.StdEncoding.EncodeToString([]byte(csv.String())))
}

const passes = "Authentication-Results: mx.studio.example; dkim=pass header.d=jotform.com; dmarc=pass header.from=jotform.com\r\n"

// An export that nobody of the team has sent is taken in only from a form's maker whom the mail server confirms. More
// than 200 records of it are held back until somebody types "take" over the outcome of their row.
func TestMailExports_OfAStranger(t *testing.T) {
	for _, test := range []struct {
		name, checks string
		records      int
		leads        int // at first
	}{
		{"a few", passes, 3, 3},
		{"forged", strings.Replace(passes, "dmarc=pass", "dmarc=fail", 1), 3, 0},
		{"not checked", "", 3, 0},
		{"very many", passes, 230, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			post := openPostOffice(t)
			d, _ := house(t, post.source(nil))
			if err := post.server.Deliver("INBOX", report(test.records, test.checks), now.Add(-time.Hour)); err != nil {
				t.Fatal(err)
			}
			pass(t, d)
			count := func() (n int) {
				_, leads := held(t, d)
				for i := range leads {
					if strings.HasPrefix(leads[i].Email, "p") && strings.HasSuffix(leads[i].Email, "@example.com") {
						n++
					}
				}
				return n
			}
			if n := count(); n != test.leads {
				t.Errorf("%d leads, want %d", n, test.leads)
			}
			if test.records < 200 {
				return
			}
			isHeld := func(r *lead.IntakeRow) bool {
				return strings.Contains(r.Reason, "held back: 230 records") && strings.Contains(r.Reason, "type take")
			}
			if n := typeOutcome(t, d, "Take", isHeld); n != 1 {
				rows, _ := held(t, d)
				t.Fatalf("%d rows say that records were held back: %+v", n, rows)
			}
			for range 6 {
				pass(t, d)
			}
			if n := count(); n != test.records {
				t.Errorf("%d leads, want %d", n, test.records)
			}
			rows, _ := held(t, d)
			for _, r := range rows {
				if strings.HasPrefix(r.Key, "h:") && (r.Outcome != lead.FileRead || !strings.Contains(r.Reason, "230 known")) {
					t.Errorf("the row says %q, %q", r.Outcome, r.Reason)
				}
			}
			if sum := pass(t, d); sum.Wrote {
				t.Errorf("another pass wrote: %+v", sum)
			}
		})
	}
}
