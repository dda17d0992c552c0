package mailin

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"leadsheet/signin"
)

// ErrNoConsentNeeded is what Login returns for an application, which is let in by its secret.
var ErrNoConsentNeeded = errors.New("an application needs no consent in a browser")

// Login signs a person in to the mailbox: the browser shows the provider's page and comes back to a port of this machine
// that is open only meanwhile; the sign-in is kept in the file. It returns the person's address, "" when the provider does
// not tell. say and open are those of signin.Visit. Login ends with ctx.
func (o OAuth) Login(ctx context.Context, open func(url string) error, say func(format string, args ...any)) (string, error) {
	c, err := o.client()
	switch {
	case err != nil:
		return "", err
	case c.app():
		return "", ErrNoConsentNeeded
	case o.Kept == "":
		return "", c.signedOut("there is no place for the sign-in: name a file for it (LEADSHEET_IMAP_OAUTH_TOKEN)")
	}
	visit := signin.Visit{Conf: c.config(), Back: c.provider.back,
		Options: []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.SetAuthURLParam("prompt", c.provider.prompt), oauth2.SetAuthURLParam("login_hint", o.Mailbox)},
		Finish:  func(ctx context.Context, a signin.Answer) (string, error) { return o.finish(ctx, c, a) }}
	address, err := visit.Await(ctx, open, say)
	if errors.Is(err, signin.ErrNotFinished) {
		err = fmt.Errorf("%w: run leadsheet login --mail again", err)
	}
	return address, err
}

// finish changes the browser's answer into a sign-in and keeps it.
func (o OAuth) finish(ctx context.Context, c *oauthClient, a signin.Answer) (string, error) {
	switch {
	case a.Refusal != "":
		return "", c.explain(ctx, &oauth2.RetrieveError{ErrorCode: a.Refusal, ErrorDescription: a.Description})
	case a.Code == "":
		return "", c.signedOut("the browser brought no answer from %s: run leadsheet login --mail again", c.provider.name)
	}
	token, err := a.Conf.Exchange(o.outside(ctx), a.Code, a.Verifier)
	if err != nil {
		return "", c.explain(ctx, err)
	}
	// A list that is left out means: all that was asked for.
	if granted, ok := token.Extra("scope").(string); ok && granted != "" && !strings.Contains(strings.ToLower(granted), c.provider.needed) {
		return "", c.signedOut("the permission for mail was not given: run leadsheet login --mail again and tick the box for mail")
	}
	if token.RefreshToken == "" {
		if c.provider.name == googleMail.name {
			return "", c.signedOut("it gave a sign-in for an hour only: remove leadsheet at https://myaccount.google.com/connections and run leadsheet login --mail again")
		}
		return "", c.signedOut("it gave a sign-in for an hour only: allow the application the permission offline_access in Microsoft Entra, and run leadsheet login --mail again")
	}
	k := keptMail{Kept: signin.Kept{ClientID: c.ID, Address: signin.AddressOf(token)}, Provider: c.provider.name, Mailbox: o.Mailbox,
		SignedIn: time.Now().UTC().Truncate(time.Second)}
	k.Use(token)
	// Google tells it when a consent is for a while only, as it is while an app is being tested.
	if seconds, err := strconv.ParseFloat(fmt.Sprint(token.Extra("refresh_token_expires_in")), 64); err == nil && seconds > 0 {
		k.Ends = k.SignedIn.Add(time.Duration(seconds) * time.Second)
	}
	if err := signin.WriteFile(o.Kept, k); err != nil {
		return "", err
	}
	return k.Address, nil
}
