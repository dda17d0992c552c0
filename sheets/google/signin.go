package google

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"leadsheet/sheets/google/changes"
	"leadsheet/signin"
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

// String says who is signed in.
func (a Account) String() string {
	switch {
	case a.Kind == NoAccount:
		return "no account is needed at this address (an emulator)"
	case a.Address == "":
		return "signed in (" + a.Kind + ")"
	}
	return fmt.Sprintf("signed in as %s (%s)", a.Address, a.Kind)
}

// SignIn is how leadsheet signs in to Google.
type SignIn struct {
	Credentials string       // path of a service account's key, or of the OAuth client of a desktop app
	Token       string       // path of the file that holds a person's sign-in
	Endpoint    string       // of the API; "" is Google's
	Drive       bool         // Drive is asked what has changed: for that the sign-in needs another permission
	Trusted     bool         // the sign-in may be sent to Endpoint though it is not Google's
	Names       signin.Names // of the command that signs in, and of the settings Credentials and Token
}

// account is the account that the settings describe.
func (s SignIn) account() signin.Account {
	a := signin.Account{Service: signin.Sheets, ClientFile: s.Credentials, KeptFile: s.Token, Names: s.Names}
	if s.Drive {
		a.Further = signin.DriveScope
	}
	return a
}

// Changes returns the changes of an account in Drive, for all its spreadsheets; nil if Drive is not to be asked. client
// and account are those that Client has returned.
func (s SignIn) Changes(client *http.Client, account Account) *changes.Feed {
	if !s.Drive {
		return nil
	}
	return changes.New(changes.Options{Client: client, Endpoint: s.Endpoint, Account: account.Address})
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
	c, err := s.account().ReadClient()
	switch {
	case err != nil:
		faults = append(faults, err)
	case len(faults) == 0 && !s.maySign(c, s.Endpoint):
		faults = append(faults, s.foreign())
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
		return &http.Client{CheckRedirect: noRedirect}, Account{Kind: NoAccount}, nil
	}
	a := s.account()
	c, err := a.ReadClient()
	if err != nil {
		return nil, Account{}, err
	}
	account := accountOf(c)
	if account.Kind == Person {
		kept, err := a.ReadKept(c)
		if err != nil {
			return nil, account, signInError(err)
		}
		account.Address = kept.Address
	}
	return &http.Client{CheckRedirect: noRedirect,
		Transport: &signer{a.Source(), func(to string) bool { return s.maySign(c, to) }, s.foreign()}}, account, nil
}

// Login signs a person in, and saves the sign-in. open and say are those of signin.Account. Login ends with ctx.
func (s SignIn) Login(ctx context.Context, open func(url string) error, say func(format string, args ...any),
) (Account, error) {
	if faults := s.Validate(); len(faults) > 0 {
		return Account{}, errors.Join(faults...)
	}
	a := s.account()
	c, err := a.ReadClient()
	if err != nil {
		return Account{}, err
	}
	account := accountOf(c)
	if account.Kind != Person {
		return account, fmt.Errorf("a service account needs no sign-in: share the spreadsheet with %s as "+
			"Editor", account.Address)
	}
	account.Address, err = a.Login(ctx, open, say)
	return account, signInError(err)
}

func accountOf(c *signin.Client) Account {
	if c.Kind() == signin.ServiceAccount {
		return Account{Kind: ServiceAccount, Address: c.Address, Project: c.Project}
	}
	return Account{Kind: Person, Project: c.Project}
}

// noRedirect: the API never redirects, and a token must not follow to another server.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// unsigned says that no sign-in is needed: an emulator on this machine has no accounts.
func (s SignIn) unsigned() bool {
	return s.Credentials == "" && s.Emulated()
}

// Emulated says that the API is an emulator on this machine: nothing real is written there.
func (s SignIn) Emulated() bool {
	u, err := url.Parse(s.Endpoint)
	return s.Endpoint != "" && err == nil && signin.Loopback(u.Hostname())
}

// signInError makes an *Error of an error of a sign-in; any other comes back as it is.
func signInError(err error) error {
	var e *signin.Error
	switch {
	case !errors.As(err, &e):
		return err
	case e.Passing:
		return &Error{Kind: Unreachable, Doing: "sign in to Google", Text: e.Text, Err: e}
	}
	return &Error{Kind: SignedOut, Doing: "sign in to Google", Text: e.Text, Err: e}
}

// signer puts the access token on every request.
type signer struct {
	tokens  *signin.Source
	may     func(address string) bool // the token may be sent there
	foreign error                     // when it may not
}

// RoundTrip sends r signed. An answer of 401 means that nothing was done; it is tried once more with a fresh token: an
// access token may be withdrawn before its time.
func (s *signer) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, token, err := s.send(r, "")
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
	answer, _, err = s.send(again, token)
	return answer, err
}

// send sends r with a token that is not the refused one, and returns the token.
func (s *signer) send(r *http.Request, refused string) (*http.Response, string, error) {
	var token string
	err := s.foreign
	if s.may(r.URL.String()) {
		token, err = s.tokens.Token(r.Context(), refused)
	}
	if err != nil {
		if r.Body != nil {
			_ = r.Body.Close() // a RoundTripper closes the body whatever happens
		}
		return nil, "", signInError(err)
	}
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultTransport.RoundTrip(r)
	return answer, token, err
}
