package message

import (
	"strings"

	"leadsheet/lead"
)

// AuthResults is what one mail server has checked about the sender of a message: a field Authentication-Results
// (RFC 8601).
type AuthResults struct {
	// Server is the authserv-id in lower case. It is "" where the server leaves it out, as Exchange Online does.
	Server string
	Checks []AuthCheck
}

// AuthCheck is the result of one method.
type AuthCheck struct {
	Method string // spf, dkim, dmarc, arc, compauth: in lower case
	Result string // pass, fail, none, softfail: in lower case
	// Properties are what the result is about, both in lower case: "header.from" is "example.com".
	Properties map[string]string
}

// maxAuthFields is how many fields of a message are read, and maxAuthChecks how many results of a field.
const (
	maxAuthFields = 20
	maxAuthChecks = 30
)

// AuthResults returns the fields Authentication-Results in their order. Each server adds its own at the top, so only
// the first one with the name of the mailbox's own server says anything: a sender can write the others.
func (h Header) AuthResults() []AuthResults {
	fields := h["authentication-results"]
	out := make([]AuthResults, 0, min(len(fields), maxAuthFields))
	for _, value := range fields[:min(len(fields), maxAuthFields)] {
		out = append(out, parseAuthResults(value))
	}
	return out
}

// parseAuthResults parses the value of one field. What does not have the form of a result is left out.
func parseAuthResults(value string) AuthResults {
	var out AuthResults
	for i, part := range splitUnquoted(StripComments(value), ';') {
		words := splitUnquoted(strings.ReplaceAll(part, "\t", " "), ' ')
		if len(words) == 0 {
			continue
		}
		method, result, ok := strings.Cut(words[0], "=")
		if !ok {
			if i == 0 {
				out.Server = strings.ToLower(unquote(words[0])) // a version may follow
			}
			continue
		}
		if len(out.Checks) == maxAuthChecks {
			break
		}
		method, _, _ = strings.Cut(method, "/") // dkim/1
		check := AuthCheck{Method: strings.ToLower(method), Result: strings.ToLower(unquote(result)),
			Properties: map[string]string{}}
		for _, w := range words[1:] {
			if name, v, ok := strings.Cut(w, "="); ok && check.Properties[strings.ToLower(name)] == "" {
				check.Properties[strings.ToLower(name)] = strings.ToLower(unquote(v))
			}
		}
		out.Checks = append(out.Checks, check)
	}
	return out
}

// Passes reports whether the server has found that a message which claims to be from the address was sent by its
// domain: by DMARC, or else by DKIM or SPF for that domain or another of the same organization.
func (a AuthResults) Passes(address string) bool {
	passed := false
	for _, c := range a.Checks {
		if !c.isFor(address) {
			continue
		}
		if c.Method == "dmarc" && (c.Result == "pass" || c.Failed()) {
			return c.Result == "pass"
		}
		passed = passed || c.Result == "pass"
	}
	return passed
}

// Fails reports whether the server has found that a message which claims to be from the address was not sent by its
// domain: DMARC says so, or something did not pass and nothing did. A server that has checked nothing says nothing.
func (a AuthResults) Fails(address string) bool {
	failed := false
	for _, c := range a.Checks {
		if authProperties[c.Method] == nil || !c.Failed() {
			continue
		}
		if c.Method == "dmarc" {
			return true
		}
		failed = true
	}
	return failed && !a.Passes(address)
}

// Failed reports whether the check has found something wrong, rather than nothing to check.
func (c AuthCheck) Failed() bool {
	return c.Result == "fail" || c.Result == "softfail" || c.Result == "permerror"
}

// isFor reports whether the check is about the organization of the address.
func (c AuthCheck) isFor(address string) bool {
	for _, name := range authProperties[c.Method] {
		if lead.SameOrganization(c.Properties[name], address) {
			return true
		}
	}
	return false
}

// authProperties names, for each method, the properties that hold the domain which the result is about.
var authProperties = map[string][]string{
	"dmarc": {"header.from"},
	"dkim":  {"header.d", "header.i"},
	"spf":   {"smtp.mailfrom", "smtp.mail"},
}

// StripComments removes the comments of a header value, nested ones too: "auto-replied (vacation)". Brackets in quotes
// are no comments.
func StripComments(s string) string {
	if !strings.Contains(s, "(") {
		return strings.TrimSpace(s)
	}
	var out strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			if i++; depth == 0 {
				out.WriteByte(c)
				out.WriteByte(s[i])
			}
			continue
		case c == '"' && depth == 0:
			quoted = !quoted
		case c == '(' && !quoted:
			depth++
			continue
		case c == ')' && !quoted && depth > 0:
			depth--
			continue
		}
		if depth == 0 {
			out.WriteByte(c)
		}
	}
	return strings.TrimSpace(out.String())
}

// splitUnquoted splits a value at a separator outside quotes, and leaves out blank pieces.
func splitUnquoted(s string, separator byte) []string {
	var out []string
	quoted, from := false, 0
	add := func(piece string) {
		if piece = strings.TrimSpace(piece); piece != "" {
			out = append(out, piece)
		}
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == separator && !quoted:
			add(s[from:i])
			from = i + 1
		}
	}
	add(s[from:])
	return out
}

func unquote(s string) string { return strings.Trim(strings.TrimSpace(s), `"`) }
