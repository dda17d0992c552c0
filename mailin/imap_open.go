package mailin

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"leadsheet/lead/hint"
)

const (
	dialTimeout     = 30 * time.Second
	logoutTimeout   = 3 * time.Second
	maxFoldersNamed = 20 // folders listed in an error
)

// Session is one authenticated connection with an open folder. It is for one pass and one goroutine.
type Session struct {
	box         Mailbox
	endpoint    endpoint
	ctx         context.Context // of the whole session: go-imap takes none, so its end closes the connection
	stopCutting func() bool
	conn        *watchedConn
	client      *imapclient.Client
	token       string // the access token that was sent; "" when none was
	folder      string // the open folder; "" when none is
	validity    uint32
	unshaped    bool          // the server has failed to tell the structure of messages: it is not asked again
	exists      atomic.Uint32 // number of messages in the open folder, as the server reports it
	arrived     chan struct{} // capacity 1: the server has reported more messages than before
}

// Open connects, signs in and opens the first folder. The context covers the whole session: when it ends, the
// connection is closed and pending calls return its error. Errors are sentences that say what to do. None contains the
// password.
func (m Mailbox) Open(ctx context.Context) (*Session, error) {
	s, err := m.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Enter(m.Folders()[0]); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// Connect is Open without opening a folder, which Enter does. A token that the server refuses may have been withdrawn
// early, so one other token is tried.
func (m Mailbox) Connect(ctx context.Context) (*Session, error) {
	s, err := m.connect(ctx, "")
	stale := new(staleToken)
	if !errors.As(err, &stale) {
		return s, err
	}
	s, again := m.connect(ctx, stale.token)
	if errors.Is(again, errSameToken) {
		return nil, err
	}
	return s, again
}

// connect is Connect with at most one token, which is not the stale one.
func (m Mailbox) connect(ctx context.Context, stale string) (*Session, error) {
	if faults := m.Validate(); len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	at, err := m.endpoint()
	if err != nil {
		return nil, err
	}
	if m.silenceLimit <= 0 {
		m.silenceLimit = defaultSilenceLimit
	}
	s := &Session{box: m, endpoint: at, ctx: ctx, arrived: make(chan struct{}, 1)}
	dial := m.dial
	if dial == nil {
		dial = (&net.Dialer{Timeout: min(dialTimeout, m.silenceLimit)}).DialContext
	}
	raw, err := dial(ctx, "tcp", at.hostPort())
	if err != nil {
		return nil, s.dialError(err)
	}
	s.conn = &watchedConn{Conn: raw, silenceLimit: m.silenceLimit, limits: &limits{}}
	s.stopCutting = context.AfterFunc(ctx, s.conn.cut)
	if err := s.secure(); err != nil {
		_ = s.Close()
		return nil, err
	}
	if err := s.signIn(stale); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// secure creates the IMAP client, under TLS unless the server is on this machine and TLS is switched off.
func (s *Session) secure() error {
	roots, err := serverNames.Authorities(s.box.CAFile)
	if err != nil {
		return err
	}
	config := &tls.Config{ServerName: s.endpoint.host, RootCAs: roots, MinVersion: tls.VersionTLS12}
	defer s.conn.watchText(maxUnknownText)()
	switch s.endpoint.security {
	case securityTLS:
		config.NextProtos = []string{"imap"}
		if err := s.overTLS(config, ""); err != nil {
			return err
		}
	case securityStartTLS:
		if err := s.startTLS(config); err != nil {
			return err
		}
	default:
		// A host name may claim to be this machine, so the connected address is checked.
		if tcp, ok := s.conn.RemoteAddr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
			return fmt.Errorf("the mail server %s is not on this machine, so security none is refused: use tls or starttls",
				s.endpoint.host)
		}
		s.client = s.newClient(s.conn, "")
	}
	if err := s.client.WaitGreeting(); err != nil {
		return s.explain("greet the mail server", err)
	}
	return nil
}

// overTLS makes the connection safe and creates the client on it. first is as for newClient.
func (s *Session) overTLS(config *tls.Config, first string) error {
	conn := tls.Client(s.conn, config)
	if err := conn.HandshakeContext(s.ctx); err != nil {
		return s.tlsError(err)
	}
	s.client = s.newClient(conn, first)
	return nil
}

// newClient is a client that reads from conn within the limits. first is what it reads before that.
func (s *Session) newClient(conn net.Conn, first string) *imapclient.Client {
	return imapclient.New(&limitedConn{Conn: conn, limits: s.conn.limits, first: []byte(first)}, s.options())
}

// options pass on reports of new messages. The handlers run inside go-imap's reader, so they must not block.
func (s *Session) options() *imapclient.Options {
	return &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages == nil || *data.NumMessages <= s.exists.Swap(*data.NumMessages) {
				return
			}
			select {
			case s.arrived <- struct{}{}:
			default: // a report is pending already
			}
		},
		Expunge: func(uint32) {
			if n := s.exists.Load(); n > 0 {
				s.exists.Store(n - 1)
			}
		},
	}}
}

