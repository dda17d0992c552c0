package mailin

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"leadsheet/signin"
)

// goodFor is how long a token must still be good to be sent: servers end a session with the token it began with.
const goodFor = 2 * time.Minute

// Use makes the mailbox sign in by tokens.
func (o OAuth) Use(box Mailbox) Mailbox {
	s := &tokenSource{oauth: o}
	box.Token, box.TokenAdvice = s.token, ""
	if c, err := o.client(); err == nil {
		box.TokenAdvice = c.advice(o.Mailbox)
	}
	return box
}

// advice is what to do when the mail server accepts no token of the provider's.
func (c *oauthClient) advice(mailbox string) string {
	switch {
	case c.app():
		return "the application may not open the mailbox " + mailbox + ": in Microsoft Entra give it the application permission " + appRole +
			" of Office 365 Exchange Online with an administrator's consent; in Exchange Online PowerShell run New-ServicePrincipal with the object ID shown under " +
			"Enterprise applications (not App registrations), and Add-MailboxPermission with FullAccess for this mailbox; it may take half an hour to count"
	case c.provider.name == microsoftMail.name:
		return "the consent has expired or was withdrawn, or the account that signed in may not open the mailbox " + mailbox +
			": run leadsheet login --mail again as the mailbox's user or somebody who has full access to it; IMAP must be on for the mailbox " +
			"(in Microsoft 365: the user's mail apps)"
	}
	return "the consent has expired or was withdrawn, or was given for another mailbox than " + mailbox +
		": run leadsheet login --mail again as the mailbox's user; in Google Workspace the administrator may have switched IMAP off"
}

// tokenSource keeps the token of an application; a person's is in the file.
type tokenSource struct {
	oauth OAuth

	mu  sync.Mutex // one request at a time: the watcher and the pass may ask together
	app *oauth2.Token
}

// token returns an access token that is not the refused one. The files are read each time: somebody may have signed in
// anew, replaced a secret that ran out, or another leadsheet have renewed the token.
func (s *tokenSource) token(ctx context.Context, refused string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.oauth.client()
	if err != nil {
		return "", err
	}
	var token *oauth2.Token
	if c.app() {
		if token = s.app; !lasting(token) || token.AccessToken == refused {
			token, err = s.oauth.fetchApp(ctx, c)
		}
		s.app = token
	} else {
		var k keptMail
		if k, err = s.oauth.kept(c); err != nil {
			return "", err
		}
		if token = k.Current(refused); !lasting(token) {
			token, err = s.oauth.renew(ctx, c, k)
		}
	}
	if err != nil {
		return "", err
	}
	return token.AccessToken, nil
}

func lasting(t *oauth2.Token) bool {
	return t.Valid() && !t.Expiry.IsZero() && time.Until(t.Expiry) > goodFor
}

// Standing is how things stand with the sign-in to a mailbox, for people.
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
// those of signing in to the mailbox.
func (o OAuth) Standing(ctx context.Context) (Standing, error) {
	c, err := o.client()
	if err != nil {
		return Standing{}, err
	}
	st := Standing{Provider: c.provider.name, App: c.app()}
	if c.app() {
		st.Client = c.ID
		token, err := o.fetchApp(ctx, c)
		if err != nil {
			return st, err
		}
		st.Until = token.Expiry
		// The token is a matter between Microsoft and its mail server, but what it says is the only hint there is.
		var claims struct {
			Roles []string `json:"roles"`
		}
		if signin.Claims(token.AccessToken, &claims) == nil && !slices.Contains(claims.Roles, appRole) {
			st.Lacks = appRole
		}
		return st, nil
	}
	if _, err := (&tokenSource{oauth: o}).token(ctx, ""); err != nil {
		return st, err
	}
	k, err := o.kept(c)
	st.Address, st.SignedIn, st.Ends, st.Until = k.Address, k.SignedIn, k.Ends, k.Expiry
	return st, err
}
