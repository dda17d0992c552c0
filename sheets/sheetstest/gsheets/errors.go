package gsheets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// response is an HTTP response to be sent.
type response struct {
	status int
	header http.Header
	body   []byte
	cut    bool
}

// apiError is an error in the API's format.
type apiError struct {
	code    int
	status  string
	message string
	details []badRequestDetail
}

// badRequestDetail names the part of a payload that could not be parsed. Other errors, such as a missing tab, have no
// details.
type badRequestDetail struct {
	Type       string           `json:"@type"`
	Violations []fieldViolation `json:"fieldViolations"`
}

type fieldViolation struct {
	Field       string `json:"field,omitempty"`
	Description string `json:"description"`
}

func (e apiError) Error() string { return e.message }

var (
	notFound  = apiError{code: http.StatusNotFound, status: "NOT_FOUND", message: "Requested entity was not found."}
	forbidden = apiError{
		code:    http.StatusForbidden,
		status:  "PERMISSION_DENIED",
		message: "The caller does not have permission",
	}
)

func badRequest(format string, args ...any) apiError {
	return apiError{code: http.StatusBadRequest, status: "INVALID_ARGUMENT", message: fmt.Sprintf(format, args...)}
}

// badPayload is the error for JSON that cannot be parsed.
func badPayload(err error) apiError {
	e := badRequest("Invalid JSON payload received. %v", err)
	v := fieldViolation{Description: e.message}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		v.Field = wrong.Field
	}
	e.details = []badRequestDetail{{Type: "type.googleapis.com/google.rpc.BadRequest", Violations: []fieldViolation{v}}}
	return e
}

// inPart adds the part of the request to the error: in its message or, if the payload could not be parsed, in its
// details.
func (e apiError) inPart(part string) apiError {
	if len(e.details) == 0 {
		e.message = "Invalid " + part + ": " + e.message
		return e
	}
	v := e.details[0].Violations[0]
	if v.Field != "" {
		part += "." + v.Field
	}
	v.Field = part
	e.details = []badRequestDetail{{Type: e.details[0].Type, Violations: []fieldViolation{v}}}
	return e
}

// unsupported is the error for a part of the API that the emulator lacks. It fails the call, so that no test passes by
// chance.
func unsupported(format string, args ...any) apiError {
	return apiError{code: http.StatusNotImplemented, status: "UNIMPLEMENTED",
		message: "the emulator does not support " + fmt.Sprintf(format, args...)}
}

func quotaError(write bool) apiError {
	kind := "Read"
	if write {
		kind = "Write"
	}
	return apiError{code: http.StatusTooManyRequests, status: "RESOURCE_EXHAUSTED",
		message: fmt.Sprintf("Quota exceeded for quota metric '%s requests' and limit '%s requests per minute per "+
			"user' "+
			"of service 'sheets.googleapis.com' for consumer 'project_number:0'.", kind, kind)}
}

func (e apiError) response() response {
	type inner struct {
		Code    int                `json:"code"`
		Message string             `json:"message"`
		Status  string             `json:"status"`
		Details []badRequestDetail `json:"details,omitempty"`
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(map[string]inner{"error": {e.code, e.message, e.status, e.details}}); err != nil {
		return response{status: http.StatusInternalServerError, header: http.Header{}}
	}
	return response{status: e.code, header: jsonHeader(), body: b.Bytes()}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json; charset=UTF-8"}}
}
