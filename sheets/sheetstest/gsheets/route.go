package gsheets

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// call is one request with its parsed parts.
type call struct {
	method string // "spreadsheets.values.get"
	write  bool
	id     string // of the spreadsheet
	arg    string // the range, or the id of developer metadata
	query  url.Values
	fields mask
	body   []byte
	srv    *Server
	doc    *Doc
}

// maxBytes is the maximum size of a request. Google documents no limit for Sheets and advises two megabytes; this is
// the limit in its servers' error message.
const maxBytes = 10 << 20

// handler returns the body of the response as compact JSON.
type handler func(*call) ([]byte, error)

// methodByPath holds the calls on a spreadsheet's parts, by HTTP method and the path after the ID: "R" stands for a
// range, "N" for a number.
var methodByPath = map[string]string{
	"GET ":                                 "spreadsheets.get",
	"POST :getByDataFilter":                "spreadsheets.getByDataFilter",
	"POST :batchUpdate":                    "spreadsheets.batchUpdate",
	"GET /values/R":                        "spreadsheets.values.get",
	"PUT /values/R":                        "spreadsheets.values.update",
	"POST /values/R:append":                "spreadsheets.values.append",
	"POST /values/R:clear":                 "spreadsheets.values.clear",
	"GET /values:batchGet":                 "spreadsheets.values.batchGet",
	"POST /values:batchGetByDataFilter":    "spreadsheets.values.batchGetByDataFilter",
	"POST /values:batchUpdate":             "spreadsheets.values.batchUpdate",
	"POST /values:batchUpdateByDataFilter": "spreadsheets.values.batchUpdateByDataFilter",
	"POST /values:batchClear":              "spreadsheets.values.batchClear",
	"POST /values:batchClearByDataFilter":  "spreadsheets.values.batchClearByDataFilter",
	"GET /developerMetadata/N":             "spreadsheets.developerMetadata.get",
	"POST /developerMetadata:search":       "spreadsheets.developerMetadata.search",
}

// endpoint is a call with its handler and the schemas of its body and response.
type endpoint struct {
	write         bool
	handle        handler
	body, answers string
}

// endpoints holds the supported calls.
var endpoints = map[string]endpoint{
	"spreadsheets.create":          {true, create, "Spreadsheet", "Spreadsheet"},
	"spreadsheets.get":             {false, getSpreadsheet, "", "Spreadsheet"},
	"spreadsheets.getByDataFilter": {false, getByDataFilter, "GetSpreadsheetByDataFilterRequest", "Spreadsheet"},
	"spreadsheets.batchUpdate":     {true, batchUpdate, "BatchUpdateSpreadsheetRequest", "BatchUpdateSpreadsheetResponse"},
	"spreadsheets.values.get":      {false, getValues, "", "ValueRange"},
	"spreadsheets.values.update":   {true, updateValues, "ValueRange", "UpdateValuesResponse"},
	"spreadsheets.values.append":   {true, appendValues, "ValueRange", "AppendValuesResponse"},
	"spreadsheets.values.clear":    {true, clearValues, "ClearValuesRequest", "ClearValuesResponse"},
	"spreadsheets.values.batchGet": {false, batchGetValues, "", "BatchGetValuesResponse"},
	"spreadsheets.values.batchGetByDataFilter": {false, batchGetByDataFilter,
		"BatchGetValuesByDataFilterRequest", "BatchGetValuesByDataFilterResponse"},
	"spreadsheets.values.batchUpdate": {true, batchUpdateValues,
		"BatchUpdateValuesRequest", "BatchUpdateValuesResponse"},
	"spreadsheets.values.batchClear":     {true, batchClearValues, "BatchClearValuesRequest", "BatchClearValuesResponse"},
	"spreadsheets.developerMetadata.get": {false, getMetadata, "", "DeveloperMetadata"},
	"spreadsheets.developerMetadata.search": {false, searchMetadata,
		"SearchDeveloperMetadataRequest", "SearchDeveloperMetadataResponse"},
}

