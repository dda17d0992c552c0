package reading

import (
	"strings"

	"leadsheet/mailin/message"
)

// lines returns the plain text, or the HTML when there is no plain text worth reading.
func linesOf(msg *message.Message) []message.Line {
	text := strings.TrimSpace(message.JoinLines(msg.Text))
	if text == "" || len(msg.HTML) > 0 && len(text) < 400 && textStub().MatchString(text) {
		return msg.HTML
	}
	return msg.Text
}

// textStub is a plain text that only says that there is HTML.
var textStub = pattern(`(?is)^[^\n]{0,200}({{no HTML}}.{0,60}html|html.{0,60}{{HTML not}}|{{HTML only}})`)
