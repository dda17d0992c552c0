// Package server is what reading mail and sending it have in common: the address of a mail server, the authorities that
// vouch for it, and what it means that it cannot be reached.
package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"

	"leadsheet/lead/hint"
)

// Names are what texts call the settings of a server, with its usual ports.
type Names struct {
	Server   string // "the mailbox's server"
	Port     string // its port, as a format with one text: "the mailbox's port %q"
	CAFile   string // "the mailbox's CA file"
	Example  string // "imap.example.com:993"
	Ports    string // "993 for tls, 143 for starttls"
	Unsafe   string // what to use where the port speaks no TLS: "port 993, or security starttls with port 143"
	Spelling string // where the name of the server is set
	CASet    string // where the authority of one's own server is set
	Again    string // ends what may pass by itself: ", the next pass tries again"; "" for nothing
}

// Split splits an address into host and port. The port may be missing.
func (n *Names) Split(addr string) (host, port string, err error) {
	if net.ParseIP(strings.Trim(addr, "[]")) != nil {
		return strings.Trim(addr, "[]"), "", nil
	}
	u, err := url.Parse("mail://" + addr)
	if err != nil || u.Hostname() == "" {
		return "", "", hint.Because(err, "%s is no host name and port: write for example %s", n.Server, n.Example)
	}
	if port = u.Port(); port != "" {
		if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
			return "", "", hint.Because(err, n.Port+" is no number from 1 to 65535", port)
		}
	}
	return u.Hostname(), port, nil
}

// Authorities returns the certificate authorities to trust: the system's, and those of a PEM file. For the file "" they
// are nil, which means the system's.
func (n *Names) Authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", n.CAFile, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // a system without certificates of its own
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s %s holds no certificate: it must be in PEM form (BEGIN CERTIFICATE)", n.CAFile, file)
	}
	return pool, nil
}

// DialFault explains why a server was not reached; nil for a reason that it does not know.
func (n *Names) DialFault(err error, host, hostPort string) error {
	var dns *net.DNSError
	var netErr net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return hint.Because(err, "there is no server named %s: check the spelling of %s", host, n.Spelling)
	case errors.As(err, &dns):
		return hint.Because(err, "the name %s could not be looked up: check the network%s", host, n.Again)
	case errors.Is(err, syscall.ECONNREFUSED):
		return hint.Because(err, "nothing answers at the mail server %s: check the port (%s) and that the server runs",
			hostPort, n.Ports)
	case errors.As(err, &netErr) && netErr.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return hint.Because(err, "the mail server %s does not answer: check the port, a firewall and the network",
			hostPort)
	}
	return nil
}

// TLSFault explains why a certificate is not accepted, or that a server speaks no TLS; nil for another reason. It never
// suggests an unencrypted connection. clean makes texts of the server fit to be shown.
func (n *Names) TLSFault(err error, hostPort string, clean func(string) string) error {
	var (
		unknown   x509.UnknownAuthorityError
		wrongName x509.HostnameError
		invalid   x509.CertificateInvalidError
		noTLS     tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &unknown):
		return hint.Because(err, "the certificate of the mail server %s is signed by nobody this machine trusts: if "+
			"it is your own server, name its CA certificate in %s", hostPort, n.CASet)
	case errors.As(err, &wrongName):
		return hint.Because(err, "the certificate of the mail server %s is for another name (%s): use the name that "+
			"the provider gives", hostPort, hosts(wrongName.Certificate, clean))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return hint.Because(err, "the certificate of the mail server %s has expired or is not valid yet: check this "+
			"machine's clock, then tell the provider", hostPort)
	case errors.As(err, &invalid):
		return hint.Because(err, "the certificate of the mail server %s is not valid (%s): tell the provider", hostPort,
			clean(invalid.Error()))
	case errors.As(err, &noTLS):
		return hint.Because(err, "the mail server %s does not speak TLS on this port: use %s", hostPort, n.Unsafe)
	}
	return nil
}

// hosts are the names that a certificate is for.
func hosts(cert *x509.Certificate, clean func(string) string) string {
	if cert == nil || len(cert.DNSNames) == 0 {
		return "it names no host"
	}
	return clean(strings.Join(cert.DNSNames[:min(len(cert.DNSNames), 5)], ", "))
}
