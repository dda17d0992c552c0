package mailin

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"leadsheet/lead"
)

// What a message may cost. Beyond these only its header is read, and the inquiry says so.
const (
	maxMessage = 30 << 20
	maxHeader  = 256 << 10
	maxFields  = 1000
	maxParts   = 500
	maxDepth   = 20
	maxNested  = 10        // message/rfc822 within message/rfc822
	maxInner   = 16 << 20  // the first attached message; each within it half as much
	maxText    = 256 << 10 // decoded text that is looked at
	maxLine    = 8 << 20   // one line of a message with parts: the parser holds lines as a whole
)

// line is a line of text; bold says that all of it was set in bold or as a heading, as forms' labels are.
type line struct {
	text string
	bold bool
}

// letter is a message taken apart.
type letter struct {
	header      header
	text, html  []line // the plain text, and the HTML as lines
	attachments []string
	tables      []table
	inner       []*letter // attached messages
	report      bool      // a delivery report
	receipt     bool      // a report that a mail was read
	complaint   bool      // a report that a mail was called spam
	calendar    string    // the method of an invitation: request, reply, cancel
	limit       string    // the limit that was exceeded: nothing but the header was read
	problem     string
}

// lines returns the plain text, or the HTML when there is no plain text worth reading.
func (l *letter) lines() []line {
	text := strings.TrimSpace(joinLines(l.text))
	if text == "" || len(l.html) > 0 && len(text) < 400 && textStub.MatchString(text) {
		return l.html
	}
	return l.text
}

// textStub is a plain text that only says that there is HTML.
var textStub = regexp.MustCompile(`(?is)^[^\n]{0,200}((does(n't| not)|kann|can ?not|can't|unable to|nicht|ne (peut|supporte)|no (puede|admite)|non (supporta|visualizza)).{0,60}html|html.{0,60}(does(n't| not)|nicht|unable|cannot)|view (this|the) (e-?mail|message) in (a|your) (web )?browser|this is an html (e-?mail|message))`)

// header is a message's header: lower-case field names with their decoded values in order.
type header map[string][]string

func (h header) get(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// open takes a message apart; it never fails. nested is how many messages it is attached inside.
func open(raw []byte, nested int) *letter {
	raw = lineEnds(begun(raw))
	if bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		if _, rest, ok := bytes.Cut(raw, []byte("\n")); ok {
			raw = rest
		}
	}
	h, body, limit := readHeader(raw)
	l := &letter{header: h, limit: limit}
	if l.limit == "" {
		l.limit = overLimit(raw)
	}
	if l.limit != "" {
		return l
	}
	parser := enmime.NewParser(enmime.RawContent(true), enmime.SkipMalformedParts(true),
		enmime.MultipartWOBoundaryAsSinglePart(true), enmime.StripMediaTypeInvalidCharacters(true),
		enmime.DisableTextConversion(true), enmime.MaxStoredPartErrors(10))
	root, err := readParts(parser, raw)
	if err != nil {
		l.problem = "the structure of the message is damaged; its text may be incomplete"
		l.fallback(body)
		return l
	}
	w := walker{letter: l, nested: nested}
	w.walk(root, 0)
	if len(l.inner) == 0 && strings.TrimSpace(joinLines(l.text)+joinLines(l.html)) == "" && len(bytes.TrimSpace(body)) > 0 && len(l.attachments) == 0 {
		l.fallback(body)
	}
	return l
}

// readParts guards the parser: a panic in it is an error like any other.
func readParts(parser *enmime.Parser, raw []byte) (root *enmime.Part, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("read the parts of a message: %v", p)
		}
	}()
	return parser.ReadParts(bytes.NewReader(raw))
}

// fallback takes the body as it stands for text when its structure cannot be read.
func (l *letter) fallback(body []byte) {
	mediatype, params := mediaType(l.header.get("content-type"))
	content := decodeTransfer(body, l.header.get("content-transfer-encoding"))
	if strings.HasPrefix(mediatype, "multipart/") {
		content = body
	}
	s := toUTF8(content, params["charset"])
	if mediatype == "text/html" {
		l.html = htmlLines(s)
		return
	}
	for _, t := range textLines(s) {
		if !strings.HasPrefix(t.text, "--") && !strings.HasPrefix(strings.ToLower(t.text), "content-") {
			l.text = append(l.text, t)
		}
	}
}

// walker collects what is in the parts of one message.
type walker struct {
	letter *letter
	nested int
	size   int
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
		w.leaf(p)
	}
}

