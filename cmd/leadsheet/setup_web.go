package main

import (
	"context"
	"errors"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/cmd/leadsheet/setup/web"
)

// serve asks on pages in the browser.
func (c setupCmd) serve(a *app, inTerminal *terminal.Host) error {
	if c.Account != "" {
		return usageError{errors.New("--account asks in the terminal: leave out --web")}
	}
	if problems := unknownNames(a.env); len(problems) > 0 {
		return usageError{errors.Join(problems...)}
	}
	inTerminal.Person = true // the person is in the browser, whatever the terminal is
	s, err := c.begin(a, inTerminal)
	if err != nil {
		return err
	}
	options := web.Options{Names: withNames, Open: browse, Say: a.say}
	err = web.Run(a.ctx, options, func(ctx context.Context, host setup.FormHost) error { return s.ask(ctx, host) })
	if err == nil {
		a.say(savedText(s.File, true))
		a.say(s.nextText(a, false))
	}
	return err
}
