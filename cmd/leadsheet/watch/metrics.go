package watch

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"leadsheet/daemon/health"
)

// registry returns the metrics of this server.
func (s *Server) registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(NewCollector(s), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// Collector makes the metrics of what a Server watches, when they are asked for. All have the label team, which is
// empty for the only one. None has a customer's text.
type Collector struct {
	of *Server

	build, ok, problem, started, lastPass, lastGood, took, next, passes, leads, cameIn, newLeads, unsent, lag,
	reached, waiting, oldest, failing, accountAt, received, accounted, missing, addsUp *prometheus.Desc

	processes processMetrics
}

// NewCollector returns a Collector to be registered.
func NewCollector(of *Server) *Collector {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("leadsheet_"+name, help, append([]string{"team"}, labels...), nil)
	}
	return &Collector{of: of, processes: newProcessMetrics(),
		build:    prometheus.NewDesc("leadsheet_build_info", "The version of the program.", []string{"version"}, nil),
		ok:       desc("healthy", "Whether nothing waits that should not: 1, else 0; what /healthz says."),
		problem:  desc("problem", "Whether there is such a problem now: 2 a grave one, 1 one worth a look, 0 none.", "kind"),
		started:  desc("start_timestamp_seconds", "When it began to be watched."),
		lastPass: desc("last_pass_timestamp_seconds", "When the last pass ended."),
		lastGood: desc("last_good_pass_timestamp_seconds", "When the last pass ended that took in all that had come; "+
			"0 before it."),
		took:     desc("last_pass_duration_seconds", "How long the last pass took."),
		next:     desc("next_pass_timestamp_seconds", "When the next pass is due."),
		passes:   desc("passes_total", "Passes since the start.", "result"),
		leads:    desc("leads", "Leads in the workbook."),
		cameIn:   desc("came_in_total", "What was taken in since the start."),
		newLeads: desc("new_leads_total", "Leads made since the start."),
		unsent:   desc("unsent_messages", "Messages of which the mail server has taken nothing so far."),
		lag: desc("lag_seconds", "How long the oldest thing may have waited that is not taken in, at most a week; 0 when "+
			"all is."),
		reached: desc("source_reached_timestamp_seconds", "When the source answered last; 0 before it.", "source"),
		waiting: desc("source_waiting", "What was found at the source and is not stored.", "source"),
		oldest: desc("source_oldest_timestamp_seconds", "Since when the oldest of it waits; absent when nothing does.",
			"source"),
		failing:   desc("source_failing", "Whether the source did not answer the last pass: 1, else 0.", "source"),
		accountAt: desc("account_timestamp_seconds", "When everything that came in was compared with the tab Intake."),
		received:  desc("account_received", "What came in, by that account.", "source"),
		accounted: desc("account_with_row", "What of it has a row.", "source"),
		missing:   desc("account_without_row", "What of it has none.", "source"),
		addsUp:    desc("account_adds_up", "Whether everything could be looked at and has a row: 1, else 0."),
	}
}

// Describe implements prometheus.Collector. The metrics depend on what is watched, so that none is promised.
func (c *Collector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c *Collector) Collect(to chan<- prometheus.Metric) {
	to <- prometheus.MustNewConstMetric(c.build, prometheus.GaugeValue, 1, c.of.Version)
	status := c.of.Status()
	for i := range status.Teams {
		c.team(to, &status.Teams[i])
	}
	c.processes.collect(to, status)
}

// team makes the metrics of one team.
func (c *Collector) team(to chan<- prometheus.Metric, s *health.Snapshot) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, append([]string{s.Team}, labels...)...)
	}
	counter := func(d *prometheus.Desc, value int, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value),
			append([]string{s.Team}, labels...)...)
	}
	gauge(c.ok, number(s.OK))
	of := map[health.Kind]float64{}
	for _, p := range s.Problems {
		of[p.Kind] = max(of[p.Kind], 1+number(p.Grave))
	}
	for _, kind := range health.Kinds() {
		gauge(c.problem, of[kind], string(kind))
	}
	gauge(c.started, seconds(s.Started))
	gauge(c.lastPass, seconds(s.LastPass))
	gauge(c.lastGood, seconds(s.LastGood))
	gauge(c.took, s.Took)
	gauge(c.next, seconds(s.NextDue))
	counter(c.passes, s.Good, "good")
	counter(c.passes, s.Failed, "failed")
	gauge(c.leads, float64(s.Leads))
	counter(c.cameIn, s.CameIn)
	counter(c.newLeads, s.NewLeads)
	gauge(c.unsent, float64(s.Unsent))
	gauge(c.lag, s.Lag)
	for i := range s.Sources {
		at := &s.Sources[i]
		gauge(c.reached, seconds(at.Reached), at.Name)
		gauge(c.waiting, float64(at.Waiting), at.Name)
		if !at.Oldest.IsZero() { // else an alarm would see something that has waited since 1970
			gauge(c.oldest, seconds(at.Oldest), at.Name)
		}
		gauge(c.failing, number(at.Failing), at.Name)
	}
	if a := s.Account; a != nil {
		gauge(c.accountAt, seconds(a.At))
		gauge(c.addsUp, number(a.AddsUp()))
		for i := range a.Sources {
			at := &a.Sources[i]
			gauge(c.received, float64(at.Received), at.Source)
			gauge(c.accounted, float64(at.Accounted), at.Source)
			gauge(c.missing, float64(at.Missing), at.Source)
		}
	}
}
