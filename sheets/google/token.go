package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"sync"

	"golang.org/x/oauth2"

	"leadsheet/signin"
)

// signer puts the access token on every request.
type signer struct {
	base   http.RoundTripper
	keeper *keeper
}

// RoundTrip sends r signed. An answer of 401 means that nothing was done; it is tried once more with a fresh token: an
// access token may be withdrawn before its time.
func (s *signer) RoundTrip(r *http.Request) (*http.Response, error) {
	token, err := s.keeper.token(r.Context(), "")
	if err != nil {
		if r.Body != nil {
			_ = r.Body.Close() // a RoundTripper closes the body whatever happens
		}
		return nil, err
	}
	answer, err := s.base.RoundTrip(signed(r, token))
	if err != nil || answer.StatusCode != http.StatusUnauthorized {
		return answer, err
	}
	again := r.Clone(r.Context())
	if r.Body != nil && r.Body != http.NoBody {
		if r.GetBody == nil {
			return answer, nil
		}
		if again.Body, err = r.GetBody(); err != nil {
			return answer, nil
		}
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16)) // so that the connection can be used again
	_ = answer.Body.Close()
	if token, err = s.keeper.token(r.Context(), token.AccessToken); err != nil {
		if again.Body != nil {
			_ = again.Body.Close()
		}
		return nil, err
	}
	return s.base.RoundTrip(signed(again, token))
}

func signed(r *http.Request, token *oauth2.Token) *http.Request {
	r = r.Clone(r.Context())
	token.SetAuthHeader(r)
	return r
}

// keeper keeps the access token and gets a new one when it has run out or was refused.
type keeper struct {
	mu      sync.Mutex
	current *oauth2.Token
	// fetch gets a token that is not the refused one.
	fetch func(ctx context.Context, refused string) (*oauth2.Token, error)
}

func (k *keeper) token(ctx context.Context, refused string) (*oauth2.Token, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.current.Valid() && k.current.AccessToken != refused {
		return k.current, nil
	}
	token, err := k.fetch(ctx, refused)
	if err != nil {
		return nil, err
	}
	k.current = token
	return token, nil
}

// savedToken reads the sign-in of a person that was made with the client c.
func (s SignIn) savedToken(c credentials) (signin.Kept, error) {
	var t signin.Kept
	if s.Token == "" {
		return t, signedOut("there is no place for the sign-in: name a file for it (LEADSHEET_GOOGLE_TOKEN)")
	}
	data, err := signin.ReadFile(s.Token)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t, signedOut("nobody has signed in yet: run leadsheet login")
	case err != nil:
		return t, signedOut("%v", err)
	case json.Unmarshal(data, &t) != nil || t.RefreshToken == "":
		return t, signedOut("%s holds no sign-in that can be read: run leadsheet login again", s.Token)
	case t.ClientID != c.Installed.ID:
		return t, signedOut("the sign-in in %s was made with another OAuth client than that of %s: run leadsheet login again", s.Token, s.Credentials)
	}
	return t, nil
}

func signedOut(format string, args ...any) *Error {
	return &Error{Kind: SignedOut, Doing: "sign in to Google", Text: fmt.Sprintf(format, args...)}
}

// fetchForPerson returns a function that gets a token by the saved sign-in. The file is read each time: the person may
// have signed in anew, or another leadsheet renewed the token.
func (s SignIn) fetchForPerson(c credentials) func(context.Context, string) (*oauth2.Token, error) {
	conf := c.Installed.config()
	return func(ctx context.Context, refused string) (*oauth2.Token, error) {
		saved, err := s.savedToken(c)
		if err != nil {
			return nil, err
		}
		if token := saved.Current(refused); token != nil {
			return token, nil
		}
		fresh, err := conf.TokenSource(s.toGoogle(ctx), &oauth2.Token{RefreshToken: saved.RefreshToken}).Token()
		if err != nil {
			return nil, explainToken(ctx, err, Person)
		}
		if err := s.renew(c, saved, fresh); err != nil {
			return nil, err
		}
		return fresh, nil
	}
}

// renew saves what came of a refresh.
func (s SignIn) renew(c credentials, old signin.Kept, fresh *oauth2.Token) error {
	next := old
	next.Use(fresh)
	if now, err := s.savedToken(c); err == nil && now.RefreshToken != old.RefreshToken {
		return nil // the person has signed in anew while we asked: theirs counts
	}
	err := signin.WriteFile(s.Token, next)
	if err != nil && next.RefreshToken != old.RefreshToken {
		return signedOut("the renewed sign-in cannot be kept, and the old one may have ended: %v", err)
	}
	// With the refresh token as it was, the file is as good as before: a read-only disk is no reason to stop.
	return nil
}

func (o *oauthClient) config() *oauth2.Config {
	return &oauth2.Config{ClientID: o.ID, ClientSecret: o.Secret,
		// The address of the person is asked for to tell which account the sheet must be shared with.
		Scopes:   []string{sheetsScope, "openid", "email"},
		Endpoint: oauth2.Endpoint{AuthURL: o.AuthURI, TokenURL: o.TokenURI, AuthStyle: oauth2.AuthStyleInParams}}
}
