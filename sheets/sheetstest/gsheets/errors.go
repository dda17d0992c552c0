package gsheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// answer is what goes back over the wire.
type answer struct {
	status int
	header http.Header
	body   []byte
	cut    bool
}

// apiError is an error as the API words it.
type apiError struct {
	code    int
	status  string
	message string
}

func (e apiError) Error() string { return e.message }

var (
	notFound  = apiError{http.StatusNotFound, "NOT_FOUND", "Requested entity was not found."}
	forbidden = apiError{http.StatusForbidden, "PERMISSION_DENIED", "The caller does not have permission"}
)

func badRequest(format string, args ...any) apiError {
	return apiError{http.StatusBadRequest, "INVALID_ARGUMENT", fmt.Sprintf(format, args...)}
}

// unsupported is loud: a test that needs more of the API than there is must not pass by luck.
func unsupported(format string, args ...any) apiError {
	return apiError{http.StatusNotImplemented, "UNIMPLEMENTED", "the emulator does not support " + fmt.Sprintf(format, args...)}
}

func quotaError(write bool) apiError {
	kind := "Read"
	if write {
		kind = "Write"
	}
	return apiError{http.StatusTooManyRequests, "RESOURCE_EXHAUSTED", fmt.Sprintf("Quota exceeded for quota metric '%s requests' and limit '%s requests per minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:0'.", kind, kind)}
}

func (e apiError) answer() answer {
	type inner struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Status  string `json:"status"`
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(map[string]inner{"error": {e.code, e.message, e.status}}); err != nil {
		return answer{status: http.StatusInternalServerError, header: http.Header{}}
	}
	return answer{status: e.code, header: jsonHeader(), body: b.Bytes()}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json; charset=UTF-8"}}
}
