package mailin

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-imap/v2"
)

const (
	startTLSTag   = "S1"
	maxPlainLine  = 8 << 10 // bytes of a line before TLS
	maxPlainLines = 100
)

// startTLS asks for TLS and creates the client on it. The few lines in front of TLS are read here and not by go-imap,
// so that a server, or an attacker between, cannot send it a text without end, and nothing that was sent before TLS
// counts after it.
func (s *Session) startTLS(config *tls.Config) error {
	if err := s.askForTLS(); err != nil {
		return s.tlsError(err)
	}
	return s.overTLS(config, "* OK TLS\r\n") // the greeting, which has come
}

// askForTLS reads the greeting, and waits until the server is ready for TLS. A refusal is an *imap.Error.
func (s *Session) askForTLS() error {
	greeting, err := s.plainLine()
	if err != nil {
		return err
	}
	switch status, refused := parseStatus(greeting, "*"); {
	case status == "PREAUTH":
		return errors.New("the server skips the sign-in before the connection is safe (PREAUTH)")
	case status != "OK":
		return refused
	}
	if _, err := io.WriteString(s.conn, startTLSTag+" STARTTLS\r\n"); err != nil {
		return fmt.Errorf("ask for TLS: %w", err)
	}
	for range maxPlainLines {
		line, err := s.plainLine()
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, "* ") {
			continue
		}
		if status, refused := parseStatus(line, startTLSTag); status != "OK" {
			return refused
		}
		return nil
	}
	return &tooMuch{"an answer that does not end"}
}

// plainLine reads a line, byte by byte: what follows it may be TLS.
func (s *Session) plainLine() (string, error) {
	var line []byte
	b := make([]byte, 1)
	for len(line) < maxPlainLine {
		if _, err := io.ReadFull(s.conn, b); err != nil {
			return "", fmt.Errorf("read before TLS: %w", err)
		}
		if b[0] == '\n' {
			return strings.TrimRight(string(line), "\r"), nil
		}
		line = append(line, b[0])
	}
	return "", &tooMuch{"a line that does not end"}
}

// parseStatus reads a line with a tag and a status. refused is what it says unless the status is OK.
func parseStatus(line, tag string) (status string, refused error) {
	rest, ok := strings.CutPrefix(line, tag+" ")
	if !ok {
		return "", errors.New("what came is not the protocol of a mail server (IMAP)")
	}
	status, text, _ := strings.Cut(rest, " ")
	status = strings.ToUpper(status)
	code := ""
	if inside, after, ok := strings.Cut(strings.TrimPrefix(text, "["), "]"); ok && strings.HasPrefix(text, "[") {
		code, text = inside, strings.TrimSpace(after)
	}
	return status, &imap.Error{Type: imap.StatusResponseType(status), Code: imap.ResponseCode(code), Text: text}
}
