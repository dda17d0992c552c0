package message

import (
	"bytes"
	"fmt"
	"mime"
	"path/filepath"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"leadsheet/lead"
)

// Limits of what is parsed. Of a message beyond them only the header is read, and Limit says why.
const (
	maxMessage = 30 << 20
	MaxHeader  = 256 << 10
	maxFields  = 1000
	maxParts   = 500
	maxDepth   = 20
	MaxNested  = 10        // message/rfc822 within message/rfc822
	maxInner   = 16 << 20  // the first attached message; each nested one half as much
	MaxText    = 256 << 10 // decoded text that is read
	maxLine    = 8 << 20   // one line of a message with parts: the parser keeps whole lines in memory
)

// Parse parses a message. It never fails: Problem and Limit say what could not be read.
func Parse(raw []byte) *Message { return parse(raw, 0) }

// parse parses a message that is attached inside as many others as nested says.
func parse(raw []byte, nested int) *Message {
	raw = PlainLineEnds(TrimLeadIn(raw))
	if bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		if _, rest, ok := bytes.Cut(raw, []byte("\n")); ok {
			raw = rest
		}
	}
	h, body, limit := ParseHeader(raw)
	msg := &Message{Header: h, Limit: limit}
	if msg.Limit == "" {
		msg.Limit = overLimit(raw)
	}
	if msg.Limit != "" {
		return msg
	}
	root, err := readParts(newParser(), raw)
	if err != nil {
		msg.Problem = "the structure of the message is damaged; its text may be incomplete"
		msg.fallback(body)
		return msg
	}
	w := walker{message: msg, nested: nested}
	w.walk(root, 0)
	if len(msg.Inner) == 0 && strings.TrimSpace(JoinLines(msg.Text)+JoinLines(msg.HTML)) == "" &&
		len(bytes.TrimSpace(body)) > 0 && len(msg.Attachments) == 0 {
		msg.fallback(body)
	}
	msg.secured()
	return msg
}

func newParser() *enmime.Parser {
	return enmime.NewParser(enmime.RawContent(true), enmime.SkipMalformedParts(true),
		enmime.MultipartWOBoundaryAsSinglePart(true), enmime.StripMediaTypeInvalidCharacters(true),
		enmime.DisableTextConversion(true), enmime.MaxStoredPartErrors(10))
}

// readParts returns a panic of the parser as an error.
func readParts(parser *enmime.Parser, raw []byte) (root *enmime.Part, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("read the parts of a message: %v", p)
		}
	}()
	return parser.ReadParts(bytes.NewReader(raw))
}

// fallback takes the body as text when the structure cannot be read.
func (msg *Message) fallback(body []byte) {
	mediatype, params := mediaType(msg.Header.Get("content-type"))
	content := decodeTransfer(body, msg.Header.Get("content-transfer-encoding"))
	if strings.HasPrefix(mediatype, "multipart/") {
		content = body
	}
	s := toUTF8(content, params["charset"])
	if mediatype == "text/html" {
		msg.HTML = HTMLLines(s)
		return
	}
	for _, t := range TextLines(s) {
		if !strings.HasPrefix(t.Text, "--") && !strings.HasPrefix(strings.ToLower(t.Text), "content-") {
			msg.Text = append(msg.Text, t)
		}
	}
}

// walker collects the leaves of the parts of one message.
type walker struct {
	message *Message
	nested  int
	size    int
	signed  int // signed contents that were opened
}

func (w *walker) walk(p *enmime.Part, depth int) {
	if depth > maxDepth+1 {
		return
	}
	for ; p != nil; p = p.NextSibling {
		if p.FirstChild != nil {
			w.walk(p.FirstChild, depth+1)
			continue
		}
		w.leaf(p, depth)
	}
}

