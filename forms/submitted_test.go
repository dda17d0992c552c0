package forms

import (
	"strings"
	"testing"
	"time"
)

// Every date format of a column of times is read, also where the title says a zone.
func TestTimesOfSubmission(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 14, hour, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		title, value string
		want         time.Time
	}{
		{"Timestamp", "March 14, 2026 2:05 pm", at(14, 5)}, {"Timestamp", "14.03.2026, 14:05 Uhr", at(14, 5)},
		{"Create Date (GMT+1)", "2026-03-14 14:05", at(13, 5)}, {"Created (UTC)", "2026-03-14 14:05", at(14, 5)},
		{"Submitted At (UTC)", "2026-03-14 14:05:00", at(14, 5)}, {"Created At (UTC+0)", "2026-03-14 14:05", at(14, 5)},
		{"Submitted at [UTC-05:00]", "2026-03-14 14:05", at(19, 5)},
		{"date_created_gmt", "2026-03-14T14:05:00", at(14, 5)},
		{"Conversion Date", "2026-03-14 14:05", at(14, 5)}, {"Creation", "2026-03-14 14:05", at(14, 5)},
		{"date_added", "2026-03-14 14:05", at(14, 5)}, {"Entry.DateSubmitted", "3/14/2026 2:05 PM", at(14, 5)},
		{"RecordedDate", "2026-03-14 14:05", at(14, 5)}, {"Order Date", "2026-03-14 14:05", at(14, 5)},
		{"Registration Time", "Mar 14, 2026 2:05 PM", at(14, 5)}, {"Date Scheduled", "2026-03-14 14:05", at(14, 5)},
		{"Lead Date", "14-03-2026 14:05", at(14, 5)}, {"Enquiry Date", "14-03-2026 14:05", at(14, 5)},
		{"Lead Timestamp", "2026-03-14 14:05", at(14, 5)}, {"Time", "2026-03-14 14:05", at(14, 5)},
	} {
		q := read(t, "Name,Email,Colour,Size,Shape,"+c.title+",Message\nAl,al@bee.example,,,,\""+c.value+"\",roof\n").Inquiries[0]
		if !q.Received.Equal(c.want) || !q.Dated || q.Problem != "" {
			t.Errorf("%s %s: %v %s, want %v", c.title, c.value, q.Received, q.Problem, c.want)
		}
	}
}

// A time that cannot be read is never replaced in silence.
func TestTimesThatCannotBeRead(t *testing.T) {
	e := read(t, "Timestamp,Name,Email\n2 hours ago,Al,al@bee.example\nyesterday,Bo,bo@cee.example\n,Cy,cy@dee.example\n")
	if len(e.Notes) != 1 || !strings.Contains(e.Notes[0], "could not be read") || !strings.Contains(e.Notes[0], `"Timestamp"`) {
		t.Errorf("%q", e.Notes)
	}
	for i, q := range e.Inquiries[:2] {
		if !strings.Contains(q.Problem, "time of submission could not be read") || len(q.Answers) != 1 || !q.Received.Equal(modified) {
			t.Errorf("%d: %+v", i, q)
		}
	}
	if q := e.Inquiries[2]; q.Problem != "" {
		t.Errorf("%+v", q)
	}
	guess := read(t, "Name,Email,Lead date,Message\nAl,al@bee.example,next week,roof\n")
	if q := guess.Inquiries[0]; q.Problem != "" || len(q.Answers) != 1 {
		t.Errorf("a column that may be something else: %+v", q)
	}
}

func TestTimeInAColumnOfItsOwn(t *testing.T) {
	for head, row := range map[string]string{
		"Date,Time":                     "14/03/2026,14:05",
		"Time,Date":                     "2:05 PM,14/03/2026",
		"date_submitted,time_submitted": "2026-03-14,02:05 PM UTC",
		"Datum,Uhrzeit":                 "14.03.2026,14.05 Uhr",
		"Fecha,Hora":                    "14/03/2026,14h05",
		"Date submitted,Time submitted": "46095,0.586805555",
	} {
		e := read(t, head+",Name,Email\n"+row+",Al,al@bee.example\n")
		if q := e.Inquiries[0]; q.Received.UTC().Format("2006-01-02 15:04") != "2026-03-14 14:05" || len(q.Answers) != 0 || q.Problem != "" {
			t.Errorf("%s: %+v", head, q)
		}
	}
	q := read(t, "Date,Time,Name,Email\n14/03/2026,14:05,Al,al@bee.example\n14/03/2026,15:05,Di,di@bee.example\n15/03/2026,late,Bo,bo@cee.example\n").Inquiries[2]
	if q.Received.UTC().Day() != 15 || !strings.Contains(q.Problem, "time of day") || len(q.Answers) != 1 {
		t.Errorf("%+v", q)
	}
	pref := read(t, "Date,Preferred time,Name,Email\n14/03/2026,14:05,Al,al@bee.example\n").Inquiries[0]
	if pref.Received.UTC().Hour() != 0 || len(pref.Answers) != 1 {
		t.Errorf("%+v", pref)
	}
}

// What the keys of records understand of a time is read as the same time.
func FuzzKeyTimes(f *testing.F) {
	for _, s := range []string{"2026-03-14 14:05", "3/14/2026 2:05:22 PM", "14-Mar-2026", "Mon Jan 2 2006 15:04:05 GMT+0100", "46095.5", "12/02/2026 19.07.17"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, known := canonicalTime(s, false, "")
		at, ok := parseTime(s, dayFirst, time.UTC, false)
		if known && len(s) < 60 && ok && strings.HasSuffix(key, "Z") && at.UTC().Format("2006-01-02T15:04:05Z") != key {
			t.Fatalf("%q: %v, in keys %s", s, at, key)
		}
	})
}
