package google

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/jwt"

	"leadsheet/signin"
)

const (
	// sheetsScope is all that leadsheet asks for of a person's or a service account's data.
	sheetsScope = "https://www.googleapis.com/auth/spreadsheets"

	googleAuthURL  = "https://accounts.google.com/o/oauth2/auth"
	googleTokenURL = "https://oauth2.googleapis.com/token"

	// signInTimeout is how long Google may take to answer a sign-in.
	signInTimeout = 30 * time.Second
)

// The kinds of account.
const (
	ServiceAccount = "service account"
	Person         = "person"
	NoAccount      = "none (emulator)"
)

// Account is who leadsheet is signed in as.
type Account struct {
	Kind    string // ServiceAccount, Person or NoAccount
	Address string // the address to share the sheet with; "" when it is not known
	Project string // of Google Cloud; "" when it is not known
}

// SignIn is how leadsheet signs in to Google.
type SignIn struct {
	Credentials string            // path of a service account's key, or of the OAuth client of a desktop app
	Token       string            // path of the file that holds a person's sign-in
	Endpoint    string            // of the API; "" is Google's
	Base        http.RoundTripper // nil: http.DefaultTransport
}

// credentials is a file as Google Cloud hands it out: a service account's key, or an OAuth client.
type credentials struct {
	Type         string       `json:"type"`
	Project      string       `json:"project_id"`
	Address      string       `json:"client_email"`
	PrivateKey   string       `json:"private_key"`
	PrivateKeyID string       `json:"private_key_id"`
	TokenURI     string       `json:"token_uri"`
	Installed    *oauthClient `json:"installed"`
	Web          *oauthClient `json:"web"`
}

type oauthClient struct {
	ID       string `json:"client_id"`
	Secret   string `json:"client_secret"`
	Project  string `json:"project_id"`
	AuthURI  string `json:"auth_uri"`
	TokenURI string `json:"token_uri"`
}

// Validate says what is wrong with the endpoint and the credentials file. It does not look at the token, and does not
// talk to Google.
func (s SignIn) Validate() []error {
	var faults []error
	if err := signin.CheckURL(s.Endpoint); err != nil {
		faults = append(faults, fmt.Errorf("the address of the Sheets API cannot be used: %w", err))
	}
	if s.unsigned() {
		return faults
	}
	if _, err := s.credentials(); err != nil {
		faults = append(faults, err)
	}
	return faults
}

// Client returns an HTTP client that signs every request, and as whom. It does not talk to Google yet. A request that
// cannot be signed fails with an *Error of the kind SignedOut or Unreachable, without having been sent.
func (s SignIn) Client(_ context.Context) (*http.Client, Account, error) {
	if faults := s.Validate(); len(faults) > 0 {
		return nil, Account{}, errors.Join(faults...)
	}
	if s.unsigned() {
		return &http.Client{Transport: s.base(), CheckRedirect: noRedirect}, Account{Kind: NoAccount}, nil
	}
	c, err := s.credentials()
	if err != nil {
		return nil, Account{}, err
	}
	account := c.account()
	k := &keeper{}
	if c.Installed == nil {
		k.fetch = s.fetchForService(c)
	} else {
		saved, err := s.savedToken(c)
		if err != nil {
			return nil, account, err
		}
		account.Address = saved.Address
		k.fetch = s.fetchForPerson(c)
	}
	return &http.Client{Transport: &signer{base: s.base(), keeper: k}, CheckRedirect: noRedirect}, account, nil
}

// noRedirect: the API never redirects, and a token must not follow to another server.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// unsigned says that there is nobody to sign in as: an emulator on this machine asks for no account.
func (s SignIn) unsigned() bool {
	return s.Credentials == "" && s.Emulated()
}

// Emulated says that the API is an emulator on this machine: what is written there is nobody's.
func (s SignIn) Emulated() bool {
	u, err := url.Parse(s.Endpoint)
	return s.Endpoint != "" && err == nil && signin.Loopback(u.Hostname())
}

func (s SignIn) base() http.RoundTripper {
	if s.Base == nil {
		return http.DefaultTransport
	}
	return s.Base
}

// toGoogle makes the requests for tokens use our transport, and end.
func (s SignIn) toGoogle(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: s.base(), Timeout: signInTimeout, CheckRedirect: noRedirect})
}

// credentials reads and checks the credentials file. No error holds anything of its content but the kind.
func (s SignIn) credentials() (credentials, error) {
	var c credentials
	if s.Credentials == "" {
		return c, errors.New("there are no credentials for Google: give the key file of a service account, or the client file of a desktop app (README.md, Google Sheets, shows how to make one)")
	}
	data, err := signin.ReadFile(s.Credentials)
	if err != nil {
		return c, fmt.Errorf("read the Google credentials: %w", err)
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("%s is not a credentials file of Google Cloud (it is not JSON of that kind): download it there again", s.Credentials)
	}
	if err := c.check(); err != nil {
		return c, fmt.Errorf("%s cannot be used: %w", s.Credentials, err)
	}
	return c, nil
}

// check says what is wrong with c, and fills in the addresses that may be left out.
func (c *credentials) check() error {
	switch {
	case c.Web != nil:
		return errors.New(`it is the OAuth client of a web application, which cannot sign in from a program: in Google Cloud, Clients, create one of the type "Desktop app" and download its file`)
	case c.Installed != nil:
		if c.Installed.ID == "" || c.Installed.Secret == "" {
			return errors.New("it lacks the client's ID or secret: download the client's file again from Google Cloud")
		}
		if c.Installed.AuthURI == "" {
			c.Installed.AuthURI = googleAuthURL
		}
		if c.Installed.TokenURI == "" {
			c.Installed.TokenURI = googleTokenURL
		}
		return errors.Join(signin.CheckURL(c.Installed.AuthURI), signin.CheckURL(c.Installed.TokenURI))
	case c.Type != "service_account":
		return errors.New(`it is neither the key of a service account nor the client of a desktop app: in Google Cloud, create a service account and a key for it (JSON), or an OAuth client of the type "Desktop app"`)
	case c.Address == "":
		return errors.New("it does not name the service account: download a new key (JSON) from Google Cloud")
	case !usableKey(c.PrivateKey):
		return errors.New("its private key cannot be read: create a new key (JSON) for the service account in Google Cloud and use the file as it was downloaded")
	}
	if c.TokenURI == "" {
		c.TokenURI = googleTokenURL
	}
	return signin.CheckURL(c.TokenURI)
}

func (c *credentials) account() Account {
	if c.Installed != nil {
		return Account{Kind: Person, Project: c.Installed.Project}
	}
	return Account{Kind: ServiceAccount, Address: c.Address, Project: c.Project}
}

// usableKey is asked before the first request, so that a damaged file is told at the start.
func usableKey(text string) bool {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return false
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	_, isRSA := key.(*rsa.PrivateKey)
	return err == nil && isRSA
}

// fetchForService returns a function that gets a token for a service account by its key.
func (s SignIn) fetchForService(c credentials) func(context.Context, string) (*oauth2.Token, error) {
	conf := jwt.Config{Email: c.Address, PrivateKey: []byte(c.PrivateKey), PrivateKeyID: c.PrivateKeyID,
		Scopes: []string{sheetsScope}, TokenURL: c.TokenURI}
	return func(ctx context.Context, _ string) (*oauth2.Token, error) {
		token, err := conf.TokenSource(s.toGoogle(ctx)).Token()
		if err != nil {
			return nil, explainToken(ctx, err, ServiceAccount)
		}
		return token, nil
	}
}
