package main

import (
	"io"

	"github.com/alecthomas/kong"

	"leadsheet/cmd/leadsheet/cmdline"
	"leadsheet/cmd/leadsheet/setup"
)

// manCmd prints the manual. Packages bring it along, so people need not see the command.
type manCmd struct{}

func (manCmd) Run(a *app, k *kong.Context) error {
	page := cmdline.Page{Version: version(), Description: purpose, Exit: exitCodes, Files: []cmdline.File{
		{Path: envFileName, Help: "the settings, as setup writes them; every command reads it in the current folder"},
		{Path: "leads.xlsx, drop", Help: "the workbook and the folder for form exports and messages, unless others are set"},
		{Path: "/etc/leadsheet, /var/lib/leadsheet", Help: "settings and folder of the service of a package"},
	}}
	for _, f := range setup.Fields() {
		page.Environment = append(page.Environment,
			cmdline.Setting{Name: envName(f.Setting), Help: withNames(f.Desc), Default: f.Default})
	}
	_, err := io.WriteString(a.stdout, cmdline.Man(k.Model, &page))
	return err
}
