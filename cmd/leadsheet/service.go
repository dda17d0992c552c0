package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"leadsheet/cmd/leadsheet/service"
	"leadsheet/daemon"
	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
)

// caller is the program for the commands of a service.
func (p process) caller(a *app) *service.Caller {
	return &service.Caller{Ctx: a.ctx, Stdout: a.stdout, Say: a.say, Daemon: "run", SettingsFile: envFileName,
		Folders: func(settings, own string) ([]string, error) {
			file, err := readEnvFile(settings)
			if err != nil {
				return nil, err
			}
			c := configOf(file.Values, nil)
			return c.Folders(own), nil
		},
		Run: func(ctx context.Context, log io.Writer) int {
			p.args, p.stdout, p.stderr = []string{"run"}, log, log
			return p.run(ctx)
		}}
}

// notifySystem tells systemd how the passes of a daemon fare, if it asks.
func notifySystem(ctx context.Context, n *service.Notifier, d *daemon.Daemon) {
	d.Passed = append(d.Passed, func(p health.Pass) { n.Passed(p.Ended, p.Good(), p.Open) })
	d.Progress = func(p daemon.Progress) {
		if p.Step == daemon.Stored { // a pass that fails gets as far as writing
			n.Progress()
		}
	}
	context.AfterFunc(ctx, func() { n.Stopping(2 * shutdownGrace) })
	n.Ready()
}

// nextOfService says what comes after setup for the service of a package; login are the sign-ins that are still to be
// made, each with "; " behind it.
func nextOfService(login string) string {
	if login != "" {
		login = "sudo " + login
	}
	return fmt.Sprintf("Next: %ssudo %v; sudo leadsheet service install", login, hint.Doctor)
}

// standIn makes the process one of the service that a package has installed, when root runs a command and there are no
// other settings.
func (p process) standIn(a *app, command string, c *cli) error {
	name, _, _ := strings.Cut(command, " ")
	if p.setenv == nil || os.Geteuid() != 0 || name != "setup" && !usesSettings(command) || hasSettings(a.env) ||
		c.Setup.File != envFileName {
		return nil
	}
	plan, err := service.StandIn(envFileName)
	if plan == nil || err != nil {
		return err
	}
	a.service, a.settings, c.Setup.File = true, plan.Settings, plan.Settings
	fmt.Fprintf(p.stderr, "leadsheet: note: this is the service's leadsheet: settings in %s, folder %s, user %s\n",
		plan.Settings, plan.Folder, plan.User)
	return nil
}
