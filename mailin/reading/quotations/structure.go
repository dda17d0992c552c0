// Package quotations divides the text of a mail into what its sender wrote now and the messages that it forwards or
// quotes, and reads the headers above those: by the marks of mail clients, by their shape and by known words.
package quotations

import (
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/phrases"
)

// Roles of lines that their place and shape show, whatever their language. Lines whose words are known need none.
const (
	roleMarker  message.Role = iota + 1 // the line above the header of a forwarded or quoted message
	roleFrom                            // the lines of such a header
	roleDate                            //
	roleTo                              //
	roleSubject                         //
	roleOther                           //
	roleIntro                           // the first line of the sentence above a quoted message
)

// roleFields are the header fields that the roles mean.
var roleFields = map[message.Role]string{roleFrom: "from", roleDate: "date", roleTo: "to", roleSubject: "subject",
	roleOther: "other"}

// structure finds the roles of the lines of one message.
type structure struct {
	lines   []message.Line
	subject string // without prefixes
	thread  bool   // it answers or passes on another message, as its header or the shape of its subject says
	isTeam  func(string) bool
}

// FindStructure gives the lines of a message and of those attached to it their roles.
func FindStructure(msg *message.Message, isTeam func(address string) bool) {
	subject := msg.Header.Get("subject")
	bare := withoutPrefixes(subject)
	s := structure{subject: bare, isTeam: isTeam, thread: bare != strings.TrimSpace(subject) || NamesThread(msg)}
	msg.Text = withoutFrames(msg.Text)
	for _, lines := range [][]message.Line{msg.Text, msg.HTML} {
		s.lines = lines
		s.find()
	}
	for _, inner := range msg.Inner {
		FindStructure(inner, isTeam)
	}
}

// subjectPrefix matches what clients of any language put before a subject.
var subjectPrefix = phrases.Lazy(`^\s*(?:\[[^\]]{1,40}\]\s*)?` +
	`[\p{L}.]{1,12}(?: [\p{L}.]{1,8})?\s?(?:\[\d+\])?\s*[:：]\s*`)

// withoutPrefixes returns a subject without the prefixes of answers and forwards.
func withoutPrefixes(subject string) string {
	subject = strings.TrimSpace(subject)
	for range 6 {
		cut := strings.TrimSpace(subjectPrefix().ReplaceAllString(subject, ""))
		if cut == subject || cut == "" {
			break
		}
		subject = cut
	}
	return subject
}

// find gives the lines their roles. Of blockquotes that no client marks, those below the sentence or the mark of a
// quoted message become quotations.
func (s *structure) find() {
	quotes := false
	for i := 0; i < len(s.lines); i++ {
		l := &s.lines[i]
		if l.Mark&message.Indented != 0 {
			if quotes = quotes || s.quotedHere(i); quotes {
				l.Text = strings.TrimRight("> "+l.Text, " ")
			}
		}
		if len(l.Text) > 2000 || !strings.ContainsAny(l.Text, ":：|@") {
			continue
		}
		if n := s.header(i); n > 0 {
			i += n - 1
			continue
		}
		if s.introduces(i) {
			l.Role = roleIntro
		}
	}
}

// quotedHere reports whether the unmarked blockquote that begins at line i is a quotation.
func (s *structure) quotedHere(i int) bool {
	if s.lines[i].Mark&message.Begins != 0 || s.thread && s.lines[i].Mark&message.Barred != 0 {
		return true
	}
	above := i - 1
	for above >= 0 && strings.TrimSpace(s.lines[above].Text) == "" {
		above--
	}
	for k := max(0, above-3); k <= above; k++ {
		if _, n := introductionAt(s.lines, k); n > 0 && k+n > above {
			return true
		}
	}
	return false
}

// headerPair is a line of the form "word: value" or "word | value".
type headerPair struct {
	line         int
	label, value string
	addresses    []string
	known        string // the field, when the word is known
}

// pairAt reads such a line.
func pairAt(text string) (label, value string, ok bool) {
	text = strings.TrimLeft(text, " \t>*_|\u00a0")
	i := strings.IndexAny(text, ":：|")
	if i < 1 || i > 90 {
		return "", "", false
	}
	label = strings.Trim(text[:i], " \t*_\u00a0\u200e\u200f")
	value = strings.Trim(text[i:], ":：*|_ \t\u00a0\u200e\u200f")
	runes := 0
	for _, c := range label {
		if runes++; runes > 30 || c != ' ' && c != '-' && c != '.' && c != '\'' && c != '’' && c != '/' &&
			!unicode.IsLetter(c) && !unicode.IsMark(c) {
			return "", "", false
		}
	}
	if runes == 0 || len(strings.Fields(label)) > 4 || strings.HasPrefix(value, "//") {
		return "", "", false
	}
	return label, value, true
}

