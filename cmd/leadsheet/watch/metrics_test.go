package watch_test

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon/health"
)

// What Prometheus reads, as its own parser reads it: every metric has the team, and the values are those of the page.
func TestMetrics_ParseAsPrometheusDoes(t *testing.T) {
	h := server("", well(t, "Ada & \"Co\"\n"), troubled(t, "Bo")).Handler()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(get(h, "/metrics").Body)
	if err != nil {
		t.Fatal(err)
	}
	value := func(name, team, label, of string) float64 {
		for _, m := range families["leadsheet_"+name].GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if labels["team"] == team && (label == "" || labels[label] == of) {
				return m.GetGauge().GetValue() + m.GetCounter().GetValue()
			}
		}
		t.Errorf("there is no leadsheet_%s of %q with %s=%q", name, team, label, of)
		return -1
	}
	for _, c := range []struct {
		name, team, label, of string
		want                  float64
	}{
		{"healthy", "Ada & \"Co\"\n", "", "", 1}, {"healthy", "Bo", "", "", 0},
		{"problem", "Bo", "kind", string(health.Failing), 2}, {"problem", "Bo", "kind", string(health.Unsent), 1},
		{"problem", "Bo", "kind", string(health.Late), 0},
		{"passes_total", "Bo", "result", "good", 20}, {"passes_total", "Bo", "result", "failed", 3},
		{"source_waiting", "Bo", "source", "drop folder", 12}, {"source_failing", "Bo", "source", "mailbox", 1},
		{"account_without_row", "Bo", "source", "mailbox INBOX", 2}, {"account_adds_up", "Bo", "", "", 0},
		{"lag_seconds", "Bo", "", "", 2400}, {"leads", "Bo", "", "", 1432}, {"unsent_messages", "Bo", "", "", 3},
		{"came_in_total", "Bo", "", "", 40},
	} {
		if got := value(c.name, c.team, c.label, c.of); got != c.want {
			t.Errorf("leadsheet_%s of %q, %s=%q: %v, want %v", c.name, c.team, c.label, c.of, got, c.want)
		}
	}
	for _, name := range []string{"leadsheet_build_info", "go_goroutines"} {
		if families[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
}

// Names and helps are as the authors of Prometheus want them, and a registry that checks what it gathers is content.
func TestMetrics_Lint(t *testing.T) {
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(watch.NewCollector(server("", well(t, ""), troubled(t, "Bo"))))
	problems, err := testutil.GatherAndLint(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}
