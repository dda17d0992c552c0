package signin

import (
	"cmp"
	"strings"
)

// Names holds the names of commands and settings that the texts of an account mention. The program sets them.
type Names struct {
	Login  string // the command that signs a person in
	Client string // the setting of Account.ClientFile
	Kept   string // the setting of Account.KeptFile
}

// Account is one sign-in to a service: as a person who has consented in a browser, or without a person by a secret or a
// key. The client's file decides which.
type Account struct {
	Service    *Service
	ClientFile string // path of the client's file
	KeptFile   string // path of the file that holds a person's sign-in
	Mailbox    string // user name of the mailbox; "" when the service has none
	Server     string // host or host:port; a client of another provider is refused
	Sends      bool   // mail is sent with it, too
	Further    string // a scope that is asked for besides, and without which the sign-in is good, too; "" for none
	Names      Names  // empty ones are replaced by neutral words
}

// Refused returns what to do when the service accepts no token of the account, "" when that is not known.
func (a Account) Refused() string {
	c, err := a.ReadClient()
	if err != nil {
		return ""
	}
	return a.fill(c.provider.Refused)
}

// fill replaces the placeholders in a text of a Service or a Provider. more holds further placeholders with their
// values.
func (a Account) fill(template string, more ...string) string {
	names := []string{"{login}", cmp.Or(a.Names.Login, "the sign-in"), "{client}", cmp.Or(a.Names.Client, "the settings"),
		"{kept}", cmp.Or(a.Names.Kept, "the settings"), "{mailbox}", a.Mailbox}
	return strings.NewReplacer(append(more, names...)...).Replace(template)
}

// signedOut returns an error that a person must correct.
func (a Account) signedOut(c *Client, template string, more ...string) error {
	return &Error{Provider: c.provider.Name, Text: a.fill(template, more...)}
}
