package mailin

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"github.com/emersion/go-imap/v2"

	"leadsheet/lead/hint"
)

// explain converts an error of the connection to one that says what to do. doing names the failed step, as in "open the
// folder". Only the end of the context stays visible to errors.Is: other errors may contain text of the server.
func (s *Session) explain(doing string, err error) error {
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return fmt.Errorf("%s: %w", doing, ctxErr)
	}
	if s.conn != nil && s.conn.limits.exceeded() != nil {
		return hint.Because(err, "%s: the mail server %s sends what no mail server should (%v), so the connection was "+
			"closed; nothing is lost, the next pass tries again; if it stays so, tell the provider",
			doing, s.endpoint.hostPort(), s.conn.limits.exceeded())
	}
	if s.conn != nil && s.conn.expired() {
		return hint.Because(err, "%s: the mail server %s stopped answering; nothing is lost, the next pass tries again",
			doing, s.endpoint.hostPort())
	}
	var refused *imap.Error
	if errors.As(err, &refused) {
		if advice := s.advice(refused); advice != "" {
			return hint.Because(err, "%s: %s", doing, advice)
		}
		return hint.Because(err, "%s: the mail server refused: %s", doing, s.refusal(refused))
	}
	return hint.Because(err, "%s: the connection to the mail server %s broke (%s); nothing is lost, the next pass tries "+
		"again",
		doing, s.endpoint.hostPort(), s.clean(err.Error()))
}

// refusal returns the server's text with its code.
func (s *Session) refusal(e *imap.Error) string {
	text := s.clean(e.Text)
	if text == "" {
		text = string(e.Type)
	}
	if e.Code != "" {
		text = fmt.Sprintf("%s (%s)", text, s.clean(string(e.Code)))
	}
	return text
}

// dialError explains why the server was not reached.
func (s *Session) dialError(err error) error {
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return fmt.Errorf("connect to the mail server: %w", ctxErr)
	}
	at := s.endpoint.hostPort()
	var dns *net.DNSError
	var netErr net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return hint.Because(err, "there is no server named %s: check the spelling of the mailbox's server",
			s.endpoint.host)
	case errors.As(err, &dns):
		return hint.Because(err, "the name %s could not be looked up: check the network, the next pass tries again",
			s.endpoint.host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return hint.Because(err, "nothing answers at the mail server %s: check the port (993 for tls, 143 for starttls) "+
			"and that the server runs",
			at)
	case errors.As(err, &netErr) && netErr.Timeout():
		return hint.Because(err, "the mail server %s does not answer: check the port, a firewall and the network", at)
	}
	return hint.Because(err, "the mail server %s cannot be reached (%s): check the network, the next pass tries again",
		at, s.clean(err.Error()))
}

// tlsError explains why TLS failed. It never suggests an unencrypted connection.
func (s *Session) tlsError(err error) error {
	var (
		unknown   x509.UnknownAuthorityError
		wrongName x509.HostnameError
		invalid   x509.CertificateInvalidError
		noTLS     tls.RecordHeaderError
		refused   *imap.Error
	)
	at := s.endpoint.hostPort()
	switch {
	case errors.As(err, &unknown):
		return hint.Because(err, "the certificate of the mail server %s is signed by nobody this machine trusts: "+
			"if it is your own server, name its CA certificate in the mailbox's CA file", at)
	case errors.As(err, &wrongName):
		return hint.Because(err, "the certificate of the mail server %s is for another name (%s): "+
			"use the name that the provider gives",
			at, s.certificateNames(wrongName.Certificate))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return hint.Because(err, "the certificate of the mail server %s has expired or is not valid yet: "+
			"check this machine's clock, then tell the provider", at)
	case errors.As(err, &invalid):
		return hint.Because(err, "the certificate of the mail server %s is not valid (%s): tell the provider",
			at, s.clean(invalid.Error()))
	case errors.As(err, &noTLS):
		return hint.Because(err, "the mail server %s does not speak TLS on this port: use port 993, or security starttls "+
			"with port 143",
			at)
	case errors.As(err, &refused):
		return hint.Because(err, "the mail server %s offers no STARTTLS (%s): use tls with port 993", at, s.refusal(refused))
	}
	return s.explain("make a safe connection to the mail server", err)
}

func (s *Session) certificateNames(cert *x509.Certificate) string {
	if cert == nil || len(cert.DNSNames) == 0 {
		return "it names no host"
	}
	return s.clean(strings.Join(cert.DNSNames[:min(len(cert.DNSNames), 5)], ", "))
}

// folderError lists the existing folders.
func (s *Session) folderError(what string, refused *imap.Error) error {
	names := s.folders()
	if len(names) == 0 {
		return hint.Because(refused, "%s: %s", what, s.refusal(refused))
	}
	more := ""
	if len(names) > maxFoldersNamed {
		names, more = names[:maxFoldersNamed], " and more"
	}
	return hint.Because(refused, "%s: %s; the folders there are: %s%s",
		what, s.refusal(refused), s.clean(strings.Join(names, ", ")), more)
}
