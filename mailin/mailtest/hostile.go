package mailtest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// HostileMail is the mail that a Hostile server has twice, as UID 1 and 2.
const HostileMail = "From: A B <a@b.test>\r\nTo: hello@team.test\r\nSubject: x\r\nMessage-ID: <1@b.test>\r\n" +
	"Date: Thu, 26 Nov 2026 09:00:00 +0100\r\n\r\nHello, I need a sign.\r\n"

// Hostile is a mail server that harms its clients in one way.
type Hostile struct {
	mode     string
	listener net.Listener
	running  sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool
	lines []string
}

// HostileModes are the ways in which a server may harm.
func HostileModes() []string {
	return []string{"ok", "preauth", "bye", "greeting garbage", "echo password", "endless continuation", "list flood",
		"exists lie", "no UIDVALIDITY", "search bomb", "search fan", "search sawtooth", "wrong UID", "same UID",
		"short literal", "deep parentheses", "deep in literals", "size lie", "FETCH refused", "STARTTLS stripped",
		"STARTTLS refused", "STARTTLS injected", "STARTTLS chatter", "endless greeting", "endless TLS greeting",
		"EXISTS flood", "endless search", "endless quoted text", "literal of 10 GB", "literal of 600 MB",
		"folder of 10 GB", "literal for a flag", "many large messages", "code without end", "FETCH flood",
		"silent greeting", "silence after FETCH", "dripping"}
}

// NewHostile starts a server on a free port of 127.0.0.1.
func NewHostile(mode string) (*Hostile, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the hostile mail server: %w", err)
	}
	h := &Hostile{mode: mode, listener: listener, conns: map[net.Conn]bool{}}
	h.running.Go(h.serve)
	return h, nil
}

// Addr returns the server's host and port.
func (h *Hostile) Addr() string { return h.listener.Addr().String() }

// TLS reports whether the mode is about STARTTLS.
func (h *Hostile) TLS() bool { return strings.Contains(h.mode, "TLS") }

// Heard returns what clients have sent.
func (h *Hostile) Heard() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.lines, "\n")
}

// Close stops the server and waits for its connections to end.
func (h *Hostile) Close() error {
	err := h.listener.Close()
	h.mu.Lock()
	for conn := range h.conns {
		_ = conn.Close()
	}
	h.mu.Unlock()
	h.running.Wait()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("stop the hostile mail server: %w", err)
	}
	return nil
}

func (h *Hostile) serve() {
	for {
		conn, err := h.listener.Accept()
		if err != nil {
			return
		}
		h.mu.Lock()
		h.conns[conn] = true
		h.mu.Unlock()
		h.running.Go(func() {
			x := &victim{h: h, conn: conn, in: bufio.NewReader(conn)}
			x.serve()
			_ = conn.Close()
			h.mu.Lock()
			delete(h.conns, conn)
			h.mu.Unlock()
		})
	}
}

// victim is a connection of a client. An error of a write shows at the next read.
type victim struct {
	h    *Hostile
	conn net.Conn
	in   *bufio.Reader
	dead bool
}

func (x *victim) send(text string) {
	if _, err := io.WriteString(x.conn, text); err != nil {
		x.dead = true
	}
}

// forever sends a text until the client has had enough.
func (x *victim) forever(begin, text string) {
	for x.send(begin); !x.dead; {
		x.send(text)
	}
}

// wait sends nothing until the client hangs up.
func (x *victim) wait() { _, _ = io.Copy(io.Discard, x.in) }

var literalLine = regexp.MustCompile(`\{(\d+)\+?\}$`)

func (x *victim) serve() {
	if !x.greet() {
		return
	}
	for !x.dead {
		line, err := x.readLine()
		if err != nil {
			return
		}
		tag, command, _ := strings.Cut(line, " ")
		if !x.answer(tag, strings.ToUpper(command)) {
			return
		}
	}
}

