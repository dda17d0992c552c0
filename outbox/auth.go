package outbox

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	"github.com/wneessen/go-mail/smtp"

	"leadsheet/lead/hint"
)

// Mechanisms of signing in.
const (
	mechanismXOAuth2     = "XOAUTH2"
	mechanismOAuthBearer = "OAUTHBEARER"
)

// staleToken is the refusal of a token when another token may be accepted.
type staleToken struct {
	token string
	error
}

// Unwrap returns the refusal.
func (e *staleToken) Unwrap() error { return e.error }

// errSameToken is returned when there is no other token than the stale one.
var errSameToken = errors.New("there is no sign-in for sending but the one that was refused: sign in again")

// signIn authenticates with an access token when the server has a source of tokens, else with the password. A stale
// token, which was refused before, is not sent again.
func (s *session) signIn(ctx context.Context, server Server, stale string) error {
	if server.User == "" {
		return nil
	}
	has, text := s.client.Extension("AUTH")
	if !has {
		return fmt.Errorf("the mail server %s offers no sign-in on this connection: use port 465 with tls or port "+
			"587 with starttls; if it is your own server that asks for none, remove %v", s.at.hostPort(), hint.SendUser)
	}
	offered := strings.Fields(strings.ToUpper(text))
	var auth smtp.Auth
	if server.Token != nil {
		bearer := ""
		for _, mechanism := range []string{mechanismXOAuth2, mechanismOAuthBearer} {
			if slices.Contains(offered, mechanism) {
				bearer = mechanism
				break
			}
		}
		if bearer == "" {
			return fmt.Errorf("the mail server %s offers no sign-in by token (neither XOAUTH2 nor OAUTHBEARER): use "+
				"a password or an app password, or check the server's name", s.at.hostPort())
		}
		token, err := fetchToken(ctx, server, stale)
		if err != nil {
			return err
		}
		s.token = token
		auth = bearerAuth(bearer, s.at, server.User, token)
	} else if auth = passwordAuth(offered, s.at, server); auth == nil {
		return s.noPassword(offered)
	}
	if err := s.conn.begin(ctx, s.limits.command); err != nil {
		return s.explain("sign in", err)
	}
	if err := s.client.Auth(auth); err != nil {
		return s.signInError(err, server)
	}
	return nil
}

// passwordAuth is the mechanism for a password: the plain ones first, since the connection is safe and some servers
// offer the others without being able to use them for every account.
func passwordAuth(offered []string, at endpoint, server Server) smtp.Auth {
	for _, m := range []struct {
		name string
		make func() smtp.Auth
	}{
		{"PLAIN", func() smtp.Auth { return smtp.PlainAuth("", server.User, server.Password, at.host, true) }},
		{"LOGIN", func() smtp.Auth { return smtp.LoginAuth(server.User, server.Password, at.host, true) }},
		{"SCRAM-SHA-256", func() smtp.Auth { return smtp.ScramSHA256Auth(server.User, server.Password) }},
		{"SCRAM-SHA-1", func() smtp.Auth { return smtp.ScramSHA1Auth(server.User, server.Password) }},
		{"CRAM-MD5", func() smtp.Auth { return smtp.CRAMMD5Auth(server.User, server.Password) }},
	} {
		if slices.Contains(offered, m.name) {
			return m.make()
		}
	}
	return nil
}

// noPassword is the error of a server that takes no passwords.
func (s *session) noPassword(offered []string) error {
	if slices.Contains(offered, mechanismXOAuth2) || slices.Contains(offered, mechanismOAuthBearer) {
		return fmt.Errorf("the mail server %s takes no passwords at all, only a sign-in with the provider (OAuth): "+
			"set %v=xoauth2 (README.md, Gmail and Microsoft 365)", s.at.hostPort(), hint.SendAuth)
	}
	return fmt.Errorf("the mail server %s offers only ways to sign in that leadsheet does not know (%s): ask the "+
		"provider for another server for sending", s.at.hostPort(), oneLine(strings.Join(offered, ", "), maxSaid))
}

// fetchToken gets a token that is not the stale one.
func fetchToken(ctx context.Context, server Server, stale string) (string, error) {
	token, err := server.Token(ctx, stale)
	switch {
	case err != nil:
		return "", fmt.Errorf("get the sign-in for sending: %w", err)
	case token == "" || strings.ContainsAny(token, "\r\n\x00\x01"):
		return "", errors.New("get the sign-in for sending: what came is no token: sign in again")
	case token == stale:
		return "", errSameToken
	}
	return token, nil
}

// signInError distinguishes a wrong password from a server that cannot sign in users at the moment.
func (s *session) signInError(err error, server Server) error {
	var refused *textproto.Error
	if !errors.As(err, &refused) || refused.Code < 400 {
		return s.explain("sign in", err)
	}
	switch {
	case refused.Code < 500 && refused.Code != 432: // 432: a password transition is needed
		return hint.Because(err, "the mail server %s signs nobody in at the moment: %s", s.at.host, s.said(refused))
	case strings.Contains(strings.ToLower(refused.Msg), "smtpclientauthentication is disabled"):
		return hint.Because(err, "sending by SMTP is switched off for this mailbox (%s): have your administrator "+
			"switch on Authenticated SMTP for it, in the Microsoft 365 admin center under the user's mail apps",
			s.said(refused))
	case s.token != "":
		advice := server.TokenAdvice
		if advice == "" {
			advice = "the consent has expired or was withdrawn, does not cover sending, or was given for another " +
				"mailbox than " +
				server.User + ": sign in again, as that mailbox's user"
		}
		return &staleToken{s.token, hint.Because(err, "the mail server %s does not accept the sign-in (%s): %s",
			s.at.host,
			s.said(refused), advice)}
	}
	return hint.Because(err, "the mail server %s refused the user name or the password for sending: %s; %s", s.at.host,
		s.said(refused), s.signInAdvice())
}

// bearer is the mechanism of RFC 7628.
type bearer struct {
	at          endpoint
	user, token string
}

// bearerAuth is the mechanism for a token.
func bearerAuth(mechanism string, at endpoint, user, token string) smtp.Auth {
	if mechanism == mechanismXOAuth2 {
		return smtp.XOAuth2Auth(user, token)
	}
	return &bearer{at, user, token}
}

// Start implements smtp.Auth.
func (b *bearer) Start(*smtp.ServerInfo) (string, []byte, error) {
	return mechanismOAuthBearer, []byte("n,a=" + strings.NewReplacer("=", "=3D", ",", "=2C").Replace(b.user) +
		",\x01host=" + b.at.host + "\x01port=" + b.at.port + "\x01auth=Bearer " + b.token + "\x01\x01"), nil
}

// Next implements smtp.Auth: the server explains a refusal first, and refuses after an empty answer.
func (b *bearer) Next(_ []byte, more bool) ([]byte, error) {
	if more {
		return []byte{1}, nil
	}
	return nil, nil
}
