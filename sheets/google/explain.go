package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/oauth2"

	"leadsheet/signin"
)

// ExplainAuth turns a failed sign-in into a sentence that says what to do. Any other error comes back as it is: it says
// nothing about the sign-in.
func ExplainAuth(err error) error {
	var already *Error
	if errors.As(err, &already) {
		return already
	}
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) {
		return explainRefusal(refusal, "")
	}
	return err
}

// explainToken explains why there is no token for an account of the given kind.
func explainToken(ctx context.Context, err error, kind string) error {
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) {
		return explainRefusal(refusal, kind)
	}
	e := &Error{Kind: Unreachable, Doing: "sign in to Google", Err: err}
	switch {
	case ctx.Err() != nil:
		e.Text, e.Err = "interrupted before it was done", ctx.Err()
	case strings.Contains(err.Error(), "x509:") || strings.Contains(err.Error(), "tls:"):
		e.Text = fmt.Sprintf("the connection is not trusted (%v): check this machine's clock, and the proxy if there is one", inner(err))
	default:
		e.Text = fmt.Sprintf("it cannot be reached (%v): check the network", inner(err))
	}
	return e
}

// explainRefusal never shows the body of the answer: it could repeat what was sent.
func explainRefusal(r *oauth2.RetrieveError, kind string) *Error {
	code, description, status := r.ErrorCode, r.ErrorDescription, 0
	if r.Response != nil {
		status = r.Response.StatusCode
	}
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Subtype     string `json:"error_subtype"`
	}
	readable := json.Unmarshal(r.Body, &body) == nil
	if code == "" && readable { // the library fills these in for persons only
		code, description = body.Error, body.Description
	}
	switch {
	case status == http.StatusTooManyRequests || status >= 500 || code == "server_error" || code == "temporarily_unavailable" || code == "internal_failure":
		return &Error{Kind: Unreachable, Doing: "sign in to Google", Text: fmt.Sprintf("Google answered %d; try again later", status)}
	case code == "":
		return signedOut("the answer (HTTP %d) is not one of Google's: check the network; a proxy or a sign-in page of the network may be in between", status)
	case code == "invalid_grant":
		return signedOut("%s", invalidGrant(strings.ToLower(description+" "+body.Subtype), kind))
	}
	if text, ok := refusals[code]; ok {
		return signedOut("%s", text)
	}
	return signedOut("Google refused (HTTP %d, %s): run leadsheet login again, or create a new key for the service account", status, signin.PlainCode(code))
}

// invalidGrant is one code for many things; Google's description, in small letters, tells them apart.
func invalidGrant(description, kind string) string {
	switch {
	case strings.Contains(description, "short-lived token") || strings.Contains(description, "iat and exp") || strings.Contains(description, "reasonable timeframe"):
		return "this machine's clock is wrong: set it (by NTP), and try again"
	case strings.Contains(description, "account not found") || strings.Contains(description, "not a valid email"):
		return "Google does not know the service account any more: create one in Google Cloud, with a key (JSON), and share the spreadsheet with its address"
	case kind == ServiceAccount || strings.Contains(description, "jwt"):
		return "Google does not accept the key of the service account; it was deleted or has ended: create a new key (JSON) for it in Google Cloud"
	case strings.Contains(description, "rapt"):
		return "your organisation asks for a new sign-in from time to time: run leadsheet login again, or use a service account, which is not asked"
	}
	return `the sign-in has expired or was withdrawn: run leadsheet login again. While the consent screen of your Google Cloud project is in "Testing", it ends after seven days: publish it, or use a service account`
}

// refusals says what to do about the error codes of Google's sign-in.
var refusals = map[string]string{
	"unauthorized_client":   `Google does not let this client sign in this way: use the key of a service account, or an OAuth client of the type "Desktop app", as it was downloaded`,
	"invalid_client":        "Google does not know this OAuth client, or its secret was changed: download the client's file again from Google Cloud, Clients",
	"deleted_client":        `the OAuth client was deleted: create one of the type "Desktop app" in Google Cloud, Clients, and run leadsheet login again`,
	"disabled_client":       "the OAuth client is disabled: look into Google Cloud for the reason, or create another one",
	"org_internal":          "the OAuth client is for members of its organisation only: sign in with an account of theirs, or make the client External in Google Cloud, Audience",
	"admin_policy_enforced": "the administrator of your Google Workspace does not allow it: ask them to trust this OAuth client, or use a service account",
	"access_denied":         "Google refused access: run leadsheet login again and allow what is asked; an account that is not a test user of the project must be added in Google Cloud, Audience",
	"invalid_scope":         "Google refused the permission for spreadsheets: run leadsheet login again",
}
