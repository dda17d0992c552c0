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

// ErrSignedOut matches every *Error (by errors.Is) that a person must correct before there is a token again.
var ErrSignedOut = errors.New("not signed in to the provider")

// Error says why there is no token and what to do about it.
type Error struct {
	Provider string // name of the provider, for people
	Text     string // what happened and what to do next
	Passing  bool   // temporary: a network error, or a busy provider
	Err      error  // the cause; nil when the provider refused, since its answer could repeat secrets that were sent
}

// Error names the provider and says what happened.
func (e *Error) Error() string { return "sign in to " + e.Provider + ": " + e.Text }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports that an error which is not Passing is an ErrSignedOut.
func (e *Error) Is(target error) bool { return target == ErrSignedOut && !e.Passing }

// explain returns why there is no token. transport is the error of the connection, nil when an answer came.
func (a Account) explain(ctx context.Context, c *Client, err, transport error) error {
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) {
		return a.explainRefusal(c, refusal)
	}
	e := &Error{Provider: c.provider.Name, Passing: true, Err: transport}
	switch {
	case ctx.Err() != nil:
		e.Text, e.Err = "interrupted before it was done: "+ctx.Err().Error(), ctx.Err()
	case transport == nil:
		e.Text = "the answer cannot be read: check the network; " + textBetween
	case strings.Contains(transport.Error(), "x509:") || strings.Contains(transport.Error(), "tls:"):
		e.Text = fmt.Sprintf("the connection is not trusted (%v): check this machine's clock, and the proxy if "+
			"there is one", transport)
	default:
		e.Text = fmt.Sprintf("it cannot be reached (%v): check the network, the next pass tries again", transport)
	}
	return e
}

const textBetween = "a proxy or a sign-in page of the network may be in between"

// microsoftErrorNumber matches the error number in an answer of Microsoft's sign-in.
var microsoftErrorNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`AADSTS\d{4,8}\b`) })

// explainRefusal returns the error for a refusal. It never shows the provider's own text, which could repeat secrets
// that were sent.
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
	if json.Unmarshal(r.Body, &body) == nil && code == "" { // the library sets these only for a person's sign-in
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
		return a.signedOut(c, "the answer (HTTP {status}) is not one of {provider}'s: check the network; "+textBetween,
			"{status}", http, "{provider}", p.Name)
	}
	aadsts := microsoftErrorNumber().FindString(description)
	text := p.refusal(code, aadsts, strings.ToLower(description+" "+body.Subtype))
	if aadsts != "" {
		text += " (" + aadsts + ")"
	}
	return a.signedOut(c, text, "{status}", http, "{code}", plainCode(code))
}

// refusal returns the text for an error code of the provider.
func (p *Provider) refusal(code, microsoftNumber, description string) string {
	for _, r := range p.Refusals {
		if (r.Code == code || r.Code == microsoftNumber) && strings.Contains(description, r.Says) {
			return r.Text
		}
	}
	return p.Otherwise
}

// plainCode returns the provider's error code if it has the form of one, and can then be shown safely.
func plainCode(code string) string {
	if len(code) > 40 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "unknown reason"
	}
	return code
}
