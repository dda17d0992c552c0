package mailin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/oauth2"

	"leadsheet/signin"
)

// ErrSignedOut is what an error Is when a person must do something before the mailbox can be signed in to by OAuth.
var ErrSignedOut = errors.New("not signed in to the mailbox's provider")

// signInRefused is a sentence that says what to do.
type signInRefused struct{ text string }

func (e *signInRefused) Error() string { return e.text }

func (e *signInRefused) Is(target error) bool { return target == ErrSignedOut }

func (c *oauthClient) signedOut(format string, args ...any) error {
	return &signInRefused{"sign in to " + c.provider.name + ": " + fmt.Sprintf(format, args...)}
}

// explain says why there is no token. It never shows what the provider wrote: that could repeat what was sent.
func (c *oauthClient) explain(ctx context.Context, err error) error {
	doing := "sign in to " + c.provider.name
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) {
		return c.explainRefusal(refusal)
	}
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err // without the address, which may hold what was sent
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%s: interrupted before it was done: %w", doing, ctx.Err())
	case strings.Contains(err.Error(), "x509:") || strings.Contains(err.Error(), "tls:"):
		return fmt.Errorf("%s: the connection is not trusted (%v): check this machine's clock, and the proxy if there is one", doing, err)
	case inner == nil: // an answer that is none
		return fmt.Errorf("%s: the answer cannot be read: check the network; a proxy or a sign-in page of the network may be in between", doing)
	}
	return fmt.Errorf("%s: it cannot be reached (%v): check the network, the next pass tries again", doing, err)
}

func (c *oauthClient) explainRefusal(r *oauth2.RetrieveError) error {
	code, description, status := r.ErrorCode, r.ErrorDescription, 0
	if r.Response != nil {
		status = r.Response.StatusCode
	}
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Subtype     string `json:"error_subtype"`
	}
	if json.Unmarshal(r.Body, &body) == nil && code == "" {
		code, description = body.Error, body.Description
	}
	switch {
	case status == http.StatusTooManyRequests || status >= 500 || code == "server_error" || code == "temporarily_unavailable":
		return fmt.Errorf("sign in to %s: it answered %d: the next pass tries again", c.provider.name, status)
	case code == "":
		return c.signedOut("the answer (HTTP %d) is not one of %s's: check the network; a proxy or a sign-in page of the network may be in between", status, c.provider.name)
	}
	if c.provider.name == microsoftMail.name {
		return c.explainMicrosoft(code, description)
	}
	if code == "invalid_grant" && strings.Contains(strings.ToLower(description+body.Subtype), "rapt") {
		return c.signedOut("your organisation asks for a new sign-in from time to time: run leadsheet login --mail again, or have the administrator exempt this client")
	}
	if text, ok := googleRefusals[code]; ok {
		return c.signedOut("%s", text)
	}
	return c.signedOut("it refused (HTTP %d, %s): run leadsheet login --mail again", status, signin.PlainCode(code))
}

// googleRefusals says what to do about the error codes of Google's sign-in.
var googleRefusals = map[string]string{
	"invalid_grant": `the consent has expired or was withdrawn, or the account's password was changed: run leadsheet login --mail again. ` +
		`While the consent screen of your Google Cloud project is in "Testing", it ends after seven days: publish it, or make it Internal`,
	"unauthorized_client":   `it does not let this client sign in this way: use an OAuth client of the type "Desktop app", as it was downloaded`,
	"invalid_client":        "it does not know this OAuth client, or its secret was changed: download the client's file again from Google Cloud, Clients",
	"deleted_client":        `the OAuth client was deleted: create one of the type "Desktop app" in Google Cloud, Clients, and run leadsheet login --mail again`,
	"disabled_client":       "the OAuth client is disabled: look into Google Cloud for the reason, or create another one",
	"org_internal":          "the OAuth client is for members of its organisation only: sign in with an account of theirs, or make the client External in Google Cloud, Audience",
	"admin_policy_enforced": "the administrator of your Google Workspace does not allow it: ask them to trust this OAuth client",
	"access_denied": "access was not allowed: run leadsheet login --mail again and allow what is asked; an account that is not a test user of the project " +
		"must be added in Google Cloud, Audience",
	"invalid_scope": "it refused the permission for mail: switch on the Gmail API in Google Cloud, and run leadsheet login --mail again",
}

// aadsts finds the number by which Microsoft's sign-in tells what is wrong.
var aadsts = regexp.MustCompile(`AADSTS(\d{4,8})\b`)

