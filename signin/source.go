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
	// tokenTimeout is how long a provider may take to answer.
	tokenTimeout = 30 * time.Second
	// minValidity is how long a token must still be good to be sent: servers end a session with the token it began
	// with.
	minValidity = 2 * time.Minute
)

// Source gives out access tokens. It may be used by several goroutines.
type Source struct {
	account Account

	mu sync.Mutex // one request at a time
	// held is the last token that is in no file: one that no person consented to, or that could not be written.
	held *oauth2.Token
}

// Source returns a source of tokens for the account. It is meant to be kept.
func (a Account) Source() *Source { return &Source{account: a} }

// Token returns an access token that is not the refused one; "" is none. The files are read whenever there is no good
// token in memory: somebody may have signed in anew, replaced a secret that ran out, or another leadsheet renewed the
// token. An *Error says why there is none.
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
	if lasts(s.held) && s.held.AccessToken != refused {
		return s.held, nil
	}
	s.held = nil
	a := s.account
	c, err := a.ReadClient()
	if err != nil {
		return nil, &Error{Provider: a.Service.Name, Text: err.Error(), Err: err}
	}
	if !c.provider.consents() {
		s.held, err = a.fetch(ctx, c)
		return s.held, err
	}
	k, err := a.ReadKept(c)
	if err != nil {
		return nil, err
	}
	if token := k.current(refused); lasts(token) {
		return token, nil
	}
	token, kept, err := a.renew(ctx, c, k)
	if !kept {
		s.held = token
	}
	return token, err
}

func lasts(t *oauth2.Token) bool {
	return t.Valid() && !t.Expiry.IsZero() && time.Until(t.Expiry) > minValidity
}

// fetch gets a token by the client's secret or key.
func (a Account) fetch(ctx context.Context, c *Client) (*oauth2.Token, error) {
	return a.ask(ctx, c, func(ctx context.Context) (*oauth2.Token, error) {
		if c.Kind() == ServiceAccount {
			conf := jwt.Config{Email: c.Address, PrivateKey: []byte(c.PrivateKey), PrivateKeyID: c.PrivateKeyID,
				Scopes: c.provider.Scopes, TokenURL: c.TokenURI}
			return conf.TokenSource(ctx).Token()
		}
		conf := clientcredentials.Config{ClientID: c.ID, ClientSecret: c.Secret, TokenURL: c.TokenURI,
			Scopes: c.provider.Scopes, AuthStyle: oauth2.AuthStyleInParams}
		return conf.Token(ctx)
	})
}

// renew gets a new access token by the kept sign-in, and keeps what came of it. It reports whether the file holds a
// sign-in that is as new.
func (a Account) renew(ctx context.Context, c *Client, old Kept) (token *oauth2.Token, kept bool, err error) {
	token, err = a.ask(ctx, c, func(ctx context.Context) (*oauth2.Token, error) {
		conf := c.config()
		return conf.TokenSource(ctx, &oauth2.Token{RefreshToken: old.RefreshToken}).Token()
	})
	if err != nil {
		return nil, false, err
	}
	next := old
	next.use(token)
	if now, err := a.ReadKept(c); err == nil && now.RefreshToken != old.RefreshToken {
		return token, true, nil // the person has signed in anew while we asked: theirs counts
	}
	err = next.write(a.KeptFile)
	if err != nil && next.RefreshToken != old.RefreshToken {
		return nil, false, &Error{Provider: c.provider.Name, Err: err,
			Text: "the renewed sign-in cannot be kept, and the old one may have ended: " + err.Error()}
	}
	// With the refresh token as it was, the file is as good as before: a read-only disk is no reason to stop.
	return token, err == nil, nil
}

// config is for a person's consent.
func (c *Client) config() oauth2.Config {
	return oauth2.Config{ClientID: c.ID, ClientSecret: c.Secret, Scopes: c.provider.Scopes,
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURI, TokenURL: c.TokenURI, AuthStyle: oauth2.AuthStyleInParams}}
}

// ask does one request for a token. It comes to an end, and goes nowhere else.
func (a Account) ask(ctx context.Context, c *Client, get func(context.Context) (*oauth2.Token, error),
) (*oauth2.Token, error) {
	w := new(wire)
	client := &http.Client{Transport: w, Timeout: tokenTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	token, err := get(context.WithValue(ctx, oauth2.HTTPClient, client))
	if err != nil {
		return nil, a.explain(ctx, c, err, w.err)
	}
	return token, nil
}

// wire remembers why no answer came. What the library makes of it may hold what was sent.
type wire struct{ err error }

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	w.err = err
	return answer, err
}

// Standing is how things stand with the sign-in of an account, for people.
type Standing struct {
	Provider string
	App      bool      // an application, not a person
	Client   string    // its ID, when it is an application
	Address  string    // of the person who signed in; "" when it is not known
	SignedIn time.Time // when the person did
	Ends     time.Time // when the consent ends by itself; zero when that is not known
	Until    time.Time // when the present access token does; it is renewed in time
	Lacks    string    // a permission that an application has not been given
}

// Standing gets an access token, renewing it when its time is up, and tells whose it is and until when. Its errors are
// those of Source.Token.
func (a Account) Standing(ctx context.Context) (Standing, error) {
	c, err := a.ReadClient()
	if err != nil {
		return Standing{}, err
	}
	st := Standing{Provider: c.provider.Name, App: !c.provider.consents()}
	if st.App {
		st.Client = c.ID
		token, err := a.fetch(ctx, c)
		if err != nil {
			return st, err
		}
		st.Until = token.Expiry
		// The token is a matter between the provider and its servers, but what it says is the only hint there is.
		var says struct {
			Roles []string `json:"roles"`
		}
		if claims(token.AccessToken, &says) == nil && !slices.Contains(says.Roles, c.provider.Role) {
			st.Lacks = c.provider.Role
		}
		return st, nil
	}
	if _, err := a.Source().Token(ctx, ""); err != nil {
		return st, err
	}
	k, err := a.ReadKept(c)
	st.Address, st.SignedIn, st.Ends, st.Until = k.Address, k.SignedIn, k.Ends, k.Expiry
	return st, err
}
