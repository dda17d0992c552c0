package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// A German team types money, days and hours as everybody does there, into cells of text: they count. What cannot be
// read stays as it was typed, and leadsheet says what counts instead.
func TestStoryValuesAsTyped(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		in.run("once", "--at", "2026-11-20T08:00:00Z")
		for setting, value := range map[string]string{"Time zone": "Europe/Berlin", "Country": "DE", "Currency": "EUR",
			"Monday": "8.30-17.00", "Tuesday": "lunch", "Saturday": "geschlossen", "Holidays": "24.12. bis 26.12., Easter"} {
			in.edit("Settings", "Setting="+setting, "Value="+value)
		}
		in.edit("Team", "Name=Kim", "Email=kim@ourco.example", "Takes leads=TRUE", "Away from=1.12.", "Share=lots")
		var rows strings.Builder
		for i := range 6 {
			fmt.Fprintf(&rows, "Person %d,p%d@one.example,chairs\n", i, i)
		}
		in.drop("1.csv", "Name,Email,Message\n"+rows.String(), at)
		in.run("once", "--at", "2026-11-20T08:05:00Z")
		typed := map[string]string{"L-1001": "3.000 EUR", "L-1002": "1.234,56", "L-1003": "3-5k", "L-1004": "large", "L-1005": "2.000 USD", "L-1006": "?"}
		for id, value := range typed {
			in.edit("Leads", "ID="+id, "Value="+value, "Next contact=5.12.")
		}
		in.edit("Leads", "ID=L-1006", "Next contact=morgen")
		in.run("once", "--at", "2026-11-20T08:10:00Z")

		leads := in.leads()
		for id, want := range map[string]any{"L-1001": 3000.0, "L-1002": 1234.56, "L-1003": 3000.0, "L-1004": "large", "L-1005": 2000.0, "L-1006": "?"} {
			if got := leads[id]["Value"]; got != want {
				t.Errorf("%s: Value is %v, want %v", id, got, want)
			}
		}
		for _, r := range in.table("Leads") {
			if r["Value"] != typed[r["ID"]] {
				t.Errorf("the cell of %s holds %q", r["ID"], r["Value"])
			}
			want := map[string]string{"L-1003": `Value: "3-5k" counts as 3000`, "L-1005": "Value is in USD: it is in no sum of EUR",
				"L-1004": `Value: cannot read "large", so it does not count; write it like 1500`,
				"L-1006": `Value: cannot read "?", so it does not count; write it like 1500`}[r["ID"]]
			if !strings.Contains(r["Attention"], want) {
				t.Errorf("%s: Attention says %q", r["ID"], r["Attention"])
			}
		}
		if got := leads["L-1001"]["Next contact"]; got != "2026-12-05T00:00:00+01:00" {
			t.Errorf("Next contact is %v", got)
		}
		checks := map[string]string{}
		for _, tab := range []string{"Settings", "Team"} {
			for _, r := range in.table(tab) {
				checks[r["Setting"]+r["Name"]] = r["Check"]
			}
		}
		for name, want := range map[string]string{"Monday": "", "Saturday": "",
			"Tuesday":  `"lunch" are no working hours; write them like 09:00-18:00 or closed (09:00-18:00 counts until then)`,
			"Holidays": `"Easter" is no date and is left out; write it like 2026-12-25, or 12-25 for every year`,
			"Kim":      `Share: "lots" is no number; 1 counts; Away from and Away until must both have a year; the absence is left out`} {
			if checks[name] != want {
				t.Errorf("%s: Check says %q", name, checks[name])
			}
		}
		for id := range typed {
			in.edit("Leads", "ID="+id, "Status=Won")
		}
		in.run("once", "--at", "2026-11-20T09:10:00Z")
		if out := in.run("report", "--json", "--at", "2026-11-20T09:20:00Z"); !strings.Contains(out, `"won_value": 7234.56`) {
			t.Errorf("the value won is not 7,234.56: %s", out)
		}
		// Half a year later the day is still the one that was meant, and nothing is written for it.
		in.run("once", "--at", "2027-06-20T08:10:00Z")
		if got := in.leads()["L-1001"]["Next contact"]; got != "2026-12-05T00:00:00+01:00" {
			t.Errorf("half a year later Next contact is %v", got)
		}
		if out := in.run("once", "--at", "2027-06-20T08:10:00Z"); !strings.HasPrefix(out, "Nothing new.") {
			t.Errorf("the next pass: %s", out)
		}
	})
}

// A team that adds the column Currency sees there which values are in another one than its own.
func TestStoryCurrencyColumn(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		in.run("once", "--at", "2026-11-20T08:00:00Z")
		in.edit("Settings", "Setting=Currency", "Value=€")
		in.drop("1.csv", "Name,Email,Message\nAda,ada@one.example,a chair\nBo,bo@one.example,a table\n", at)
		in.run("once", "--at", "2026-11-20T08:05:00Z")
		in.head("Leads", "Currency")
		in.edit("Leads", "ID=L-1001", "Value=3000 USD")
		in.edit("Leads", "ID=L-1002", "Value=500 EUR")
		in.run("once", "--at", "2026-11-20T08:10:00Z")
		got := map[string]string{}
		for _, r := range in.table("Leads") {
			got[r["ID"]] = r["Currency"]
		}
		if got["L-1001"] != "USD" || got["L-1002"] != "" {
			t.Errorf("the column Currency holds %v", got)
		}
		in.edit("Leads", "ID=L-1001", "Currency=EUR") // a person knows better
		in.run("once", "--at", "2026-11-20T08:15:00Z")
		in.edit("Leads", "ID=L-1001", "Status=Won")
		in.edit("Leads", "ID=L-1002", "Status=Won")
		in.run("once", "--at", "2026-11-20T08:20:00Z")
		if out := in.run("report", "--json", "--at", "2026-11-20T08:20:00Z"); !strings.Contains(out, `"won_value": 3500`) {
			t.Errorf("the value won is not 3,500: %s", out)
		}
		if out := in.run("once", "--at", "2026-11-20T08:20:00Z"); !strings.HasPrefix(out, "Nothing new.") {
			t.Errorf("the next pass: %s", out)
		}
	})
}

// head titles a new column, right of the others.
func (in *installation) head(tab, title string) {
	in.t.Helper()
	if in.sheet != nil {
		in.sheet.People(in.t.Fatalf).AddColumn(tab, title)
		return
	}
	err := changeBook(in.book(), tab, "ID=", func(f *excelize.File, grid [][]string, _ int) error {
		cell, err := excelize.CoordinatesToCellName(len(grid[0])+1, 1)
		return errors.Join(err, f.SetCellStr(tab, cell, title))
	})
	if err != nil {
		in.t.Fatal(err)
	}
}
