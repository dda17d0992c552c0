package reading

import (
	"regexp"
	"strings"

	"leadsheet/mailin/message"
)

// lines returns the plain text, or the HTML when there is no plain text worth reading.
func linesOf(l *message.Message) []message.Line {
	text := strings.TrimSpace(message.JoinLines(l.Text))
	if text == "" || len(l.HTML) > 0 && len(text) < 400 && textStub.MatchString(text) {
		return l.HTML
	}
	return l.Text
}

// textStub is a plain text that only says that there is HTML.
var textStub = regexp.MustCompile(`(?is)^[^\n]{0,200}((does(n't| not)|kann|can ?not|can't|unable to|nicht|ne (peut|supporte)|no (puede|admite)|non (supporta|visualizza)).{0,60}html|html.{0,60}(does(n't| not)|nicht|unable|cannot)|view (this|the) (e-?mail|message) in (a|your) (web )?browser|this is an html (e-?mail|message))`)
