package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"google.golang.org/api/googleapi"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
)

// Kind says what became of a call.
type Kind uint8

// The kinds of failure.
const (
	Refused     Kind = iota + 1 // the server said no: nothing was applied
	Conflict                    // another leadsheet, or a user who changed the tabs, came first: nothing was done
	Unknown                     // no answer, or one that says nothing: it may have been applied, or still be
	Quota                       // too many requests; nothing was applied
	Permission                  // signed in, but not allowed
	SignedOut                   // not signed in any more
	Gone                        // there is no such spreadsheet
	Unreachable                 // a read that did not come through
)

// Error is a failed call of the Sheets API, with what to do about it.
type Error struct {
	Kind  Kind
	Doing string // "read the spreadsheet"
	Text  string // what happened and what to do next
	Err   error  // as the library gave it
}

// Error says what was done and what happened.
func (e *Error) Error() string { return e.Doing + ": " + e.Text }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes a conflict a sheets.ErrConflict.
func (e *Error) Is(target error) bool { return target == sheets.ErrConflict && e.Kind == Conflict }

func kindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// classify turns what the library returned into an *Error. write says whether the call may have changed something.
func (b *Book) classify(doing string, write bool, err error) *Error {
	var already *Error
	if errors.As(err, &already) {
		return already
	}
	e := &Error{Doing: doing, Err: err}
	var api *googleapi.Error
	if errors.As(err, &api) {
		e.Kind, e.Text = b.status(api, write)
		return e
	}
	e.Kind = Unreachable
	if write {
		e.Kind = Unknown
	}
	switch {
	case errors.Is(err, context.Canceled):
		e.Text = "interrupted"
	case errors.As(err, new(*json.SyntaxError)):
		e.Text = "what answered is not Google (a proxy, or the sign-in page of a guest network?): check the network, " +
			"and try again"
	case errors.Is(err, context.DeadlineExceeded):
		e.Text = fmt.Sprintf("no answer within %v; check the network, or try again later", b.timeout.Round(time.Second))
	default:
		e.Text = fmt.Sprintf("the connection to Google failed (%v); check the network, or try again later", inner(err))
	}
	return e
}

// unstored says of a write that failed what looking for it has shown. It may still arrive; then the next pass finds it.
func unstored(err error, looked string) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != Unknown {
		return err
	}
	told := *e
	told.Text += "; " + looked
	return &told
}

// inner is the last cause of a chain: the URL in front of it does not help the user.
func inner(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// status is what an HTTP status means. The texts of the API are kept: they name the range or the limit.
func (b *Book) status(api *googleapi.Error, write bool) (Kind, string) {
	said := strings.TrimSpace(api.Message)
	if said == "" {
		said = http.StatusText(api.Code)
	}
	account := b.account
	if account == "" {
		account = "the account that leadsheet signs in with"
	}
	switch {
	case api.Code == http.StatusTooManyRequests:
		return Quota, "Google says that there were too many requests: wait a minute and try again; if it happens " +
			"often, let other programs with the same account ask less often"
	case api.Code == http.StatusUnauthorized:
		return SignedOut, fmt.Sprintf("Google does not accept the sign-in: run %v again, "+
			"or create a new key for the service account", hint.Login)
	case strings.Contains(said, "has not been used in project") || strings.Contains(said, "it is disabled"):
		return Permission, "the Google Sheets API is switched off in your Google Cloud project: switch it on there " +
			"(APIs & Services, Google Sheets API), wait a minute, and try again"
	case strings.Contains(said, "insufficient authentication scopes"):
		return Permission, fmt.Sprintf("the sign-in does not include Google Sheets: "+
			"run %v again and allow what is asked", hint.Login)
	case strings.Contains(said, "not supported for this document") || strings.Contains(said, "Office file"):
		return Refused, fmt.Sprintf("it is an Excel file that lies in Google Drive, not a Google Sheet: open it "+
			"there, choose File, Save as Google Sheets, and put the address of the new spreadsheet into %v", hint.Book)
	case strings.Contains(strings.ToLower(said), "protected cell"):
		return Refused, fmt.Sprintf("a protected range forbids it: in Google Sheets open Data, Protect sheets and "+
			"ranges, and let %s edit the tabs of leadsheet, or turn the protection into a warning; "+
			"%v names the range", account, hint.Doctor)
	case api.Code == http.StatusForbidden:
		return Permission, "Google says: " + said + ". Share the spreadsheet with " + account + " as Editor (button " +
			"Share in the spreadsheet)"
	case api.Code == http.StatusNotFound:
		return Gone, fmt.Sprintf("there is no spreadsheet %s, or %s may not see it: check the address in %v, and "+
			"share the spreadsheet with %s as Editor", b.id, account, hint.Book, account)
	case strings.Contains(said, "above the limit of"):
		return Refused, b.full(said)
	case strings.Contains(said, "payload size exceeds") || api.Code == http.StatusRequestEntityTooLarge:
		return Refused, "one lead alone is larger than Google takes in one request: shorten the longest texts in its row"
	case api.Code >= 500 && write:
		return Unknown, fmt.Sprintf("Google answered %d (%s); try again later", api.Code, said)
	case api.Code >= 500:
		return Unreachable, fmt.Sprintf("Google answered %d (%s); try again later", api.Code, said)
	}
	return Refused, "Google says: " + said
}
