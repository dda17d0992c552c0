package google

import (
	"fmt"
	"net/url"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/signin"
)

// maySign reports whether the tokens of a client may be sent to an address: to Google, to the endpoint that the
// operator trusts, and, when the client itself is of an emulator on this machine, to this machine.
func (s SignIn) maySign(c *signin.Client, address string) bool {
	to := hostOf(address)
	switch {
	case address == "" || isGoogles(to):
		return true
	case s.Trusted && to == hostOf(s.Endpoint):
		return true
	}
	return signin.Loopback(to) && signin.Loopback(hostOf(c.TokenURI))
}

// isGoogles reports whether a host serves Google's API.
func isGoogles(host string) bool {
	return host == "googleapis.com" || strings.HasSuffix(host, ".googleapis.com")
}

// hostOf returns the host of an address as it is compared, "" if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

// foreign is the error for a token that would go to an address that is not Google's.
func (s SignIn) foreign() error {
	return fmt.Errorf("%v is %s, which is not Google, and %v is set: whoever answers there would get the sign-in and "+
		"with it your spreadsheets. Remove %v to use Google, or remove %v to use an emulator without a sign-in; only if "+
		"the address is your own way to Google, set %v=yes", hint.GoogleEndpoint, s.Endpoint, hint.GoogleCredentials,
		hint.GoogleEndpoint, hint.GoogleCredentials, hint.GoogleTrusted)
}
