package main

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"sync"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon"
	"leadsheet/daemon/health"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/signin"
)

// serving is how a leadsheet that runs is watched. Its zero value is one that is not, which costs nothing.
type serving struct {
	server *watch.Server // nil when no page is served
	team   *watch.Team   // nil when nobody watches
	stop   context.CancelFunc
	all    sync.WaitGroup
}

// listen takes the address of the status page before anything else is begun: if that is in use, nothing is.
func listen(a *app) (*serving, error) {
	s := &serving{stop: func() {}}
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
	s.team = watch.NewTeam(watch.TeamOptions{Plain: plainOf(c), PingURL: c.PingURL, Account: accountOf(c), Now: d.Now,
		Log: d.Log})
	d.Passed = append(d.Passed, s.team.Passed)
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.all.Go(func() { s.team.Run(ctx) })
	if s.server == nil {
		return
	}
	s.server.Serve()
	d.Log.Info("serving the status page", "address", "http://"+s.server.Addr()+"/")
	if host, _, err := net.SplitHostPort(s.server.Addr()); err == nil && !signin.Loopback(host) {
		d.Log.Warn(fmt.Sprintf("the status page is served to other machines without encryption: let them reach it through "+
			"a proxy with TLS or a VPN only, or whoever listens learns %v", hint.HTTPToken))
	}
}

// close ends it.
func (s *serving) close() {
	s.stop()
	s.all.Wait()
	if s.server != nil {
		_ = s.server.Close() // the process ends
	}
}

// plainOf is how texts of errors are shown of a leadsheet with these settings.
func plainOf(c *setup.Config) health.Plain {
	p := health.Plain{Folders: []string{c.Drop, filepath.Clean(c.Drop)}, Own: []string{c.MailAddress(), c.SendsFrom()},
		Names: withNames}
	for _, text := range []string{c.IMAPUser, c.SMTPUser} {
		if address, ok := lead.NormalizeEmail(text); ok {
			p.Own = append(p.Own, address)
		}
	}
	for i := range c.Further {
		p.Own = append(p.Own, c.Further[i].Name)
	}
	return p
}

// accountOf compares what came in with the tab Intake, as the command reconcile does.
func accountOf(c *setup.Config) func(context.Context) (intake.Account, error) {
	return func(ctx context.Context) (intake.Account, error) {
		var r reconcileCmd
		account, _, err := r.compare(ctx, c, r.fresh(c), func(string) {})
		return account, err
	}
}