// route finds the call of a request. It uses the raw path, since a range may hold an escaped slash or colon.
func route(r *http.Request) (*call, error) {
	rest, ok := strings.CutPrefix(r.URL.EscapedPath(), "/v4/spreadsheets")
	if !ok {
		return nil, notFound
	}
	c := &call{query: r.URL.Query()}
	if rest == "" && r.Method == http.MethodPost {
		c.method = "spreadsheets.create"
		return c, nil
	}
	rest = strings.TrimPrefix(rest, "/")
	i := strings.IndexAny(rest, ":/")
	if i < 0 {
		i = len(rest)
	}
	c.id, rest = rest[:i], rest[i:]
	for _, part := range []string{"/values/", "/developerMetadata/"} {
		arg, ok := strings.CutPrefix(rest, part)
		if !ok {
			continue
		}
		verb := ""
		for _, v := range []string{":append", ":clear"} {
			if a, found := strings.CutSuffix(arg, v); found {
				arg, verb = a, v
			}
		}
		text, err := url.PathUnescape(arg)
		if err != nil {
			return nil, badRequest("Invalid path: %s", arg)
		}
		c.arg = text
		rest = part + map[bool]string{true: "R", false: "N"}[part == "/values/"] + verb
	}
	if c.method = methodByPath[r.Method+" "+rest]; c.method == "" {
		return nil, unsupported("%s %s", r.Method, r.URL.EscapedPath())
	}
	return c, nil
}

// response answers a request. A fault takes precedence over the quota.
func (s *Server) response(r *http.Request, body []byte) response {
	c, err := route(r)
	if err != nil {
		return errorResponse(err)
	}
	h, ok := endpoints[c.method]
	if !ok {
		return unsupported("the call %s", c.method).response()
	}
	c.srv, c.body, c.write = s, body, h.write
	if len(body) > maxBytes {
		return badRequest("Request payload size exceeds the limit: %d bytes.", maxBytes).response()
	}
	s.mu.Lock()
	s.calls++
	n, fault := s.calls, s.fault
	s.mu.Unlock()
	var f Fault
	if fault != nil {
		f = fault(Call{Method: c.method, Write: c.write, Doc: c.id, Body: body, N: n})
	}
	if f.Status != http.StatusTooManyRequests && !s.withinQuota(c.write) {
		return quotaError(c.write).response()
	}
	if f.none() {
		return s.do(c, h)
	}
	return f.apply(func() response { return s.do(c, h) })
}

// do applies a call and returns its response.
func (s *Server) do(c *call, h endpoint) response {
	if err := s.checkRequest(c, h); err != nil {
		return s.violation(c, err)
	}
	if c.id != "" {
		switch c.doc = s.Doc(c.id); {
		case c.doc == nil:
			return notFound.response()
		case c.doc.isPrivate():
			return forbidden.response()
		}
	}
	if text := c.query.Get("fields"); text != "" {
		m, err := parseMask(text)
		if err != nil {
			return errorResponse(err)
		}
		c.fields = m
	}
	body, err := h.handle(c)
	if err != nil {
		return errorResponse(err)
	}
	body = c.fields.filter(body)
	if s.opt.Check && s.discovery != nil {
		if err := s.discovery.Check(h.answers, body); err != nil {
			return s.violation(c, err)
		}
	}
	if p := c.query.Get("prettyPrint"); p != "false" {
		var b bytes.Buffer
		if err := json.Indent(&b, body, "", "  "); err == nil {
			b.WriteByte('\n')
			body = b.Bytes()
		}
	}
	return response{status: http.StatusOK, header: jsonHeader(), body: body}
}

func (s *Server) checkRequest(c *call, h endpoint) error {
	if !s.opt.Check {
		return nil
	}
	if s.discoveryError != nil {
		return s.discoveryError
	}
	if err := s.discovery.CheckQuery(c.method, c.query); err != nil {
		return err
	}
	if h.body == "" {
		return nil
	}
	return s.discovery.Check(h.body, c.body)
}

// violation records a violation of the discovery document and answers with it.
func (s *Server) violation(c *call, err error) response {
	text := c.method + ": " + err.Error()
	s.mu.Lock()
	s.violations = append(s.violations, text)
	s.mu.Unlock()
	return apiError{code: http.StatusInternalServerError, status: "INTERNAL", message: text}.response()
}

func errorResponse(err error) response {
	var e apiError
	if errors.As(err, &e) {
		return e.response()
	}
	return apiError{code: http.StatusInternalServerError, status: "INTERNAL", message: err.Error()}.response()
}

// decode decodes a request's body.
func (c *call) decode(into any) error {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return badPayload(err)
	}
	return nil
}