// maxHeaderLines is how many lines the header above a quoted or forwarded message has at most.
const maxHeaderLines = 8

// pairs reads the lines of the form "word: value" from line i on, and returns the line behind them. An address may
// continue in the next line.
func (s *structure) pairs(i int, marked bool) (out []headerPair, end int) {
	for end = i; end < len(s.lines) && len(out) < maxHeaderLines; end++ {
		text := s.lines[end].Text
		bare := strings.Trim(text, " \t>|*\u00a0")
		label, value, ok := pairAt(text)
		last := len(out) - 1
		switch {
		case len(text) > 2000:
			return out, end
		case ok:
			known, _ := blockField(text)
			out = append(out, headerPair{end, label, value, AddressesOf(value), known})
		case bare == "":
			if last < 0 || !marked || end+1 >= len(s.lines) || end > i && out[last].line < end-1 {
				return out, end
			}
			if _, _, more := pairAt(s.lines[end+1].Text); !more {
				return out, end
			}
		case last >= 0 && len(bare) < 300 && len(out[last].value) < 500 &&
			(strings.Count(out[last].value, "<") > strings.Count(out[last].value, ">") ||
				strings.Contains(bare, "@") && len(out[last].addresses) > 0 || bare[0] == '<'):
			out[last].value += " " + bare
			out[last].addresses = AddressesOf(out[last].value)
		default:
			return out, end
		}
	}
	return out, end
}

var (
	yearLike  = phrases.Lazy(`(?:^|\D)(?:19|20|25|57)\d\d(?:\D|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2}`)
	clockLike = phrases.Lazy(`(?:^|\D)\d{1,2}[:.]\d{2}(?:\D|$)|\d[時时시點]`)
	dashed    = phrases.Lazy(`^[\s>]*[-_=*]{3,}\s*[^-_=*\s].{2,70}?[^-_=*\s]\s*[-_=*]{2,}[\s>]*$`)
)

// header gives roles to the header of a quoted or forwarded message that begins at line i and whose words are not all
// known, and returns its number of lines; 0 when there is none. It takes several signs: a sender with one address, and
// a date, a recipient, the subject of this mail, an address of the team, a mark above.
func (s *structure) header(i int) int {
	if _, _, ok := pairAt(s.lines[i].Text); !ok {
		return 0
	}
	marker, above := s.markerAbove(i)
	all, end := s.pairs(i, marker >= 0)
	if len(all) < 2 || len(all) < 3 && marker < 0 && above == 0 {
		return 0
	}
	sender, known := -1, 0
	for k, p := range all {
		if p.known == "from" || sender < 0 && p.known != "to" && p.known != "cc" && p.known != "reply" &&
			len(p.addresses) == 1 {
			if sender < 0 || p.known == "from" && all[sender].known != "from" {
				sender = k
			}
		}
		if p.known != "" && p.known != "other" {
			known++
		}
	}
	if sender < 0 && above > 0 && s.thread {
		return s.headerOfNames(all, i, end)
	}
	if sender < 0 || len(all[sender].addresses) != 1 {
		return 0
	}
	if all[sender].known == "from" && known >= 3 { // its words are known
		if marker >= 0 {
			s.lines[marker].Role = roleMarker
		}
		return 0
	}
	roles, signs := s.rolesOf(all, sender)
	if known > 0 {
		signs++
	}
	if s.thread {
		signs++
	}
	if signs+above < 3 {
		return 0
	}
	if marker >= 0 {
		s.lines[marker].Role = roleMarker
	}
	return s.setRoles(all, roles, i, end)
}

// headerOfNames gives roles to a header without any address, as Outlook writes it within a company: the sender comes
// first, and it needs a date and the subject of this mail.
func (s *structure) headerOfNames(all []headerPair, first, end int) int {
	if len(all) < 3 || len(all) > 6 || all[0].known != "" && all[0].known != "from" {
		return 0
	}
	roles := make([]message.Role, len(all))
	date, subject := false, false
	for k, p := range all[1:] {
		switch {
		case len(p.addresses) > 0:
			return 0
		case strings.EqualFold(withoutPrefixes(p.value), s.subject) && s.subject != "":
			roles[k+1], subject = roleSubject, true
		case dated(p.value):
			roles[k+1], date = roleDate, true
		}
	}
	if !date || !subject || dated(all[0].value) {
		return 0
	}
	roles[0] = roleFrom
	return s.setRoles(all, roles, first, end)
}

