package watch

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // of the page
	"encoding/base64"
	"html/template"
	"net/http"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// pages are the pages to be filled in.
type pages struct {
	all  *template.Template
	hash string // of the style, for the browser to know it by
}

func newPages() *pages {
	sum := sha256.Sum256([]byte(pageCSS))
	all := template.New("").Funcs(template.FuncMap{"style": func() template.CSS { return template.CSS(pageCSS) }})
	return &pages{all: template.Must(all.Parse(pageHTML)),
		hash: "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"}
}

// show writes a page. What cannot be filled in is an error of the program, and says so instead of half a page.
func (p *pages) show(w http.ResponseWriter, code int, name string, data any) {
	var b bytes.Buffer
	if err := p.all.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "the page cannot be made; /status.json has the same", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = w.Write(b.Bytes()) // whoever asked has gone
}