// readLine reads a command with its literals.
func (x *victim) readLine() (string, error) {
	var all string
	for {
		line, err := x.in.ReadString('\n')
		if err != nil {
			return "", err
		}
		line = strings.TrimRight(line, "\r\n")
		all += line
		m := literalLine.FindStringSubmatch(line)
		if m == nil {
			break
		}
		x.send("+ go\r\n")
		n, _ := strconv.Atoi(m[1]) // the pattern has digits only
		text := make([]byte, n)
		if _, err := io.ReadFull(x.in, text); err != nil {
			return "", err
		}
		all += string(text)
	}
	x.h.mu.Lock()
	x.h.lines = append(x.h.lines, all)
	x.h.mu.Unlock()
	return all, nil
}

func (x *victim) greet() bool {
	switch x.h.mode {
	case "silent greeting":
		x.wait()
	case "endless greeting", "endless TLS greeting":
		x.forever("* OK ", strings.Repeat("a", 1<<16))
	case "STARTTLS chatter":
		x.send("* OK hi\r\n")
		x.forever("", strings.Repeat("* OK still here\r\n", 1000))
	case "preauth":
		x.send("* PREAUTH hi\r\n")
		return true
	case "bye":
		x.send("* BYE no\r\n")
	case "greeting garbage":
		x.send("\x00\xff HTTP/1.1 400\r\n\r\n")
		return true
	default:
		x.send("* OK ready\r\n")
		return true
	}
	return false
}

