package mailin

import "leadsheet/signin"

// WithOAuth returns the mailbox with the tokens of an account instead of a password. Each call makes a new source of
// tokens, so callers keep the result.
func (m Mailbox) WithOAuth(a signin.Account) Mailbox {
	m.Token, m.TokenAdvice = a.Source().Token, a.Refused()
	return m
}
