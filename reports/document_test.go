package reports

import (
	"encoding/json"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
)

// The document has every name, the figures of the page without rounding, and null for what is not known.
func TestDocument(t *testing.T) {
	in := synthetic(400)
	n, d := figuresOf(in, now), figures.NewDocument(facts.New(in, now))
	ratio := func(s figures.Share) float64 { return 100 * float64(s.Part) / float64(s.Of) }
	for name, want := range map[string]float64{"leads_in": float64(n.In.Now), "processed": float64(n.Processed.Part),
		"not_processed": float64(n.NotProcessed), "waiting_late": float64(n.Response.WaitingLate), "won": float64(n.Won.Now),
		"response_first_median_min": n.Response.Median.Minutes(), "response_first_p90_min": n.Response.P90.Minutes(),
		"response_first_n": float64(n.Response.Answered), "response_first_attainment": ratio(n.Response.Attainment()),
		"won_value": n.WonValue.Sum, "win_rate": ratio(n.WinRate), "open_value": n.Open.Sum, "became_deals": float64(n.Deals.Now),
		"conversion": ratio(n.Conversion), "closed_unqualified": float64(n.Unqualified.Now), "no_lead": 0,
		"overdue_followups": float64(len(n.Overdue.Items)), "deleted_by_hand": 0, "ended_unanswered": float64(n.Response.Ended)} {
		if got := d.Figures[name].Value; got == nil || *got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if got := d.Figures["response_first_attainment"]; *got.N != n.Response.Attainment().Of || *got.Before != ratio(n.ResponseBefore.Attainment()) {
		t.Errorf("attainment %+v", got)
	}
	for _, name := range figures.FigureNames() {
		if _, there := d.Figures[name]; !there {
			t.Errorf("%s is missing", name)
		}
	}
	if len(d.Figures) != len(figures.FigureNames()) {
		t.Error("there are figures without a place in the order")
	}
	if s := d.Sources["Website"]; s.Leads != n.Sources[0].Leads || s.Won != n.Sources[0].Won || s.Conversion == nil {
		t.Errorf("sources %+v", d.Sources)
	}
}

func TestDocumentOfAnEmptyBusiness(t *testing.T) {
	d := figures.NewDocument(facts.New(Input{Policy: examplePolicy()}, now))
	text, err := json.Marshal(d.Figures["won_value"])
	if err != nil || string(text) != `{"value":0,"n":0,"before":null}` {
		t.Errorf("won value %s, %v", text, err)
	}
	for _, name := range []string{"win_rate", "conversion", "response_first_median_min", "response_first_attainment", "coverage"} {
		if f := d.Figures[name]; f.Value != nil || f.Before != nil {
			t.Errorf("%s is %v", name, *f.Value)
		}
	}
}

// Deletions of the last 30 days are counted, whenever the lead came in.
func TestDocumentCountsDeletions(t *testing.T) {
	gone := func(id string, came, days int) []lead.Event {
		return []lead.Event{{Time: ago(came), Lead: id, What: lead.Created, To: `{"received":"` + ago(came).Format(time.RFC3339) + `","status":"new"}`},
			{Time: ago(days), Lead: id, What: lead.Deleted, By: "team"}}
	}
	history := append(append(gone("L-1", 80, 3), gone("L-2", 80, 40)...), gone("L-3", 20, 2)...)
	d := figures.NewDocument(facts.New(Input{Policy: examplePolicy(), History: history}, now))
	if got := *d.Figures["deleted_by_hand"].Value; got != 2 {
		t.Errorf("deleted are %v", got)
	}
	if got := d.Figures["leads_in"]; *got.Value != 1 || *got.Before != 0 {
		t.Errorf("leads in %v, before %v", *got.Value, *got.Before)
	}
}

// Whatever there is not, and whatever lies in the future, the document says what is known and null for the rest.
func TestDocumentOfBadInput(t *testing.T) {
	noTeam := examplePolicy()
	noTeam.Team, noTeam.SystemOwner = nil, ""
	undated := lead.Lead{ID: "L-1", Name: "Ann", Status: "new"}
	future := came("L-2", 1, "new")
	future.Received, future.RespondBy = now.AddDate(0, 0, 3), now.AddDate(0, 0, 4)
	won := came("L-3", 2, "won")
	for _, c := range []struct {
		name  string
		in    Input
		leads float64
	}{
		{"no dates", Input{Policy: noTeam, Leads: []lead.Lead{undated}}, 0},
		{"a lead of the future", Input{Policy: noTeam, Leads: []lead.Lead{future}}, 0},
		{"one lead that was won at no known time", Input{Policy: noTeam, Leads: []lead.Lead{won}}, 1},
		{"an event of the future", Input{Policy: noTeam, Leads: []lead.Lead{came("L-4", 1, "new")},
			History: []lead.Event{moved("L-4", -2, "new", "won")}}, 1},
	} {
		d := figures.NewDocument(facts.New(c.in, now))
		text, err := json.Marshal(d)
		if err != nil || *d.Figures["leads_in"].Value != c.leads || *d.Figures["won"].Value != 0 {
			t.Errorf("%s: %v, %s", c.name, err, text)
		}
		past := c.in.AsOf(now)
		if text, err := json.Marshal(figures.NewDocument(facts.New(past, now))); err != nil {
			t.Errorf("%s, as recorded by now: %v, %s", c.name, err, text)
		}
	}
}
