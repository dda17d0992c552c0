package setup

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadsheet/lead/hint"
	"leadsheet/signin"
)

// minToken and minTokenRunes are how many characters a token has at least, and how many different ones: fewer can be
// guessed.
const (
	minToken      = 16
	minTokenRunes = 6
)

// watchFields are the settings by which a leadsheet that runs can be watched.
func watchFields() []Field {
	return []Field{
		{Setting: hint.HTTP, at: func(c *Config) *string { return &c.HTTP },
			Desc: "where run serves its status page, /healthz and /metrics, such as 127.0.0.1:8080; empty for nowhere"},
		{Setting: hint.HTTPToken, at: func(c *Config) *string { return &c.HTTPToken },
			Desc: "a secret of at least 16 characters that opens the status page; without one it is served to this " +
				"machine only"},
		{Setting: hint.PingURL, at: func(c *Config) *string { return &c.PingURL },
			Desc: "an address that is asked for after good passes, at most once a minute, so that somebody hears when " +
				"that ends (healthchecks.io and the like); it is a secret"},
		{Setting: hint.FleetDatabase, at: func(c *Config) *string { return &c.FleetDatabase },
			Desc: "of a fleet: the PostgreSQL over which several machines share its teams, such as " +
				"postgres://name:password@host/leadsheet; it is a secret; empty for one process alone"},
	}
}

// checkWatch is the part of Check that concerns how leadsheet is watched. It shows neither token nor address.
func (c *Config) checkWatch() (problems []error) {
	add := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	host, port, err := net.SplitHostPort(c.HTTP)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	switch {
	case c.HTTP == "":
	case err != nil || strings.ContainsAny(host, "/ @"):
		add("%v is %q: give a host and a port, such as 127.0.0.1:8080", hint.HTTP, c.HTTP)
	case c.HTTPToken == "" && !signin.Loopback(host):
		add("%v is %q, which other machines can reach: set %v to a long secret, or give 127.0.0.1:%s, which only this "+
			"machine can", hint.HTTP, c.HTTP, hint.HTTPToken, port)
	}
	if c.HTTPToken != "" {
		different := map[rune]bool{}
		for _, r := range c.HTTPToken {
			different[r] = true
		}
		printable := !strings.ContainsFunc(c.HTTPToken, func(r rune) bool { return r <= ' ' || r > '~' })
		if n := utf8.RuneCountInString(c.HTTPToken); n < minToken || len(different) < minTokenRunes || !printable {
			add("%v can be guessed or typed wrongly: give at least %d letters and digits without a space, such as "+
				"\"openssl rand -hex 16\" prints", hint.HTTPToken, minToken)
		}
	}
	if c.PingURL != "" {
		u, err := url.Parse(c.PingURL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
			add("%v is no address: give one that begins with https://, as your monitor shows it", hint.PingURL)
		}
	}
	return problems
}

// LastKept returns the path of the copy that is kept beside a local workbook of what leadsheet has written last; its
// time is when that was.
func (c *Config) LastKept() string {
	path := c.Book
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	dir, name := filepath.Split(path)
	return filepath.Join(dir, ".leadsheet-"+name+".last")
}
