package mailin

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
)

// Limits of what a mail server may send. go-imap decodes a line, a literal or a nesting of any size into memory, so
// they are checked below it. No answer that leadsheet asks for comes near them.
const (
	maxLine        = 64 << 10 // bytes of a line, except for the numbers of a search
	maxText        = 1 << 20  // bytes of the lines that answer one command, unless more are expected
	maxListText    = 8 << 20  // of a list of folders
	maxUnknownText = 64 << 10 // of a server that has not let us in yet
	maxLiteral     = 64 << 10 // bytes of a literal that is no message
	maxParens      = 1000     // "(" in a response: go-imap descends with each
	bodySlack      = 16 << 20 // bytes of messages beyond what the server had said
	bytesPerUID    = 12       // digits and a blank of a UID in the answer to a search
	maxSearchWork  = 300e6    // numbers that go-imap moves to sort those of a search
	maxHead        = 64       // bytes in which the kind of a line shows
)

// allowance is how much one answer may bring: bytes of lines, and bytes of messages.
type allowance struct{ text, body int64 }

// allowed is the allowance of an answer with messages of about size bytes.
func allowed(size int64) allowance {
	a := allowance{text: maxText, body: maxLiteral}
	if size > 0 {
		a.body = size + size/2 + bodySlack
	}
	return a
}

// lineKind says how a line of the server is read.
type lineKind uint8

const (
	undecided  lineKind = iota
	statusLine          // OK, NO, BAD, BYE, PREAUTH and "+": free text up to the end of the line
	searchLine
	fetchLine
	dataLine // any other response
)

// limits follows what a server sends, byte by byte, and finds what goes beyond an allowance. It divides the bytes into
// lines, quoted texts and literals as go-imap does; where go-imap would go on over the end of a line, it is an error.
type limits struct {
	mu   sync.Mutex
	left allowance
	err  error // the first thing that went too far; nothing is read after it

	kind    lineKind
	head    []byte // the beginning of the line, until its kind is known
	line    int64  // bytes of the line
	parens  int    // "(" of the response
	depth   int    // of them open, outside quoted texts
	quoted  bool
	escaped bool
	bracket bool // a status line has an open "["
	opened  bool // the text of a status line has begun

	literal    int64 // bytes that are left of the literal
	size       []byte
	sizeState  sizeState
	afterClose bool // the last thing before the "{" was "]" or ">", as in front of a message

	number, highest uint64 // of a search
	inNumber        bool
	numbers         int64
	work            int64
}

// sizeState is how much of "{123}" has been seen at the end of a line.
type sizeState uint8

const (
	noSize sizeState = iota
	inSize
	afterSize
)

// tooMuch is the error of a server that goes beyond a limit.
type tooMuch struct{ what string }

// Error says what was too much.
func (e *tooMuch) Error() string { return e.what }

// allow sets what the server may send from now on.
func (l *limits) allow(a allowance) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = a
}

// exceeded returns what went too far, nil for nothing.
func (l *limits) exceeded() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// scan follows further bytes of the server.
func (l *limits) scan(b []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(b) > 0 && l.err == nil {
		if l.literal > 0 {
			n := min(int64(len(b)), l.literal)
			l.literal, b = l.literal-n, b[n:]
			continue
		}
		l.err = l.next(b[0])
		b = b[1:]
	}
	return l.err
}

// next follows a byte that is in no literal.
func (l *limits) next(c byte) error {
	l.left.text--
	l.line++
	switch {
	case l.left.text < 0:
		return &tooMuch{"an answer that does not end"}
	case l.line > maxLine && l.kind != searchLine:
		return &tooMuch{"a line that does not end"}
	case c == '\n':
		return l.endLine()
	}
	if l.kind == undecided {
		l.classify(c)
	}
	switch l.kind {
	case statusLine:
		l.status(c)
		return nil
	case searchLine:
		if err := l.search(c); err != nil {
			return err
		}
	}
	return l.data(c)
}

// classify finds the kind of a line by its first words.
func (l *limits) classify(c byte) {
	isWord := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '*' || c == '+'
	if len(l.head) == maxHead {
		l.kind = dataLine
		return
	}
	if isWord {
		l.head = append(l.head, c)
		return
	}
	words := strings.Fields(string(l.head))
	l.head = append(l.head, ' ')
	switch {
	case len(words) > 0 && words[0] != "*":
		l.kind = statusLine // it has a tag, or is a "+"
	case len(words) < 2 && c == ' ':
		return
	case len(words) == 2 && c == ' ' && strings.Trim(words[1], "0123456789") == "":
		return // the number of a message
	default:
		l.kind = kindOfResponse(words)
	}
}

