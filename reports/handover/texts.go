package handover

import (
	"strings"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// splitName takes a name apart into first and last names: Ada and Byron of Ada Byron, of Byron, Ada and of Dr. Ada
// Byron, whose title stays with the first name. Words in small letters belong to the last name: Ludwig, van Beethoven.
func splitName(name string) (first, last string) {
	name = strings.Join(strings.Fields(name), " ")
	if family, given, ok := strings.Cut(name, ", "); ok && !strings.Contains(given, ",") {
		return given, family
	}
	words := strings.Fields(name)
	if len(words) < 2 {
		return "", name
	}
	at := len(words) - 1
	for i := 1; i < len(words)-1; i++ {
		if r, _ := utf8.DecodeRuneInString(words[i]); strings.ToLower(string(r)) == string(r) &&
			strings.ToUpper(string(r)) != string(r) {
			at = i
			break
		}
	}
	return strings.Join(words[:at], " "), strings.Join(words[at:], " ")
}

// longestTitle is how many characters of a need a title has.
const longestTitle = 80

// title is a short name of a lead: who asked for what, and its ID.
func (x *index) title(row int) string {
	var parts []string
	for _, name := range []string{lead.ColCompany, lead.ColName, lead.ColEmail, lead.ColPhone} {
		if s := words.OneLine(x.cell(row, name)); s != "" {
			parts = append(parts, s)
			break
		}
	}
	need, _, _ := strings.Cut(strings.TrimSpace(x.cell(row, lead.ColNeed)), "\n")
	if need = words.OneLine(need); need != "" {
		if runes := []rune(need); len(runes) > longestTitle {
			need = strings.TrimSpace(string(runes[:longestTitle])) + "…"
		}
		parts = append(parts, need)
	}
	parts = append(parts, "("+x.refs[row]+")")
	return strings.Replace(strings.Join(parts, ": "), ": (", " (", 1)
}

// summary are all cells of a lead with content, a line for each, below a line that names the lead.
func (x *index) summary(row int) string {
	var b strings.Builder
	b.WriteString("Request " + x.refs[row] + ", as it was in leadsheet")
	for i := range x.Columns {
		if s := x.text(x.Value(row, i), &x.Columns[i]); s != "" {
			b.WriteString("\n" + x.Columns[i].Title + ": " + s)
		}
	}
	return b.String()
}

// happened is what an event says, without its time.
func happened(e *lead.Event) string {
	var b strings.Builder
	b.WriteString(string(e.What))
	if e.Column != "" {
		b.WriteString(" " + e.Column)
	}
	if from, to := factText(e.From), factText(e.To); from != "" || to != "" {
		if from != "" {
			to = strings.TrimSuffix(from+" -> "+to, " ")
		}
		b.WriteString(":")
		if !strings.HasPrefix(to, "\n") {
			b.WriteByte(' ')
		}
		b.WriteString(to)
	}
	if e.By != "" {
		b.WriteString("\nby " + e.By)
	}
	if e.Why != "" {
		b.WriteString("\nwhy: " + e.Why)
	}
	return b.String()
}

// factText is what Activity keeps in a cell: facts a line each, and any other text as it stands.
func factText(text string) string {
	var b strings.Builder
	if !lead.EachFact(text, func(name, value string) {
		b.WriteString("\n" + strings.ReplaceAll(name, "_", " ") + ": " + value)
	}) {
		return text
	}
	return b.String()
}

// history is all that happened to a lead, the oldest first.
func (x *index) history(row int) string {
	var b strings.Builder
	for _, e := range x.eventsOf(row) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.moment(e.Time, false) + " " + happened(e))
	}
	return b.String()
}
