package google

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"leadsheet/signin"
)

// Login signs a person in: the browser shows Google's page, Google sends the browser back to a port of this machine
// that is open only meanwhile, and the sign-in is saved. say tells the person what happens; open shows a page in
// the browser, and may fail: say has told the address. Login ends with ctx.
func (s SignIn) Login(ctx context.Context, open func(url string) error, say func(format string, args ...any)) (Account, error) {
	if faults := s.Validate(); len(faults) > 0 {
		return Account{}, errors.Join(faults...)
	}
	c, err := s.credentials()
	if err != nil {
		return Account{}, err
	}
	account := c.account()
	if c.Installed == nil {
		return account, errors.New("a service account needs no sign-in: share the spreadsheet with " + account.Address + " as Editor")
	}
	if s.Token == "" {
		return account, signedOut("there is no place for the sign-in: name a file for it (LEADSHEET_GOOGLE_TOKEN)")
	}
	visit := signin.Visit{Conf: *c.Installed.config(), Back: "http://127.0.0.1:%s/",
		Options: []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.SetAuthURLParam("prompt", "consent")},
		Finish:  func(ctx context.Context, a signin.Answer) (string, error) { return s.finish(ctx, c.Installed, a) }}
	account.Address, err = visit.Await(ctx, open, say)
	if errors.Is(err, signin.ErrNotFinished) {
		err = fmt.Errorf("%w: run leadsheet login again", err)
	}
	return account, err
}

// finish changes the code into a sign-in and saves it.
func (s SignIn) finish(ctx context.Context, client *oauthClient, a signin.Answer) (string, error) {
	switch {
	case a.Refusal == "access_denied":
		return "", signedOut("access was not allowed in the browser: run leadsheet login again and allow it")
	case a.Refusal != "":
		return "", explainRefusal(&oauth2.RetrieveError{ErrorCode: a.Refusal}, Person)
	case a.Code == "":
		return "", signedOut("the browser brought no answer from Google: run leadsheet login again")
	}
	token, err := a.Conf.Exchange(s.toGoogle(ctx), a.Code, a.Verifier)
	if err != nil {
		return "", explainToken(ctx, err, Person)
	}
	// A list that is left out means: all that was asked for.
	if granted, ok := token.Extra("scope").(string); ok && granted != "" && !slices.Contains(strings.Fields(granted), sheetsScope) {
		return "", signedOut("the permission for spreadsheets was not given: run leadsheet login again and tick the box for Google Sheets")
	}
	if token.RefreshToken == "" {
		return "", signedOut("Google gave a sign-in for an hour only: remove leadsheet at https://myaccount.google.com/connections and run leadsheet login again")
	}
	saved := signin.Kept{ClientID: client.ID, Address: signin.AddressOf(token)}
	saved.Use(token)
	if err := signin.WriteFile(s.Token, saved); err != nil {
		return "", err
	}
	return saved.Address, nil
}
