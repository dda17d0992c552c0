package watch

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// The paths that are served. Whatever else is asked for looks to a stranger as these do.
const (
	pathPage    = "/"
	pathTeam    = "/team"
	pathJSON    = "/status.json"
	pathMetrics = "/metrics"
	pathHealth  = "/healthz"
	pathSignIn  = "/sign-in"
)

// Handler returns what answers requests.
func (s *Server) Handler() http.Handler {
	pages := newPages()
	door := door{token: s.Token, now: s.Now, pages: pages}
	inside := http.NewServeMux()
	inside.HandleFunc("GET "+pathPage+"{$}", func(w http.ResponseWriter, _ *http.Request) { s.servePage(w, pages) })
	inside.HandleFunc("GET "+pathTeam, func(w http.ResponseWriter, r *http.Request) { s.serveTeam(w, r, pages) })
	inside.HandleFunc("GET "+pathJSON, s.serveJSON)
	inside.Handle("GET "+pathMetrics, promhttp.HandlerFor(s.registry(), promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	all := http.NewServeMux()
	all.HandleFunc("GET "+pathHealth, func(w http.ResponseWriter, r *http.Request) { s.serveHealth(w, door.knows(r)) })
	if s.Token != "" {
		all.HandleFunc("POST "+pathSignIn, door.signIn)
	}
	all.Handle("/", door.guard(inside))
	return plainly(pages.hash, door.ask(all))
}

// plainly sets what all answers have in common: they are kept nowhere, load nothing from elsewhere, and are shown in no
// other page.
func plainly(style string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src "+style+
			"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// serveHealth answers a probe: 200 while all is well, else 503. Why is for those who may see the page.
func (s *Server) serveHealth(w http.ResponseWriter, known bool) {
	status := s.Status()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	text := "ok\n"
	if !status.OK {
		w.WriteHeader(http.StatusServiceUnavailable)
		text = "not ok\n"
	}
	if known {
		var b strings.Builder
		b.WriteString(text)
		for i := range status.Teams {
			for _, p := range status.Teams[i].Problems {
				if p.Grave {
					fmt.Fprintln(&b, strings.TrimSpace(status.Teams[i].Team+" "+string(p.Kind))+": "+p.Text)
				}
			}
		}
		text = b.String()
	}
	_, _ = w.Write([]byte(text)) // whoever asked has gone
}

func (s *Server) serveJSON(w http.ResponseWriter, _ *http.Request) {
	data, err := json.MarshalIndent(s.Status(), "", "  ")
	if err != nil {
		http.Error(w, "the status cannot be written as JSON", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(data, '\n')) // whoever asked has gone
}

// servePage serves the page of the only team, or that of all.
func (s *Server) servePage(w http.ResponseWriter, pages *pages) {
	status := s.Status()
	if len(status.Teams) == 1 && status.Teams[0].Team == "" {
		pages.show(w, http.StatusOK, "team", newView(&status.Teams[0]))
		return
	}
	pages.show(w, http.StatusOK, "teams", newOverview(status))
}

// serveTeam serves the page of a team of a fleet: /team?name=NAME.
func (s *Server) serveTeam(w http.ResponseWriter, r *http.Request, pages *pages) {
	name := r.URL.Query().Get("name")
	for _, m := range s.Monitors() {
		if m.Team() == name && name != "" {
			snap := m.Snapshot(s.Now())
			pages.show(w, http.StatusOK, "team", newView(&snap))
			return
		}
	}
	http.Error(w, "there is no such team", http.StatusNotFound)
}
