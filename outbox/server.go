package outbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/mailin/server"
	"leadsheet/signin"
)

// Values of Server.Security.
const (
	securityTLS      = "tls"      // TLS from the first byte
	securityStartTLS = "starttls" // plain at first, TLS before the password
	securityNone     = "none"     // plain, only to this machine
)

const (
	portTLS      = "465"
	portStartTLS = "587"
	portPlain    = "25"
)

// serverNames are what texts call the settings of sending.
var serverNames = &server.Names{
	Server:   "the mail server for sending",
	Port:     "the port %q of the mail server for sending",
	CAFile:   "the CA file for sending",
	Example:  "smtp.example.com:587",
	Ports:    "465 for tls, 587 for starttls",
	Unsafe:   "port 465, or " + hint.SendSecurity.String() + " starttls with port 587",
	Spelling: hint.SendServer.String(),
	CASet:    hint.SendCAFile.String(),
}

// Server is the mail server that takes messages for delivery, and how to sign in to it. The zero values of Security,
// CAFile, Token and TokenAdvice are valid; without User nobody signs in, which only some servers of one's own allow.
type Server struct {
	Addr     string // host, host:587, smtp://host:587 or smtps://host:465; the port is 587 or that of Security
	User     string
	Password string
	Security string // "tls" (default for port 465), "starttls" (default for others), "none" (only to this machine)
	CAFile   string // PEM file with further certificate authorities; "" for the system's alone
	From     string // the address that messages come from, with or without a name: Sales <sales@example.com>

	// Token, when set, returns an OAuth 2 access token, which is used instead of the password. It must differ from
	// refused, the token that the server has just refused ("" for none). The call must return when its context ends.
	Token func(ctx context.Context, refused string) (string, error)
	// TokenAdvice tells the user what to do when the server accepts no token; "" means to sign in again.
	TokenAdvice string
}

// endpoint is the result of Addr and Security.
type endpoint struct {
	host, port string
	security   string
}

func (e endpoint) hostPort() string { return net.JoinHostPort(e.host, e.port) }

// Validate returns all mistakes in the settings, nil when there are none. It reads CAFile and otherwise uses neither
// disk nor network. No message contains the password.
func (s Server) Validate() []error {
	var faults []error
	if _, err := s.endpoint(); err != nil {
		faults = append(faults, err)
	}
	switch {
	case s.User == "" && (s.Password != "" || s.Token != nil):
		faults = append(faults, fmt.Errorf("signing in to the mail server for sending needs a user name: set %v, for "+
			"most providers your mail address", hint.SendUser))
	case s.User != "" && s.Password == "" && s.Token == nil:
		faults = append(faults, fmt.Errorf("the mail server for sending has a user name but no password: set %v, or "+
			"%v with the file that holds it", hint.SendPassword, hint.SendPasswordFile))
	}
	if strings.ContainsAny(s.User, "\r\n\x00") || strings.ContainsAny(s.Password, "\r\n\x00") {
		faults = append(faults, errors.New("the user name or the password for sending contains a line break: remove "+
			"it"))
	}
	if _, err := s.sender(); err != nil {
		faults = append(faults, err)
	}
	if _, err := serverNames.Authorities(s.CAFile); err != nil {
		faults = append(faults, err)
	}
	return faults
}

// Address is the address of From without the name, "" when From is none.
func (s Server) Address() string {
	from, err := s.sender()
	if err != nil {
		return ""
	}
	return from.Address
}

// Local reports whether the server runs on this machine.
func (s Server) Local() bool {
	e, err := s.endpoint()
	return err == nil && signin.Loopback(e.host)
}

// Host is the host name of the server, "" when Addr names none.
func (s Server) Host() string {
	e, err := s.endpoint()
	if err != nil {
		return "" // Validate reports it
	}
	return e.host
}

// WithOAuth returns the server with the tokens of an account instead of a password. Each call makes a new source of
// tokens, so callers keep the result.
func (s Server) WithOAuth(a signin.Account) Server {
	s.Token, s.TokenAdvice = a.Source().Token, a.Refused()
	return s
}

// endpoint determines host, port and security.
func (s Server) endpoint() (endpoint, error) {
	addr := strings.TrimSpace(s.Addr)
	if addr == "" {
		return endpoint{}, errors.New("there is no mail server for sending: set its name, for example smtp.example.com")
	}
	e := endpoint{security: strings.ToLower(strings.TrimSpace(s.Security))}
	scheme := ""
	if before, rest, ok := strings.Cut(addr, "://"); ok {
		scheme, addr = strings.ToLower(before), strings.TrimSuffix(rest, "/")
		if scheme != "smtp" && scheme != "smtps" {
			return endpoint{}, fmt.Errorf("the mail server for sending begins with %q: write smtps://host or "+
				"smtp://host",
				scheme+"://")
		}
	}
	// A user name in the address would be ignored silently, and a password would be shown in messages.
	if strings.ContainsAny(addr, "@/?# \t\r\n") {
		return endpoint{}, errors.New("the mail server for sending must be a host and at most a port: give user and " +
			"password apart")
	}
	var err error
	if e.host, e.port, err = serverNames.Split(addr); err != nil {
		return endpoint{}, err
	}
	e.defaults(scheme)
	return e, e.check(scheme)
}

// defaults fills in port and security, each by the other where one of them is given.
func (e *endpoint) defaults(scheme string) {
	if e.security == "" {
		e.security = securityStartTLS
		if scheme == "smtps" || e.port == portTLS {
			e.security = securityTLS
		}
	}
	if e.port == "" {
		e.port = map[string]string{securityTLS: portTLS, securityNone: portPlain}[e.security]
	}
	if e.port == "" {
		e.port = portStartTLS
	}
}

// check refuses settings that would send the password unencrypted.
func (e endpoint) check(scheme string) error {
	switch {
	case e.security != securityTLS && e.security != securityStartTLS && e.security != securityNone:
		return fmt.Errorf("the security of the mail server for sending is %q: write tls, starttls or none", e.security)
	case scheme == "smtps" && e.security != securityTLS:
		return fmt.Errorf("the mail server for sending begins with smtps:// but its security is %q: write smtp://, "+
			"or tls",
			e.security)
	case e.security == securityNone && !signin.Loopback(e.host):
		return fmt.Errorf("the security of the mail server for sending is none, which would send password and "+
			"customers' data over the network in the clear: use tls or starttls for %s (none is for a server on this "+
			"machine only)",
			e.host)
	}
	return nil
}
