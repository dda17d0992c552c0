package changes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"leadsheet/lead/hint"
	"leadsheet/sheets/google/call"
)

// mostBytes is how much of an answer is read. A page of a thousand changes has some 70 kB.
const mostBytes = 4 << 20

// page is a page of changes.list.
type page struct {
	Changes []struct {
		File string `json:"fileId"`
	} `json:"changes"`
	Next  string `json:"nextPageToken"`     // of the next page
	Start string `json:"newStartPageToken"` // on the last page, for the next time
}

// list asks for the changes after a token. Files of shared drives are asked for, too; what is removed, or not shared
// any more, is told like any other change.
func (f *Feed) list(ctx context.Context, token string) (*page, error) {
	p := &page{}
	err := f.get(ctx, "changes", url.Values{"pageToken": {token}, "pageSize": {"1000"},
		"fields":            {"nextPageToken,newStartPageToken,changes(fileId)"},
		"supportsAllDrives": {"true"}, "includeItemsFromAllDrives": {"true"}}, p)
	if err == nil && p.Next == "" && p.Start == "" {
		err = &Fault{Text: "Google Drive gave an answer without an end"}
	}
	return p, err
}

// startToken asks for the token of this moment.
func (f *Feed) startToken(ctx context.Context) (string, error) {
	var got struct {
		Token string `json:"startPageToken"`
	}
	err := f.get(ctx, "changes/startPageToken", url.Values{"fields": {"startPageToken"}, "supportsAllDrives": {"true"}},
		&got)
	if err == nil && got.Token == "" {
		err = &Fault{Text: "Google Drive gave no place in its list of changes"}
	}
	return got.Token, err
}

// get does a call. Its errors are those of the connection, or a *Fault.
func (f *Feed) get(ctx context.Context, method string, query url.Values, into any) (err error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	query.Set("prettyPrint", "false")
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.base+method+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("User-Agent", call.UserAgent)
	res, err := f.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	body, err := io.ReadAll(io.LimitReader(res.Body, mostBytes))
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return refusal(res.StatusCode, body)
	}
	if json.Unmarshal(body, into) != nil {
		return &Fault{Text: "what answered is not Google Drive (a proxy, or the sign-in page of a guest network?)"}
	}
	return nil
}

// Fault is why Drive cannot be asked. Spreadsheets are read as without it then.
type Fault struct {
	Text    string // what happened and what to do
	Lasting bool   // until somebody does something
	anew    bool   // the token is of no use any more
}

// Error says what happened.
func (f *Fault) Error() string { return f.Text }

// faultOf is what an error of a call means.
func faultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	var call *url.Error
	if errors.As(err, &call) { // its own text repeats the address
		err = call.Err
	}
	return &Fault{Text: fmt.Sprintf("the connection to Google Drive failed (%v)", err)}
}

// The reasons that Drive gives for a refusal, in its older and in its newer form.
var (
	scopeReasons = []string{"insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
	offReasons   = []string{"accessNotConfigured", "SERVICE_DISABLED"}
	quotaReasons = []string{"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded",
		"sharingRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
)

// refusal is what an answer means that is none.
func refusal(status int, body []byte) *Fault {
	var said struct {
		Error struct {
			Message string `json:"message"`
			Errors  []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
			Details []struct {
				Reason string `json:"reason"`
			} `json:"details"`
		} `json:"error"`
	}
	_ = json.Unmarshal(body, &said) // what stands in between may answer in HTML
	var reasons []string
	for _, e := range append(said.Error.Errors, said.Error.Details...) {
		reasons = append(reasons, e.Reason)
	}
	is := func(of []string) bool {
		return slices.ContainsFunc(reasons, func(r string) bool { return slices.Contains(of, r) })
	}
	text := strings.TrimSpace(said.Error.Message)
	if text == "" {
		text = http.StatusText(status)
	}
	switch {
	case status == http.StatusTooManyRequests || is(quotaReasons):
		return &Fault{Text: "Google Drive says that there were too many requests"}
	case status == http.StatusUnauthorized:
		return &Fault{Lasting: true, Text: fmt.Sprintf("Google Drive does not accept the sign-in: run %v again, or "+
			"create a new key for the service account", hint.Login)}
	case is(offReasons) || strings.Contains(text, "has not been used in project"):
		return &Fault{Lasting: true, Text: "the Google Drive API is switched off in your Google Cloud project: switch it " +
			"on there (APIs & Services, Google Drive API), and wait some minutes"}
	case is(scopeReasons) || strings.Contains(text, "insufficient authentication scopes"):
		return &Fault{Lasting: true, Text: fmt.Sprintf("the sign-in is from a time when Google Drive was not asked for, or "+
			"its box was not ticked: run %v again and tick it", hint.Login)}
	case status == http.StatusBadRequest || status == http.StatusNotFound || status == http.StatusGone:
		return &Fault{Text: fmt.Sprintf("Google Drive does not go on with its list of changes (%s)", text), anew: true}
	case status == http.StatusForbidden:
		return &Fault{Lasting: true, Text: "Google Drive says: " + text}
	}
	return &Fault{Text: fmt.Sprintf("Google Drive answered %d (%s)", status, text)}
}
