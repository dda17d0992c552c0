// Package mailin reads mailboxes over IMAP, and files of saved mails. Packages mailin/message and mailin/reading
// interpret the messages.
package mailin

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead/hint"
	"leadsheet/mailin/server"
)

// Values of Mailbox.Security.
const (
	securityTLS      = "tls"      // TLS from the first byte
	securityStartTLS = "starttls" // plain at first, TLS before the password
	securityNone     = "none"     // plain, only to this machine
)

// Values of Mailbox.After: what happens to a message once its lead is stored in the workbook.
const (
	afterKeep = "keep"
	afterSeen = "seen"
	afterMove = "move:" // followed by the folder's name
)

const (
	portIMAPS = "993"
	portIMAP  = "143"
)

// serverNames are what texts call the settings of a mailbox.
var serverNames = &server.Names{
	Server:   "the mailbox's server",
	Port:     "the mailbox's port %q",
	CAFile:   "the mailbox's CA file",
	Example:  "imap.example.com:993",
	Ports:    "993 for tls, 143 for starttls",
	Unsafe:   "port 993, or security starttls with port 143",
	Spelling: "the mailbox's server",
	CASet:    "the mailbox's CA file",
	Again:    ", the next pass tries again",
}

// Mailbox is the address of the inbox and how to sign in. The zero values of Name, Folder, Security, CAFile, After and
// Token are valid.
type Mailbox struct {
	// Name distinguishes the mailbox from the others in the positions of its messages. The first mailbox has none.
	Name string

	Addr     string // host, host:993, imap://host:143 or imaps://host:993
	User     string
	Password string
	Folder   string // "" is INBOX; several are separated by commas, a name with a comma is in double quotes
	Security string // "tls" (default for port 993), "starttls" (default for others), "none" (only to this machine)
	CAFile   string // PEM file with further certificate authorities; "" for the system's alone
	After    string // "keep" (default), "seen", "move:Folder"

	// Token, when set, returns an OAuth 2 access token, which is used instead of the password. It is called at every
	// sign-in. The token must be valid for a while and must differ from refused, the token that the server has just
	// refused ("" for none). The call must return when its context ends. WithOAuth sets Token.
	Token func(ctx context.Context, refused string) (string, error)
	// TokenAdvice tells the user what to do when the server accepts no token; "" means to sign in again.
	TokenAdvice string

	// silenceLimit is how long the server may stay silent while an answer is due; 0 means defaultSilenceLimit.
	silenceLimit time.Duration
	// idleFor is the maximum duration of one IDLE; 0 means the constant of that name.
	idleFor time.Duration
	// dial replaces the network; nil means the network.
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// endpoint is the result of Addr and Security.
type endpoint struct {
	host, port string
	security   string
}

func (e endpoint) hostPort() string { return net.JoinHostPort(e.host, e.port) }

// Validate returns all mistakes in the mailbox's settings in the order of the fields, nil when there are none. It reads
// CAFile and otherwise uses neither disk nor network. No message contains the password.
func (m Mailbox) Validate() []error {
	var faults []error
	if _, err := m.endpoint(); err != nil {
		faults = append(faults, err)
	}
	if m.User == "" {
		faults = append(faults, errors.New("the mailbox has no user name: set the one you sign in to your mail with"))
	}
	if m.Password == "" && m.Token == nil {
		faults = append(faults, errors.New("the mailbox has no password: set it, or the file that holds it"))
	}
	if strings.ContainsAny(m.User, "\r\n\x00") || strings.ContainsAny(m.Password, "\r\n\x00") {
		faults = append(faults, errors.New("the mailbox's user name or password contains a line break: remove it"))
	}
	if _, err := m.folders(); err != nil {
		faults = append(faults, err)
	}
	if _, err := serverNames.Authorities(m.CAFile); err != nil {
		faults = append(faults, err)
	}
	if err := m.checkAfter(); err != nil {
		faults = append(faults, err)
	}
	return faults
}

// checkAfter returns what is wrong with After.
func (m Mailbox) checkAfter() error {
	target, isMove := m.MoveTarget()
	switch {
	case isMove && target == "":
		return errors.New(`the mailbox's "move:" names no folder: write for example move:Done`)
	case isMove && strings.ContainsAny(target, "\r\n\x00"):
		return errors.New(`the folder after "move:" contains a line break: remove it`)
	case isMove && slices.Contains(m.Folders(), canonicalFolder(target)):
		return fmt.Errorf("the mailbox cannot move messages into %s, where they come from: name another folder",
			canonicalFolder(target))
	case isMove, m.After == "", m.After == afterKeep, m.After == afterSeen:
		return nil
	}
	return fmt.Errorf("the mailbox's after is %q: write keep, seen or move:Folder", m.After)
}

// MoveTarget returns the folder to move messages to, and whether they are to be moved at all.
func (m Mailbox) MoveTarget() (folder string, isMove bool) {
	folder, isMove = strings.CutPrefix(m.After, afterMove)
	return strings.TrimSpace(folder), isMove
}

// Folders returns the names of the folders to watch as in Item.Where. It is INBOX when none is named or the names are
// invalid, which Validate reports.
func (m Mailbox) Folders() []string {
	names, err := m.folders()
	if err != nil {
		return []string{"INBOX"}
	}
	return names
}

func (m Mailbox) folders() ([]string, error) {
	if strings.ContainsAny(m.Folder, "\r\n\x00") {
		return nil, errors.New("the mailbox's folder name contains a line break: remove it")
	}
	if strings.TrimSpace(m.Folder) == "" {
		return []string{"INBOX"}, nil
	}
	list := csv.NewReader(strings.NewReader(m.Folder))
	list.TrimLeadingSpace = true
	list.LazyQuotes = !strings.Contains(m.Folder, ",") // a single folder needs no quotes around it
	fields, err := list.Read()
	if err != nil {
		return nil, hint.Because(err, "the mailbox's folders %q cannot be told apart: divide them by commas, "+
			"with double quotes around a name that has a comma or a quote in it", m.Folder)
	}
	var names []string
	for _, field := range fields {
		name := canonicalFolder(field)
		if strings.TrimSpace(field) == "" {
			continue // an empty entry
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("the mailbox's folders %q name none: write for example INBOX", m.Folder)
	}
	return names, nil
}

// CheckName returns what is wrong with a name: it is a mail address, so that it is not taken for the name of a folder.
func CheckName(name string) error {
	user, domain, ok := strings.Cut(name, "@")
	if !ok || user == "" || domain == "" || strings.ContainsAny(name, " \t\r\n\x00:,;/\\\"[]<>") {
		return fmt.Errorf("%q is no mail address: name the mailbox by its address, such as sales@example.com", name)
	}
	return nil
}

// Label is the address of the mailbox for people: its name, or what it is signed in to with.
func (m Mailbox) Label() string { return cmp.Or(m.Name, m.User) }

// Placed is the name of a folder in the positions of messages: with the name of the mailbox in front, if it has one.
func (m Mailbox) Placed(folder string) string {
	if m.Name == "" {
		return folder
	}
	return m.Name + ledger.MailboxMark + folder
}

// PlacedFolders returns the folders to watch by their names in the positions of messages.
func (m Mailbox) PlacedFolders() []string {
	names := m.Folders()
	for i := range names {
		names[i] = m.Placed(names[i])
	}
	return names
}

// canonicalFolder returns one spelling of INBOX, the only folder whose name ignores case.
func canonicalFolder(name string) string {
	name = strings.TrimSpace(name)
	if name == "" || strings.EqualFold(name, "INBOX") {
		return "INBOX"
	}
	return name
}

// endpoint determines host, port and security.
func (m Mailbox) endpoint() (endpoint, error) {
	addr := strings.TrimSpace(m.Addr)
	if addr == "" {
		return endpoint{}, errors.New("the mailbox has no server: set its name, for example imap.example.com")
	}
	e := endpoint{security: strings.ToLower(strings.TrimSpace(m.Security))}
	scheme := ""
	if before, rest, ok := strings.Cut(addr, "://"); ok {
		scheme, addr = strings.ToLower(before), strings.TrimSuffix(rest, "/")
		if scheme != "imap" && scheme != "imaps" {
			return endpoint{}, fmt.Errorf("the mailbox's server begins with %q: write imaps://host or imap://host", scheme+"://")
		}
	}
	// A user name or a folder in the address would be ignored silently, and a password would be shown in messages.
	if strings.ContainsAny(addr, "@/?# \t\r\n") {
		return endpoint{},
			errors.New("the mailbox's server must be a host and at most a port: give user, password and folder apart")
	}
	var err error
	if e.host, e.port, err = serverNames.Split(addr); err != nil {
		return endpoint{}, err
	}
	if e.port == "" {
		e.port = defaultPort(scheme, e.security)
	}
	if e.security == "" {
		e.security = securityStartTLS
		if scheme == "imaps" || e.port == portIMAPS {
			e.security = securityTLS
		}
	}
	return e, e.check(scheme)
}

// Host is the host name of the mail server, "" when Addr names none.
func (m Mailbox) Host() string {
	e, err := m.endpoint()
	if err != nil {
		return "" // Validate reports it
	}
	return e.host
}

func defaultPort(scheme, security string) string {
	if scheme == "imap" || (scheme == "" && (security == securityStartTLS || security == securityNone)) {
		return portIMAP
	}
	return portIMAPS
}

// check refuses settings that would send the password unencrypted.
func (e endpoint) check(scheme string) error {
	switch e.security {
	case securityTLS:
		return nil
	case securityStartTLS, securityNone:
		if scheme == "imaps" {
			return fmt.Errorf("the mailbox's server begins with imaps:// but its security is %q: write imap://, or tls",
				e.security)
		}
		if e.security == securityNone && !isLoopbackHost(e.host) {
			return fmt.Errorf("the mailbox's security is none, which would send the password over the network in the clear: "+
				"use tls or starttls for %s (none is for a server on this machine only)", e.host)
		}
		return nil
	}
	return fmt.Errorf("the mailbox's security is %q: write tls, starttls or none", e.security)
}

func isLoopbackHost(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return strings.EqualFold(host, "localhost")
}

// imapWhere builds Item.Where: folder, UIDVALIDITY and UID. The folder may contain colons; the name of the mailbox is
// in front of it, see Mailbox.Placed.
func imapWhere(folder string, validity, uid uint32) string {
	return fmt.Sprintf("%s:%d:%d", folder, validity, uid)
}

// parseIMAPWhere is the inverse of imapWhere.
func parseIMAPWhere(s string) (folder string, validity, uid uint32, err error) {
	bad := func(cause error) error {
		return hint.Because(cause, "read message position %q: want FOLDER:UIDVALIDITY:UID", s)
	}
	rest, last, ok := cutLast(s)
	if !ok {
		return "", 0, 0, bad(nil)
	}
	folder, middle, ok := cutLast(rest)
	if !ok || folder == "" {
		return "", 0, 0, bad(nil)
	}
	v, err := strconv.ParseUint(middle, 10, 32)
	if err != nil {
		return "", 0, 0, bad(err)
	}
	u, err := strconv.ParseUint(last, 10, 32)
	if err != nil || u == 0 {
		return "", 0, 0, bad(err)
	}
	return folder, uint32(v), uint32(u), nil
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}
