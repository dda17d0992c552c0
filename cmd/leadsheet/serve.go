package main

import (
	"time"

	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon"
	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
)

// serving is how a leadsheet that runs is watched. Its zero value is one that is not, which costs nothing.
type serving struct {
	server *watch.Server // nil when no page is served
	team   *watch.Team   // nil when nobody watches
}

// listen takes the address of the status page before anything else is begun: if that is in use, nothing is.
func listen(a *app) (*serving, error) {
	s := &serving{}
	if a.env[envName(hint.HTTP)] == "" {
		return s, nil
	}
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	s.server = &watch.Server{Token: c.HTTPToken, Now: time.Now, Log: logger(a, c.Log), Version: versionText(),
		Monitors: func() []*health.Monitor { return []*health.Monitor{s.team.Monitor} }}
	return s, s.server.Listen(a.ctx, c.HTTP)
}

// watch has a daemon watched until close.
func (s *serving) watch(d *daemon.Daemon, c *setup.Config) {
	if s.server == nil && c.PingURL == "" {
		return
	}
	s.team = watch.NewTeam(watch.TeamOptions{Plain: assembly.Plain(c, names()), PingURL: c.PingURL,
		Account: assembly.AccountOf(c, names()), Now: d.Now, Log: d.Log})
	d.Passed = append(d.Passed, s.team.Passed)
	d.Beside = append(d.Beside, s.team.Beside()...)
	if s.server != nil {
		s.server.Serve()
	}
}

// close ends it.
func (s *serving) close() {
	if s.server != nil {
		_ = s.server.Close() // the process ends
	}
}
