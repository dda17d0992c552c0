package mailin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"leadsheet/signin"
)

// tokenPatience is how long a provider may take to answer.
const tokenPatience = 30 * time.Second

// OAuth is how to sign in to a mailbox that takes no password: as a person who has consented in a browser (Gmail and
// Microsoft 365), or as an application of the organisation (Microsoft 365).
type OAuth struct {
	Client  string            // path of the OAuth client's file; see oauthFile
	Kept    string            // path of the file that holds a person's sign-in
	Mailbox string            // the mailbox's user name
	Server  string            // the mail server, as Mailbox.Addr; a client of another provider is noticed by it
	Base    http.RoundTripper // nil: http.DefaultTransport
}

// oauthFile is the client's file: as Google Cloud hands it out for a desktop app, or, for Microsoft 365, the members of
// oauthClient at its top. A client of Microsoft 365 with a secret signs in as an application, one without as a person.
type oauthFile struct {
	Type      string       `json:"type"`
	Installed *oauthClient `json:"installed"`
	Web       *oauthClient `json:"web"`
	oauthClient
}

type oauthClient struct {
	ID       string `json:"client_id"`
	Secret   string `json:"client_secret"`
	Tenant   string `json:"tenant"`
	AuthURI  string `json:"auth_uri"`  // Google's file names its own; for Microsoft 365 it may be left out
	TokenURI string `json:"token_uri"` // likewise

	provider provider
}

// provider is who gives out tokens.
type provider struct {
	name   string
	scopes []string // of a person's consent
	needed string   // the part of the scopes, in lower case, without which there is no mail
	back   string   // where the browser comes back to; see signin.Visit
	prompt string   // what the page of consent shows at least
	hosts  []string // its mail servers
}

var (
	googleMail = provider{name: "Google", scopes: []string{"https://mail.google.com/", "openid", "email"}, needed: "https://mail.google.com/",
		back: "http://127.0.0.1:%s/", prompt: "consent", hosts: []string{"imap.gmail.com", "imap.googlemail.com"}}
	// Microsoft knows http://localhost with any port, and takes the path literally: nothing follows the port.
	microsoftMail = provider{name: "Microsoft", scopes: []string{"https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access", "openid", "email"},
		needed: "imap.accessasuser.all", back: "http://localhost:%s", prompt: "select_account",
		hosts: []string{"outlook.office365.com", "outlook.office.com", "imap-mail.outlook.com"}}
)

const (
	microsoftLogin    = "https://login.microsoftonline.com/"
	microsoftAppScope = "https://outlook.office365.com/.default"
	// appRole is the permission that an application's token must hold.
	appRole = "IMAP.AccessAsApp"
)

// app says that the client signs in as an application, which nobody consents to in a browser.
func (c *oauthClient) app() bool { return c.provider.name == microsoftMail.name && c.Secret != "" }

// Validate says what is wrong with the client's file. It does not look at the sign-in, and does not talk to anybody.
func (o OAuth) Validate() []error {
	if _, err := o.client(); err != nil {
		return []error{err}
	}
	return nil
}

// client reads and checks the client's file. No error holds anything of its content but the kind.
func (o OAuth) client() (*oauthClient, error) {
	if o.Client == "" {
		return nil, errors.New("signing in to the mailbox by OAuth needs a client: name its file in LEADSHEET_IMAP_OAUTH_CLIENT (README.md, Gmail and Microsoft 365, shows how to make one)")
	}
	data, err := signin.ReadFile(o.Client)
	if err != nil {
		return nil, fmt.Errorf("read the OAuth client of the mailbox: %w", err)
	}
	var f oauthFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%s is no file of an OAuth client (it is not JSON of that kind): download it again, or write it as README.md shows", o.Client)
	}
	c, err := f.client()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used: %w", o.Client, err)
	}
	host := o.Server
	if e, err := (Mailbox{Addr: o.Server}).endpoint(); err == nil {
		host = strings.ToLower(e.host)
	}
	for _, p := range []provider{googleMail, microsoftMail} {
		if p.name != c.provider.name && slices.Contains(p.hosts, host) {
			return nil, fmt.Errorf("%s is a client of %s, but %s is a mail server of %s: name a client of %s's in LEADSHEET_IMAP_OAUTH_CLIENT, or the other mail server",
				o.Client, c.provider.name, host, p.name, p.name)
		}
	}
	return c, nil
}

