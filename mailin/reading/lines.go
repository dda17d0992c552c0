package reading

import (
	"strings"

	"leadsheet/mailin/message"
)

// linesOf returns the plain text, or the HTML when the plain text is empty or only says that there is HTML.
func linesOf(msg *message.Message) []message.Line {
	text := strings.TrimSpace(message.JoinLines(msg.Text))
	if text == "" || len(msg.HTML) > 0 && len(text) < 400 && textStub().MatchString(text) {
		return msg.HTML
	}
	return msg.Text
}

// textStub matches a plain text that only says that there is HTML.
var textStub = pattern(`(?is)^[^\n]{0,200}({{no HTML}}.{0,60}html|html.{0,60}{{HTML not}}|{{HTML only}})`)
