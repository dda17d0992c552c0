package letter

import (
	"strings"

	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phrases"
)

// GreetingLine matches a line that greets and has nothing else but perhaps who is greeted. In scripts without capital
// letters nothing shows that a word is a name, so that there only one may follow, or three before a comma.
var GreetingLine = phrases.Pattern(`(?i)^\s*[*_]?{{greeting}}` +
	`(?:[\s,，、]+(?:(?-i:[\p{Lu}][\p{L}\d.'’&-]*)|{{greeting addressee}})\.?|` +
	`[\s,，、/&]+(?-i:[\p{Lu}][\p{L}\d.'’&-]*)){0,6}` +
	`(?:[\s,]+[\p{Hebrew}\p{Arabic}]+|(?:[\s,]+[\p{Hebrew}\p{Arabic}]+){2,3}[\s]*[,،!:]|[\p{Han}\p{Hangul}]{0,6})?` +
	`[\s,،，、.。!！:：;~*_–—)-]*$`)

// IsGreeting reports whether a line only greets: "Dear Ms Doe,".
func IsGreeting(line string) bool {
	return len(line) <= 120 && len(line) >= 2 && GreetingLine().MatchString(line)
}

// GreetingLines returns how many lines at the head of a text greet or are empty. It is 0 when nothing follows them.
func GreetingLines(lines []message.Line) int {
	greets, n := false, 0
	for n < len(lines) && n < 6 {
		s := strings.TrimSpace(lines[n].Text)
		if s != "" && (greets || !IsGreeting(s)) {
			break
		}
		greets = greets || s != ""
		n++
	}
	if !greets || n == len(lines) {
		return 0
	}
	return n
}
