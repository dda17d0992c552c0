// Package signin gets the tokens that providers (Google, Microsoft) ask for, and keeps them in files that nobody else
// may read. There is one OAuth engine; a provider is data.
package signin

// Kind is a kind of client, as its file tells it. It decides how tokens are got.
type Kind string

// The kinds of client that can sign in.
const (
	Desktop        Kind = "desktop"         // a program on a person's machine (Google): the person consents in a browser
	Public         Kind = "public"          // an application without a secret (Microsoft): the same
	Application    Kind = "application"     // an application with a secret (Microsoft): nobody is asked
	ServiceAccount Kind = "service account" // an account with a private key (Google): nobody is asked

	web Kind = "web" // of a web application, which cannot sign in from a program
)

// A Provider gives out tokens for one service to one kind of client. It is data: what is sent, and what people are
// told.
//
// In texts {login}, {client} and {kept} stand for the Names of the account, {mailbox} for its mailbox; in Refusals and
// Otherwise {status} is the HTTP status and {code} the provider's error code.
type Provider struct {
	Name     string // as people know it
	Kind     Kind
	AuthURI  string // used when the client's file has none; {tenant} is the client's
	TokenURI string // likewise

	Scopes  []string
	Needed  string // the end of the granted scope, in lower case, without which a consent is of no use
	Missing string // what to do when it was not granted
	Short   string // what to do when the consent is for an hour only

	Redirect string // where the browser comes back to, of which %s is the port; see visit
	Prompt   string // what the page of consent shows at least
	Role     string // the permission that the token of an application must hold

	Servers []string // the names of its servers for the service
	Refused string   // what to do when such a server accepts no token

	Refusals  []Refusal // the first that fits counts
	Otherwise string    // for all others
}

// Refusal is what to do about an error code of a provider.
type Refusal struct {
	Code string // of the protocol, or a number of Microsoft's such as AADSTS50076
	Says string // a part of the description, in lower case; "" fits any
	Text string
}

// consents reports whether a person consents in a browser.
func (p *Provider) consents() bool { return p.Kind == Desktop || p.Kind == Public }

// Service is something to sign in to: who gives out tokens for it, and what is said about the files of clients.
type Service struct {
	Name      string // what is signed in to, as people know it
	Providers []*Provider

	Reading    string // the client's file, as the object of "read"
	NoFile     string // the client's file is not set
	NotJSON    string // the client's file cannot be read; {file} is its path
	Unfit      map[Kind]string
	NoneOfOurs string // the file holds a client of a kind that is neither in Providers nor in Unfit
	NobodyYet  string // no person has signed in
}

// ProviderAt returns the name of the provider whose server of that name it is; "" when it is nobody's that is known.
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
	tellWeb = `it is the OAuth client of a web application, which cannot sign in from a program: in Google Cloud, ` +
		`Clients, ` +
		`create one of the type "Desktop app" and download its file`
	tellRapt = "your organisation asks for a new sign-in from time to time: run {login} again"
)