// client finds the one client that the file describes, and fills in what may be left out.
func (f *oauthFile) client() (*oauthClient, error) {
	switch {
	case f.Web != nil:
		return nil, errors.New(`it is the OAuth client of a web application, which cannot sign in from a program: in Google Cloud, Clients, create one of the type "Desktop app" and download its file`)
	case f.Type == "service_account":
		return nil, errors.New(`it is the key of a service account, which has no mailbox: in Google Cloud, Clients, create an OAuth client of the type "Desktop app" and download its file`)
	case f.Installed != nil:
		c := f.Installed
		c.provider = googleMail
		if c.ID == "" || c.Secret == "" {
			return nil, errors.New("it lacks the client's ID or secret: download the client's file again from Google Cloud")
		}
		c.fill("https://accounts.google.com/o/oauth2/auth", "https://oauth2.googleapis.com/token")
		return c, errors.Join(signin.CheckURL(c.AuthURI), signin.CheckURL(c.TokenURI))
	case f.ID == "":
		return nil, errors.New(`it holds neither a client of Google ("installed") nor one of Microsoft 365 ("client_id" and "tenant"): README.md, Gmail and Microsoft 365, shows both`)
	}
	c := &f.oauthClient
	c.provider = microsoftMail
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"
	switch {
	case c.Tenant == "":
		return nil, errors.New(`it lacks "tenant": the directory (tenant) ID that Microsoft Entra shows beside the application's, or your domain`)
	case strings.Trim(c.Tenant, plain) != "":
		return nil, errors.New(`its "tenant" is neither a directory (tenant) ID nor a domain: take the ID that Microsoft Entra shows`)
	case c.app() && slices.Contains([]string{"common", "organizations", "consumers"}, strings.ToLower(c.Tenant)):
		return nil, errors.New(`an application (it has a "client_secret") belongs to one organisation: write its directory (tenant) ID or domain as "tenant"`)
	}
	base := microsoftLogin + url.PathEscape(c.Tenant) + "/oauth2/v2.0/"
	c.fill(base+"authorize", base+"token")
	return c, errors.Join(signin.CheckURL(c.AuthURI), signin.CheckURL(c.TokenURI))
}

func (c *oauthClient) fill(auth, token string) {
	if c.AuthURI == "" {
		c.AuthURI = auth
	}
	if c.TokenURI == "" {
		c.TokenURI = token
	}
}

// config is for a person's consent.
func (c *oauthClient) config() oauth2.Config {
	return oauth2.Config{ClientID: c.ID, ClientSecret: c.Secret, Scopes: c.provider.scopes,
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURI, TokenURL: c.TokenURI, AuthStyle: oauth2.AuthStyleInParams}}
}

// outside makes the requests for tokens use our transport, end, and go nowhere else.
func (o OAuth) outside(ctx context.Context) context.Context {
	base := o.Base
	if base == nil {
		base = http.DefaultTransport
	}
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: base, Timeout: tokenPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }})
}

// keptMail is the file of a person's sign-in.
type keptMail struct {
	signin.Kept
	Provider string    `json:"provider"`
	Mailbox  string    `json:"mailbox"`
	SignedIn time.Time `json:"signed_in,omitzero"`
	Ends     time.Time `json:"ends,omitzero"` // of the consent, when the provider tells
}

// kept reads the sign-in that was made with the client c for this mailbox.
func (o OAuth) kept(c *oauthClient) (keptMail, error) {
	var k keptMail
	if o.Kept == "" {
		return k, c.signedOut("there is no place for the sign-in: name a file for it (LEADSHEET_IMAP_OAUTH_TOKEN)")
	}
	data, err := signin.ReadFile(o.Kept)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, c.signedOut("nobody has signed in to the mailbox yet: run leadsheet login --mail")
	case err != nil:
		return k, c.signedOut("%v", err)
	case json.Unmarshal(data, &k) != nil || k.RefreshToken == "":
		return k, c.signedOut("%s holds no sign-in that can be read: run leadsheet login --mail again", o.Kept)
	case k.ClientID != c.ID:
		return k, c.signedOut("the sign-in in %s was made with another OAuth client than that of %s: run leadsheet login --mail again", o.Kept, o.Client)
	case !strings.EqualFold(k.Mailbox, o.Mailbox):
		return k, c.signedOut("the sign-in in %s was made for the mailbox %s, not %s: run leadsheet login --mail again, or name another file in LEADSHEET_IMAP_OAUTH_TOKEN",
			o.Kept, k.Mailbox, o.Mailbox)
	}
	return k, nil
}

// renew gets a new access token by the kept sign-in, and keeps what came of it.
func (o OAuth) renew(ctx context.Context, c *oauthClient, old keptMail) (*oauth2.Token, error) {
	conf := c.config()
	fresh, err := conf.TokenSource(o.outside(ctx), &oauth2.Token{RefreshToken: old.RefreshToken}).Token()
	if err != nil {
		return nil, c.explain(ctx, err)
	}
	next := old
	next.Use(fresh)
	if now, err := o.kept(c); err == nil && now.RefreshToken != old.RefreshToken {
		return fresh, nil // the person has signed in anew while we asked: theirs counts
	}
	if err := signin.WriteFile(o.Kept, next); err != nil && next.RefreshToken != old.RefreshToken {
		return nil, c.signedOut("the renewed sign-in cannot be kept, and the old one may have ended: %v", err)
	}
	// With the refresh token as it was, the file is as good as before: a read-only disk is no reason to stop.
	return fresh, nil
}

// fetchApp gets a token for an application by its secret.
func (o OAuth) fetchApp(ctx context.Context, c *oauthClient) (*oauth2.Token, error) {
	conf := clientcredentials.Config{ClientID: c.ID, ClientSecret: c.Secret, TokenURL: c.TokenURI,
		Scopes: []string{microsoftAppScope}, AuthStyle: oauth2.AuthStyleInParams}
	token, err := conf.Token(o.outside(ctx))
	if err != nil {
		return nil, c.explain(ctx, err)
	}
	return token, nil
}
