package message

import "strings"

var actionLine = lazy(`(?im)^Action:[ \t]*([a-z]{4,20})`)

// maxActions is how many recipients of a delivery report are looked at.
const maxActions = 50

// actionsIn are the actions that the status part of a delivery report names (RFC 3464), in lower case.
func actionsIn(status []byte) []string {
	var out []string
	for _, m := range actionLine().Full().FindAllSubmatch(status[:min(len(status), 64<<10)], maxActions) {
		out = append(out, strings.ToLower(string(m[1])))
	}
	return out
}

// HasFailed reports whether a delivery report says that a message did not arrive, rather than that it is late or has
// arrived. One that does not say so in the form of programs is taken to.
func (msg *Message) HasFailed() bool {
	for _, action := range msg.Actions {
		if action == "failed" {
			return true
		}
	}
	return len(msg.Actions) == 0
}
