package main

import (
	"errors"
	"time"

	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon/health"
)

type statusCmd struct {
	JSON bool `name:"json" help:"Print one JSON object for programs: {ok, teams}, as /status.json has it."`
}

func (statusCmd) Help() string {
	return "Says how the leadsheet fares that runs: the last good pass, what waits where and why, whether everything " +
		"that came in has a row, and recent errors. It asks the one that serves its status page at LEADSHEET_HTTP. " +
		"Where none is served, it says when leadsheet wrote to the workbook last: one that runs does so at least hourly. " +
		"It changes nothing. Exit code 0: all is well, 1: something needs you, or leadsheet does not run, 2: the " +
		"settings are wrong."
}

// errStatus ends the command with exit code 1. What is wrong has been printed already.
var errStatus = errors.New("not all is well, see what is marked ! above")

func (s statusCmd) Run(a *app) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	var status watch.Status
	from, served := "", false
	if c.HTTP != "" {
		status, err = watch.Ask(a.ctx, c.HTTP, c.HTTPToken)
		served = err == nil
		if err != nil && !errors.Is(err, watch.ErrNobody) {
			return err
		}
	}
	if !served {
		snap, lookErr := assembly.StatusOfBook(a.ctx, &c, err, time.Now())
		if lookErr != nil {
			return errors.Join(err, lookErr)
		}
		for i := range snap.Problems {
			snap.Problems[i].Text = withNames(snap.Problems[i].Text)
		}
		status = watch.Status{OK: snap.OK, Teams: []health.Snapshot{snap}}
		if c.HTTP == "" {
			from = "More is known where the running leadsheet can be asked: set LEADSHEET_HTTP, such as 127.0.0.1:8080.\n"
		}
	}
	if s.JSON {
		err = printJSON(a.stdout, "the status", status)
	} else {
		err = watch.WriteStatus(a.stdout, status, from)
	}
	if err == nil && !status.OK {
		err = errStatus
	}
	return err
}
