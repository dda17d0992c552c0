package mailin

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"

	"leadsheet/lead/hint"
	"leadsheet/signin"
)

const mechanismXOAuth2 = "XOAUTH2"

// signIn authenticates with an access token when the mailbox has a source of tokens, else with the password. A stale
// token, which was refused before, is not sent again.
func (s *Session) signIn(stale string) error {
	defer s.conn.watchText(maxUnknownText)()
	if s.client.State() == imap.ConnStateAuthenticated {
		return nil // PREAUTH: the server has authenticated the connection by other means
	}
	caps := s.client.Caps()
	if caps == nil {
		err := s.client.Noop().Wait()
		if err == nil {
			err = errors.New("it does not say what it can do (CAPABILITY)")
		}
		return s.explain("ask the mail server what it can do", err)
	}
	if s.box.Token != nil {
		return s.signInByToken(caps, stale)
	}
	var err error
	switch {
	case caps.Has(imap.AuthCap("PLAIN")):
		err = s.client.Authenticate(sasl.NewPlainClient("", s.box.User, s.box.Password))
	case caps.Has(imap.CapLoginDisabled):
		return s.noPassword(caps)
	default:
		err = s.client.Login(s.box.User, s.box.Password).Wait()
	}
	if err != nil {
		return s.signInError(err)
	}
	return nil
}

// noPassword is the error of a server that refuses passwords on this connection.
func (s *Session) noPassword(caps imap.CapSet) error {
	if s.endpoint.security != securityNone && (caps.Has(imap.AuthCap(mechanismXOAuth2)) ||
		caps.Has(imap.AuthCap(sasl.OAuthBearer))) {
		return fmt.Errorf("the mail server %s takes no passwords at all, only a sign-in with the provider (OAuth): "+
			"set %v=xoauth2 (README.md, Gmail and Microsoft 365), or ask the provider for an app password",
			s.endpoint.hostPort(), hint.MailAuth)
	}
	return fmt.Errorf("the mail server %s takes no password on this connection (LOGINDISABLED): "+
		"use security tls or starttls, or ask the provider for another way to sign in", s.endpoint.hostPort())
}

// signInByToken sends an access token, by XOAUTH2 where the server has it (Gmail and Microsoft do), else by
// OAUTHBEARER.
func (s *Session) signInByToken(caps imap.CapSet, stale string) error {
	var mechanism sasl.Client
	// The token is fetched only now, since fetching it may call the provider.
	switch {
	case caps.Has(imap.AuthCap(mechanismXOAuth2)):
		if err := s.fetchToken(stale); err != nil {
			return err
		}
		mechanism = &xoauth2{user: s.box.User, token: s.token}
	case caps.Has(imap.AuthCap(sasl.OAuthBearer)):
		if err := s.fetchToken(stale); err != nil {
			return err
		}
		options := &sasl.OAuthBearerOptions{Username: s.box.User, Token: s.token, Host: s.endpoint.host}
		options.Port, _ = strconv.Atoi(s.endpoint.port) // endpoint has checked it
		mechanism = sasl.NewOAuthBearerClient(options)
	default:
		return fmt.Errorf("the mail server %s offers no sign-in by token (neither XOAUTH2 nor OAUTHBEARER): "+
			"use a password or an app password, or check the server's name", s.endpoint.hostPort())
	}
	err := s.client.Authenticate(mechanism)
	if err == nil {
		return nil
	}
	var refused *imap.Error
	if !errors.As(err, &refused) {
		// The exchange stopped halfway: the server would take anything further as a part of it.
		defer s.conn.cut()
	}
	return s.signInError(err)
}

// staleToken is the refusal of a token when another token may be accepted.
type staleToken struct {
	token string
	error
}

// Unwrap returns the refusal.
func (e *staleToken) Unwrap() error { return e.error }

// errSameToken is returned when there is no other token than the stale one.
var errSameToken = errors.New("get the token for the mailbox: there is none but the one that was refused: sign in " +
	"again")

// fetchToken gets a token that is not the stale one.
func (s *Session) fetchToken(stale string) error {
	token, err := s.box.Token(s.ctx, stale)
	switch {
	case err != nil:
		return fmt.Errorf("get the token for the mailbox: %w", err)
	case token == "" || strings.ContainsAny(token, "\r\n\x00\x01"):
		return errors.New("get the token for the mailbox: what came is no token: sign in again")
	case token == stale:
		return errSameToken
	}
	s.token = token
	return nil
}

// xoauth2 is the mechanism that Gmail and Microsoft 365 introduced before OAUTHBEARER was a standard.
type xoauth2 struct{ user, token string }

