package rules

import (
	"testing"

	"leadsheet/lead"
)

// What was measured keeps its name, also where the parameters of the link by themselves would say something else.
func TestMeasuredSources(t *testing.T) {
	for _, c := range []struct{ source, utm, want string }{
		{"Microsoft Ads", "bing", "Microsoft Ads"},
		{"Google Ads", "google", "Google Ads"},
		{"bing", "bing", "Organic search"},
		{"Yandex Ads", "google", "Unknown"},
	} {
		w := newWorld(t)
		q := w.mail("kim")
		q.Kind, q.Channel, q.Source = lead.ExportRow, lead.ByForm, c.source
		q.Answers = []lead.Answer{{Question: "utm_source", Value: c.utm}, {Question: "Channel", Value: "Paid Search"}}
		w.pass(q)
		if got := w.lead("L-1001").Source; got != c.want {
			t.Errorf("%s with utm_source %s: %s, want %s", c.source, c.utm, got, c.want)
		}
	}
}
