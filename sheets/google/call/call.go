// Package call makes the calls of the Sheets API that leadsheet needs, with the types of Google's library and without
// its way of carrying them. That would bring gRPC, OpenTelemetry and every way of signing in along, although leadsheet
// hands over a client of its own that is signed in.
package call

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"google.golang.org/api/googleapi"
	api "google.golang.org/api/sheets/v4"
)

// endpoint is where Google answers.
const endpoint = "https://sheets.googleapis.com/"

// UserAgent names leadsheet. Google compresses its answers only for those who ask for it (which Go's transport does)
// and have the word gzip in their name, too (https://developers.google.com/drive/api/guides/performance).
const UserAgent = "leadsheet (gzip)"

// Service makes calls. It tries each once.
type Service struct {
	client *http.Client

	BasePath     string // of the API, with a slash at the end
	Spreadsheets *SpreadsheetsService
}

// SpreadsheetsService makes calls about spreadsheets.
type SpreadsheetsService struct {
	s      *Service
	Values *ValuesService
}

// ValuesService makes calls about the values of cells.
type ValuesService struct{ s *Service }

// New returns a service that calls with a client that is signed in. base is the address of the API, "" for Google's.
func New(client *http.Client, base string) *Service {
	s := &Service{client: client, BasePath: base}
	if base == "" {
		s.BasePath = endpoint
	}
	s.Spreadsheets = &SpreadsheetsService{s: s, Values: &ValuesService{s}}
	return s
}

// Call is a call that has not been made yet. A is what it answers with.
type Call[A any] struct {
	s            *Service
	ctx          context.Context
	method, path string // path with {id} for the spreadsheet
	id           string
	body         any // nil: none
	parameters   url.Values

	Header http.Header // of the answer, once Do has one
}

func newCall[A any](s *Service, method, path, id string, body any) *Call[A] {
	return &Call[A]{s: s, ctx: context.Background(), method: method, path: path, id: id, body: body,
		parameters: url.Values{"alt": {"json"}, "prettyPrint": {"false"}}}
}

// BatchUpdate applies requests to a spreadsheet, all or none.
func (r *SpreadsheetsService) BatchUpdate(
	id string,
	body *api.BatchUpdateSpreadsheetRequest,
) *Call[api.BatchUpdateSpreadsheetResponse] {
	return newCall[api.BatchUpdateSpreadsheetResponse](r.s, http.MethodPost, "v4/spreadsheets/{id}:batchUpdate", id, body)
}

// Get reads a spreadsheet.
func (r *SpreadsheetsService) Get(id string) *Call[api.Spreadsheet] {
	return newCall[api.Spreadsheet](r.s, http.MethodGet, "v4/spreadsheets/{id}", id, nil)
}

// BatchGetByDataFilter reads the values of ranges that filters describe.
func (r *ValuesService) BatchGetByDataFilter(
	id string,
	body *api.BatchGetValuesByDataFilterRequest,
) *Call[api.BatchGetValuesByDataFilterResponse] {
	return newCall[api.BatchGetValuesByDataFilterResponse](r.s, http.MethodPost,
		"v4/spreadsheets/{id}/values:batchGetByDataFilter", id, body)
}

// Context sets the context of the call.
func (c *Call[A]) Context(ctx context.Context) *Call[A] {
	c.ctx = ctx
	return c
}

// Fields asks for some fields of the answer only, in Google's notation; without it all are sent.
func (c *Call[A]) Fields(fields ...googleapi.Field) *Call[A] {
	c.parameters.Set("fields", googleapi.CombineFields(fields))
	return c
}

// Ranges asks for some ranges of the spreadsheet only, in A1 notation.
func (c *Call[A]) Ranges(ranges ...string) *Call[A] {
	c.parameters["ranges"] = ranges
	return c
}

// IncludeGridData asks for the cells, too.
func (c *Call[A]) IncludeGridData(yes bool) *Call[A] {
	if yes {
		c.parameters.Set("includeGridData", "true")
	}
	return c
}

// Do makes the call. What Google refuses is a *googleapi.Error. An answer that cannot be read is an error of
// encoding/json; the call may have been applied then.
func (c *Call[A]) Do() (*A, error) {
	var body io.Reader
	if c.body != nil {
		text, err := json.Marshal(c.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	address := googleapi.ResolveRelative(c.s.BasePath, c.path) + "?" + c.parameters.Encode()
	req, err := http.NewRequestWithContext(c.ctx, c.method, address, body)
	if err != nil {
		return nil, err
	}
	googleapi.Expand(req.URL, map[string]string{"id": c.id})
	if c.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", UserAgent)
	res, err := c.s.client.Do(req)
	if err != nil {
		if gone := c.ctx.Err(); gone != nil {
			return nil, gone // says more than the connection that it closed
		}
		return nil, err
	}
	defer googleapi.CloseBody(res)
	c.Header = res.Header
	if err := googleapi.CheckResponse(res); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	answer := new(A)
	if err := json.Unmarshal(text, answer); err != nil {
		return nil, err
	}
	return answer, nil
}
