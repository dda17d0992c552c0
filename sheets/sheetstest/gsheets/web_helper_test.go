package gsheets

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// newWeb listens for the service and returns its address.
func newWeb(t *testing.T, h http.Handler) string {
	t.Helper()
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	return web.URL
}
