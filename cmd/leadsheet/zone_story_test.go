package main

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
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

// zoneStep is a zone that somebody writes into Settings, and what the workbook shows after the next pass.
type zoneStep struct {
	zone, inForce string
	received      string // of L-1001, as the cell shows it
	respondBy     string
	answered      string // the First response of L-1002, which leadsheet has written
	attention     string // of L-1001: how it begins. How late it is said to be follows the working hours of the zone
}

// zoneSteps are all told at 2026-11-20 12:10 UTC; L-1001 came in at 10:01 UTC.
var zoneSteps = []zoneStep{
	{"UTC", "UTC", "2026-11-20 10:01", "2026-11-20 10:31", "2026-11-20 11:00", "Nobody has answered: due 10:31"},
	{"America/New_York", "America/New_York", "2026-11-20 05:01", "2026-11-20 05:31", "2026-11-20 06:00",
		"Nobody has answered: due 05:31"},
	{"Asia/Tokyo", "Asia/Tokyo", "2026-11-20 19:01", "2026-11-20 19:31", "2026-11-20 20:00", "Nobody has answered: due 19:31"},
	{"Tokyo", "Asia/Tokyo", "2026-11-20 19:01", "2026-11-20 19:31", "2026-11-20 20:00", "Nobody has answered: due 19:31"},
	{"Pacific/Auckland", "Pacific/Auckland", "2026-11-20 23:01", "2026-11-20 23:31", "2026-11-21",
		"Nobody has answered: due Fri 20 Nov, 23:31"},
	{"Europe/Berlin", "Europe/Berlin", "2026-11-20 11:01", "2026-11-20 11:31", "2026-11-20 12:00",
		"Nobody has answered: due 11:31"},
}

// Somebody writes another time zone into Settings: late leads stay late, Leads shows every time of leadsheet's in it,
// what people typed stays as typed, Activity and Intake stay as they are, and the second pass has nothing to do.
func TestStoryAnotherTimeZone(t *testing.T) {
	both(t, func(t *testing.T, in *installation) {
		at := time.Date(2026, 11, 20, 10, 1, 0, 0, time.UTC)
		in.run("once", "--at", "2026-11-20T08:00:00Z")
		in.edit("Settings", "Setting=Time zone", "Value=UTC")
		for n, name := range []string{"Ada", "Ben", "Cem"} {
			in.drop(strconv.Itoa(n)+".csv", "Name,Email,Message\n"+name+" Quist,"+name+"@quist.example,one chair\n", at)
		}
		in.run("once", "--at", "2026-11-20T10:05:00Z")
		in.edit("Leads", "ID=L-1002", "Do=called 11:00", "Next contact=2026-11-24 14:30")
		in.edit("Leads", "ID=L-1003", "First response=2026-11-20 10:20")
		in.edit("Leads", "Name=Dia Hand", "Email=dia@hand.example", "Need=a bench", "Received=2026-11-20 09:40")
		in.run("once", "--at", "2026-11-20T12:05:00Z")
		journals := [2][]map[string]string{in.table("Intake"), in.table("Activity")}
		for n, step := range zoneSteps {
			in.edit("Settings", "Setting=Time zone", "Value="+step.zone)
			late := in.lateLeads() // as who looks without a pass sees them
			in.run("once", "--at", "2026-11-20T12:10:00Z")
			if now := in.lateLeads(); now != "L-1001 L-1004" || late != now {
				t.Errorf("%s: late are %s, before the pass %s", step.zone, now, late)
			}
			in.checkZoneStep(t, step)
			if out := in.run("once", "--at", "2026-11-20T12:10:00Z"); !strings.HasPrefix(out, "Nothing new. 4 leads") {
				t.Errorf("%s: the second pass says %s", step.zone, out)
			}
			for k, tab := range []string{"Intake", "Activity"} {
				is, was := in.table(tab), journals[k]
				if len(is) < len(was) || !reflect.DeepEqual(was, is[:len(was)]) {
					t.Errorf("%s: %s is not as it was:\n%v\n%v", step.zone, tab, was, is)
				}
				if changed := n > 0 && step.zone == step.inForce; k == 1 {
					if got := len(is) - len(was); changed && got != 2 || !changed && got > 0 {
						t.Errorf("%s: %d events more: %v", step.zone, got, is[len(was):])
					}
				}
				journals[k] = is
			}
		}
	})
}

// lateLeads are those of which Attention says that they are late, or that leads --json knows to be late.
func (in *installation) lateLeads() string {
	in.t.Helper()
	at := time.Date(2026, 11, 20, 12, 10, 0, 0, time.UTC)
	var late []string
	for id, l := range in.leads() {
		due, _ := l["Respond by"].(string)
		by, err := time.Parse(time.RFC3339, due)
		if err == nil && by.Before(at) && l["First response"] == nil {
			late = append(late, id)
		}
	}
	slices.Sort(late)
	return strings.Join(late, " ")
}

func (in *installation) checkZoneStep(t *testing.T, step zoneStep) {
	t.Helper()
	rows := map[string]map[string]string{}
	for _, r := range in.table("Leads") {
		rows[r["ID"]] = r
	}
	for _, c := range []struct{ id, column, want string }{
		{"L-1001", "Received", step.received}, {"L-1001", "Waiting since", step.received},
		{"L-1001", "Respond by", step.respondBy}, {"L-1001", "Attention", step.attention + ", "},
		{"L-1002", "First response", step.answered}, {"L-1002", "Last activity", step.answered},
		{"L-1002", "Next contact", "2026-11-24 14:30"}, {"L-1003", "First response", "2026-11-20 10:20"},
		{"L-1004", "Received", "2026-11-20 09:40"},
	} {
		if got := rows[c.id][c.column]; !strings.HasPrefix(shownTime(got), c.want) {
			t.Errorf("%s: %s of %s is %q, want %q", step.zone, c.column, c.id, shownTime(got), c.want)
		}
	}
	if text := rows["L-1001"]["Attention"]; !strings.HasSuffix(text, "late") {
		t.Errorf("%s: Attention says %q", step.zone, text)
	}
	for _, r := range in.table("Settings") {
		want := ""
		if step.zone != step.inForce {
			want = "there is no time zone \"Tokyo\"; did you mean Asia/Tokyo? (Asia/Tokyo stays in force until then)"
		}
		if r["Setting"] == "Time zone" && r["Check"] != want {
			t.Errorf("%s: Check says %q", step.zone, r["Check"])
		}
	}
}

// shownTime is how a cell shows a time; other texts are as they are.
func shownTime(cell string) string {
	serial, err := strconv.ParseFloat(cell, 64)
	if err != nil || serial < 40000 || serial > 60000 {
		return cell
	}
	return lead.Value{Kind: lead.Date, Num: serial}.String()
}
