package signin

import (
	"errors"
	"fmt"
	"net"
	"net/url"
)

// CheckURL refuses addresses to which a token would be sent unencrypted. "" means the provider's own address.
func CheckURL(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return errors.New("an address must look like https://host")
	case u.Scheme == "https", u.Scheme == "http" && Loopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("%s is not encrypted: use https:// (http:// is for this machine only, such as "+
			"http://127.0.0.1:8080)", u.Host)
	}
	return fmt.Errorf("%s is not reached by https://: use that", u.Host)
}

// Loopback reports whether a host name or address means this machine.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
