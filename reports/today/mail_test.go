package today

import (
	"net/url"
	"strings"
	"testing"
)

// The address of an answer is short enough for Excel, and its subject is cut between characters.
func TestMailTo_LongSubjects(t *testing.T) {
	for _, subject := range []string{strings.Repeat("Ж", 200), strings.Repeat("long ", 100),
		strings.Repeat("a\"'", 99)} {
		got := mailTo("ann@x.example", "hello@ours.example", subject)
		if parsed, err := url.Parse(got); err != nil || len(got) > 255 || len(got) < 230 ||
			!strings.HasPrefix(subject, parsed.Query().Get("subject")) {
			t.Errorf("%d: %s, %v", len(got), got, err)
		}
	}
}
