package lead

import "testing"

func TestSourceIn(t *testing.T) {
	for text, want := range map[string]string{
		"Messe": "Offline event", "auf der Fachmesse München": "Offline event", "Trade show": "Offline event",
		"Salon de l'habitat": "Offline event",
		"Empfehlung":         "Referral", "A friend": "Referral", "Friend": "Referral", "Empfehlung von Herrn Groß": "Referral",
		"un ami": "Referral", "z polecenia": "Referral",
		"По рекомендации": "Referral", "朋友推荐": "Referral", "友人の紹介": "Referral", "Bouche-à-oreille": "Referral",
		"search engine": "Organic search", "Suchmaschine": "Organic search", "Web": "Website form",
		"Bestandskunde": "Repeat request",
		"":              "", "Portal X": "", "Magazine": "", "friendly": "", "2026": "", "messenger": "",
	} {
		if got := SourceIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
