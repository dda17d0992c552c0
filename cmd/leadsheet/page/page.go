// Package page is how leadsheet's own web pages look: one stylesheet, one frame around the content, and the headers
// that keep a page to itself. It loads nothing from elsewhere, needs no JavaScript, and knows nothing of what it shows.
package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/http"
)

//go:embed page.css
var style []byte

//go:embed frame.html
var frame string

// StylePath is where a server has to serve the stylesheet, with Style.
const StylePath = "/page.css"

// Page is a page without its frame.
type Page struct {
	Title   string        // shown as the heading, and in the browser's tab
	Refresh int           // seconds after which the browser loads the page again; 0 for never
	Body    template.HTML // the content below the heading, already escaped
}

// Write writes a page within its frame. An error is that of the writer.
func Write(w io.Writer, p Page) error {
	t, err := template.New("frame").Parse(frame)
	if err != nil {
		return fmt.Errorf("read the frame of pages: %w", err)
	}
	data := struct {
		Page
		Style string
	}{p, StylePath}
	if err := t.Execute(w, data); err != nil {
		return fmt.Errorf("write a page: %w", err)
	}
	return nil
}

// Style serves the stylesheet.
func Style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(style) // the browser has gone away
}

// Guard sets the headers of every answer: a page loads nothing but the stylesheet, runs no script, is shown in no
// frame of another page, sends forms only to its own server, is kept in no cache, and tells nobody its address. What
// the policy allows is defined in Content Security Policy Level 3 (W3C).
func Guard(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "+
		"frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}
