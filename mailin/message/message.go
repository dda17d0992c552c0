// Package message takes the bytes of a mail apart: header, parts, charsets, HTML as lines, addresses and threads. It
// knows neither the team nor the kinds of mail.
package message

// Line is a line of text. Bold is set when the whole line is bold or a heading, as the labels of forms are.
type Line struct {
	Text string
	Bold bool
}

// Message is a parsed message.
type Message struct {
	Header      Header
	Text, HTML  []Line // the plain text, and the HTML as lines
	Attachments []string
	Tables      []Table
	Inner       []*Message // attached messages
	Report      bool       // a delivery report
	Receipt     bool       // a report that a mail was read
	Complaint   bool       // a report that a mail was called spam
	Calendar    string     // the method of an invitation: request, reply, cancel
	Limit       string     // the limit that was exceeded: nothing but the header was read
	Problem     string
}

// Header holds the decoded values of the fields in their order, by lower-case field name.
type Header map[string][]string

func (h Header) Get(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}
