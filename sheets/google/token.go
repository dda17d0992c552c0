package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/oauth2"
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

// savedToken is the file of a person's sign-in.
type savedToken struct {
	ClientID     string    `json:"client_id"` // of the OAuth client it was made with
	Address      string    `json:"address,omitempty"`
	RefreshToken string    `json:"refresh_token"`
	AccessToken  string    `json:"access_token,omitempty"`
	Expiry       time.Time `json:"expiry,omitzero"`
}

// use takes over what Google answered. Google mostly sends no new refresh token: the old one stays. An access token
// without an end would look valid for ever, so it is not kept.
func (t *savedToken) use(fresh *oauth2.Token) {
	if fresh.RefreshToken != "" {
		t.RefreshToken = fresh.RefreshToken
	}
	t.AccessToken, t.Expiry = "", time.Time{}
	if !fresh.Expiry.IsZero() {
		t.AccessToken, t.Expiry = fresh.AccessToken, fresh.Expiry
	}
}

// savedToken reads the sign-in of a person that was made with the client c.
func (s SignIn) savedToken(c credentials) (savedToken, error) {
	var t savedToken
	if s.Token == "" {
		return t, signedOut("there is no place for the sign-in: name a file for it (LEADSHEET_GOOGLE_TOKEN)")
	}
	data, err := readPrivate(s.Token)
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
		token := &oauth2.Token{AccessToken: saved.AccessToken, Expiry: saved.Expiry}
		if !saved.Expiry.IsZero() && token.Valid() && token.AccessToken != refused {
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
func (s SignIn) renew(c credentials, old savedToken, fresh *oauth2.Token) error {
	next := old
	next.use(fresh)
	if now, err := s.savedToken(c); err == nil && now.RefreshToken != old.RefreshToken {
		return nil // the person has signed in anew while we asked: theirs counts
	}
	err := writePrivate(s.Token, next)
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

// writePrivate replaces the token file as a whole; no moment leaves it half written or readable by others.
func writePrivate(path string, t savedToken) (err error) {
	data, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	f, err := os.CreateTemp(dir, ".google-token-") // 0600
	if err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("save the sign-in: %w", err)
	}
	return syncDir(dir)
}

// maxPrivate is far more than any credentials file has.
const maxPrivate = 1 << 18

// readPrivate reads a file that must be nobody else's business. The error says how to mend it.
func readPrivate(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s is a symbolic link: name the file itself", path)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opened, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !os.SameFile(info, opened) {
		return nil, fmt.Errorf("%s was replaced while it was read: try again", path)
	}
	if err := ownAlone(path, opened); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPrivate+1))
	if err == nil && len(data) > maxPrivate {
		err = fmt.Errorf("%s is too big for a credentials file", path)
	}
	return data, err
}
