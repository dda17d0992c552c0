package fleet

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"leadsheet/cmd/leadsheet/envfile"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead/hint"
	"leadsheet/signin"
)

// ofProcess are the settings of the process; all others are a team's. Poll is what a team has that sets none, and State
// is the folder in which each team has one of its own.
var ofProcess = []hint.Setting{hint.HTTP, hint.HTTPToken, hint.Log, hint.FleetDatabase, hint.Poll, hint.State}

// ofTeamToo are those of ofProcess that a team may set for itself.
var ofTeamToo = []hint.Setting{hint.Poll, hint.State}

// checkProcess reads the settings of the process. Whatever belongs to a team must stand in its file: from the
// environment every team would have it.
func (p *Program) checkProcess() (setup.Config, error) {
	var faults []error
	for _, f := range setup.Fields() {
		if _, set := p.Environment[p.Names.Setting(f.Setting)]; set && !slices.Contains(ofProcess, f.Setting) {
			faults = append(faults, fmt.Errorf("%v is set for the process, but belongs to a team: remove it here, and put it "+
				"into the file of each team that needs it", f.Setting))
		}
	}
	faults = append(faults, p.Unknown(p.Environment)...)
	c := setup.Load(func(s hint.Setting) (string, bool) {
		value, set := p.Environment[p.Names.Setting(s)]
		return value, set && value != "" && slices.Contains(ofProcess, s)
	})
	faults = append(faults, c.Check()...)
	return c, errors.Join(faults...)
}

// settings are those of a team, read from its file.
type settings struct {
	setup.Config
	values map[string]string // as they stand in the file
	notes  []string          // for the log
}

// home is the folder of a team: relative paths in its file are relative to it, and what leadsheet keeps beside the
// workbook is there, so that no two teams share anything by accident.
func (f *Fleet) home(team string) string {
	base := f.process.State
	if base == "" {
		base = f.folder.dir
	}
	return filepath.Join(base, team)
}

// settingsOf reads and checks the file of a team. The error says file, line, and what to do.
func (f *Fleet) settingsOf(team string) (*settings, error) {
	path := f.folder.path(team)
	file, err := readFile(path)
	if err != nil {
		return nil, err
	}
	s := &settings{values: file.Values}
	at := func(err error) error {
		named, _ := hint.Of(err)
		for _, setting := range named {
			if line := file.Line(f.program.Names.Setting(setting)); line > 0 {
				return fmt.Errorf("%s, line %d: %w", path, line, err)
			}
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(file.Values)) {
		for _, err := range f.program.Unknown(map[string]string{name: ""}) {
			faults = append(faults, fmt.Errorf("%s, line %d: %w", path, file.Line(name), err))
		}
	}
	if file.Values[f.program.Names.Setting(hint.Book)] == "" {
		faults = append(faults, at(fmt.Errorf("%v is missing: name the workbook of the team", hint.Book)))
	}
	s.Config = setup.Load(func(setting hint.Setting) (string, bool) {
		value := file.Values[f.program.Names.Setting(setting)]
		if setting == hint.Poll && value == "" {
			value = f.process.Poll
		}
		return value, value != ""
	})
	for _, setting := range ofProcess {
		if name := f.program.Names.Setting(setting); file.Values[name] != "" && !slices.Contains(ofTeamToo, setting) {
			*s.At(setting) = ""
			s.notes = append(s.notes, fmt.Sprintf("%s, line %d: %s is a setting of the process and counts for nothing here: "+
				"set it in the environment of the fleet", path, file.Line(name), name))
		}
	}
	s.Log = f.process.Log
	f.placeAt(&s.Config, f.home(team))
	for _, err := range s.Check() {
		faults = append(faults, at(err))
	}
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o044 != 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s can be read by other users of this machine, and may hold passwords: "+
			"chmod 600 %s", path, path))
	}
	return s, errors.Join(faults...)
}

// placeAt makes relative paths relative to the folder of the team.
func (f *Fleet) placeAt(c *setup.Config, home string) {
	if c.State == "" {
		c.State = home
	}
	for _, field := range setup.Fields() {
		path := c.At(field.Setting)
		isBook := field.Setting == hint.Book && !setup.IsGoogle(*path)
		if (field.IsPath || isBook) && *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(home, *path)
		}
	}
}

// readFile reads a file of settings. Unlike for one team, where a line that is none counts as a comment, every line
// must be a setting or a comment: nobody stands beside a fleet who would notice.
func readFile(path string) (*envfile.File, error) {
	data, err := signin.ReadOwnFile(path)
	if err != nil {
		return nil, fmt.Errorf("the settings cannot be read: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return nil, fmt.Errorf("%s, line %d: this is not text in UTF-8: save the file in that encoding", path, i+1)
		}
	}
	file, err := envfile.Parse(path, data)
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, fault := range file.Faults() {
		faults = append(faults, fmt.Errorf("%s, line %d: %s", path, fault.Line, fault.Text))
	}
	return file, errors.Join(faults...)
}

// environmentOf is the environment of a command that is run for one team alone.
func (f *Fleet) environmentOf(s *settings, team string) map[string]string {
	env := map[string]string{}
	for name, value := range s.values {
		if strings.HasPrefix(name, f.program.Prefix) {
			env[name] = value
		}
	}
	for _, field := range setup.Fields() {
		isBook := field.Setting == hint.Book
		if value := *s.At(field.Setting); (field.IsPath || isBook) && value != "" {
			env[f.program.Names.Setting(field.Setting)] = value
		}
	}
	env[f.program.Names.Setting(hint.Poll)] = s.Poll
	for _, setting := range ofProcess {
		if !slices.Contains(ofTeamToo, setting) {
			delete(env, f.program.Names.Setting(setting))
		}
	}
	return env
}
