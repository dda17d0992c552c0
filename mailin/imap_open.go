package mailin

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

const (
	dialTimeout    = 30 * time.Second
	logoutPatience = 3 * time.Second
	foldersNamed   = 20 // of the folders there are, in an error
)

// Session is one connection to the mailbox, signed in and with the folder open. It serves one pass and one goroutine.
type Session struct {
	box      Mailbox
	at       endpoint
	ctx      context.Context // of the whole session: go-imap takes none, so its end closes the connection
	unhook   func() bool
	conn     *watchedConn
	client   *imapclient.Client
	validity uint32
}

// Open connects, signs in and opens the folder. The context covers the whole session: when it ends, the connection is
// closed and whatever waits returns its error. Errors are sentences that say what to do; none holds the password.
func (m Mailbox) Open(ctx context.Context) (*Session, error) {
	if faults := m.Validate(); len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	at, err := m.endpoint()
	if err != nil {
		return nil, err
	}
	if m.patience <= 0 {
		m.patience = defaultPatience
	}
	s := &Session{box: m, at: at, ctx: ctx}
	dialer := net.Dialer{Timeout: min(dialTimeout, m.patience)}
	raw, err := dialer.DialContext(ctx, "tcp", at.hostPort())
	if err != nil {
		return nil, s.dialError(err)
	}
	s.conn = &watchedConn{Conn: raw, patience: m.patience}
	s.unhook = context.AfterFunc(ctx, s.conn.cut)
	if err := s.begin(); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// begin does what comes between the connection and the open folder.
func (s *Session) begin() error {
	if err := s.secure(); err != nil {
		return err
	}
	if err := s.signIn(); err != nil {
		return err
	}
	return s.selectFolder()
}

// secure makes the IMAP client on the connection, under TLS unless the server is on this machine and none is asked for.
func (s *Session) secure() error {
	roots, err := s.box.authorities()
	if err != nil {
		return err
	}
	config := &tls.Config{ServerName: s.at.host, RootCAs: roots, MinVersion: tls.VersionTLS12}
	defer s.conn.watch(0)()
	switch s.at.security {
	case securityTLS:
		config.NextProtos = []string{"imap"}
		conn := tls.Client(s.conn, config)
		if err := conn.HandshakeContext(s.ctx); err != nil {
			return s.tlsError(err)
		}
		s.client = imapclient.New(conn, nil)
	case securityStartTLS:
		return s.startTLS(config)
	default:
		// A host name may lie about being this machine; the address that was reached does not.
		if tcp, ok := s.conn.RemoteAddr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
			return fmt.Errorf("the mail server %s is not on this machine, so security none is refused: use tls or starttls", s.at.host)
		}
		s.client = imapclient.New(s.conn, nil)
	}
	if err := s.client.WaitGreeting(); err != nil {
		return s.sentence("greet the mail server", err)
	}
	return nil
}

// startTLS turns the plain connection into one under TLS. It waits in a goroutine of its own, because go-imap does not
// come back from a server that dies in the middle of its answer.
func (s *Session) startTLS(config *tls.Config) error {
	type result struct {
		client *imapclient.Client
		err    error
	}
	done := make(chan result, 1)
	go func() {
		client, err := imapclient.NewStartTLS(s.conn, &imapclient.Options{TLSConfig: config})
		done <- result{client, err}
	}()
	giveUp := time.NewTimer(5 * s.box.patience)
	defer giveUp.Stop()
	select {
	case r := <-done:
		if r.err != nil {
			return s.tlsError(r.err)
		}
		s.client = r.client
		return nil
	case <-s.ctx.Done():
		return s.tlsError(s.ctx.Err())
	case <-giveUp.C:
		s.conn.cut()
		return fmt.Errorf("the mail server %s does not answer STARTTLS: try tls with port 993", s.at.hostPort())
	}
}

