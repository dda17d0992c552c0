package health

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead"
)

// mostText is how many characters of an error are shown.
const mostText = 600

// address finds what looks like a mail address.
var address = regexp.MustCompile(`[^\s<>()"',;:=\[\]]+@[^\s<>()"',;:=\[\]]+`)

// programs is how the addresses end of Google's service accounts, with which spreadsheets are shared: nobody's address.
const programs = ".iam.gserviceaccount.com"

// Plain makes texts of errors fit to be shown to whoever may see how leadsheet fares, who need not be allowed to see
// what customers write: names of files that are dropped are often the subject of a mail or a person's name, and mail
// servers quote the address that they refuse.
type Plain struct {
	// Folders are those in which files may have any name: what follows one in a text is left out up to the cause.
	Folders []string
	// Own are the addresses that may be shown: those of the mailboxes that are watched. Others are left out.
	Own []string
	// Names puts in the names of settings and commands; nil leaves texts as they are.
	Names func(text string) string
}

// Text is the text of an error in one line.
func (p Plain) Text(err error) string {
	if err == nil {
		return ""
	}
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' })
	for i := range lines {
		for _, folder := range p.Folders {
			lines[i] = withoutFile(lines[i], folder)
		}
	}
	text := strings.Join(lines, "; ")
	text = address.ReplaceAllStringFunc(text, func(found string) string {
		bare := strings.ToLower(strings.TrimRight(found, ".,"))
		isOwn := slices.ContainsFunc(p.Own, func(own string) bool { return strings.EqualFold(bare, own) })
		if isOwn || strings.HasSuffix(bare, programs) {
			return found
		}
		return "(an address)"
	})
	return lead.SafeText(strings.Join(strings.FieldsFunc(p.named(text), unicode.IsSpace), " "), mostText)
}

// named puts the names of settings and commands into a text.
func (p Plain) named(text string) string {
	if p.Names == nil {
		return text
	}
	return p.Names(text)
}

// withoutFile leaves out the name of a file below a folder. Names may hold anything, a colon and a space too, so
// everything up to the last of them goes, and all of the line where there is none.
func withoutFile(line, folder string) string {
	if folder == "" {
		return line
	}
	for _, sep := range []string{"/", `\`} {
		at := strings.Index(line, folder+sep)
		if at < 0 {
			continue
		}
		cause := ""
		if end := strings.LastIndex(line, ": "); end > at {
			cause = line[end:]
		}
		return line[:at] + "a file in the folder " + folder + cause
	}
	return line
}
