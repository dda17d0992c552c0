package signin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// ErrNoConsentNeeded is returned by Login for an application or a service account, which needs no person.
var ErrNoConsentNeeded = errors.New("this account needs no consent in a browser")

// Login signs a person in and stores the sign-in in KeptFile. The browser shows the provider's page and returns to a
// port of this machine that is open only during the sign-in. Login returns the person's address, "" when the provider
// does not tell it. say shows a line to the person. open opens a page in the browser; it may fail, since say has shown
// the address. Login ends with ctx.
func (a Account) Login(ctx context.Context, open func(url string) error, say func(format string, args ...any),
) (string, error) {
	c, err := a.ReadClient()
	switch {
	case err != nil:
		return "", err
	case !c.provider.needsConsent():
		return "", ErrNoConsentNeeded
	case a.KeptFile == "":
		return "", a.signedOut(c, textNoKeptFile)
	}
	conf := c.config()
	if a.Sends && c.provider.Sending != "" {
		conf.Scopes = append(slices.Clip(conf.Scopes), c.provider.Sending)
	}
	if a.Further != "" {
		conf.Scopes = append(slices.Clip(conf.Scopes), a.Further)
	}
	v := browserVisit{conf: conf, redirect: c.provider.Redirect,
		options: []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.SetAuthURLParam("prompt", c.provider.Prompt)},
		finish:  func(ctx context.Context, got answer) (string, error) { return a.finish(ctx, c, got) }}
	if a.Mailbox != "" {
		v.options = append(v.options, oauth2.SetAuthURLParam("login_hint", a.Mailbox))
	}
	address, err := v.await(ctx, open, say)
	if errors.Is(err, ErrNotFinished) {
		err = fmt.Errorf("%w: %s", err, a.fill("run {login} again"))
	}
	return address, err
}

// finish exchanges the browser's answer for a sign-in and stores it.
func (a Account) finish(ctx context.Context, c *Client, got answer) (string, error) {
	switch {
	case got.refusal != "":
		return "", a.explainRefusal(c, &oauth2.RetrieveError{ErrorCode: got.refusal, ErrorDescription: got.description})
	case got.code == "":
		return "", a.signedOut(c, "the browser brought no answer from {provider}: run {login} again",
			"{provider}", c.provider.Name)
	}
	token, err := a.requestToken(ctx, c, func(ctx context.Context) (*oauth2.Token, error) {
		return got.conf.Exchange(ctx, got.code, oauth2.VerifierOption(got.verifier))
	})
	if err != nil {
		return "", err
	}
	// A missing list means that all requested scopes were granted.
	granted, _ := token.Extra("scope").(string)
	lacks := func(needed string) bool {
		isIt := func(scope string) bool { return strings.HasSuffix(scope, strings.ToLower(needed)) }
		return granted != "" && !slices.ContainsFunc(strings.Fields(strings.ToLower(granted)), isIt)
	}
	if lacks(c.provider.Needed) || a.Sends && lacks(c.provider.Sending) {
		return "", a.signedOut(c, c.provider.Missing)
	}
	if token.RefreshToken == "" {
		return "", a.signedOut(c, c.provider.Short)
	}
	k := Kept{ClientID: c.ID, Address: addressOf(token), Provider: c.provider.Name, Mailbox: a.Mailbox,
		SignedIn: time.Now().UTC().Truncate(time.Second)}
	k.update(token)
	// Google sends this when a consent is temporary, as for an app in testing.
	seconds, err := strconv.ParseFloat(fmt.Sprint(token.Extra("refresh_token_expires_in")), 64)
	if err == nil && seconds > 0 {
		k.Ends = k.SignedIn.Add(time.Duration(seconds) * time.Second)
	}
	return k.Address, k.write(a.KeptFile)
}
