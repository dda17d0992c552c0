package signin

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/oauth2/jwt"
)

const (
	// tokenTimeout limits one request to a provider.
	tokenTimeout = 30 * time.Second
	// minValidity is how long a token must still be valid to be used: servers end a session when its token expires.
	minValidity = 2 * time.Minute
)

// Source provides access tokens. It may be used by several goroutines.
type Source struct {
	account Account

	mu sync.Mutex // one request at a time
	// unsaved is the last token that is not in a file: that of an application or service account, or one that could not
	// be written.
	unsaved *oauth2.Token
}

// Source returns a source of tokens for the account. Callers keep it, since it caches tokens.
func (a Account) Source() *Source { return &Source{account: a} }

// Token returns an access token other than the refused one ("" for none). It reads the files whenever it has no valid
// token in memory: a person may have signed in again or replaced an expired secret, or another process may have renewed
// the token. The error is an *Error.
func (s *Source) Token(ctx context.Context, refused string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token, err := s.get(ctx, refused)
	if err != nil {
		return "", err
	}
	return token.AccessToken, nil
}

func (s *Source) get(ctx context.Context, refused string) (*oauth2.Token, error) {
	if staysValid(s.unsaved) && s.unsaved.AccessToken != refused {
		return s.unsaved, nil
	}
	s.unsaved = nil
	a := s.account
	c, err := a.ReadClient()
	if err != nil {
		return nil, &Error{Provider: a.Service.Name, Text: err.Error(), Err: err}
	}
	if !c.provider.needsConsent() {
		s.unsaved, err = a.fetch(ctx, c)
		return s.unsaved, err
	}
	kept, err := a.ReadKept(c)
	if err != nil {
		return nil, err
	}
	if token := kept.current(refused); staysValid(token) {
		return token, nil
	}
	token, saved, err := a.renew(ctx, c, kept)
	if !saved {
		s.unsaved = token
	}
	return token, err
}

func staysValid(t *oauth2.Token) bool {
	return t.Valid() && !t.Expiry.IsZero() && time.Until(t.Expiry) > minValidity
}

// fetch requests a token with the client's secret or key.
func (a Account) fetch(ctx context.Context, c *Client) (*oauth2.Token, error) {
	return a.requestToken(ctx, c, func(ctx context.Context) (*oauth2.Token, error) {
		if c.Kind() == ServiceAccount {
			conf := jwt.Config{Email: c.Address, PrivateKey: []byte(c.PrivateKey), PrivateKeyID: c.PrivateKeyID,
				Scopes: c.provider.Scopes, TokenURL: c.TokenURI}
			if a.Further != "" {
				conf.Scopes = append(slices.Clip(conf.Scopes), a.Further)
			}
			return conf.TokenSource(ctx).Token()
		}
		conf := clientcredentials.Config{ClientID: c.ID, ClientSecret: c.Secret, TokenURL: c.TokenURI,
			Scopes: c.provider.Scopes, AuthStyle: oauth2.AuthStyleInParams}
		return conf.Token(ctx)
	})
}

// renew requests a new access token with the stored sign-in, and stores the result. saved reports whether the file now
// holds a sign-in that is as new.
func (a Account) renew(ctx context.Context, c *Client, old Kept) (token *oauth2.Token, saved bool, err error) {
	token, err = a.requestToken(ctx, c, func(ctx context.Context) (*oauth2.Token, error) {
		conf := c.config()
		return conf.TokenSource(ctx, &oauth2.Token{RefreshToken: old.RefreshToken}).Token()
	})
	if err != nil {
		return nil, false, err
	}
	next := old
	next.update(token)
	if now, err := a.ReadKept(c); err == nil && now.RefreshToken != old.RefreshToken {
		return token, true, nil // the person has signed in again meanwhile; that sign-in counts
	}
	err = next.write(a.KeptFile)
	if err != nil && next.RefreshToken != old.RefreshToken {
		return nil, false, &Error{Provider: c.provider.Name, Err: err,
			Text: "the renewed sign-in cannot be kept, and the old one may have ended: " + err.Error()}
	}
	// The refresh token is unchanged, so the old file is still valid: a read-only disk is no error.
	return token, err == nil, nil
}

// config returns the OAuth configuration for a person's consent.
func (c *Client) config() oauth2.Config {
	return oauth2.Config{ClientID: c.ID, ClientSecret: c.Secret, Scopes: c.provider.Scopes,
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURI, TokenURL: c.TokenURI, AuthStyle: oauth2.AuthStyleInParams}}
}

// requestToken makes one request for a token, with a timeout and without following redirects.
func (a Account) requestToken(ctx context.Context, c *Client, get func(context.Context) (*oauth2.Token, error),
) (*oauth2.Token, error) {
	w := new(recordingTransport)
	client := &http.Client{Transport: w, Timeout: tokenTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	token, err := get(context.WithValue(ctx, oauth2.HTTPClient, client))
	if err != nil {
		return nil, a.explain(ctx, c, err, w.err)
	}
	return token, nil
}

// recordingTransport records the error of the connection. The library's own error could contain secrets that were sent.
type recordingTransport struct{ err error }

// RoundTrip implements http.RoundTripper.
func (w *recordingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	w.err = err
	return answer, err
}

// Status describes the sign-in of an account, for people.
type Status struct {
	Provider string
	App      bool      // an application, not a person
	Client   string    // ID of the application, if it is one
	Address  string    // of the person who signed in; "" when unknown
	SignedIn time.Time // when the person signed in
	Ends     time.Time // end of the consent; zero when unknown
	Until    time.Time // end of the current access token, which is renewed automatically
	Lacks    string    // a permission that the application lacks
}

// Status gets an access token, renewing it if it has expired, and describes it. Its errors are those of Source.Token.
func (a Account) Status(ctx context.Context) (Status, error) {
	c, err := a.ReadClient()
	if err != nil {
		return Status{}, err
	}
	status := Status{Provider: c.provider.Name, App: !c.provider.needsConsent()}
	if status.App {
		status.Client = c.ID
		token, err := a.fetch(ctx, c)
		if err != nil {
			return status, err
		}
		status.Until = token.Expiry
		// The content of an access token is not standardised, but it is the only place that shows the granted
		// permissions.
		var claimed struct {
			Roles []string `json:"roles"`
		}
		if decodeClaims(token.AccessToken, &claimed) == nil && !slices.Contains(claimed.Roles, c.provider.Role) {
			status.Lacks = c.provider.Role
		}
		return status, nil
	}
	if _, err := a.Source().Token(ctx, ""); err != nil {
		return status, err
	}
	kept, err := a.ReadKept(c)
	status.Address, status.SignedIn, status.Ends, status.Until = kept.Address, kept.SignedIn, kept.Ends, kept.Expiry
	return status, err
}
