package watch

import (
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Process is one of those that run the teams of a fleet together, as their database knew it last.
type Process struct {
	Name  string    `json:"name"`
	Here  bool      `json:"here"`  // the one that was asked
	Since time.Time `json:"since"` // when it came
	Heard time.Time `json:"heard"` // its last sign of life
	Alive bool      `json:"alive"` // whether that was not too long ago
	Teams int       `json:"teams"` // that it ran then
}

// processRow is a process on the page of a fleet.
type processRow struct{ Name, Class, State, Teams, Heard, Since string }

// processRows are the processes as people read about them.
func processRows(all []Process, t clock) (rows []processRow) {
	for _, p := range all {
		row := processRow{Name: p.Name, Class: good, State: "runs", Teams: thousands(p.Teams), Heard: t.ago(p.Heard),
			Since: t.exact(p.Since)}
		switch {
		case !p.Alive:
			row.Class, row.State, row.Teams = bad, "is not heard of; others have its teams", "0"
		case p.Here:
			row.State = "runs; this page is about its teams"
		}
		rows = append(rows, row)
	}
	return rows
}

// databaseProblem is what people are told of a database that does not answer.
func databaseProblem(fault string) problemView {
	return problemView{Text: "The teams go on, but no other process would take them over: " + fault}
}

// writeProcesses writes the processes of a fleet for a terminal.
func writeProcesses(b *strings.Builder, s Status) {
	if s.Database != "" {
		fmt.Fprintf(b, "\n- %s\n", databaseProblem(s.Database).Text)
	}
	if len(s.Processes) == 0 {
		return
	}
	b.WriteString("\nThe processes of the fleet\n")
	table(b, "  ", func(row func(...string)) {
		for _, p := range processRows(s.Processes, clock{now: s.At, zone: time.UTC}) {
			row(p.Name, p.Teams+" teams", "heard of "+p.Heard, p.State)
		}
	})
}

// processMetrics make the metrics of the processes of a fleet.
type processMetrics struct{ database, alive, teams *prometheus.Desc }

func newProcessMetrics() processMetrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("leadsheet_fleet_"+name, help, labels, nil)
	}
	return processMetrics{
		database: desc("database_up", "Whether the database that the processes share answers: 1, else 0."),
		alive:    desc("process_alive", "Whether the process was heard of in time: 1, else 0.", "process"),
		teams:    desc("process_teams", "Teams that the process ran when it was heard of last.", "process"),
	}
}

func (m processMetrics) collect(to chan<- prometheus.Metric, s Status) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	if len(s.Processes) == 0 && s.Database == "" {
		return
	}
	gauge(m.database, number(s.Database == ""))
	for _, p := range s.Processes {
		gauge(m.alive, number(p.Alive), p.Name)
		gauge(m.teams, float64(p.Teams), p.Name)
	}
}
