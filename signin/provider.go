// Package signin gets access tokens from providers (Google, Microsoft), and stores sign-ins in private files. There is
// one OAuth engine; a provider is data.
package signin

// Kind is the kind of a client, which its file shows. It decides how tokens are requested.
type Kind string

// The kinds of client that can sign in.
const (
	Desktop        Kind = "desktop"         // a program on a person's machine (Google): the person consents in a browser
	Public         Kind = "public"          // an application without a secret (Microsoft): the same
	Application    Kind = "application"     // an application with a secret (Microsoft), without a user's consent
	ServiceAccount Kind = "service account" // an account with a private key (Google), without a user's consent

	web Kind = "web" // a web application (Google), which cannot sign in from a program
)

// A Provider issues tokens for one service to one kind of client. It is data: the parameters of requests and the texts
// for people.
//
// In texts {login}, {client} and {kept} are replaced by the Names of the account and {mailbox} by its mailbox; in
// Refusals and Otherwise {status} is replaced by the HTTP status and {code} by the provider's error code.
type Provider struct {
	Name     string // for messages
	Kind     Kind
	AuthURI  string // default if the client's file has none; {tenant} is replaced by the client's
	TokenURI string // likewise

	Scopes  []string
	Needed  string // the end of the required scope, in lower case
	Missing string // text when it was not granted
	Sending string // a further scope for sending mail; "" when Scopes cover it
	Short   string // text when there is no refresh token

	Redirect string // address to which the browser returns, %s is the port; see browserVisit
	Prompt   string // parameter prompt of the page of consent
	Role     string // the permission that an application's token must have

	Servers []string // host names of its servers for the service
	Refused string   // text when such a server accepts no token

	Refusals  []Refusal // the first match counts
	Otherwise string    // text for all other refusals
}

// Refusal is the text for an error code of a provider.
type Refusal struct {
	Code string // of the protocol, or a number of Microsoft's such as AADSTS50076
	Says string // a part of the description, in lower case; "" matches any
	Text string
}

// needsConsent reports whether a person must consent in a browser.
func (p *Provider) needsConsent() bool { return p.Kind == Desktop || p.Kind == Public }

// Service is a service to sign in to: its providers, and the texts about the files of clients.
type Service struct {
	Name      string // for messages
	Providers []*Provider

	Reading     string // the client's file, as the object of "read"
	NoFile      string // text: the client's file is not set
	NotJSON     string // text: the client's file cannot be parsed; {file} is its path
	Unfit       map[Kind]string
	NoneOfOurs  string // text: the client's kind is neither in Providers nor in Unfit
	NotSignedIn string // text: no person has signed in
}

// ProviderAt returns the name of the provider that runs a server, "" when it is not known.
func (s *Service) ProviderAt(server string) string {
	for _, p := range s.Providers {
		for _, name := range p.Servers {
			if name == server {
				return p.Name
			}
		}
	}
	return ""
}

// Texts that several services share.
const (
	textWebClient = `it is the OAuth client of a web application, which cannot sign in from a program: in Google Cloud, ` +
		`Clients, ` +
		`create one of the type "Desktop app" and download its file`
	textReauthenticate = "your organisation asks for a new sign-in from time to time: run {login} again"
)