// explainMicrosoft goes by the number where it is one of those that people meet, by the code of the protocol otherwise. The
// numbers may change; then the sentence is less to the point, and nothing else.
func (c *oauthClient) explainMicrosoft(code, description string) error {
	number := ""
	if m := aadsts.FindStringSubmatch(description); m != nil {
		number = m[1]
	}
	text, known := microsoftNumbers[number]
	if !known {
		text, known = microsoftCodes[code]
	}
	if c.app() && code == "invalid_grant" && number == "" {
		known = false // the advice is for persons
	}
	if !known {
		text = "it refused (" + signin.PlainCode(code) + "): look the reason up in Microsoft Entra, Sign-in logs"
	}
	if number != "" {
		text += " (AADSTS" + number + ")"
	}
	return c.signedOut("%s", text)
}

const (
	tellTenant  = `there is no such directory: set "tenant" in the client's file to the directory (tenant) ID that Microsoft Entra shows`
	tellConsent = "nobody has consented to the application for this mailbox: run leadsheet login --mail, or have an administrator grant the consent in Microsoft Entra, API permissions"
	tellAgain   = "run leadsheet login --mail again"
	tellSecret  = `the application's secret is wrong: put the secret's value, not its ID, into "client_secret", or make a new one in Microsoft Entra, Certificates & secrets`
)

// microsoftNumbers says what to do about the numbers of Microsoft's sign-in.
var microsoftNumbers = map[string]string{
	"90002":   tellTenant,
	"900023":  tellTenant,
	"50059":   tellTenant,
	"700016":  `the directory does not know the application: check "client_id" and "tenant" in the client's file; both stand on the application's page in Microsoft Entra`,
	"50194":   `the application is for its own directory only: set "tenant" in the client's file to its directory (tenant) ID`,
	"50020":   "the account that signed in belongs to another directory: " + tellAgain + " with an account of yours, or correct the tenant",
	"7000215": tellSecret,
	"7000222": `the application's secret has run out: make a new one in Microsoft Entra, Certificates & secrets, and put its value into "client_secret"`,
	"7000218": "the application is not set up for programs without a secret: in Microsoft Entra, Authentication, add the platform Mobile and desktop applications with http://localhost, and allow public client flows",
	"700025":  `the application is a public one and must have no secret: remove "client_secret" from the client's file to sign in as a person`,
	"500011":  "the directory has no Exchange Online: check that the tenant in the client's file is that of the mailbox",
	"65001":   tellConsent,
	"90094":   "your organisation wants an administrator to consent: ask them to grant the application's permission in Microsoft Entra, Enterprise applications",
	"65004":   "access was not allowed in the browser: " + tellAgain + " and allow it",
	"50173":   "the consent was withdrawn, or the account's password was changed: " + tellAgain,
	"700082":  "the consent has expired, because it was not used for a long time: " + tellAgain,
	"700084":  "the consent has expired: " + tellAgain + "; in Microsoft Entra the address http://localhost must stand under Mobile and desktop applications, not Single-page application",
	"70043":   "your organisation asks for a new sign-in from time to time: " + tellAgain,
	"50076":   "your organisation asks for a second factor now: " + tellAgain,
	"50079":   "your organisation asks for a second factor now: " + tellAgain,
	"53003":   "your organisation's conditional access does not let this machine in: ask the administrator to allow the application",
	"50105":   "the account is not assigned to the application: ask the administrator to assign it in Microsoft Entra, Enterprise applications",
	"50057":   "the account is disabled: ask the administrator",
	"50034":   "the directory does not know the account: " + tellAgain + " with an account of yours",
	"7000112": "the application is disabled: ask the administrator to enable it in Microsoft Entra, Enterprise applications",
	"70011":   "it refused the permission for mail: in Microsoft Entra, API permissions, add IMAP.AccessAsUser.All for a person, or " + appRole + " of Office 365 Exchange Online for an application",
	"53000":   "your organisation lets in only machines that it manages: sign in as an application instead (README.md, Gmail and Microsoft 365)",
	"50055":   "the account's password has expired: set a new one, and " + tellAgain,
	"50053":   "the account is locked for a while: wait, and " + tellAgain,
}

// microsoftCodes says what to do about the codes of the protocol, when the number says nothing that is known.
var microsoftCodes = map[string]string{
	"invalid_grant":        "the consent has expired or was withdrawn, or the account's password was changed: " + tellAgain,
	"interaction_required": "it wants to see a person: " + tellAgain,
	"consent_required":     tellConsent,
	"login_required":       tellAgain,
	"access_denied":        "access was not allowed in the browser: " + tellAgain + " and allow it",
	"invalid_client":       tellSecret,
	"unauthorized_client":  `the directory does not know the application, or does not let it sign in: check "client_id" and "tenant" in the client's file`,
	"invalid_request":      "it does not understand the request: check the client's file, and " + tellAgain,
	"invalid_scope":        "it refused the permission for mail: in Microsoft Entra, API permissions, add IMAP.AccessAsUser.All, or " + appRole + " for an application",
	"invalid_resource":     "the directory has no Exchange Online: check that the tenant in the client's file is that of the mailbox",
}
