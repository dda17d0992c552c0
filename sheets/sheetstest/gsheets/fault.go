package gsheets

import (
	"net/http"
	"strconv"
	"time"
)

// Call describes a call to SetFault's function before it is made.
type Call struct {
	Method string // as in the discovery document: "spreadsheets.values.batchGetByDataFilter"
	Write  bool
	Doc    string // id of the spreadsheet; "" for create
	Body   []byte
	N      int // counts the calls of the server, from 1
}

// Fault is a fault of a call. The zero value is no fault.
type Fault struct {
	// Status is answered instead: 429, 500, 503, 502 with a page of HTML, 403, 404 ...
	Status int
	// Apply applies the call before Status is answered or the connection is cut.
	Apply bool
	// Cut closes the connection instead of answering.
	Cut bool
	// Later gets the write, which is not applied now. Calling apply later applies it as if it arrived then. The answer
	// now is Status, a cut connection or, without either, the recorded 503.
	Later func(apply func())
	// RetryAfter goes into the header of that name.
	RetryAfter time.Duration
}

func (f Fault) none() bool { return f.Status == 0 && !f.Cut && f.Later == nil }

// apply answers a call that has the fault. do applies the call.
func (f Fault) apply(do func() response) response {
	switch {
	case f.Later != nil:
		f.Later(func() { do() })
	case f.Apply:
		do()
	}
	if f.Cut {
		return response{cut: true}
	}
	status := f.Status
	if status == 0 {
		status = http.StatusServiceUnavailable
	}
	a := faultResponse(status)
	if f.RetryAfter > 0 {
		a.header.Set("Retry-After", strconv.Itoa(int((f.RetryAfter+time.Second-1)/time.Second)))
	}
	return a
}

func faultResponse(status int) response {
	switch status {
	case http.StatusTooManyRequests:
		return quotaError(false).response()
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		h := http.Header{"Content-Type": {"text/html; charset=UTF-8"}}
		return response{
			status: status,
			header: h,
			body: []byte("<!DOCTYPE html>\n<html lang=en>\n<title>Error " + strconv.Itoa(status) +
				" (Server Error)!!1</title>\n<p>The server encountered a temporary error and could not complete your " +
				"request.<p>Please try again in 30 seconds.\n"),
		}
	case http.StatusServiceUnavailable:
		return apiError{
			code: status, status: "UNAVAILABLE", message: "The service is currently unavailable.",
		}.response()
	case http.StatusForbidden:
		return forbidden.response()
	case http.StatusNotFound:
		return notFound.response()
	case http.StatusUnauthorized:
		return apiError{code: status, status: "UNAUTHENTICATED",
			message: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie " +
				"or other " +
				"valid authentication credential. See " +
				"https://developers.google.com/identity/sign-in/web/devconsole-project."}.response()
	case http.StatusBadRequest:
		return badRequest("Request contains an invalid argument.").response()
	}
	return apiError{code: status, status: "INTERNAL", message: "Internal error encountered."}.response()
}
