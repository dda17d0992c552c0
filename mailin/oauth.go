package mailin

import "leadsheet/signin"

// WithOAuth returns the mailbox with the tokens of an account in the password's place. It has a source of tokens of its
// own, and is meant to be kept.
func (m Mailbox) WithOAuth(a signin.Account) Mailbox {
	m.Token, m.TokenAdvice = a.Source().Token, a.Refused()
	return m
}
