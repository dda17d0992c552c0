package signin

import (
	"cmp"
	"strings"
)

// Names are what the texts of an account call things that only the program around knows.
type Names struct {
	Login  string // the command that signs a person in
	Client string // the setting of Account.ClientFile
	Kept   string // the setting of Account.KeptFile
}

// Account is one sign-in to a service: as a person who has consented in a browser, or without anybody, by a secret or
// a key. The client's file tells which.
type Account struct {
	Service    *Service
	ClientFile string // path of the client's file
	KeptFile   string // path of the file that holds a person's sign-in
	Mailbox    string // the user name that the sign-in is for; "" when the service has none
	Server     string // host or host:port; a client of another provider is noticed by it
	Names      Names  // a neutral word stands for what is empty
}

// Refused returns what to do when the service accepts no token of the account; "" when that is not known.
func (a Account) Refused() string {
	c, err := a.ReadClient()
	if err != nil {
		return ""
	}
	return a.text(c.provider.Refused)
}

// text fills in a text of a Service or a Provider. more are further placeholders with their values.
func (a Account) text(template string, more ...string) string {
	names := []string{"{login}", cmp.Or(a.Names.Login, "the sign-in"), "{client}", cmp.Or(a.Names.Client, "the settings"),
		"{kept}", cmp.Or(a.Names.Kept, "the settings"), "{mailbox}", a.Mailbox}
	return strings.NewReplacer(append(more, names...)...).Replace(template)
}

// signedOut is the error for what a person must mend.
func (a Account) signedOut(c *Client, template string, more ...string) error {
	return &Error{Provider: c.provider.Name, Text: a.text(template, more...)}
}
