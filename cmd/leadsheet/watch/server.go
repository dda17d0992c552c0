// Package watch shows how a running leadsheet fares to those who are not at its terminal: a status page for people,
// /healthz for probes, /metrics for Prometheus, a ping to a dead man's switch, and the same as text for a terminal. All
// of it is made of health.Snapshot, in which there is no customer's text; nothing here changes anything.
package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"golang.org/x/net/netutil"

	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
	"leadsheet/signin"
)

// The limits of a connection. Pages are small, so whoever is slower than that keeps others out.
const (
	headerTimeout  = 5 * time.Second
	requestTimeout = 10 * time.Second
	answerTimeout  = 20 * time.Second
	idleTimeout    = time.Minute
	maxHeader      = 16 << 10
	maxForm        = 4 << 10
	maxConnections = 64
)

// Server serves pages about one leadsheet or, in a fleet, about many.
type Server struct {
	// Monitors returns what is watched, in the order in which it is shown. It is called for every request.
	Monitors func() []*health.Monitor
	// Processes, unless nil, returns the processes that run a fleet together, and what is wrong with their database.
	Processes func() ([]Process, error)
	// Token opens the pages; "" where only this machine can reach them.
	Token string
	Now   func() time.Time
	Log   *slog.Logger
	// Version of the program, for /metrics.
	Version string

	listener net.Listener
	http     *http.Server
}

// Listen takes the address, so that a port that is in use is noticed before anything else is begun. Serve follows;
// until then those who ask wait.
func (s *Server) Listen(ctx context.Context, addr string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return listenError(addr, err)
	}
	s.listener = netutil.LimitListener(l, maxConnections)
	return nil
}

// listenError says why an address cannot be taken, and what to do.
func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, wsaeaddrinuse):
		return hint.Because(err, "%v is %s, but another program uses that port, perhaps a leadsheet that runs already: end "+
			"that, or give another port", hint.HTTP, addr)
	case errors.Is(err, syscall.EACCES), errors.Is(err, wsaeacces):
		return hint.Because(err, "%v is %s, but this user may not use that port: give one above 1023, such as 8080",
			hint.HTTP, addr)
	}
	return fmt.Errorf("%v is %s, which cannot be used; give an address of this machine, such as 127.0.0.1:8080: %w",
		hint.HTTP, addr, err)
}

// What Windows says where other systems say EADDRINUSE and EACCES.
const (
	wsaeacces     = syscall.Errno(10013)
	wsaeaddrinuse = syscall.Errno(10048)
)

// Addr is where the pages are served; only after Listen.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Serve answers until Close, and logs where. An error of the network is logged, and ends nothing else.
func (s *Server) Serve() {
	s.http = &http.Server{Handler: s.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout,
		WriteTimeout: answerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)} // strangers must not fill the log
	go func(server *http.Server, l net.Listener) {
		if err := server.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.Log.Error("the status page is not served any more; everything else goes on", "error", err)
		}
	}(s.http, s.listener)
	s.Log.Info("serving the status page", "address", "http://"+s.Addr()+"/")
	if host, _, err := net.SplitHostPort(s.Addr()); err == nil && !signin.Loopback(host) {
		s.Log.Warn(fmt.Sprintf("the status page is served to other machines without encryption: let them reach it "+
			"through a proxy with TLS or a VPN only, or whoever listens learns %v", hint.HTTPToken))
	}
}

// Close ends the answers and gives the address back.
func (s *Server) Close() error {
	if s.http == nil {
		return s.listener.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s.http.Shutdown(ctx) == nil {
		return nil
	}
	return s.http.Close()
}

// Status is what is known of everything that is watched; its JSON is that of /status.json and of the command status.
type Status struct {
	OK    bool              `json:"ok"`
	Teams []health.Snapshot `json:"teams"` // one without a name, except in a fleet

	// Of a fleet that several processes run: when that was so, who they are, and what is wrong with their database, which
	// delays nobody's mail.
	At        time.Time `json:"at,omitzero"`
	Processes []Process `json:"processes,omitempty"`
	Database  string    `json:"database,omitempty"`
}

// Status returns how everything fares now.
func (s *Server) Status() Status {
	now, out := s.Now(), Status{OK: true, Teams: []health.Snapshot{}}
	for _, m := range s.Monitors() {
		snap := m.Snapshot(now)
		out.OK = out.OK && snap.OK
		out.Teams = append(out.Teams, snap)
	}
	if s.Processes != nil {
		all, err := s.Processes()
		if out.At, out.Processes = now, all; err != nil {
			out.Database = err.Error()
		}
	}
	return out
}
