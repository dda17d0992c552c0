package main

import (
	"errors"
	"io"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/lead/hint"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// look opens the workbook of the settings to be read, also beside a running leadsheet, and hands it to a command, with
// its name for people. nothing says what there is not where there is no workbook yet.
func (a *app) look(clock clockFlag, nothing string, do func(d *daemon.Daemon, book string) error) error {
	config, err := a.config()
	if err != nil {
		return err
	}
	if err := clock.check(&config); err != nil {
		return err
	}
	book, err := config.OpenBook(a.ctx, setup.BookOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer book.Close()
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(policy.DefaultTables()), Now: clock.now}
	err = do(d, config.BookName())
	if errors.Is(err, sheets.ErrNoBook) {
		return usageError{hint.Because(err, "%s in %s yet: run leadsheet once first, or set LEADSHEET_BOOK", nothing,
			config.BookName())}
	}
	return err
}

// config reads and checks the settings. What is wrong with them is a mistake of the one who calls.
func (a *app) config() (setup.Config, error) {
	c, err := loadConfig(a.env)
	if err != nil {
		return c, usageError{err}
	}
	return c, nil
}

// print prints what a command has found: for programs, or for people by text. what names it in an error.
func (a *app) print(forPrograms bool, what string, value any, text func(io.Writer) error) error {
	if forPrograms {
		return printJSON(a.stdout, what, value)
	}
	return text(a.stdout)
}
