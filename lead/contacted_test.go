package lead

import (
	"testing"

	"leadsheet/lead/words"
)

func TestReachIn(t *testing.T) {
	for text, want := range map[string]Reach{"call": Reached, "Called": Reached, "CALL.": Reached, "phone call": Reached,
		"call: wants an offer": Reached, "called, sends plans": Reached, "Meeting (site)": Reached, "WhatsApp": Reached,
		"no answer": NotReached, "No Answer - voicemail": NotReached, "voicemail": NotReached, "call, no answer": NotReached,
		"called back in vain": Reached, "calls": NoAttempt, "calling": NoAttempt, "": NoAttempt, "idea": NoAttempt,
		"note": NoAttempt} {
		if got := ReachIn(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if c := (&Contacted{What: "call", Why: "No answer, try tomorrow"}); c.Reach() != NotReached {
		t.Error("what stands in Why counts, too")
	}
	for _, kind := range (words.Language{}).Names(words.Events) {
		if ReachIn(kind) != NoAttempt {
			t.Errorf("%q is a kind of event", kind)
		}
	}
}
