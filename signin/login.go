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

// ErrNoConsentNeeded is what Login returns for an application or a service account, which no person signs in for.
var ErrNoConsentNeeded = errors.New("this account needs no consent in a browser")

// Login signs a person in: the browser shows the provider's page and comes back to a port of this machine that is
// open only meanwhile; the sign-in is kept in the file. It returns the person's address, "" when the provider does
// not tell. say tells the person what happens; open shows a page in the browser, and may fail: say has told the
// address. Login ends with ctx.
func (a Account) Login(ctx context.Context, open func(url string) error, say func(format string, args ...any),
) (string, error) {
	c, err := a.ReadClient()
	switch {
	case err != nil:
		return "", err
	case !c.provider.consents():
		return "", ErrNoConsentNeeded
	case a.KeptFile == "":
		return "", a.signedOut(c, noPlace)
	}
	v := visit{conf: c.config(), redirect: c.provider.Redirect,
		options: []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.SetAuthURLParam("prompt", c.provider.Prompt)},
		finish:  func(ctx context.Context, got answer) (string, error) { return a.finish(ctx, c, got) }}
	if a.Mailbox != "" {
		v.options = append(v.options, oauth2.SetAuthURLParam("login_hint", a.Mailbox))
	}
	address, err := v.await(ctx, open, say)
	if errors.Is(err, ErrNotFinished) {
		err = fmt.Errorf("%w: %s", err, a.text("run {login} again"))
	}
	return address, err
}

// finish changes the browser's answer into a sign-in and keeps it.
func (a Account) finish(ctx context.Context, c *Client, got answer) (string, error) {
	switch {
	case got.refusal != "":
		return "", a.explainRefusal(c, &oauth2.RetrieveError{ErrorCode: got.refusal, ErrorDescription: got.description})
	case got.code == "":
		return "", a.signedOut(c, "the browser brought no answer from {provider}: run {login} again",
			"{provider}", c.provider.Name)
	}
	token, err := a.ask(ctx, c, func(ctx context.Context) (*oauth2.Token, error) {
		return got.conf.Exchange(ctx, got.code, oauth2.VerifierOption(got.verifier))
	})
	if err != nil {
		return "", err
	}
	// A list that is left out means: all that was asked for.
	granted, _ := token.Extra("scope").(string)
	isNeeded := func(scope string) bool { return strings.HasSuffix(scope, c.provider.Needed) }
	if granted != "" && !slices.ContainsFunc(strings.Fields(strings.ToLower(granted)), isNeeded) {
		return "", a.signedOut(c, c.provider.Missing)
	}
	if token.RefreshToken == "" {
		return "", a.signedOut(c, c.provider.Short)
	}
	k := Kept{ClientID: c.ID, Address: addressOf(token), Provider: c.provider.Name, Mailbox: a.Mailbox,
		SignedIn: time.Now().UTC().Truncate(time.Second)}
	k.use(token)
	// Google tells it when a consent is for a while only, as it is while an app is being tested.
	seconds, err := strconv.ParseFloat(fmt.Sprint(token.Extra("refresh_token_expires_in")), 64)
	if err == nil && seconds > 0 {
		k.Ends = k.SignedIn.Add(time.Duration(seconds) * time.Second)
	}
	return k.Address, k.write(a.KeptFile)
}
