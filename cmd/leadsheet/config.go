package main

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"strings"

	"github.com/kelseyhightower/envconfig"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead/hint"
)

// environment are the environment variables by name.
type environment map[string]string

// environmentOf reads an environment in the form of os.Environ. If a name occurs twice, the first value counts.
func environmentOf(environ []string) environment {
	env := environment{}
	for _, e := range environ {
		name, value, ok := strings.Cut(e, "=")
		if runtime.GOOS == "windows" { // names are not case-sensitive there
			name = strings.ToUpper(name)
		}
		if _, twice := env[name]; ok && !twice {
			env[name] = value
		}
	}
	return env
}

// loadConfig reads and checks the environment. The error lists every mistake, one per line, with what to do.
func loadConfig(env environment) (setup.Config, error) {
	values, err := readSettings()
	if err != nil {
		return setup.Config{}, err
	}
	c := setup.Load(func(s hint.Setting) (string, bool) {
		value, known := values[s]
		return value, known
	})
	return c, errors.Join(append(unknownNames(env), c.Check()...)...)
}

// readSettings reads the settings from the environment of the process. The struct that envconfig fills is built from
// the table of settings, so that there is no second list of them. Its tags hold the full names: given a prefix,
// envconfig would also read the names without it.
func readSettings() (map[hint.Setting]string, error) {
	fields := setup.Fields()
	described := make([]reflect.StructField, len(fields))
	for i, f := range fields {
		described[i] = reflect.StructField{Name: fmt.Sprint("Setting", i), Type: reflect.TypeFor[string](),
			Tag: reflect.StructTag(fmt.Sprintf("envconfig:%q default:%q", envName(f.Setting), f.Default))}
	}
	read := reflect.New(reflect.StructOf(described))
	if err := envconfig.Process("", read.Interface()); err != nil {
		return nil, fmt.Errorf("read the environment: %w", err)
	}
	values := make(map[hint.Setting]string, len(fields))
	for i, f := range fields {
		values[f.Setting] = read.Elem().Field(i).String()
	}
	return values, nil
}

// unknownNames returns an error for each LEADSHEET_ name that is no setting. Otherwise a misspelt setting would be
// ignored in silence.
func unknownNames(env environment) []error {
	known := map[string]bool{}
	for _, f := range setup.Fields() {
		known[envName(f.Setting)] = true
	}
	var texts []string
	for name := range env {
		if !strings.HasPrefix(name, envPrefix+"_") || known[name] {
			continue
		}
		text := name + " is not a setting"
		if near := nearest(name, known); near != "" {
			text += "; did you mean " + near + "?"
		} else {
			text += "; leadsheet run --help lists them"
		}
		texts = append(texts, text)
	}
	sort.Strings(texts)
	var out []error
	for _, text := range texts {
		out = append(out, errors.New(text))
	}
	return out
}

// nearest is the known name that shares the longest start with name, if that is more than the prefix.
func nearest(name string, known map[string]bool) string {
	best, shared := "", len(envPrefix)+2
	for k := range known {
		n := 0
		for n < len(k) && n < len(name) && k[n] == name[n] {
			n++
		}
		if n > shared || n == shared && best != "" && k < best {
			best, shared = k, n
		}
	}
	return best
}
