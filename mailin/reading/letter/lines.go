package letter

import (
	"strings"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phrases"
)

// LinesOf returns the plain text, or the HTML when the plain text is empty or only says that there is HTML.
func LinesOf(msg *message.Message) []message.Line {
	text := strings.TrimSpace(message.JoinLines(msg.Text))
	if text == "" || len(msg.HTML) > 0 && len(text) < 400 && TextStub().MatchString(text) {
		return msg.HTML
	}
	return msg.Text
}

// TextStub matches a plain text that only says that there is HTML.
var TextStub = phrases.Pattern(`(?is)^[^\n]{0,200}({{no HTML}}.{0,60}html|html.{0,60}{{HTML not}}|{{HTML only}})`)
