package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// windows manages services of Windows by its commands sc and icacls.
type windows struct{ host *Host }

// windowsAccount runs the service: an account that Windows makes for it, which may do nothing but what it is granted.
const windowsAccount = `NT SERVICE\` + Name

// quoted writes an argument within the command line that Windows keeps of a service. Paths of Windows hold no quotation
// marks; a folder must not end in a backslash, which would escape the mark.
func quoted(s string) string { return `"` + strings.TrimRight(s, `\`) + `"` }

// commandLine is what Windows is to start.
func commandLine(p *Plan) string {
	line := quoted(p.Program)
	for _, a := range p.Args {
		if strings.ContainsAny(a, ` \`) {
			a = quoted(a)
		}
		line += " " + a
	}
	return line
}

// steps are the commands that install a plan, in their order.
func (w *windows) steps(p *Plan) [][]string {
	out := [][]string{
		{"sc.exe", "create", Name, "binPath=", commandLine(p), "start=", "delayed-auto", "obj=", windowsAccount,
			"DisplayName=", Name},
		{"sc.exe", "description", Name, description},
		{"sc.exe", "failure", Name, "reset=", "86400", "actions=", "restart/30000/restart/30000/restart/300000"},
		{"sc.exe", "failureflag", Name, "1"}, // a failure is an exit code, too
		{"icacls.exe", p.Program, "/grant", windowsAccount + ":(RX)"},
	}
	for _, folder := range append([]string{p.Folder}, p.Writes...) {
		out = append(out, []string{"icacls.exe", folder, "/grant", windowsAccount + ":(OI)(CI)(M)"})
	}
	return append(out, []string{"sc.exe", "start", Name})
}

// Install implements Manager.
func (w *windows) Install(ctx context.Context, plan *Plan) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	run := w.host.Commands.Run
	if state, err := w.Status(ctx); err == nil && state.Installed {
		if err := w.Uninstall(ctx); err != nil {
			return nil, err
		}
	}
	for _, s := range w.steps(plan) {
		if _, err := run(ctx, s[0], s[1:]...); err != nil {
			return nil, fmt.Errorf("install the service, as an administrator: %s %s: %w", s[0], s[1], err)
		}
	}
	return []string{"It runs as " + windowsAccount + ", which may change " + plan.Folder + " and read the program. " +
		"Files that the settings name elsewhere, such as credentials or a sign-in, have to be put there."}, nil
}

// Uninstall implements Manager.
func (w *windows) Uninstall(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	_, _ = w.host.Commands.Run(ctx, "sc.exe", "stop", Name) // one that does not run cannot be stopped
	if _, err := w.host.Commands.Run(ctx, "sc.exe", "delete", Name); err != nil {
		return fmt.Errorf("uninstall the service, as an administrator: %w", err)
	}
	return nil
}

// windowsState finds the state in what "sc query" prints, whose titles are in the language of the system.
var windowsState = regexp.MustCompile(`:\s*(\d)\s+(STOPPED|START_PENDING|STOP_PENDING|RUNNING|PAUSED)\b`)

// Status implements Manager.
func (w *windows) Status(ctx context.Context) (State, error) {
	out, err := w.host.Commands.Run(ctx, "sc.exe", "query", Name)
	m := windowsState.FindStringSubmatch(out)
	switch {
	case err != nil:
		return State{Text: "The service is not installed."}, nil
	case m == nil:
		return State{}, fmt.Errorf("ask for the service: sc says %q", strings.TrimSpace(out))
	case m[2] == "RUNNING":
		return State{Installed: true, Running: true, Text: "The service runs."}, nil
	case m[2] == "STOPPED":
		return State{Installed: true, Text: "The service does not run: look into its log."}, nil
	}
	return State{Installed: true, Text: "The service is being started or stopped."}, nil
}

// serviceFolder finds in what "reg query" prints the folder that commandLine has written last.
var serviceFolder = regexp.MustCompile(`"([^"]+)"\s*[\r\n]`)

// Logs implements Manager.
func (w *windows) Logs(ctx context.Context, to io.Writer, lines int, follow bool) error {
	const services = `HKLM\SYSTEM\CurrentControlSet\Services\`
	out, err := w.host.Commands.Run(ctx, "reg.exe", "query", services+Name, "/v", "ImagePath")
	m := serviceFolder.FindStringSubmatch(out)
	if err != nil || m == nil {
		return errors.Join(err, errNotInstalled)
	}
	return tail(ctx, to, m[1]+`\`+logName, lines, follow)
}
