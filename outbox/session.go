package outbox

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// session is a connection to a mail server on which somebody is signed in.
type session struct {
	*explainer
	conn   *conn
	client *smtp.Client
	limits limits
	used   time.Time // when a message was last sent
	large  bool      // the last message was refused because it is too large
}

// connect opens a session. A token that the server refuses is renewed once.
func (s *SMTP) connect(ctx context.Context) (*session, error) {
	opened, err := s.connectWith(ctx, "")
	var stale *staleToken
	if errors.As(err, &stale) {
		opened, again := s.connectWith(ctx, stale.token)
		if errors.Is(again, errSameToken) {
			return nil, err // what the server said is more than that there is no other token
		}
		return opened, again
	}
	return opened, err
}

func (s *SMTP) connectWith(ctx context.Context, stale string) (*session, error) {
	at, err := s.server.endpoint()
	if err != nil {
		return nil, err
	}
	pool, err := serverNames.Authorities(s.server.CAFile)
	if err != nil {
		return nil, err
	}
	e := &explainer{ctx: ctx, at: at, user: s.server.User, password: s.server.Password}
	dialing, cancel := context.WithTimeout(ctx, s.limits.dial)
	defer cancel()
	raw, err := s.dial(dialing, "tcp", at.hostPort())
	if err != nil {
		return nil, e.dialError(err)
	}
	c := &conn{Conn: raw, left: maxAnswer}
	e.conn = c
	defer context.AfterFunc(ctx, c.stop)()
	opened := &session{explainer: e, conn: c, limits: s.limits, used: time.Now()}
	if err := opened.greet(ctx, &tls.Config{ServerName: at.host, RootCAs: pool, MinVersion: tls.VersionTLS12},
		s.server.Address()); err != nil {
		c.stop()
		return nil, err
	}
	if err := opened.signIn(ctx, s.server, stale); err != nil {
		c.stop()
		return nil, err
	}
	return opened, nil
}

// greet makes the connection safe, and learns what the server can do.
func (s *session) greet(ctx context.Context, config *tls.Config, from string) (err error) {
	if err = s.conn.begin(ctx, s.limits.command); err != nil {
		return s.explain("connect", err)
	}
	var over net.Conn = s.conn
	if s.at.security == securityTLS {
		safe := tls.Client(s.conn, config)
		if err = safe.HandshakeContext(ctx); err != nil {
			return s.tlsError(err)
		}
		over = safe
	}
	if s.client, err = smtp.NewClient(over, s.at.host); err != nil {
		return s.greetingError(err)
	}
	if err = s.conn.begin(ctx, s.limits.command); err != nil {
		return s.explain("connect", err)
	}
	// The name of this machine is nobody's business, and mostly none that a server accepts.
	_, name, _ := strings.Cut(from, "@")
	if err = s.client.Hello(name); err != nil {
		return s.explain("greet it", err)
	}
	if s.at.security != securityStartTLS {
		return nil
	}
	if offered, _ := s.client.Extension("STARTTLS"); !offered {
		return s.tlsError(&textproto.Error{Code: 502, Msg: "it does not offer it"})
	}
	if err = s.conn.begin(ctx, s.limits.command); err != nil {
		return s.explain("connect", err)
	}
	if err = s.client.StartTLS(config); err != nil {
		return s.tlsError(err)
	}
	return nil
}

// deliver sends one message. over reports that the session is of no further use.
func (s *session) deliver(ctx context.Context, l letter) (result Result, over bool) {
	defer context.AfterFunc(ctx, s.conn.stop)()
	s.used, s.large = time.Now(), false
	if refused := s.fits(l); refused != nil {
		return *refused, false
	}
	s.client.SkipSMTPUTF8(!l.utf8)
	for _, step := range []struct {
		doing string
		do    func() error
	}{
		{"accept the sender", func() error { return s.client.Mail("<" + l.from + ">") }},
		{"accept the recipient", func() error { return s.client.Rcpt("<" + l.to + ">") }},
	} {
		if result, over, ok := s.step(ctx, step.doing, step.do); !ok {
			return result, over
		}
	}
	result, over = s.data(ctx, l.raw)
	s.used = time.Now()
	return result, over
}

