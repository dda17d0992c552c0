package gsheets

import (
	"net/http"
	"strconv"
	"time"
)

// Call is a call about to be made, as SetFault's function sees it.
type Call struct {
	Method string // as the discovery document names it: "spreadsheets.values.batchGetByDataFilter"
	Write  bool
	Doc    string // id of the spreadsheet; "" for create
	Body   []byte
	N      int // counts the calls of the server, from 1
}

// Fault is what goes wrong with a call; the zero value is nothing.
type Fault struct {
	// Status is answered instead: 429, 500, 503, 502 with a page of HTML, 403, 404 ...
	Status int
	// Apply applies the call all the same, before Status is answered or the connection is cut.
	Apply bool
	// Cut closes the connection instead of answering.
	Cut bool
	// Later is handed the write, which is not applied now; calling apply at any later time applies it as if it
	// arrived then. What is answered now is Status, a cut connection, or, with neither, the recorded 503.
	Later func(apply func())
	// RetryAfter goes into the header of that name.
	RetryAfter time.Duration
}

func (f Fault) none() bool { return f.Status == 0 && !f.Cut && f.Later == nil }

// faulty answers a call that something happens to. do applies it.
func (f Fault) faulty(do func() answer) answer {
	switch {
	case f.Later != nil:
		f.Later(func() { do() })
	case f.Apply:
		do()
	}
	if f.Cut {
		return answer{cut: true}
	}
	status := f.Status
	if status == 0 {
		status = http.StatusServiceUnavailable
	}
	a := faultAnswer(status)
	if f.RetryAfter > 0 {
		a.header.Set("Retry-After", strconv.Itoa(int((f.RetryAfter+time.Second-1)/time.Second)))
	}
	return a
}

func faultAnswer(status int) answer {
	switch status {
	case http.StatusTooManyRequests:
		return quotaError(false).answer()
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		h := http.Header{"Content-Type": {"text/html; charset=UTF-8"}}
		return answer{
			status: status,
			header: h,
			body: []byte("<!DOCTYPE html>\n<html lang=en>\n<title>Error " + strconv.Itoa(status) +
				" (Server Error)!!1</title>\n<p>The server encountered a temporary error and could not complete your " +
				"request.<p>Please try again in 30 seconds.\n"),
		}
	case http.StatusServiceUnavailable:
		return apiError{code: status, status: "UNAVAILABLE", message: "The service is currently unavailable."}.answer()
	case http.StatusForbidden:
		return forbidden.answer()
	case http.StatusNotFound:
		return notFound.answer()
	case http.StatusUnauthorized:
		return apiError{code: status, status: "UNAUTHENTICATED",
			message: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie " +
				"or other " +
				"valid authentication credential. See " +
				"https://developers.google.com/identity/sign-in/web/devconsole-project."}.answer()
	case http.StatusBadRequest:
		return badRequest("Request contains an invalid argument.").answer()
	}
	return apiError{code: status, status: "INTERNAL", message: "Internal error encountered."}.answer()
}
