package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/fleet"
	"leadsheet/cmd/leadsheet/service"
)

type fleetCmd struct {
	Dir  string   `arg:"" type:"path" help:"Folder with a file of settings for each team: NAME.env, as setup writes it."`
	Team string   `arg:"" optional:"" help:"One of the teams: run a command for it alone, with its settings."`
	Args []string `arg:"" optional:"" passthrough:"" name:"command" help:"Its command with flags; doctor unless given."`
}

func (fleetCmd) Help() string {
	return "Runs the teams of a folder in one process until stopped. A file that is added, changed or removed begins, " +
		"restarts or ends its team, and no other; a mistake in it is said in the log and on the status page, and " +
		"looked at again when the file changes. Relative paths in DIR/NAME.env are relative to the folder DIR/NAME, " +
		"where leadsheet also keeps sign-ins and notes of that team. From the environment come only the settings of " +
		"the process: LEADSHEET_HTTP, LEADSHEET_HTTP_TOKEN, LEADSHEET_LOG, LEADSHEET_FLEET_DATABASE, LEADSHEET_POLL " +
		"for teams that set none, and LEADSHEET_STATE for another place of the folders.\n\n" +
		"With a TEAM it runs a command for that team: leadsheet fleet teams kim setup, or leadsheet fleet teams kim " +
		"doctor."
}

func (c fleetCmd) Run(p *fleet.Program) error {
	if c.Team != "" {
		return p.Team(c.Dir, c.Team, c.Args)
	}
	return p.Run(c.Dir)
}

// fleet is the program for a fleet.
func (p process) fleet(a *app) *fleet.Program {
	a.notifier = service.NewNotifier()
	return &fleet.Program{Context: a.ctx, Environment: a.env, Prefix: envPrefix + "_", Names: names(),
		Unknown:       func(values map[string]string) []error { return unknownNames(values) },
		WrongSettings: func(err error) error { return usageError{err} },
		Log:           func(format string) *slog.Logger { return logger(a, format) },
		Notifier:      a.notifier, Machine: a.machine(time.Now()), Version: versionText(),
		Command: func(env map[string]string, folder string, args []string) error {
			return p.inFolder(a, env, folder, args)
		}}
}

// errCommand ends a command that ran another one. What is wrong has been printed already.
var errCommand = errors.New("the command for this team failed, see above")

// inFolder runs a command as if it had been called in a folder with an environment of its own.
func (p process) inFolder(a *app, env map[string]string, folder string, args []string) error {
	if p.setenv == nil {
		return errors.New("the environment cannot be set")
	}
	for name := range a.env {
		if strings.HasPrefix(name, envPrefix+"_") {
			if err := os.Unsetenv(name); err != nil {
				return fmt.Errorf("unset %s: %w", name, err)
			}
		}
	}
	for name, value := range env {
		if err := p.setenv(name, value); err != nil {
			return fmt.Errorf("set %s: %w", name, err)
		}
	}
	if err := os.Chdir(folder); err != nil {
		return fmt.Errorf("go to the folder of the team: %w", err)
	}
	p.args, p.environ = args, os.Environ()
	switch p.run(a.ctx) {
	case exitOK:
		return nil
	case exitUsage:
		return usageError{errCommand}
	}
	return errCommand
}