// fits tells whether the server can take the message at all, as far as it has said so.
func (s *session) fits(l letter) *Result {
	if l.utf8 {
		if can, _ := s.client.Extension("SMTPUTF8"); !can {
			return &Result{Refused, fmt.Sprintf("the mail server %s cannot write to an address with letters beyond "+
				"plain Latin ones: use another address, or answer by telephone", s.at.host)}
		}
	}
	_, text := s.client.Extension("SIZE")
	if most, err := strconv.ParseInt(text, 10, 64); err == nil && most > 0 && int64(len(l.raw)) > most {
		s.large = true
		return &Result{Refused, fmt.Sprintf("the message has %d KB, but the mail server %s takes no more than %d KB",
			len(l.raw)>>10, s.at.host, most>>10)}
	}
	return nil
}

// step does a part of the exchange before the message itself. A refusal leaves the session usable.
func (s *session) step(ctx context.Context, doing string, do func() error) (result Result, over, ok bool) {
	err := s.conn.begin(ctx, s.limits.command)
	if err == nil {
		err = do()
	}
	if err == nil {
		return Result{}, false, true
	}
	s.large = isTooLarge(err)
	result, over = s.outcome(doing, err)
	if !over {
		over = s.conn.begin(ctx, s.limits.command) != nil || s.client.Reset() != nil
	}
	return result, over, false
}

// data hands over the message. Until its end nothing is accepted; after that, only the server's answer tells.
func (s *session) data(ctx context.Context, raw []byte) (result Result, over bool) {
	if result, over, ok := s.step(ctx, "take the message", func() error {
		_, _, err := s.command(354, "DATA")
		return err
	}); !ok {
		return result, over
	}
	if err := s.body(ctx, raw); err != nil {
		return s.interrupted(err)
	}
	if err := s.conn.begin(ctx, s.limits.dot); err != nil {
		return s.interrupted(err)
	}
	text := s.client.Text
	if _, err := text.W.WriteString(".\r\n"); err != nil {
		return s.interrupted(err)
	}
	if err := text.W.Flush(); err != nil {
		return s.interrupted(err) // a part of the last three bytes is missing, so it cannot have been accepted
	}
	if _, _, err := text.ReadResponse(250); err != nil {
		var refused *textproto.Error
		if !errors.As(err, &refused) || refused.Code < 400 {
			return Result{Unknown, fmt.Sprintf("the message was sent, but the connection to the mail server %s ended "+
				"before it said whether it took it: it may have arrived or not", s.at.host)}, true
		}
		s.large = isTooLarge(err)
		return s.outcome("take the message", err)
	}
	return Result{State: Sent}, false
}

// command is for the one command whose writer the library does not let be stopped before the end of a message.
func (s *session) command(expect int, line string) (int, string, error) {
	id, err := s.client.Text.Cmd("%s", line)
	if err != nil {
		return 0, "", err
	}
	s.client.Text.StartResponse(id)
	defer s.client.Text.EndResponse(id)
	return s.client.Text.ReadResponse(expect)
}

// body writes everything but the final dot, and then listens for a moment: a server that has closed the connection, or
// refuses before the end, has not accepted the message.
func (s *session) body(ctx context.Context, raw []byte) error {
	text := s.client.Text
	for line := range bytes.Lines(raw) {
		if err := s.conn.begin(ctx, s.limits.command); err != nil {
			return err
		}
		if line[0] == '.' {
			if err := text.W.WriteByte('.'); err != nil {
				return err
			}
		}
		line = bytes.TrimRight(line, "\r\n")
		if _, err := text.W.Write(append(line[:len(line):len(line)], '\r', '\n')); err != nil {
			return err
		}
	}
	if err := text.W.Flush(); err != nil {
		return err
	}
	var spoke error
	s.conn.quietly(listenFor, func() { _, spoke = text.R.Peek(1) })
	var timeout net.Error
	switch {
	case errors.As(spoke, &timeout) && timeout.Timeout():
		return nil
	case spoke == nil:
		return errSpoke
	}
	return spoke
}

// listenFor is how long a server is listened to before the end of a message. It is spent for every message.
const listenFor = 2 * time.Millisecond

// errSpoke says that the server has answered before the end of the message.
var errSpoke = errors.New("it answers before the end of the message")

// interrupted is the result when the message was not written to its end. What the server has said meanwhile counts.
func (s *session) interrupted(err error) (Result, bool) {
	said := err
	if s.conn.begin(context.Background(), s.limits.quit) == nil {
		if _, _, spoke := s.client.Text.ReadResponse(250); spoke != nil {
			var refused *textproto.Error
			if errors.As(spoke, &refused) {
				said = spoke
			}
		}
	}
	s.large = isTooLarge(said)
	result, _ := s.outcome("take the message", said)
	return result, true
}
