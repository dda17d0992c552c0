package main

import (
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
)

func TestReadSaysHowAnExportWasUnderstood(t *testing.T) {
	var b strings.Builder
	text := "Entry Id,Entry Date,Date Updated,Name,Phone,Roof area\n1,03/04/2026 10:00:01,,Ada,yes,120\n"
	if _, err := (readCmd{}).readInquiries(&app{stdout: &b}, "in/site.csv", []byte(text), time.Time{}, intake.Known{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"site.csv: Gravity Forms, utf-8, 1 record\n", "Entry Date    submitted  as Gravity Forms writes it\n", "Name          name       by its title\n",
		"Phone         answer     its values are no phone\n", "Roof area     answer     kept with its question\n", "may be day/month or month/day"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
	b.Reset()
	if _, err := (readCmd{}).readInquiries(&app{stdout: &b}, "mail.eml", []byte("Subject: hi\n\nhi"), time.Time{}, intake.Known{}); err != nil || b.Len() > 0 {
		t.Errorf("a mail: %q %v", b.String(), err)
	}
}