// signIn sends user and password by AUTHENTICATE PLAIN where the server has it, else by LOGIN.
func (s *Session) signIn() error {
	defer s.conn.watch(0)()
	if s.client.State() == imap.ConnStateAuthenticated {
		return nil // PREAUTH: the server knows us by other means
	}
	caps := s.client.Caps()
	var err error
	switch {
	case caps == nil:
		err = s.client.Noop().Wait()
		if err == nil {
			err = errors.New("it does not say what it can do (CAPABILITY)")
		}
		return s.sentence("ask the mail server what it can do", err)
	case caps.Has(imap.AuthCap("PLAIN")):
		err = s.client.Authenticate(sasl.NewPlainClient("", s.box.User, s.box.Password))
	case caps.Has(imap.CapLoginDisabled):
		return fmt.Errorf("the mail server %s takes no password on this connection (LOGINDISABLED): "+
			"use security tls or starttls, or ask the provider for another way to sign in", s.at.hostPort())
	default:
		err = s.client.Login(s.box.User, s.box.Password).Wait()
	}
	if err != nil {
		return s.signInError(err)
	}
	return nil
}

// selectFolder opens the folder, for reading only when nothing will be changed in it.
func (s *Session) selectFolder() error {
	readOnly := s.box.After == "" || s.box.After == afterKeep
	stop := s.conn.watch(0)
	data, err := s.client.Select(s.box.folder(), &imap.SelectOptions{ReadOnly: readOnly}).Wait()
	stop()
	if err != nil {
		var refused *imap.Error
		if !errors.As(err, &refused) {
			return s.sentence("open the folder "+s.box.folder(), err)
		}
		return s.folderError(fmt.Sprintf("the mailbox's folder %q cannot be opened", s.box.folder()), refused)
	}
	if data.UIDValidity == 0 {
		return fmt.Errorf("the mail server gives no UIDVALIDITY for the folder %s, so messages cannot be told apart: "+
			"choose another folder or ask the provider", s.box.folder())
	}
	s.validity = data.UIDValidity
	return nil
}

// folders returns the names of the mailbox's folders, sorted; nil when the server does not say.
func (s *Session) folders() []string {
	defer s.conn.watch(0)()
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

// Close signs off and closes the connection. It does not wait for a server that no longer answers, and may be called
// more than once.
func (s *Session) Close() error {
	if s.unhook != nil {
		s.unhook()
		s.unhook = nil
	}
	if s.client != nil {
		if s.ctx.Err() == nil && s.client.State() != imap.ConnStateLogout {
			farewell := time.AfterFunc(min(logoutPatience, s.box.patience), s.conn.cut)
			_ = s.client.Logout().Wait() // a server that does not say goodbye has lost nothing
			farewell.Stop()
		}
		s.drop()
		s.client = nil
		return nil
	}
	if s.conn != nil {
		s.conn.cut()
	}
	return nil
}

// drop closes the connection and gives go-imap a moment to notice.
func (s *Session) drop() {
	s.conn.cut()
	gone := make(chan struct{})
	go func(client *imapclient.Client) {
		defer close(gone)
		_ = client.Close() // reports the end of the connection, which is what was wanted
	}(s.client)
	select {
	case <-gone:
	case <-time.After(logoutPatience):
	}
}

// reopen replaces a broken connection by a new one to the same folder.
func (s *Session) reopen() error {
	s.drop()
	fresh, err := s.box.Open(s.ctx)
	if err != nil {
		return err
	}
	if fresh.validity != s.validity {
		_ = fresh.Close()
		return fmt.Errorf("the mail server has renumbered the folder %s; the next pass starts anew", s.box.folder())
	}
	s.unhook()
	s.unhook, s.conn, s.client = fresh.unhook, fresh.conn, fresh.client
	return nil
}

// clean takes the password out of a server's text, should a server repeat it, and keeps the text to one short line.
func (s *Session) clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	if s.box.Password != "" {
		text = strings.ReplaceAll(text, s.box.Password, "***")
	}
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300]) + "..."
	}
	return strings.TrimSpace(text)
}
