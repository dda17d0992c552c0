package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// systemd manages services of Linux.
type systemd struct {
	host *Host
	user bool
}

const unitName = Name + ".service"

// unitFile is where Install writes the unit. It goes before the unit of a package, so it is not written where there is
// one.
func (s *systemd) unitFile() string {
	if s.user {
		return filepath.Join(s.host.Root, s.host.Home, ".config/systemd/user", unitName)
	}
	return filepath.Join(s.host.Root, "/etc/systemd/system", unitName)
}

// dropIn is where Install writes what is added to the unit of a package.
func (s *systemd) dropIn() string {
	return filepath.Join(s.host.Root, "/etc/systemd/system", unitName+".d", "folders.conf")
}

// ctl calls systemctl.
func (s *systemd) ctl(ctx context.Context, args ...string) (string, error) {
	if s.user {
		args = append([]string{"--user"}, args...)
	}
	out, err := s.host.Commands.Run(ctx, "systemctl", args...)
	if errors.Is(err, exec.ErrNotFound) {
		return out, errors.New("this system has no systemd: have it start the program in its own way")
	}
	return out, err
}

// Install implements Manager.
func (s *systemd) Install(ctx context.Context, plan *Plan) (notes []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	if !s.user && s.host.UID != 0 {
		return nil, errRoot
	}
	if !plan.Packaged {
		err = writeFile(s.unitFile(), Unit(plan))
	} else if text := DropIn(plan); text != "" {
		err = writeFile(s.dropIn(), text)
	} else {
		err = removeFile(s.dropIn())
	}
	if err != nil {
		return nil, err
	}
	for _, args := range [][]string{{"daemon-reload"}, {"enable", unitName}} {
		if _, err := s.ctl(ctx, args...); err != nil {
			return nil, fmt.Errorf("install the service: %w", err)
		}
	}
	if _, err := s.ctl(ctx, "restart", unitName); err != nil {
		var log strings.Builder
		_ = s.Logs(ctx, &log, 8, false) // the error is that of systemctl
		return nil, fmt.Errorf("the service is installed, but does not start: %w\nits log ends with:\n%s", err,
			strings.TrimRight(log.String(), "\n"))
	}
	if s.user {
		// Otherwise systemd ends it when the person signs out.
		if _, err := s.host.Commands.Run(ctx, "loginctl", "enable-linger"); err != nil {
			notes = append(notes, "It runs while you are signed in. To have it run always: sudo loginctl enable-linger "+
				"YOUR-NAME")
		}
	}
	return notes, nil
}

// Uninstall implements Manager.
func (s *systemd) Uninstall(ctx context.Context) error {
	if !s.user && s.host.UID != 0 {
		return errRoot
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	_, failed := s.ctl(ctx, "disable", "--now", unitName)
	if err := errors.Join(removeFile(s.unitFile()), removeFile(s.dropIn())); err != nil {
		return err
	}
	if _, err := s.ctl(ctx, "daemon-reload"); err != nil || failed != nil {
		return fmt.Errorf("uninstall the service: %w", errors.Join(failed, err))
	}
	return nil
}

// Status implements Manager.
func (s *systemd) Status(ctx context.Context) (State, error) {
	out, err := s.ctl(ctx, "show", unitName, "--property=LoadState,ActiveState,SubState,UnitFileState,StatusText,"+
		"ActiveEnterTimestamp,FragmentPath,Result,NRestarts")
	if err != nil {
		return State{}, fmt.Errorf("ask for the service: %w", err)
	}
	p := properties(out)
	st := stateOf(p)
	// The unit of a package is there before there are settings.
	if st.Installed && !st.Running && !strings.HasPrefix(p["FragmentPath"], "/etc/") && !s.user {
		if _, err := os.Stat(filepath.Join(s.host.Root, PackageSettings)); errors.Is(err, fs.ErrNotExist) {
			st.Text = "The service does not run, because it is not set up yet: there is no " + PackageSettings + "."
		}
	}
	return st, nil
}

// properties reads what "systemctl show" prints.
func properties(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		out[key] = value
	}
	return out
}

// stateOf is what the properties of a unit of systemd say.
func stateOf(p map[string]string) State {
	st := State{Installed: p["LoadState"] == "loaded", Running: p["ActiveState"] == "active"}
	atStart := "; it is not started with the system"
	if strings.HasPrefix(p["UnitFileState"], "enabled") {
		atStart = "; it is started with the system"
	}
	switch {
	case !st.Installed:
		return State{Text: "The service is not installed."}
	case st.Running:
		st.Text = "The service runs since " + p["ActiveEnterTimestamp"] + atStart + "."
	case p["ActiveState"] == "activating" && p["SubState"] == "auto-restart":
		st.Text = "The service has ended (" + p["Result"] + ") and is started again soon: look into its log."
	case p["ActiveState"] == "activating":
		st.Text = "The service is being started."
	case p["ActiveState"] == "failed":
		st.Text = "The service has ended (" + p["Result"] + ") and is not started again: look into its log" + atStart + "."
	default:
		st.Text = "The service does not run" + atStart + "."
	}
	if n := p["NRestarts"]; n != "" && n != "0" {
		st.Text += " It was started again by itself " + n + " times."
	}
	if p["StatusText"] != "" && st.Running {
		st.Text += " It says: " + p["StatusText"]
	}
	return st
}

// Logs implements Manager.
func (s *systemd) Logs(ctx context.Context, to io.Writer, lines int, follow bool) error {
	args := []string{"--unit=" + unitName}
	if s.user {
		args[0] = "--user-unit=" + unitName
	}
	args = append(args, fmt.Sprintf("--lines=%d", lines), "--output=cat", "--no-pager")
	if follow {
		args = append(args, "--follow")
	}
	if err := s.host.Commands.Stream(ctx, to, "journalctl", args...); err != nil {
		return fmt.Errorf("read the log of the service: %w", err)
	}
	return nil
}

// writeFile writes a file of the system, and the folder that it is in.
func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("install the service: %w", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("install the service: %w", err)
	}
	return nil
}

// removeFile removes a file that may be missing, and its folder where that is a unit's own and empty now.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("uninstall the service: %w", err)
	}
	if dir := filepath.Dir(path); strings.HasSuffix(dir, ".d") {
		_ = os.Remove(dir) // only an empty one is removed
	}
	return nil
}
