package gsheets

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// call is one request on its way to its handler.
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

// mostBytes is how large a request may be. Google's documents name no limit for Sheets and advise two megabytes; this is
// where its servers stop reading, in their own words.
const mostBytes = 10 << 20

// handler makes the answer's body, compact.
type handler func(*call) ([]byte, error)

// verbs are the calls on a spreadsheet's parts, by HTTP method and what follows the id: "R" stands for a range, "N" for
// a number.
var verbs = map[string]string{
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

// served is a call with its handler and the schemas of its body and answer.
type served struct {
	write         bool
	handle        handler
	body, answers string
}

// handlers are the calls there are.
var handlers = map[string]served{
	"spreadsheets.create":                      {true, create, "Spreadsheet", "Spreadsheet"},
	"spreadsheets.get":                         {false, getSpreadsheet, "", "Spreadsheet"},
	"spreadsheets.getByDataFilter":             {false, getByDataFilter, "GetSpreadsheetByDataFilterRequest", "Spreadsheet"},
	"spreadsheets.batchUpdate":                 {true, batchUpdate, "BatchUpdateSpreadsheetRequest", "BatchUpdateSpreadsheetResponse"},
	"spreadsheets.values.get":                  {false, getValues, "", "ValueRange"},
	"spreadsheets.values.update":               {true, updateValues, "ValueRange", "UpdateValuesResponse"},
	"spreadsheets.values.append":               {true, appendValues, "ValueRange", "AppendValuesResponse"},
	"spreadsheets.values.clear":                {true, clearValues, "ClearValuesRequest", "ClearValuesResponse"},
	"spreadsheets.values.batchGet":             {false, batchGetValues, "", "BatchGetValuesResponse"},
	"spreadsheets.values.batchGetByDataFilter": {false, batchGetByDataFilter, "BatchGetValuesByDataFilterRequest", "BatchGetValuesByDataFilterResponse"},
	"spreadsheets.values.batchUpdate":          {true, batchUpdateValues, "BatchUpdateValuesRequest", "BatchUpdateValuesResponse"},
	"spreadsheets.values.batchClear":           {true, batchClearValues, "BatchClearValuesRequest", "BatchClearValuesResponse"},
	"spreadsheets.developerMetadata.get":       {false, getMetadata, "", "DeveloperMetadata"},
	"spreadsheets.developerMetadata.search":    {false, searchMetadata, "SearchDeveloperMetadataRequest", "SearchDeveloperMetadataResponse"},
}

// route finds out which call a request is. The raw path counts: a range may hold an escaped slash or colon.
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
	if c.method = verbs[r.Method+" "+rest]; c.method == "" {
		return nil, unsupported("%s %s", r.Method, r.URL.EscapedPath())
	}
	return c, nil
}

// answer answers a request: what goes wrong is asked first, then the quota.
func (s *Server) answer(r *http.Request, body []byte) answer {
	c, err := route(r)
	if err != nil {
		return errorAnswer(err)
	}
	h, ok := handlers[c.method]
	if !ok {
		return unsupported("the call %s", c.method).answer()
	}
	c.srv, c.body, c.write = s, body, h.write
	if len(body) > mostBytes {
		return badRequest("Request payload size exceeds the limit: %d bytes.", mostBytes).answer()
	}
	s.mu.Lock()
	s.calls++
	n, ask := s.calls, s.fault
	s.mu.Unlock()
	var f Fault
	if ask != nil {
		f = ask(Call{Method: c.method, Write: c.write, Doc: c.id, Body: body, N: n})
	}
	if f.Status != http.StatusTooManyRequests && !s.admit(c.write) {
		return quotaError(c.write).answer()
	}
	if f.none() {
		return s.do(c, h)
	}
	return f.faulty(func() answer { return s.do(c, h) })
}

// do applies a call.
func (s *Server) do(c *call, h served) answer {
	if err := s.checkRequest(c, h); err != nil {
		return s.violation(c, err)
	}
	if c.id != "" {
		switch c.doc = s.Doc(c.id); {
		case c.doc == nil:
			return notFound.answer()
		case c.doc.isPrivate():
			return forbidden.answer()
		}
	}
	if text := c.query.Get("fields"); text != "" {
		m, err := parseMask(text)
		if err != nil {
			return errorAnswer(err)
		}
		c.fields = m
	}
	body, err := h.handle(c)
	if err != nil {
		return errorAnswer(err)
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
	return answer{status: http.StatusOK, header: jsonHeader(), body: body}
}

func (s *Server) checkRequest(c *call, h served) error {
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

// violation keeps what was against the discovery document and answers it.
func (s *Server) violation(c *call, err error) answer {
	text := c.method + ": " + err.Error()
	s.mu.Lock()
	s.violations = append(s.violations, text)
	s.mu.Unlock()
	return apiError{code: http.StatusInternalServerError, status: "INTERNAL", message: text}.answer()
}

func errorAnswer(err error) answer {
	var e apiError
	if errors.As(err, &e) {
		return e.answer()
	}
	return apiError{code: http.StatusInternalServerError, status: "INTERNAL", message: err.Error()}.answer()
}

// decode reads a request's body.
func (c *call) decode(into any) error {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return badPayload(err)
	}
	return nil
}
