package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/oauth2"
)

// ErrSignedOut is what an *Error Is when a person must do something before there is a token again.
var ErrSignedOut = errors.New("not signed in to the provider")

// Error is why there is no token, in a sentence that says what to do.
type Error struct {
	Provider string // who was asked, as people know it
	Text     string // what happened and what to do next
	Passing  bool   // it may pass by itself: the network, or a provider that is busy
	Err      error  // the cause; nil when the provider refused, as its answer could repeat what was sent
}

// Error says who was asked and what happened.
func (e *Error) Error() string { return "sign in to " + e.Provider + ": " + e.Text }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes an error that does not pass by itself an ErrSignedOut.
func (e *Error) Is(target error) bool { return target == ErrSignedOut && !e.Passing }

// explain says why there is no token. wire is why no answer came; nil when one did.
func (a Account) explain(ctx context.Context, c *Client, err, wire error) error {
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) {
		return a.explainRefusal(c, refusal)
	}
	e := &Error{Provider: c.provider.Name, Passing: true, Err: wire}
	switch {
	case ctx.Err() != nil:
		e.Text, e.Err = "interrupted before it was done: "+ctx.Err().Error(), ctx.Err()
	case wire == nil:
		e.Text = "the answer cannot be read: check the network; " + tellBetween
	case strings.Contains(wire.Error(), "x509:") || strings.Contains(wire.Error(), "tls:"):
		e.Text = fmt.Sprintf("the connection is not trusted (%v): check this machine's clock, and the proxy if "+
			"there is one", wire)
	default:
		e.Text = fmt.Sprintf("it cannot be reached (%v): check the network, the next pass tries again", wire)
	}
	return e
}

const tellBetween = "a proxy or a sign-in page of the network may be in between"

// number finds the number by which Microsoft's sign-in tells what is wrong.
var number = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`AADSTS\d{4,8}\b`) })

// explainRefusal never shows what the provider wrote: that could repeat what was sent.
func (a Account) explainRefusal(c *Client, r *oauth2.RetrieveError) error {
	code, description, status := r.ErrorCode, r.ErrorDescription, 0
	if r.Response != nil {
		status = r.Response.StatusCode
	}
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Subtype     string `json:"error_subtype"`
	}
	if json.Unmarshal(r.Body, &body) == nil && code == "" { // the library fills these in for persons only
		code, description = body.Error, body.Description
	}
	switch code {
	case "server_error", "temporarily_unavailable", "internal_failure":
		status = max(status, http.StatusInternalServerError)
	}
	if status == http.StatusTooManyRequests || status >= http.StatusInternalServerError {
		return &Error{Provider: c.provider.Name, Passing: true,
			Text: fmt.Sprintf("it answered %d: try again later (the next pass tries again by itself)", status)}
	}
	http, p := strconv.Itoa(status), c.provider
	if code == "" {
		return a.signedOut(c, "the answer (HTTP {status}) is not one of {provider}'s: check the network; "+tellBetween,
			"{status}", http, "{provider}", p.Name)
	}
	aadsts := number().FindString(description)
	text := p.refusal(code, aadsts, strings.ToLower(description+" "+body.Subtype))
	if aadsts != "" {
		text += " (" + aadsts + ")"
	}
	return a.signedOut(c, text, "{status}", http, "{code}", plainCode(code))
}

// refusal returns the text for what a provider has answered.
func (p *Provider) refusal(code, number, description string) string {
	for _, r := range p.Refusals {
		if (r.Code == code || r.Code == number) && strings.Contains(description, r.Says) {
			return r.Text
		}
	}
	return p.Otherwise
}

// plainCode keeps an error code of a provider only if it looks like one: it may be shown then.
func plainCode(code string) string {
	if len(code) > 40 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "unknown reason"
	}
	return code
}
