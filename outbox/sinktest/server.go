package sinktest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Stage is a point at which a server can fail.
type Stage string

// The stages, in the order in which they come.
const (
	AtConnect Stage = "connect" // before the greeting
	AtHello   Stage = "hello"
	AtMail    Stage = "mail"
	AtRcpt    Stage = "rcpt"
	AtData    Stage = "data" // before the message is read
	AtDot     Stage = "dot"  // after the message was read
)

// Fault is how a server fails at a stage. The zero Fault is none.
type Fault struct {
	Code int    // answer with this code (4xx or 5xx) and Text
	Text string // "%s" stands for the recipient
	Drop bool   // close the connection without an answer
	Hang bool   // never answer
	Slow time.Duration
	// Lose forgets the message although it was read; at AtDot alone.
	Lose bool
}

// Received is a message that a server has taken.
type Received struct {
	From    string   // of the envelope
	To      []string // of the envelope
	User    string   // who was signed in
	TLS     bool
	Session int // the number of the connection, from 1 on
	At      time.Time
	Raw     []byte
}

// Mail parses the message.
func (r Received) Mail() (*mail.Message, error) { return mail.ReadMessage(bytes.NewReader(r.Raw)) }

// Options are how a server is. The zero Options make one without TLS and sign-in.
type Options struct {
	Addr       string // "" is a free port of 127.0.0.1
	StartTLS   bool
	TLS        bool              // from the first byte
	Wrong      string            // what is wrong with the certificate: "name", "expired", "" for nothing
	Users      map[string]string // passwords by user; none means that nobody has to sign in
	Token      func(token string) bool
	Mechanisms []string // PLAIN, LOGIN, XOAUTH2; those that fit Users and Token unless set
	SMTPUTF8   bool
	MaxBytes   int64
}

// Server is a mail server that records what it takes.
type Server struct {
	Addr string // host and port
	CA   []byte // certificate of the authority, in PEM form; nil without TLS

	options Options
	server  *smtp.Server
	done    chan struct{}

	mu       sync.Mutex
	received []Received
	faults   map[Stage][]Fault
	always   map[Stage]Fault
	sessions int
	signIns  int
}

// Start starts a server. The caller closes it.
func Start(o Options) (*Server, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	s := &Server{options: o, done: make(chan struct{}), faults: map[Stage][]Fault{}, always: map[Stage]Fault{}}
	s.server = smtp.NewServer(smtp.BackendFunc(s.newSession))
	s.server.Domain, s.server.AllowInsecureAuth, s.server.EnableSMTPUTF8 = "sink.example", true, o.SMTPUTF8
	s.server.MaxMessageBytes = o.MaxBytes
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("start a mail server for tests: %w", err)
	}
	s.Addr = listener.Addr().String()
	if o.StartTLS || o.TLS {
		pair, ca, err := certificate(o.Wrong)
		if err != nil {
			return nil, errors.Join(err, listener.Close())
		}
		s.CA, s.server.TLSConfig = ca, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	gate := &gate{Listener: listener, server: s}
	var over net.Listener = gate
	if o.TLS {
		over = tls.NewListener(gate, s.server.TLSConfig)
	}
	go func() { _ = s.server.Serve(over) }() // it ends with Close
	return s, nil
}

// Close ends the server and all connections.
func (s *Server) Close() {
	s.mu.Lock()
	select {
	case <-s.done:
	default:
		close(s.done)
	}
	s.mu.Unlock()
	_ = s.server.Close()
}

// Next makes the next arrivals at a stage fail, one after the other. A zero Fault lets one pass.
func (s *Server) Next(at Stage, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[at] = append(s.faults[at], faults...)
}

// Always makes all arrivals at a stage fail for which Next has nothing; the zero Fault ends that.
func (s *Server) Always(at Stage, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always[at] = f
}

// Received returns the messages taken so far.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Sessions returns how many connections were made, and SignIns how many times somebody signed in.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions
}

// SignIns returns how many times somebody signed in.
func (s *Server) SignIns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signIns
}

func (s *Server) fault(at Stage) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if queue := s.faults[at]; len(queue) > 0 {
		s.faults[at] = queue[1:]
		return queue[0]
	}
	return s.always[at]
}