// answer answers a command; false ends the connection.
func (x *victim) answer(tag, command string) bool {
	done := tag + " OK done\r\n"
	switch mode := x.h.mode; {
	case strings.HasPrefix(command, "CAPABILITY"):
		x.send("* CAPABILITY IMAP4rev1\r\n" + done)
	case strings.HasPrefix(command, "STARTTLS"):
		if mode == "STARTTLS injected" {
			x.send(tag + " OK begin\r\n* PREAUTH injected\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
			time.Sleep(50 * time.Millisecond)
			x.send("a1 OK x\r\n")
			return false
		}
		x.send(tag + " NO\r\n")
	case strings.HasPrefix(command, "LOGIN"), strings.HasPrefix(command, "AUTHENTICATE"):
		switch mode {
		case "echo password":
			x.send(tag + " NO [AUTHENTICATIONFAILED] bad login for " + x.h.Heard() + "\r\n")
		case "endless continuation":
			x.forever("", "+ \r\n")
		default:
			x.send(done)
		}
	case strings.HasPrefix(command, "LOGOUT"):
		x.send("* BYE\r\n" + done)
		return false
	case strings.HasPrefix(command, "LIST"):
		switch mode {
		case "list flood":
			x.forever("", strings.Repeat(`* LIST () "/" "`+strings.Repeat("x", 200)+"\"\r\n", 100))
		case "folder of 10 GB":
			x.forever("* LIST () \"/\" {9999999999}\r\n", strings.Repeat("a", 1<<16))
		}
		x.send("* LIST (\\HasNoChildren) \"/\" INBOX\r\n" + done)
	case strings.HasPrefix(command, "SELECT"), strings.HasPrefix(command, "EXAMINE"):
		x.open(tag)
	case strings.HasPrefix(command, "UID SEARCH"):
		x.search(tag)
	case strings.HasPrefix(command, "UID FETCH"):
		return x.fetch(tag, strings.Contains(command, "BODY"))
	default:
		x.send(done)
	}
	return !x.dead
}

func (x *victim) open(tag string) {
	switch x.h.mode {
	case "exists lie":
		x.send("* 4294967295 EXISTS\r\n")
	case "search fan", "search sawtooth":
		x.send("* 4000000 EXISTS\r\n")
	default:
		x.send("* 2 EXISTS\r\n")
	}
	if x.h.mode == "EXISTS flood" {
		x.forever("", strings.Repeat("* 1 EXISTS\r\n* 2 EXISTS\r\n", 500))
	}
	if x.h.mode != "no UIDVALIDITY" {
		x.send("* OK [UIDVALIDITY 7] x\r\n")
	}
	x.send("* OK [UIDNEXT 3] x\r\n* FLAGS (\\Seen)\r\n" + tag + " OK [READ-ONLY] x\r\n")
}

// search answers with the UIDs. A fan has the large numbers first, a sawtooth goes up and down.
func (x *victim) search(tag string) {
	numbers := func(from, to, step int) {
		var b strings.Builder
		for n := from; n != to && !x.dead; n += step {
			fmt.Fprintf(&b, " %d", n)
			if b.Len() > 1<<16 {
				x.send(b.String())
				b.Reset()
			}
		}
		x.send(b.String())
	}
	x.send("* SEARCH")
	switch x.h.mode {
	case "search bomb":
		numbers(1, 3_000_000, 1)
	case "search fan":
		numbers(900_000, 100_000, -2)
	case "search sawtooth":
		numbers(1_000_001, 1_300_001, 2)
		numbers(1, 300_001, 2)
	case "endless search":
		for from := 0; !x.dead; from += 5000 {
			numbers(from+1, from+5001, 1)
		}
	default:
		numbers(1, 3, 1)
	}
	x.send("\r\n" + tag + " OK done\r\n")
}

// fetch answers a FETCH for two messages; false ends the connection.
func (x *victim) fetch(tag string, body bool) bool {
	for n := 1; n <= 2; n++ {
		uid, size, text := n, len(HostileMail)+1, HostileMail+strconv.Itoa(n)
		switch x.h.mode {
		case "wrong UID":
			uid += 1000
		case "same UID":
			uid = 1
		case "size lie":
			size = 99_999_999
		}
		const date = `INTERNALDATE "26-Nov-2026 09:00:01 +0000" `
		begin := fmt.Sprintf("* %d FETCH (UID %d FLAGS () "+date+"RFC822.SIZE %d", n, uid, size)
		if !body {
			x.send(begin + ")\r\n")
			continue
		}
		if harmed, goesOn := x.harm(begin); harmed {
			return goesOn
		}
		x.send(fmt.Sprintf("%s BODY[] {%d}\r\n%s)\r\n", begin, len(text), text))
	}
	switch x.h.mode {
	case "FETCH refused":
		x.send(tag + " NO [SERVERBUG] nope\r\n")
	case "silence after FETCH":
		x.wait()
		return false
	default:
		x.send(tag + " OK done\r\n")
	}
	return !x.dead
}

// harm sends a message in a way that harms, if that is the mode.
func (x *victim) harm(begin string) (harmed, goesOn bool) {
	large := strings.Repeat("a", 1<<20)
	switch x.h.mode {
	case "literal of 10 GB":
		x.forever(begin+" BODY[] {9999999999}\r\n", large)
	case "literal of 600 MB":
		x.send(begin + " BODY[] {600000000}\r\n")
		for sent := 0; sent < 600 && !x.dead; sent++ {
			x.send(large)
		}
		x.send(")\r\n")
	case "short literal":
		x.send(begin + " BODY[] {1000}\r\nabc")
	case "deep parentheses":
		x.send(begin + " BODYSTRUCTURE " + strings.Repeat("(", 3_000_000) + ")\r\n")
	case "deep in literals":
		x.forever(begin+" BODYSTRUCTURE ", strings.Repeat("(", 500)+"{1}\r\na")
	case "endless quoted text":
		x.forever(begin+` BODY[] "`, large)
	case "literal for a flag":
		x.forever(begin+" BODY[HEADER.FIELDS (a] {50000000}\r\n", large)
	case "code without end":
		x.forever("* OK [X ", "* 1 FETCH (\"\r\n")
	case "FETCH flood":
		x.forever("", strings.Repeat("* 1 FETCH (FLAGS (\\Seen))\r\n", 1000))
	case "many large messages":
		for n := 1; n <= 50 && !x.dead; n++ {
			x.send(fmt.Sprintf("* %d FETCH (UID %d RFC822.SIZE 10 BODY[] {24000000}\r\n", n, n))
			for sent := 0; sent < 24 && !x.dead; sent++ {
				x.send(large[:1_000_000])
			}
			x.send(")\r\n")
		}
	case "dripping":
		for x.send(begin + " BODY[] {20000000}\r\n"); !x.dead; time.Sleep(20 * time.Millisecond) {
			x.send("a")
		}
	default:
		return false, true
	}
	return true, false
}
