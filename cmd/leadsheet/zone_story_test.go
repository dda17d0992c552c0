package main

import (
	"strings"
	"testing"
	"time"
)

// A zone and a country that are mistyped leave the last good ones in force, also for a new process: no time of the
// workbook changes, telephone numbers are read as before, and Check says what is wrong, what is in force and what to write.
func TestStoryMistypedZoneAndCountry(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		in.run("once", "--at", "2026-11-20T08:00:00Z")
		in.edit("Settings", "Setting=Time zone", "Value=Europe/Berlin")
		in.edit("Settings", "Setting=Country", "Value=DE")
		in.drop("1.csv", "Name,Phone,Message\nAda Quist,0170 1234567,one chair\n", at)
		in.run("once", "--at", "2026-11-20T08:05:00Z")
		before := in.leads()["L-1001"]
		if before["Received"] != "2026-11-20T09:00:00+01:00" {
			t.Fatalf("the lead is %v", before)
		}
		in.edit("Settings", "Setting=Time zone", "Value=Berlin")
		in.edit("Settings", "Setting=Country", "Value=EN")
		in.drop("2.csv", "Name,Phone,Message\nAda Quist,0170/1234567,two tables\n", at.Add(6*time.Minute))
		in.run("once", "--at", "2026-11-20T08:07:00Z")
		leads := in.leads()
		if len(leads) != 1 || leads["L-1001"]["Received"] != before["Received"] || leads["L-1001"]["Respond by"] != before["Respond by"] {
			t.Errorf("the leads are %v", leads)
		}
		for _, r := range in.table("Settings") {
			want := map[string]string{
				"Time zone": `there is no time zone "Berlin"; did you mean Europe/Berlin? (Europe/Berlin stays in force until then)`,
				"Country":   "EN is a language (English), no country; the United Kingdom is GB (DE stays in force until then)",
			}[r["Setting"]]
			if r["Check"] != want {
				t.Errorf("%s: Check says %q", r["Setting"], r["Check"])
			}
		}
		told := 0
		for _, r := range in.table("Activity") {
			if r["Lead"] == "-" && r["What"] == "changed" { // beside the rows of Settings that an upgrade brings
				told++
			}
		}
		if told != 2 {
			t.Errorf("Activity says %d times what is in force", told)
		}
		if out := in.run("once", "--at", "2026-11-20T08:07:00Z"); !strings.HasPrefix(out, "Nothing new. 1 lead") {
			t.Errorf("the next pass: %s", out)
		}
		out, err := in.command("doctor").Output()
		if err == nil || !strings.Contains(string(out), `FAIL  settings       Time zone: there is no time zone "Berlin"; did you mean Europe/Berlin?`) {
			t.Errorf("doctor says %s (%v)", out, err)
		}
	})
}