func (w *walker) leaf(p *enmime.Part) {
	l := w.letter
	// The parser decodes the content type of broken headers to nothing; the header itself knows more.
	mediatype, params := mediaType(p.Header.Get("Content-Type"))
	encoding := p.Header.Get("Content-Transfer-Encoding")
	attached := strings.HasPrefix(strings.ToLower(strings.TrimSpace(p.Header.Get("Content-Disposition"))), "attachment")
	switch {
	case strings.HasPrefix(mediatype, "multipart/"):
		// A multipart without a usable boundary: what is in it is text at best.
		l.text = append(l.text, textLines(toUTF8(p.Content, ""))...)
	case mediatype == "message/delivery-status" || mediatype == "message/global-delivery-status":
		l.report = true
	case mediatype == "message/disposition-notification" || mediatype == "message/global-disposition-notification":
		l.receipt = true
	case mediatype == "message/feedback-report":
		l.complaint = true
	case mediatype == "text/calendar" && !attached:
		l.calendar = calendarMethod(params["method"], decodeTransfer(p.Content, encoding))
	case mediatype == "message/rfc822" || mediatype == "message/global" || isMessageFile(p):
		if w.nested < maxNested {
			// Each level is held beside those around it: deeper ones may be smaller only.
			inner := decodeTransfer(p.Content, encoding)
			if limit := maxInner >> w.nested; len(inner) > limit {
				inner = inner[:limit]
			}
			l.inner = append(l.inner, open(inner, w.nested+1))
		} else {
			l.problem = "messages are attached to messages too deeply; the innermost were not read"
		}
	case (mediatype == "" || mediatype == "text" || mediatype == "text/plain" || mediatype == "text/html") && (!attached || p.Parent == nil):
		if w.size > maxText {
			return
		}
		// No encoding makes four bytes of one; what is behind is not looked at.
		content := decodeTransfer(p.Content[:min(len(p.Content), 4*maxText)], encoding)
		if len(content) > maxText {
			content = content[:maxText]
		}
		w.size += len(content)
		s := toUTF8(content, params["charset"])
		if mediatype == "text/html" {
			l.html = append(l.html, htmlLines(s)...)
		} else {
			if strings.EqualFold(params["format"], "flowed") {
				s = unflow(s, strings.EqualFold(params["delsp"], "yes"))
			}
			l.text = append(l.text, textLines(s)...)
		}
	default:
		l.attachments = append(l.attachments, attachmentName(p, mediatype))
		l.keepTable(p)
	}
}

// isMessageFile reports whether an attachment is a message that its sender's program did not call one.
func isMessageFile(p *enmime.Part) bool {
	if p.Parent == nil || !strings.HasSuffix(strings.ToLower(p.FileName), ".eml") {
		return false
	}
	start := decodeTransfer(p.Content[:min(len(p.Content), 64<<10)], p.Header.Get("Content-Transfer-Encoding"))
	h, _, _ := readHeader(lineEnds(begun(start)))
	return h.get("from") != "" && (h.get("subject") != "" || h.get("date") != "")
}

// hasOutlookMessage reports whether a message in Outlook's own format is attached.
func (l *letter) hasOutlookMessage() bool {
	for _, a := range l.attachments {
		if a := strings.ToLower(a); strings.Contains(a, ".msg (") || strings.Contains(a, "vnd.ms-outlook") {
			return true
		}
	}
	return false
}

// hasTNEF reports whether Outlook's own format is among the attachments.
func (l *letter) hasTNEF() bool {
	for _, a := range l.attachments {
		if a := strings.ToLower(a); strings.Contains(a, "ms-tnef") || strings.Contains(a, "winmail.dat") {
			return true
		}
	}
	return false
}

// calendarMethod is what an invitation is for: by its content type, or by its own text. One that is only published
// is no invitation.
func calendarMethod(param string, body []byte) string {
	method := strings.ToLower(strings.TrimSpace(param))
	if m := methodLine.FindSubmatch(body[:min(len(body), 4096)]); method == "" && m != nil {
		method = strings.ToLower(string(m[1]))
	}
	if method == "publish" {
		return ""
	}
	return method
}

var methodLine = regexp.MustCompile(`(?im)^METHOD:\s*([A-Z]{3,15})`)

func attachmentName(p *enmime.Part, mediatype string) string {
	name := oneLine(decodeWords(p.FileName), 200)
	kind := lead.SafeText(mediatype, 100)
	if name == "" {
		return kind
	}
	return name + " (" + kind + ")"
}

// mediaType reads a Content-Type that may be broken: "text/plain charset=utf-8", "text".
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
	if m := charsetParam.FindStringSubmatch(value); m != nil {
		params["charset"] = m[1]
	}
	return t, params
}

var charsetParam = regexp.MustCompile(`(?i)charset\s*=\s*"?([\w.:-]+)`)
