// Package message parses the bytes of a mail: header, parts, charsets, HTML as lines, addresses and threads. It knows
// neither the team nor the kinds of mail.
package message

// Line is a line of text. Bold is set when the whole line is bold or a heading, as the labels of forms are. Role is set
// by who reads the message, and not by this package.
type Line struct {
	Text string
	Bold bool
	Mark Mark
	Role Role
}

// Role is what a reader of the message found out about a line; 0 for nothing.
type Role uint8

// Message is a parsed message.
type Message struct {
	Header      Header
	Text        []Line     // the plain text
	HTML        []Line     // the HTML as lines
	Attachments []string   // "name (type)" of each attached file
	Tables      []Table    // attached files that may be the export of a form
	Inner       []*Message // attached messages
	Report      bool       // a delivery report
	Actions     []string   // what it says for each recipient, in lower case: failed, delayed, delivered
	Returned    Header     // of the message that it is about, where it has that and not the message; nil without it
	Receipt     bool       // a report that a mail was read
	Complaint   bool       // a report that a mail was called spam
	Calendar    string     // the method of an invitation in lower case (request, reply, cancel), "" for none
	Event       *Event     // what that part says; nil without one
	Limit       string     // the exceeded limit, as text: only the header was read; "" for none
	Encrypted   string     // by what the message or a part of it is encrypted: "S/MIME", "PGP"; "" for nothing
	Problem     string     // what else could not be read, as text for people; "" for nothing
}

// Header holds the decoded values of the fields in their order, by lower-case field name.
type Header map[string][]string

// Get returns the first value of a field, "" when there is none. name is in lower case.
func (h Header) Get(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}