// Enter opens another folder, read-only when nothing will be changed in it. After an error no folder is open.
func (s *Session) Enter(folder string) error {
	if s.client == nil {
		return fmt.Errorf("open the folder %s: the session is closed", folder)
	}
	s.folder, s.validity = "", 0
	readOnly := s.box.After == "" || s.box.After == afterKeep
	stop := s.conn.watch(0)
	data, err := s.client.Select(folder, &imap.SelectOptions{ReadOnly: readOnly}).Wait()
	stop()
	if err != nil {
		var refused *imap.Error
		if !errors.As(err, &refused) || s.ctx.Err() != nil {
			return s.explain("open the folder "+folder, err)
		}
		if advice := s.advice(refused); advice != "" {
			return hint.Because(err, "%s", advice)
		}
		return s.folderError(fmt.Sprintf("the mailbox's folder %q cannot be opened", folder), refused)
	}
	if data.UIDValidity == 0 {
		return fmt.Errorf("the mail server gives no UIDVALIDITY for the folder %s, so messages cannot be told apart: "+
			"choose another folder or ask the provider", folder)
	}
	s.folder, s.validity = folder, data.UIDValidity
	s.exists.Store(data.NumMessages)
	return nil
}

// folders returns the sorted names of the mailbox's folders, nil when the server does not list them.
func (s *Session) folders() []string {
	defer s.conn.watchText(maxListText)()
	list, err := s.client.List("", "*", nil).Collect()
	if err != nil {
		return nil
	}
	var names []string
	for _, data := range list {
		if !slices.Contains(data.Attrs, imap.MailboxAttrNoSelect) {
			names = append(names, data.Mailbox)
		}
	}
	slices.Sort(names)
	return names
}

// Close logs out and closes the connection. It does not wait for a server that does not answer, and may be called more
// than once.
func (s *Session) Close() error {
	if s.stopCutting != nil {
		s.stopCutting()
		s.stopCutting = nil
	}
	if s.client != nil {
		if s.ctx.Err() == nil && s.client.State() != imap.ConnStateLogout {
			timeout := time.AfterFunc(min(logoutTimeout, s.box.silenceLimit), s.conn.cut)
			_ = s.client.Logout().Wait() // a failed logout loses nothing
			timeout.Stop()
		}
		s.disconnect()
		s.client = nil
		return nil
	}
	if s.conn != nil {
		s.conn.cut()
	}
	return nil
}

// disconnect closes the connection and gives go-imap a moment to notice.
func (s *Session) disconnect() {
	s.conn.cut()
	closed := make(chan struct{})
	go func(client *imapclient.Client) {
		defer close(closed)
		_ = client.Close() // returns only that the connection has ended
	}(s.client)
	select {
	case <-closed:
	case <-time.After(logoutTimeout):
	}
}

// reopen replaces a broken connection by a new one to the same folder.
func (s *Session) reopen() error {
	s.disconnect()
	fresh, err := s.box.Connect(s.ctx)
	if err != nil {
		return err
	}
	if err := fresh.Enter(s.folder); err != nil {
		_ = fresh.Close()
		return err
	}
	if fresh.validity != s.validity {
		_ = fresh.Close()
		return fmt.Errorf("the mail server has renumbered the folder %s; the next pass starts anew", s.folder)
	}
	s.stopCutting()
	// The new client reports arrivals to the new session, where only Watch would listen.
	s.stopCutting, s.conn, s.client, s.token = fresh.stopCutting, fresh.conn, fresh.client, fresh.token
	return nil
}

// clean removes password and token from a text of the server and shortens it to one line.
func (s *Session) clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	for _, secret := range []string{s.box.Password, s.token} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300]) + "..."
	}
	return strings.TrimSpace(text)
}
