package matching

import (
	"strings"
	"testing"
)

// A subject is the same in an answer, a forward and a numbered answer, whatever language the mail program speaks.
func TestTopic(t *testing.T) {
	for _, subject := range []string{"Doors for house 12", "RE: Doors for house 12", "Antw: AW:  doors  for house 12",
		"Re[2]: Doors for house 12", "Отв: Fwd: Doors for house 12", "回复: Doors for house 12"} {
		if got := TopicOf(subject); got != "doors for house 12" {
			t.Errorf("%q: %q", subject, got)
		}
	}
	for _, subject := range []string{"Doors: for house 12", "12: doors", ": doors"} {
		if got := TopicOf(subject); got != strings.ToLower(subject) {
			t.Errorf("%q: %q", subject, got)
		}
	}
}
