package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// A customer sends plans of sixty megabytes along. The request becomes a lead like any other; the plans stay where they
// are, and Attention says so. What came behind it is not held up.
func TestStoryAMailOfSixtyMegabytes(t *testing.T) {
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	var raw bytes.Buffer
	raw.WriteString("From: Ada Berg <ada@berg.example>\r\nTo: hello@studio.example\r\nSubject: A new roof\r\nMessage-ID: <large@berg.example>\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease send an offer for the roof in the plans.\r\n" +
		"--b\r\nContent-Type: application/pdf; name=\"plans.pdf\"\r\nContent-Disposition: attachment; filename=\"plans.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	line := []byte(strings.Repeat("QUJD", 19) + "\r\n")
	for raw.Len() < 60<<20 {
		raw.Write(line)
	}
	raw.WriteString("--b--\r\n")
	mail.DeliverAt(raw.Bytes(), time.Now().Add(-time.Minute))
	mail.DeliverAt(enquiry(2), time.Now())

	in := install(t, mail)
	if out := in.once(); !strings.Contains(out, "2 came in: 2 new leads") {
		t.Fatal(out)
	}
	for _, l := range in.rows("Leads") {
		if l["Email"] != "ada@berg.example" {
			continue
		}
		if l["Name"] != "Ada Berg" || !strings.Contains(l["Need"], "offer for the roof in the plans") || !strings.Contains(l["Details"], "plans.pdf") || l["Attention"] == "" {
			t.Errorf("%q", l)
		}
		return
	}
	t.Error("the large one is not there")
}
