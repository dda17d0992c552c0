package lead

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Fact is one thing that an event says of its lead as it was then. In the cell To of Activity facts stand as a JSON
// object with a member for each. Blank ones are left out.
type Fact struct {
	Name string // Column.Fact, or a name of the rules' own
	Text string // as Activity keeps the column
	// Raw texts are JSON as they are: a number, true.
	Raw bool
}

// Fact is the name of the column among facts: its English title in small letters, with _ for a blank. It is the same
// in every language, and stands in workbooks for ever.
func (c *Column) Fact() string { return strings.ReplaceAll(strings.ToLower(c.Title), " ", "_") }

// FactList is among the facts of a lead the file or form that brought it together with many others. All of them are
// planned to be contacted one after the other. FactOld says that the lead came alone, but older than a day. FactPitch
// says that it looks as if it asked for nothing that we sell.
const (
	FactList  = "list"
	FactOld   = "old_record"
	FactPitch = "pitch"
	// FactFirstStatus says of a row added by hand that its status was blank: leadsheet has set the first one.
	FactFirstStatus = "first_status"
)

// factColumns are the columns of the tab Leads by their names among facts.
var factColumns = func() map[string]*ColumnOf[Lead] {
	byName := make(map[string]*ColumnOf[Lead], len(leadTable))
	for i := range leadTable {
		byName[leadTable[i].Fact()] = &leadTable[i]
	}
	return byName
}()

// FactColumn returns the column of the tab Leads with that name among facts; nil for none.
func FactColumn(name string) *ColumnOf[Lead] { return factColumns[name] }

// FormatFacts is how facts stand in Activity.
func FormatFacts(facts []Fact) string {
	b := []byte{'{'}
	for _, f := range facts {
		if f.Text == "" {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(quoteJSON(b, f.Name), ':')
		if f.Raw {
			b = append(b, f.Text...)
		} else {
			b = quoteJSON(b, f.Text)
		}
	}
	return string(append(b, '}'))
}

// quoteJSON appends a text as a JSON string. Other than json.Marshal it leaves what people write in mails readable:
// & < >.
func quoteJSON(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, `\u00`...)
			if r < 0x10 {
				b = append(b, '0')
			}
			b = strconv.AppendInt(b, int64(r), 16)
		default:
			b = append(b, string(r)...)
		}
	}
	return append(b, '"')
}

// EachFact calls do for every fact that the text of an event holds, in their order, and reports whether it holds facts
// at all. Activity has one such text for every lead and is read in every pass, so a text as FormatFacts writes it costs
// no allocation; what somebody has typed differently is read as JSON.
func EachFact(text string, do func(name, text string)) bool {
	if !strings.HasPrefix(text, "{") {
		return false
	}
	var most [32]Fact
	facts, ok := plainFacts(text, most[:0])
	if !ok {
		facts, ok = jsonFacts(text)
	}
	for _, f := range facts {
		do(f.Name, f.Text)
	}
	return ok
}

// FactOf is the text of one fact that the text of an event holds; "" for none.
func FactOf(text, name string) string {
	out := ""
	EachFact(text, func(n, value string) {
		if n == name {
			out = value
		}
	})
	return out
}

// plainFacts reads an object without blanks between its tokens.
func plainFacts(s string, facts []Fact) (_ []Fact, ok bool) {
	if s == "{}" {
		return facts, true
	}
	for rest := s[1:]; ; rest = rest[1:] {
		var f Fact
		if f.Name, rest, ok = cutString(rest); !ok || !strings.HasPrefix(rest, ":") {
			return facts[:0], false
		}
		if rest = rest[1:]; strings.HasPrefix(rest, `"`) {
			f.Text, rest, ok = cutString(rest)
		} else if end := strings.IndexAny(rest, ",}[{\" \n\t"); end > 0 {
			f.Text, rest = rest[:end], rest[end:]
		} else {
			ok = false
		}
		if !ok || rest == "" {
			return facts[:0], false
		}
		facts = append(facts, f)
		if rest == "}" {
			return facts, true
		}
		if rest[0] != ',' {
			return facts[:0], false
		}
	}
}

// cutString takes a JSON string from the beginning of a text.
func cutString(s string) (value, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", s, false
	}
	escaped := false
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			escaped = true
			i++
		case '"':
			if !escaped {
				return s[1:i], s[i+1:], true
			}
			value, ok = unquoteJSON(s[:i+1])
			return value, s[i+1:], ok
		}
	}
	return "", s, false
}

func unquoteJSON(s string) (string, bool) {
	var text string // not the result itself: only what has escapes needs memory
	err := json.Unmarshal([]byte(s), &text)
	return text, err == nil
}

// jsonFacts reads any JSON object; a member that is no string is its JSON.
func jsonFacts(s string) ([]Fact, bool) {
	d := json.NewDecoder(strings.NewReader(s))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var facts []Fact
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, false
		}
		f := Fact{Name: name.(string), Text: string(raw)} // the decoder demands that names are strings
		if strings.HasPrefix(f.Text, `"`) {
			f.Text, _ = unquoteJSON(f.Text) // the decoder has seen that it is a string
		}
		facts = append(facts, f)
	}
	t, err := d.Token()
	return facts, err == nil && t == json.Delim('}')
}
