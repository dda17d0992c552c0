package service

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
)

// launchd manages services of macOS.
type launchd struct {
	host *Host
	user bool
}

// plistFile is where Install writes what launchd reads.
func (l *launchd) plistFile() string {
	if l.user {
		return filepath.Join(l.host.Root, l.host.Home, "Library/LaunchAgents", Name+".plist")
	}
	return filepath.Join(l.host.Root, "/Library/LaunchDaemons", Name+".plist")
}

// domain is where launchd keeps the service.
func (l *launchd) domain() string {
	if l.user {
		return fmt.Sprintf("gui/%d", l.host.UID)
	}
	return "system"
}

// Plist is what launchd reads for a plan. Settings are read by the program itself, in its folder.
func Plist(p *Plan) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
`)
	text := func(s string) string {
		var out strings.Builder
		_ = xml.EscapeText(&out, []byte(s)) // a strings.Builder takes everything
		return "<string>" + out.String() + "</string>"
	}
	put := func(key, value string) { fmt.Fprintf(&b, "  <key>%s</key>\n  %s\n", key, value) }
	put("Label", text(Name))
	args := ""
	for _, a := range append([]string{p.Program}, p.Args...) {
		args += "\n    " + text(a)
	}
	put("ProgramArguments", "<array>"+args+"\n  </array>")
	put("WorkingDirectory", text(p.Folder))
	if !p.perUser() {
		put("UserName", text(p.User))
	}
	put("RunAtLoad", "<true/>")
	// Started again when it has ended by itself with a failure, half a minute later.
	put("KeepAlive", "<dict>\n    <key>SuccessfulExit</key>\n    <false/>\n  </dict>")
	put("ThrottleInterval", "<integer>30</integer>")
	put("ExitTimeOut", "<integer>90</integer>")
	put("ProcessType", text("Background"))
	put("Umask", "<integer>63</integer>") // 0077
	put("StandardOutPath", text(filepath.Join(p.Folder, logName)))
	put("StandardErrorPath", text(filepath.Join(p.Folder, logName)))
	b.WriteString("</dict>\n</plist>\n")
	return b.String()
}

// Install implements Manager.
func (l *launchd) Install(ctx context.Context, plan *Plan) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	if !l.user && l.host.UID != 0 {
		return nil, errRoot
	}
	if err := writeFile(l.plistFile(), Plist(plan)); err != nil {
		return nil, err
	}
	run := l.host.Commands.Run
	_, _ = run(ctx, "launchctl", "bootout", l.domain()+"/"+Name) // of an earlier installation; mostly there is none
	for _, args := range [][]string{{"enable", l.domain() + "/" + Name}, {"bootstrap", l.domain(), l.plistFile()}} {
		if _, err := run(ctx, "launchctl", args...); err != nil {
			return nil, fmt.Errorf("install the service: %w", err)
		}
	}
	if l.user {
		return []string{"It runs while you are signed in. One that runs always is the system's: use sudo."}, nil
	}
	return nil, nil
}

// Uninstall implements Manager.
func (l *launchd) Uninstall(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	if !l.user && l.host.UID != 0 {
		return errRoot
	}
	_, failed := l.host.Commands.Run(ctx, "launchctl", "bootout", l.domain()+"/"+Name)
	if err := removeFile(l.plistFile()); err != nil {
		return err
	}
	if failed != nil {
		return fmt.Errorf("uninstall the service: %w", failed)
	}
	return nil
}

// launchdLine finds in what "launchctl print" says the lines about the service itself.
var launchdLine = regexp.MustCompile(`(?m)^\t(state|pid|last exit code) = (.*)$`)

// Status implements Manager.
func (l *launchd) Status(ctx context.Context) (State, error) {
	if folder, err := l.folder(); err != nil || folder == "" {
		return State{Text: "The service is not installed."}, err
	}
	out, err := l.host.Commands.Run(ctx, "launchctl", "print", l.domain()+"/"+Name)
	if err != nil {
		return State{Installed: true, Text: "The service is installed, but not loaded: install it again."}, nil
	}
	said := map[string]string{}
	for _, m := range launchdLine.FindAllStringSubmatch(out, -1) {
		said[m[1]] = m[2]
	}
	st := State{Installed: true, Running: said["state"] == "running"}
	switch {
	case st.Running:
		st.Text = "The service runs, as process " + said["pid"] + "."
	case said["last exit code"] != "":
		st.Text = "The service does not run; it ended last with code " + said["last exit code"] + ": look into its log."
	default:
		st.Text = "The service does not run."
	}
	return st, nil
}

// plistFolder finds the folder of the service in what Plist has written.
var plistFolder = regexp.MustCompile(`<key>WorkingDirectory</key>\s*(<string>[^<]*</string>)`)

// folder is the one in which the service runs, "" when it is not installed.
func (l *launchd) folder() (string, error) {
	data, err := readFile(l.plistFile())
	m := plistFolder.FindStringSubmatch(data)
	if err != nil || m == nil {
		return "", err
	}
	var folder string
	if err := xml.Unmarshal([]byte(m[1]), &folder); err != nil {
		return "", fmt.Errorf("read %s: %w", l.plistFile(), err)
	}
	return folder, nil
}

// Logs implements Manager.
func (l *launchd) Logs(ctx context.Context, to io.Writer, lines int, follow bool) error {
	folder, err := l.folder()
	if err != nil || folder == "" {
		return errors.Join(err, errNotInstalled)
	}
	return tail(ctx, to, filepath.Join(l.host.Root, folder, logName), lines, follow)
}
