// Package signin is what signing in by OAuth 2 needs on this machine, whoever the provider and whatever the service: the
// visit of a person's browser, and files that nobody else may read.
package signin

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// Kept is a person's sign-in as it is kept in a file.
type Kept struct {
	ClientID     string    `json:"client_id"` // of the OAuth client it was made with
	Address      string    `json:"address,omitempty"`
	RefreshToken string    `json:"refresh_token"`
	AccessToken  string    `json:"access_token,omitempty"`
	Expiry       time.Time `json:"expiry,omitzero"`
}

// Use takes over what the provider answered. Google mostly sends no new refresh token: the old one stays. An access token
// without an end would look valid for ever, so it is not kept.
func (k *Kept) Use(fresh *oauth2.Token) {
	if fresh.RefreshToken != "" {
		k.RefreshToken = fresh.RefreshToken
	}
	k.AccessToken, k.Expiry = "", time.Time{}
	if !fresh.Expiry.IsZero() {
		k.AccessToken, k.Expiry = fresh.AccessToken, fresh.Expiry
	}
}

// Current returns the access token that is kept, if it is still good and is not the refused one; nil otherwise.
func (k *Kept) Current(refused string) *oauth2.Token {
	token := &oauth2.Token{AccessToken: k.AccessToken, Expiry: k.Expiry}
	if k.Expiry.IsZero() || !token.Valid() || token.AccessToken == refused {
		return nil
	}
	return token
}

// AddressOf is the person's mail address, as the ID token tells it. The token came from the provider itself over an
// encrypted connection, so its signature says nothing more.
func AddressOf(token *oauth2.Token) string {
	text, _ := token.Extra("id_token").(string)
	var claims struct {
		Email     string `json:"email"`
		Preferred string `json:"preferred_username"` // Microsoft's name for it
	}
	if Claims(text, &claims) != nil {
		return ""
	}
	if claims.Email == "" && strings.Contains(claims.Preferred, "@") {
		return claims.Preferred
	}
	return claims.Email
}

// Claims reads what a JSON Web Token says, without checking who says it.
func Claims(token string, into any) error {
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

// CheckURL refuses addresses over which a token would travel readable by others. "" is the provider's own.
func CheckURL(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return errors.New("an address must look like https://host")
	case u.Scheme == "https", u.Scheme == "http" && Loopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("%s is not encrypted: use https:// (http:// is for this machine only, such as http://127.0.0.1:8080)", u.Host)
	}
	return fmt.Errorf("%s is not reached by https://: use that", u.Host)
}

// Loopback reports whether a host name or address means this machine.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// PlainCode keeps an error code of a provider only if it looks like one: it may be shown then.
func PlainCode(code string) string {
	if len(code) > 40 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "unknown reason"
	}
	return code
}
