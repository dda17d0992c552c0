package reading

import "leadsheet/mailin/message"

var calendarSubj = pattern(`(?i)^\s*{{calendar subject}}\s*[:：]`)

// calendarReason returns why the message is an invitation or the answer to one, "" when it is neither. A calendar file
// that is attached to a letter does not count.
func calendarReason(msg *message.Message) string {
	switch method := msg.Calendar; {
	case method == "request" || method == "counter" || method == "add":
		return "calendar: an invitation"
	case method == "reply":
		return "calendar: an answer to an invitation"
	case method == "cancel":
		return "calendar: an invitation was withdrawn"
	case method != "" && calendarSubj().MatchString(msg.Header.Get("subject")):
		return "calendar"
	}
	return ""
}
