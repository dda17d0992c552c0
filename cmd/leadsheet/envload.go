package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadsheet/cmd/leadsheet/envfile"
	"leadsheet/signin"
)

// envFileName is the file of settings that setup writes, and that every command reads from the current folder when the
// environment has no setting.
const envFileName = "leadsheet.env"

// loadEnvFile adds the settings of leadsheet.env in the current folder to the environment, unless the environment has
// settings of its own: a mixture of both would be hard to understand. It says that it does.
func (p process) loadEnvFile(a *app) error {
	if hasSettings(a.env) || p.setenv == nil {
		return nil
	}
	path := a.settings
	data, err := signin.ReadOwnFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the settings in %s are not used: %w", path, err)
	}
	file, err := envfile.Parse(path, data)
	if err != nil {
		return err
	}
	for key, value := range file.Values {
		if !strings.HasPrefix(key, envPrefix+"_") {
			continue
		}
		if err := p.setenv(key, value); err != nil {
			return fmt.Errorf("read the settings in %s: %w", path, err)
		}
		a.env[key], a.envFileLoaded = value, true
	}
	if a.envFileLoaded && !a.service {
		fmt.Fprintf(p.stderr, "leadsheet: note: the settings are those of ./%s\n", envFileName)
	}
	return nil
}

// usesSettings reports whether a command reads the settings. setup reads and writes the file itself.
func usesSettings(command string) bool {
	name, _, _ := strings.Cut(command, " ")
	return !slices.Contains([]string{"setup", "demo", "fleet", "version", "help", "service", "completion", "man"}, name)
}

// hasSettings reports whether an environment has a setting of leadsheet, also an empty one.
func hasSettings(env environment) bool {
	for name := range env {
		if strings.HasPrefix(name, envPrefix+"_") {
			return true
		}
	}
	return false
}

// tellUnloaded names a file of settings in the current folder that is not used although a new workbook is about to be
// made: it may be that of the workbook that was meant.
func tellUnloaded(a *app, path string) {
	if a.envFileLoaded {
		return
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	if _, err := os.Stat(envFileName); err == nil {
		fmt.Fprintf(a.stderr, "leadsheet: note: there is no workbook %s yet, and the settings in ./%s are "+
			"not used, as %s_ variables are set: to use them, unset those\n", path, envFileName, envPrefix)
	}
}

// readEnvFile reads a file of settings; one that is missing counts as one that says what it is.
func readEnvFile(path string) (*envfile.File, error) {
	return envfile.Read(path, fmt.Sprintf("# Settings of leadsheet, written by leadsheet setup. For systemd: "+
		"EnvironmentFile=. For a shell: set -a; . ./%s; set +a", filepath.Base(path)))
}
