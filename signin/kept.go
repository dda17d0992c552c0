package signin

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// textNoKeptFile is the error when no file is set for a person's sign-in.
const textNoKeptFile = "there is no place for the sign-in: name a file for it in {kept}"

// Kept is a person's sign-in as it is stored in a file. Earlier versions wrote only the first five members for Google
// Sheets; such a file is still valid.
type Kept struct {
	ClientID     string    `json:"client_id"` // of the OAuth client that it was made with
	Address      string    `json:"address,omitempty"`
	RefreshToken string    `json:"refresh_token"`
	AccessToken  string    `json:"access_token,omitempty"`
	Expiry       time.Time `json:"expiry,omitzero"`
	Provider     string    `json:"provider,omitempty"`
	Mailbox      string    `json:"mailbox,omitempty"`
	SignedIn     time.Time `json:"signed_in,omitzero"`
	Ends         time.Time `json:"ends,omitzero"` // end of the consent, if the provider tells it
}

// ReadKept reads the stored sign-in, which must have been made with the client c for this account.
func (a Account) ReadKept(c *Client) (Kept, error) {
	var k Kept
	if a.KeptFile == "" {
		return k, a.signedOut(c, textNoKeptFile)
	}
	data, err := ReadFile(a.KeptFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, a.signedOut(c, a.Service.NotSignedIn)
	case err != nil:
		return k, &Error{Provider: c.provider.Name, Text: err.Error(), Err: err}
	case json.Unmarshal(data, &k) != nil || k.RefreshToken == "":
		return k, a.signedOut(c, "{file} holds no sign-in that can be read: run {login} again", "{file}", a.KeptFile)
	case k.ClientID != c.ID:
		return k, a.signedOut(c, "the sign-in in {file} was made with another OAuth client than that of {other}: "+
			"run {login} again", "{file}", a.KeptFile, "{other}", a.ClientFile)
	case a.Mailbox != "" && !strings.EqualFold(k.Mailbox, a.Mailbox):
		return k, a.signedOut(c, "the sign-in in {file} was made for the mailbox {other}, not {mailbox}: "+
			"run {login} again, or name another file in {kept}", "{file}", a.KeptFile, "{other}", k.Mailbox)
	}
	return k, nil
}

// write stores the sign-in in a file.
func (k Kept) write(path string) error {
	data, err := json.MarshalIndent(k, "", "  ")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = WriteFile(path, append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("save the sign-in: %w", err)
	}
	return nil
}

// update takes over the tokens of the provider's answer. Google usually sends no new refresh token; then the old one
// stays. An access token without an expiry would count as valid for ever, so it is not stored.
func (k *Kept) update(fresh *oauth2.Token) {
	if fresh.RefreshToken != "" {
		k.RefreshToken = fresh.RefreshToken
	}
	k.AccessToken, k.Expiry = "", time.Time{}
	if !fresh.Expiry.IsZero() {
		k.AccessToken, k.Expiry = fresh.AccessToken, fresh.Expiry
	}
}

// current returns the stored access token, nil if it has expired or is the refused one.
func (k *Kept) current(refused string) *oauth2.Token {
	token := &oauth2.Token{AccessToken: k.AccessToken, Expiry: k.Expiry}
	if k.Expiry.IsZero() || !token.Valid() || token.AccessToken == refused {
		return nil
	}
	return token
}

// addressOf returns the person's mail address from the ID token. The token came from the provider itself over an
// encrypted connection, so its signature need not be checked.
func addressOf(token *oauth2.Token) string {
	text, _ := token.Extra("id_token").(string)
	var claimed struct {
		Email     string `json:"email"`
		Preferred string `json:"preferred_username"` // used by Microsoft
	}
	if decodeClaims(text, &claimed) != nil {
		return ""
	}
	if claimed.Email == "" && strings.Contains(claimed.Preferred, "@") {
		return claimed.Preferred
	}
	return claimed.Email
}

// decodeClaims decodes the claims of a JSON Web Token without checking its signature.
func decodeClaims(token string, into any) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return errors.New("read a token: it is no JSON Web Token")
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return errors.New("read a token: what it says cannot be read")
	}
	return nil
}