// fail does what a fault says. The connection is nil before there is one of the protocol.
func (s *Server) fail(at Stage, over net.Conn, to string) error {
	f := s.fault(at)
	select {
	case <-time.After(f.Slow):
	case <-s.done:
	}
	switch {
	case f.Hang:
		<-s.done
		return io.ErrUnexpectedEOF
	case f.Drop:
		_ = over.Close()
		return io.ErrUnexpectedEOF
	case f.Code != 0:
		return &smtp.SMTPError{Code: f.Code, EnhancedCode: smtp.NoEnhancedCode, Message: strings.ReplaceAll(f.Text,
			"%s", to)}
	}
	return nil
}

// gate lets connections in.
type gate struct {
	net.Listener
	server *Server
}

// Accept implements net.Listener.
func (g *gate) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		g.server.mu.Lock()
		g.server.sessions++
		g.server.mu.Unlock()
		switch f := g.server.fault(AtConnect); {
		case f.Hang:
			go func() { <-g.server.done; _ = c.Close() }()
		case f.Code != 0:
			_, _ = fmt.Fprintf(c, "%d %s\r\n", f.Code, f.Text)
			_ = c.Close()
		case f.Drop:
			_ = c.Close()
		default:
			time.Sleep(f.Slow)
			return c, nil
		}
	}
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	if err := s.fail(AtHello, c.Conn(), ""); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return &session{server: s, conn: c, number: s.sessions}, nil
}

// session is one connection.
type session struct {
	server *Server
	conn   *smtp.Conn
	number int
	user   string
	from   string
	to     []string
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout implements smtp.Session.
func (*session) Logout() error { return nil }

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if err := s.server.fail(AtMail, s.conn.Conn(), ""); err != nil {
		return err
	}
	if s.user == "" && len(s.AuthMechanisms()) > 0 {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	s.from = from
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.server.fail(AtRcpt, s.conn.Conn(), to); err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	to := strings.Join(s.to, ", ")
	if err := s.server.fail(AtData, s.conn.Conn(), to); err != nil {
		return err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	// What becomes of the message is decided before it is kept, but an unsure end keeps it.
	s.server.mu.Lock()
	f := s.server.always[AtDot]
	if queue := s.server.faults[AtDot]; len(queue) > 0 {
		f = queue[0]
	}
	if f.Code == 0 && !f.Lose {
		_, safe := s.conn.TLSConnectionState()
		s.server.received = append(s.server.received, Received{From: s.from, To: slices.Clone(s.to), User: s.user,
			TLS:     safe,
			Session: s.number, At: time.Now(), Raw: raw})
	}
	s.server.mu.Unlock()
	return s.server.fail(AtDot, s.conn.Conn(), to)
}

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string {
	o := s.server.options
	all := slices.Clone(o.Mechanisms)
	if all == nil && o.Users != nil {
		all = append(all, sasl.Plain, sasl.Login)
	}
	if o.Mechanisms == nil && o.Token != nil {
		all = append(all, "XOAUTH2")
	}
	return all
}

// Auth implements smtp.AuthSession.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return s.signIn(user, password) }), nil
	case sasl.Login:
		return &loginServer{check: s.signIn}, nil
	case "XOAUTH2":
		return &tokenServer{session: s}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) signIn(user, password string) error {
	if want, known := s.server.options.Users[user]; !known || want != password {
		return smtp.ErrAuthFailed
	}
	s.signedIn(user)
	return nil
}

func (s *session) signedIn(user string) {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.user = user
	s.server.signIns++
}

// loginServer is the mechanism LOGIN: the user, then the password.
type loginServer struct {
	check func(user, password string) error
	asked int
	user  string
}

// Next implements sasl.Server.
func (l *loginServer) Next(answer []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(answer)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(answer))
}

// tokenServer is the mechanism XOAUTH2: a refusal is explained first, and follows after an empty answer.
type tokenServer struct {
	*session
	refused bool
}

// Next implements sasl.Server.
func (t *tokenServer) Next(answer []byte) (challenge []byte, done bool, err error) {
	if t.refused {
		return nil, true, smtp.ErrAuthFailed
	}
	user, rest, _ := strings.Cut(strings.TrimPrefix(string(answer), "user="), "\x01")
	token := strings.TrimSuffix(strings.TrimPrefix(rest, "auth=Bearer "), "\x01\x01")
	if t.server.options.Token == nil || !t.server.options.Token(token) {
		t.refused = true
		return []byte(`{"status":"400","schemes":"Bearer"}`), false, nil
	}
	t.signedIn(user)
	return nil, true, nil
}
