package mailin

import (
	"errors"
	"fmt"
	"strings"

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
	if fault := serverNames.DialFault(err, s.endpoint.host, at); fault != nil {
		return fault
	}
	return hint.Because(err, "the mail server %s cannot be reached (%s): check the network, the next pass tries again",
		at, s.clean(err.Error()))
}

// tlsError explains why TLS failed. It never suggests an unencrypted connection.
func (s *Session) tlsError(err error) error {
	at := s.endpoint.hostPort()
	if fault := serverNames.TLSFault(err, at, s.clean); fault != nil {
		return fault
	}
	if refused := (*imap.Error)(nil); errors.As(err, &refused) {
		return hint.Because(err, "the mail server %s offers no STARTTLS (%s): use tls with port 993", at, s.refusal(refused))
	}
	return s.explain("make a safe connection to the mail server", err)
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
