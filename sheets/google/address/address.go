// Package address reads the addresses of spreadsheets as people copy them.
//
// Everything here is computed from its arguments.
package address

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"leadsheet/lead/hint"
)

// ID returns the ID of the spreadsheet that s names: an address as copied from the browser, google:ID, or an ID.
func ID(s string) (id string, err error) {
	// Copying brings spaces, invisible ones too, and the brackets or quotes around.
	s = strings.TrimFunc(s, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("<>\"'\u00a0\u200b\u200e\u200f\u2060\ufeff", r)
	})
	s = strings.TrimPrefix(s, "google:")
	switch {
	case s == "":
		return "", errors.New("no spreadsheet is named: copy its address from the browser")
	case strings.HasPrefix(s, "2PACX-"):
		return "", errPublished
	case looksLikeID(s):
		return s, nil
	case strings.HasPrefix(s, "docs.google.com/"):
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return "", hint.Because(err, "%q is neither the address of a spreadsheet nor its ID: copy the address from "+
			"the browser; it looks like https://docs.google.com/spreadsheets/d/ID/edit", s)
	}
	path := strings.Split(strings.Trim(u.Path, "/"), "/")
	at := slices.Index(path, "spreadsheets")
	if u.Hostname() != "docs.google.com" || at < 0 {
		return "", fmt.Errorf("%q is not the address of a Google spreadsheet: open the spreadsheet in the browser and "+
			"copy the address from there; it looks like https://docs.google.com/spreadsheets/d/ID/edit", s)
	}
	// Between them may be /u/0, the second of several accounts in one browser.
	path = path[at+1:]
	if d := slices.Index(path, "d"); d >= 0 && d+1 < len(path) {
		if path[d+1] == "e" {
			return "", errPublished
		}
		if looksLikeID(path[d+1]) {
			return path[d+1], nil
		}
	}
	return "", fmt.Errorf("the address %q names no spreadsheet: open the spreadsheet itself in the browser and copy "+
		"the address from there", s)
}

var errPublished = errors.New("this is the link of a copy published to the web, which nobody can write to: open the " +
	"spreadsheet itself in the browser and copy the address from there")

// looksLikeID is generous: Google's IDs have 44 characters now, and had others before.
func looksLikeID(s string) bool {
	return len(s) >= 10 && len(s) <= 200 &&
		strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}
