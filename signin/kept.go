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

// noPlace is said when a person's sign-in has no file.
const noPlace = "there is no place for the sign-in: name a file for it in {kept}"

// Kept is a person's sign-in as it is kept in a file. Earlier versions wrote no more than the first five members for
// Google Sheets; such a file is good as it is.
type Kept struct {
	ClientID     string    `json:"client_id"` // of the OAuth client it was made with
	Address      string    `json:"address,omitempty"`
	RefreshToken string    `json:"refresh_token"`
	AccessToken  string    `json:"access_token,omitempty"`
	Expiry       time.Time `json:"expiry,omitzero"`
	Provider     string    `json:"provider,omitempty"`
	Mailbox      string    `json:"mailbox,omitempty"`
	SignedIn     time.Time `json:"signed_in,omitzero"`
	Ends         time.Time `json:"ends,omitzero"` // of the consent, when the provider tells
}

// ReadKept reads the sign-in that was made with the client c for this account.
func (a Account) ReadKept(c *Client) (Kept, error) {
	var k Kept
	if a.KeptFile == "" {
		return k, a.signedOut(c, noPlace)
	}
	data, err := ReadFile(a.KeptFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, a.signedOut(c, a.Service.NobodyYet)
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

// write puts the sign-in into its file.
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

// use takes over what the provider answered. Google mostly sends no new refresh token: the old one stays. An access
// token without an end would look valid for ever, so it is not kept.
func (k *Kept) use(fresh *oauth2.Token) {
	if fresh.RefreshToken != "" {
		k.RefreshToken = fresh.RefreshToken
	}
	k.AccessToken, k.Expiry = "", time.Time{}
	if !fresh.Expiry.IsZero() {
		k.AccessToken, k.Expiry = fresh.AccessToken, fresh.Expiry
	}
}

// current returns the access token that is kept, if it is still good and is not the refused one; nil otherwise.
func (k *Kept) current(refused string) *oauth2.Token {
	token := &oauth2.Token{AccessToken: k.AccessToken, Expiry: k.Expiry}
	if k.Expiry.IsZero() || !token.Valid() || token.AccessToken == refused {
		return nil
	}
	return token
}

// addressOf is the person's mail address, as the ID token tells it. The token came from the provider itself over an
// encrypted connection, so its signature says nothing more.
func addressOf(token *oauth2.Token) string {
	text, _ := token.Extra("id_token").(string)
	var told struct {
		Email     string `json:"email"`
		Preferred string `json:"preferred_username"` // Microsoft's name for it
	}
	if claims(text, &told) != nil {
		return ""
	}
	if told.Email == "" && strings.Contains(told.Preferred, "@") {
		return told.Preferred
	}
	return told.Email
}

// claims reads what a JSON Web Token says, without checking who says it.
func claims(token string, into any) error {
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