// kindOfResponse is the kind of the line that begins with these words: "*", perhaps a number, and the response.
func kindOfResponse(words []string) lineKind {
	if len(words) == 0 {
		return dataLine
	}
	switch strings.ToUpper(words[len(words)-1]) {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return statusLine
	case "SEARCH", "ESEARCH", "SORT":
		return searchLine
	case "FETCH":
		return fetchLine
	}
	return dataLine
}

// status follows the text of a status line. A code in brackets is read up to its "]", over the end of the line too.
func (l *limits) status(c byte) {
	switch {
	case c == '[' && !l.opened:
		l.opened, l.bracket = true, true
	case c == ']':
		l.bracket = false
	case c != ' ':
		l.opened = true
	}
}

// search follows the numbers of a search. go-imap keeps them sorted, which takes very long for many that fall.
func (l *limits) search(c byte) error {
	if c >= '0' && c <= '9' {
		l.number, l.inNumber = l.number*10+uint64(c-'0'), true
		return nil
	}
	if !l.inNumber {
		return nil
	}
	l.numbers++
	if l.number < l.highest {
		l.work += l.numbers
	}
	l.highest, l.number, l.inNumber = max(l.highest, l.number), 0, false
	if l.work > maxSearchWork {
		return &tooMuch{"a list of messages in no order"}
	}
	return nil
}

// data follows a byte of a response that has quoted texts, lists and literals.
func (l *limits) data(c byte) error {
	switch {
	case l.escaped:
		l.escaped = false
	case l.quoted && c == '\\':
		l.escaped = true
	case c == '"':
		l.quoted = !l.quoted
	case c == '(':
		if l.parens++; l.parens > maxParens {
			return &tooMuch{"too many parentheses"}
		}
		if !l.quoted {
			l.depth++
		}
	case c == ')' && !l.quoted:
		l.depth--
	}
	l.literalSize(c)
	return nil
}

// literalSize notices "{123}" in front of the end of a line. A blank and a CR may stand between them.
func (l *limits) literalSize(c byte) {
	switch {
	case l.quoted || c == '"':
		l.sizeState, l.afterClose = noSize, false
	case c == '{':
		l.sizeState, l.size = inSize, l.size[:0]
	case l.sizeState == inSize && c >= '0' && c <= '9' && len(l.size) < 20:
		l.size = append(l.size, c)
	case l.sizeState == inSize && c == '}' && len(l.size) > 0:
		l.sizeState = afterSize
	case l.sizeState == afterSize && (c == ' ' || c == '\r'):
	default:
		l.sizeState = noSize
		if c != ' ' {
			l.afterClose = c == ']' || c == '>'
		}
	}
}

// endLine follows the end of a line, behind which a literal may begin.
func (l *limits) endLine() error {
	switch {
	case l.quoted:
		return &tooMuch{"a quoted text without an end"}
	case l.bracket:
		return &tooMuch{"a code without an end"}
	case l.sizeState != afterSize:
		l.endResponse()
		return nil
	}
	n, err := strconv.ParseInt(string(l.size), 10, 64)
	if err != nil {
		return &tooMuch{"a text of " + string(l.size) + " bytes"}
	}
	isBody := l.kind == fetchLine && l.depth == 1 && l.afterClose // it is a message
	if isBody {
		l.left.body -= n
	} else {
		l.left.text -= n
	}
	if l.left.body < 0 || l.left.text < 0 || !isBody && n > maxLiteral {
		return &tooMuch{fmt.Sprintf("a text of %d bytes", n)}
	}
	l.literal, l.line, l.sizeState, l.afterClose = n, 0, noSize, false
	return nil
}

// endResponse makes ready for the next response.
func (l *limits) endResponse() {
	l.kind, l.head, l.line = undecided, l.head[:0], 0
	l.parens, l.depth, l.escaped, l.opened = 0, 0, false, false
	l.sizeState, l.afterClose = noSize, false
	l.number, l.highest, l.inNumber, l.numbers, l.work = 0, 0, false, 0, 0
}

// limitedConn is the connection from which go-imap reads: above TLS, where there is any.
type limitedConn struct {
	net.Conn
	limits *limits
	first  []byte // read before anything that the server sends
}

// Read returns what is within the limits. Beyond them it closes the connection.
func (c *limitedConn) Read(b []byte) (int, error) {
	if len(c.first) > 0 {
		n := copy(b, c.first)
		c.first = c.first[n:]
		return n, nil
	}
	n, err := c.Conn.Read(b)
	if tooFar := c.limits.scan(b[:n]); tooFar != nil {
		_ = c.Conn.Close() // what is wrong is known
		return 0, tooFar
	}
	return n, err
}
