// Package mailtest is a small mail server in memory, for the demo and for tests. It speaks IMAP on the loopback address
// without TLS and forgets everything when it is closed.
package mailtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Memory is a running mail server with one user.
type Memory struct {
	user   *imapmemserver.User
	server *imapserver.Server
	addr   string
	done   chan error
}

// NewMemory starts a server on a free port of 127.0.0.1 with one user, who has an empty INBOX.
func NewMemory(user, password string) (*Memory, error) {
	m := &Memory{user: imapmemserver.NewUser(user, password), done: make(chan error, 1)}
	if err := m.user.Create("INBOX", nil); err != nil {
		return nil, fmt.Errorf("make the memory mailbox: %w", err)
	}
	users := imapmemserver.New()
	users.AddUser(m.user)
	m.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return users.NewSession(), nil, nil
		},
		Caps: imap.CapSet{
			imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}, imap.CapMove: {}, imap.CapESearch: {}, imap.CapNamespace: {},
			imap.CapIdle: {},
		},
		Logger:       log.New(io.Discard, "", 0),
		InsecureAuth: true, // on the loopback address only
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the memory mail server: %w", err)
	}
	m.addr = listener.Addr().String()
	go func() { m.done <- m.server.Serve(listener) }()
	return m, nil
}

// Addr returns the server's host and port.
func (m *Memory) Addr() string { return m.addr }

// Deliver puts a message into a folder, which it creates when it is missing. received becomes the INTERNALDATE, which
// has a resolution of one second.
func (m *Memory) Deliver(folder string, raw []byte, received time.Time) error {
	if err := m.user.Create(folder, nil); err != nil && !exists(err) {
		return fmt.Errorf("make folder %s: %w", folder, err)
	}
	message := literal{bytes.NewReader(raw)}
	if _, err := m.user.Append(folder, message, &imap.AppendOptions{Time: received}); err != nil {
		return fmt.Errorf("deliver to %s: %w", folder, err)
	}
	return nil
}

// Remove deletes a folder with its messages. A new folder of that name gets another UIDVALIDITY.
func (m *Memory) Remove(folder string) error {
	if err := m.user.Delete(folder); err != nil {
		return fmt.Errorf("remove folder %s: %w", folder, err)
	}
	return nil
}

// Close stops the server and cuts its connections.
func (m *Memory) Close() error {
	if err := m.server.Close(); err != nil {
		return fmt.Errorf("stop the memory mail server: %w", err)
	}
	if err := <-m.done; err != nil {
		return fmt.Errorf("stop the memory mail server: %w", err)
	}
	return nil
}

func exists(err error) bool {
	var refused *imap.Error
	return errors.As(err, &refused) && refused.Code == imap.ResponseCodeAlreadyExists
}

// literal is a message as the library's Append takes it.
type literal struct{ *bytes.Reader }

// Size returns the message's length in bytes.
func (l literal) Size() int64 { return int64(l.Len()) }
