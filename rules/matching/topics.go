package matching

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxReplyMark is how many letters the mark of an answer or a forward has, in the languages that mail programs speak:
// Re, AW, Antw, отв. A longer word before a colon is part of the subject.
const maxReplyMark = 4

// TopicOf is a subject without the marks of answers and forwards, case and spaces.
func TopicOf(subject string) string {
	s := strings.ToLower(strings.Join(strings.Fields(subject), " "))
	for {
		mark, rest, found := strings.Cut(s, ":")
		if at := strings.IndexByte(mark, '['); at > 0 { // Re[2]:
			mark = mark[:at]
		}
		mark = strings.TrimSpace(mark)
		notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
		if !found || mark == "" || utf8.RuneCountInString(mark) > maxReplyMark || strings.ContainsFunc(mark, notLetter) {
			return s
		}
		s = strings.TrimSpace(rest)
	}
}

// OwnTopic is the topic of a subject that none of others has; "" for one that they have.
func OwnTopic(subject string, others []string) string {
	topic := TopicOf(subject)
	for _, s := range others {
		if TopicOf(s) == topic {
			return ""
		}
	}
	return topic
}