// markerAbove looks at what stands above line i: the line of a marker, -1 for none, and how much it says.
func (s *structure) markerAbove(i int) (marker, signs int) {
	if s.lines[i].Mark&message.Begins != 0 {
		signs = 2
	}
	above := i - 1
	for above >= 0 && i-above < 4 && strings.Trim(s.lines[above].Text, " >") == "" {
		above--
	}
	if above < 0 || i-above >= 4 {
		return -1, signs
	}
	text := strings.TrimRight(s.lines[above].Text, " *_")
	_, found := forwardMarker(text)
	switch {
	case letter.Ruler().MatchString(s.lines[above].Text):
		return -1, max(1, signs) // Outlook's
	case found, dashed().MatchString(text):
		return above, 2
	case strings.HasPrefix(s.lines[i].Text, ">") && len(text) < 120 && strings.HasSuffix(text, ":") &&
		len(strings.Fields(text)) <= 6 &&
		(above == 0 || strings.TrimSpace(s.lines[above-1].Text) == ""):
		return above, max(1, signs) // Apple's
	}
	return -1, signs
}

// rolesOf finds the roles of the lines of a header, and counts the signs that it is one.
func (s *structure) rolesOf(all []headerPair, sender int) (roles []message.Role, signs int) {
	roles = make([]message.Role, len(all))
	roles[sender] = roleFrom
	team := s.isTeam(all[sender].addresses[0])
	for k, p := range all {
		if k == sender {
			continue
		}
		for _, a := range p.addresses {
			team = team || s.isTeam(a)
		}
		switch {
		case len(p.addresses) > 0 || p.known == "to" || p.known == "cc" || p.known == "reply":
			if k > sender || p.known != "" {
				roles[k] = roleTo
			}
		case p.known == "subject", s.subject != "" && strings.EqualFold(withoutPrefixes(p.value), s.subject):
			roles[k] = roleSubject
		case p.known == "date", dated(p.value):
			roles[k] = roleDate
		}
	}
	var seen [roleIntro + 1]bool
	for _, role := range roles {
		if role > roleFrom && !seen[role] {
			signs++
		}
		seen[role] = true
	}
	if team {
		signs++
	}
	return roles, signs
}

// setRoles writes the roles of a header into its lines and returns their number. Lines behind it that look alike are
// the message's own unless an empty line ends them.
func (s *structure) setRoles(all []headerPair, roles []message.Role, first, end int) int {
	last, subject := 0, false
	for k, role := range roles {
		if role != 0 {
			last = k
		}
		subject = subject || role == roleSubject
	}
	if ended := end >= len(s.lines) || strings.Trim(s.lines[end].Text, " >|") == ""; ended && len(all) <= 6 {
		last = len(all) - 1
	} else if !subject && last+1 < len(all) {
		last++
	}
	for k := last; k >= 0 && !subject; k-- {
		if roles[k] == 0 {
			roles[k], subject = roleSubject, true
		}
	}
	next := end
	if last+1 < len(all) {
		next = all[last+1].line
	}
	seen := map[message.Role]bool{}
	for k, p := range all[:last+1] {
		role := roles[k]
		if role == 0 || seen[role] {
			role = roleOther
		}
		seen[role] = true
		s.lines[p.line].Role = role
	}
	return next - first
}

// fieldAt returns the header field of a line by its role or its words, "" when it is none.
func fieldAt(l message.Line) (field, value string) {
	if f := roleFields[l.Role]; f != "" {
		_, value, _ = pairAt(l.Text)
		return f, value
	}
	return blockField(l.Text)
}

// NamesThread reports whether the header names other messages, as that of an answer does.
func NamesThread(msg *message.Message) bool {
	return msg.Header.Get("in-reply-to") != "" || msg.Header.Get("references") != ""
}

// AddressesOf returns the different addresses in a text.
func AddressesOf(s string) []string {
	var out []string
	for _, a := range message.Addresses(s, 50) {
		if a, ok := lead.NormalizeEmail(a); ok && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}
