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