// Start returns the only message of the client.
func (x *xoauth2) Start() (mechanism string, response []byte, err error) {
	return mechanismXOAuth2, []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next reads the server's refusal. The protocol asks for an empty answer, which go-imap cannot send. The refusal alone
// is enough.
func (x *xoauth2) Next(challenge []byte) ([]byte, error) {
	var refusal sasl.OAuthBearerError
	if err := json.Unmarshal(challenge, &refusal); err != nil {
		return nil, fmt.Errorf("read the server's refusal of the token: %w", err)
	}
	return nil, &refusal
}

// signInError distinguishes a wrong password from a server that cannot sign in users at the moment.
func (s *Session) signInError(err error) error {
	if s.ctx.Err() != nil || s.conn.expired() {
		return s.explain("sign in to the mailbox", err)
	}
	var token *sasl.OAuthBearerError
	if errors.As(err, &token) {
		return &staleToken{s.token, s.tokenRefused(err, "status "+s.clean(token.Status))}
	}
	var refused *imap.Error
	if !errors.As(err, &refused) {
		return s.explain("sign in to the mailbox", err)
	}
	switch refused.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeLimit, imap.ResponseCodeInUse, imap.ResponseCodeServerBug:
		return hint.Because(err, "the mail server %s signs nobody in at the moment: %s; the next pass tries again",
			s.endpoint.host, s.refusal(refused))
	case imap.ResponseCodePrivacyRequired:
		return hint.Because(err, "the mail server %s takes no password on this connection: use security tls or starttls",
			s.endpoint.host)
	}
	if advice := s.advice(refused); advice != "" {
		return hint.Because(err, "%s", advice)
	}
	if s.token != "" {
		return &staleToken{s.token, s.tokenRefused(err, s.refusal(refused))}
	}
	check := "check both (many providers want an app password made for this program, or IMAP switched on in the mail " +
		"settings)"
	switch signin.Mail.ProviderAt(strings.ToLower(s.endpoint.host)) {
	case "Microsoft":
		check = "Microsoft takes no passwords from programs: set " + hint.MailAuth.String() + "=xoauth2 (README.md, Gmail " +
			"and Microsoft 365)"
	case "Google":
		check = "Google wants an app password (it asks for 2-step verification), or " + hint.MailAuth.String() +
			"=xoauth2 (README.md, Gmail and Microsoft 365)"
	}
	return hint.Because(err, "the mail server %s refused the user name or the password: %s; %s",
		s.endpoint.host, s.refusal(refused), check)
}

func (s *Session) tokenRefused(cause error, text string) error {
	advice := s.box.TokenAdvice
	if advice == "" {
		advice = "the consent has expired or was withdrawn, does not cover mail, or was given for another mailbox than " +
			s.box.User + ": sign in again, as that mailbox's user"
	}
	return hint.Because(cause, "the mail server %s does not accept the sign-in (%s): %s", s.endpoint.host, text, advice)
}

// noBasicAuth is the advice where a provider takes tokens only.
var noBasicAuth = "this provider takes no passwords from programs any more (basic authentication is off): " +
	"set " + hint.MailAuth.String() + "=xoauth2 (README.md, Gmail and Microsoft 365)"

// knownRefusals holds known texts of providers (a part, in lower case) and what the user has to do.
var knownRefusals = []struct{ part, advice string }{
	{"authenticated but not connected", "the sign-in is good, but the mailbox does not open: switch IMAP on for it (in " +
		"Microsoft 365: the user's mail apps), " +
		"and give the application access to this mailbox (Add-MailboxPermission, with the object ID shown under Enterprise " +
		"applications); " +
		"the same is said for a while when there were too many connections"},
	{"not enabled for imap", "IMAP is switched off for this mailbox: switch it on in the mail settings, or have your " +
		"administrator do so"},
	{"imap access is disabled", "IMAP is switched off for this mailbox: switch it on in the mail settings, or have your " +
		"administrator do so"},
	{"imap is disabled", "IMAP is switched off for this mailbox: switch it on in the mail settings, or have your " +
		"administrator do so"},
	{"application-specific password required", "this account wants an app password instead of its own: make one in the " +
		"account's security settings"},
	{"basicauthblocked", noBasicAuth},
	{"basic authentication is disabled", noBasicAuth},
	{"too many simultaneous connections", "the mailbox has too many connections: close other mail programs that use it, " +
		"the next pass tries again"},
	{"web login required", "the provider wants to see a person first: sign in to the mailbox in a browser once, then " +
		"try again"},
}

// advice returns what the user has to do about a text of the server, "" when the text is not known.
func (s *Session) advice(refused *imap.Error) string {
	text := strings.ToLower(refused.Text + " " + string(refused.Code))
	for _, h := range knownRefusals {
		if strings.Contains(text, h.part) {
			return fmt.Sprintf("%s (%s says: %s)", h.advice, s.endpoint.host, s.refusal(refused))
		}
	}
	return ""
}