func (w *walker) leaf(p *enmime.Part, depth int) {
	msg := w.message
	// The parser loses the content type of broken headers, so the field itself is read.
	mediatype, params := mediaType(p.Header.Get("Content-Type"))
	encoding := p.Header.Get("Content-Transfer-Encoding")
	attached := strings.HasPrefix(strings.ToLower(strings.TrimSpace(p.Header.Get("Content-Disposition"))), "attachment")
	switch {
	case strings.HasPrefix(mediatype, "multipart/"):
		// A multipart without a usable boundary has text at best.
		msg.Text = append(msg.Text, TextLines(toUTF8(p.Content, ""))...)
	case mediatype == "message/delivery-status" || mediatype == "message/global-delivery-status":
		msg.Report = true
		msg.Actions = append(msg.Actions, actionsIn(decodeTransfer(p.Content, encoding))...)
	case mediatype == "text/rfc822-headers" || mediatype == "message/global-headers":
		msg.Attachments = append(msg.Attachments, attachmentName(p, mediatype))
		msg.Returned, _, _ = ParseHeader(PlainLineEnds(decodeTransfer(p.Content, encoding)))
	case mediatype == "message/disposition-notification" || mediatype == "message/global-disposition-notification":
		msg.Receipt = true
	case mediatype == "message/feedback-report":
		msg.Complaint = true
	case mediatype == "text/calendar" && !attached:
		calendar := decodeTransfer(p.Content, encoding)
		if msg.Calendar = calendarMethod(params["method"], calendar); msg.Calendar != "" && msg.Event == nil {
			msg.Event = parseEvent(calendar)
		}
	case mediatype == "message/rfc822" || mediatype == "message/global" || isMessageFile(p):
		if w.nested < MaxNested {
			// The parents stay in memory meanwhile, so each level may have half the size only.
			inner := decodeTransfer(p.Content, encoding)
			if limit := maxInner >> w.nested; len(inner) > limit {
				inner = inner[:limit]
			}
			msg.Inner = append(msg.Inner, parse(inner, w.nested+1))
		} else {
			msg.Problem = "messages are attached to messages too deeply; the innermost were not read"
		}
	case (mediatype == "" || mediatype == "text" || mediatype == "text/plain" || mediatype == "text/html") &&
		(!attached || p.Parent == nil):
		if w.size > MaxText {
			return
		}
		// No encoding makes one byte of more than four, so the rest cannot be within the limit.
		content := decodeTransfer(p.Content[:min(len(p.Content), 4*MaxText)], encoding)
		if len(content) > MaxText {
			content = content[:MaxText]
		}
		w.size += len(content)
		s := toUTF8(content, params["charset"])
		if mediatype == "text/html" {
			msg.HTML = append(msg.HTML, HTMLLines(s)...)
		} else {
			if strings.EqualFold(params["format"], "flowed") {
				s = unflow(s, strings.EqualFold(params["delsp"], "yes"))
			}
			msg.Text = append(msg.Text, TextLines(s)...)
		}
	case mediatype == "application/pgp-encrypted":
		msg.Encrypted = "PGP"
	case w.smime(p, mediatype, encoding, depth):
	default:
		if strings.Contains(mediatype, "rpmsg") {
			msg.Encrypted = "protected by Microsoft 365"
		}
		msg.Attachments = append(msg.Attachments, attachmentName(p, mediatype))
		msg.addTable(p)
	}
}

// isMessageFile reports whether an attachment is a message that was not declared as one.
func isMessageFile(p *enmime.Part) bool {
	if p.Parent == nil || !strings.HasSuffix(strings.ToLower(p.FileName), ".eml") {
		return false
	}
	start := decodeTransfer(p.Content[:min(len(p.Content), 64<<10)], p.Header.Get("Content-Transfer-Encoding"))
	h, _, _ := ParseHeader(PlainLineEnds(TrimLeadIn(start)))
	return h.Get("from") != "" && (h.Get("subject") != "" || h.Get("date") != "")
}

// HasOutlookMessage reports whether a message in Outlook's own format (.msg) is attached.
func (msg *Message) HasOutlookMessage() bool {
	for _, a := range msg.Attachments {
		if a := strings.ToLower(a); strings.Contains(a, ".msg (") || strings.Contains(a, "vnd.ms-outlook") {
			return true
		}
	}
	return false
}

// HasTNEF reports whether winmail.dat is attached, the format of Outlook that hides text and files.
func (msg *Message) HasTNEF() bool {
	for _, a := range msg.Attachments {
		if a := strings.ToLower(a); strings.Contains(a, "ms-tnef") || strings.Contains(a, "winmail.dat") {
			return true
		}
	}
	return false
}

// calendarMethod returns the method of a calendar part, by its content type or else by its content. A published
// calendar ("publish") is no invitation: the result is "".
func calendarMethod(param string, body []byte) string {
	method := strings.ToLower(strings.TrimSpace(param))
	if m := methodLine().Full().FindSubmatch(body[:min(len(body), 4096)]); method == "" && m != nil {
		method = strings.ToLower(string(m[1]))
	}
	if method == "publish" {
		return ""
	}
	return method
}

var methodLine = lazy(`(?im)^METHOD:\s*([A-Z]{3,15})`)

func attachmentName(p *enmime.Part, mediatype string) string {
	return FileName(p.FileName, mediatype)
}

// FileName is how an attached file is called: "name (type)", or only its type.
func FileName(name, mediatype string) string {
	name, kind := OneLine(decodeWords(name), 200), lead.SafeText(mediatype, 100)
	if name == "" {
		return kind
	}
	return name + " (" + kind + ")"
}

// mediaType parses a Content-Type, also a broken one: "text/plain charset=utf-8", "text".
func mediaType(value string) (string, map[string]string) {
	value = strings.TrimSpace(value)
	if t, params, err := mime.ParseMediaType(value); err == nil {
		return t, params
	}
	t := strings.ToLower(value)
	if i := strings.IndexAny(t, "; \t"); i >= 0 {
		t = t[:i]
	}
	params := map[string]string{}
	if m := charsetParam().FindStringSubmatch(value); m != nil {
		params["charset"] = m[1]
	}
	return t, params
}

var charsetParam = lazy(`(?i)charset\s*=\s*"?([\w.:-]+)`)

// Table is an attached file that may be the export of a form.
type Table struct {
	Name     string
	content  []byte
	encoding string
}

// Data returns the decoded content.
func (t Table) Data() []byte { return decodeTransfer(t.content, t.encoding) }

// addTable adds an attachment to Tables when it may be the export of a form.
func (msg *Message) addTable(p *enmime.Part) {
	name := OneLine(decodeWords(p.FileName), 200)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".xlsx", ".zip":
		if len(msg.Tables) < MaxTables {
			msg.Tables = append(msg.Tables, Table{name, p.Content, p.Header.Get("Content-Transfer-Encoding")})
		}
	}
}

// MaxTables is how many tables of one message are kept.
const MaxTables = 20
