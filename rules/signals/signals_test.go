package signals

import "testing"

// What is taken back is no signal, in whatever language; what is only near a negation is one.
func TestSays(t *testing.T) {
	for _, test := range []struct {
		text, signal string
		want         bool
	}{
		{"This is urgent.", "urgent", true},
		{"URGENT: water in the cellar", "urgent", true},
		{"Urgent!", "urgent", true},
		{"not urgent", "urgent", false},
		{"It's not urgent at all.", "urgent", false},
		{"This isn't really very urgent", "urgent", false},
		{"This isn’t urgent", "urgent", false},
		{"I don't think that this is urgent", "urgent", false},
		{"I do not think, that it is urgent", "urgent", false},
		{"non-urgent request", "urgent", false},
		{"Non urgent request", "urgent", false},
		{"no emergency", "emergency", false},
		{"There is no real emergency here", "emergency", false},
		{"nothing urgent", "urgent", false},
		{"neither urgent nor an emergency", "emergency", false},
		{"not urgent or an emergency", "emergency", false},
		{"Urgent? No.", "urgent", false},
		{"Urgent: no", "urgent", false},
		{"Urgent (no)", "urgent", false},
		{"Urgent: No\nCity: Berlin", "urgent", false},
		{"urgent it is not", "urgent", false},
		{"less urgent", "urgent", false},
		{"No quote needed", "quote", false},
		{"Without a quote we cannot order", "quote", false},
		{"We are in no hurry and need a quote", "quote", true},
		{"There is no water and this is an emergency", "emergency", true},
		{"no water, emergency", "emergency", true},
		{"No. It is urgent", "urgent", true},
		{"No, it is urgent", "urgent", true},
		{"The heating does not work - urgent", "urgent", true},
		{"The lift is not working\nUrgent, please", "urgent", true},
		{"not urgent last week, but it is urgent now", "urgent", true},
		{"It was not urgent. Now it is urgent.", "urgent", true},
		{"we need it asap, no later than Monday", "asap", true},
		{"we need it asap no later than Monday", "asap", true},
		{"This letter is written by a person of whom one knows that it is not\nurgent for him", "urgent", false},
		{"Please do not treat this as urgent", "urgent", false}, // as is in the way, but not is near
		{"resurgent", "urgent", false},
		{"Es ist nicht dringend", "dringend", false},
		{"Ich glaube nicht, dass es dringend ist", "dringend", false},
		{"Dringend ist es nicht", "dringend", false},
		{"Es eilt nicht so sehr", "eilt", false},
		{"Kein Notfall", "notfall", false},
		{"Keine Heizung und dringend", "dringend", true},
		{"Bitte nicht vergessen: dringend!", "dringend", true},
		{"Ce n'est pas urgent", "urgent", false},
		{"Rien d’urgent", "urgent", false},
		{"sans urgence", "urgence", false},
		{"No es urgente", "urgente", false},
		{"No hay agua y es urgente", "urgente", true},
		{"não é urgente", "urgente", false},
		{"non è urgente", "urgente", false},
		{"niet dringend", "dringend", false},
		{"Het is geen spoed", "spoed", false},
		{"nie jest pilne", "pilne", false},
		{"Nie sądzę, że to jest pilne", "pilne", false},
		{"není to naléhavé", "naléhavé", false},
		{"nie je to súrne", "súrne", false},
		{"det haster ikke", "haster", false},
		{"Det haster ikke med svar i dag", "haster", false},
		{"det är inte bråttom", "bråttom", false},
		{"ei ole kiireellinen", "kiireellinen", false},
		{"ei ole kiire", "kiire", false},
		{"nem sürgős", "sürgős", false},
		{"nu este urgent", "urgent", false},
		{"nije hitno", "hitno", false},
		{"не срочно", "срочно", false},
		{"Я не думаю, что это срочно", "срочно", false},
		{"це не терміново", "терміново", false},
		{"не е спешно", "спешно", false},
		{"δεν είναι επείγον", "επείγον", false},
		{"acil değil", "acil", false},
		{"acil", "acil", true},
		{"זה לא דחוף", "דחוף", false},
		{"غير عاجل", "عاجل", false},
		{"不紧急", "紧急", false},
		{"紧急", "紧急", true},
		{"這件事不是緊急", "緊急", false},
		{"緊急ではありません", "緊急", false},
		{"緊急です", "緊急", true},
		{"긴급하지 않습니다", "긴급", false},
		{"không khẩn cấp", "khẩn cấp", false},
		{"tidak mendesak", "mendesak", false},
		{"no es urgent", "urgent", false},
		{"nu dringend nodig", "dringend", true},
		{"bis Mai dringend", "dringend", true},
		{"chauffage en panne et urgent", "urgent", true},
		{"intervention en urgence", "urgence", true},
		{"it will be urgent", "urgent", true},
		{"not so urgent", "urgent", false},
		{"nao e urgente", "urgente", false},
		{"nu e urgent", "urgent", false},
		{"No sé si es urgente", "urgente", false},
	} {
		if got := Says(test.text, test.signal); got != test.want {
			t.Errorf("%q says %q: %v", test.text, test.signal, got)
		}
	}
}

func FuzzSays(f *testing.F) {
	f.Add("it is not\nurgent, dass é", "urgent")
	f.Fuzz(func(_ *testing.T, text, signal string) { Says(text, signal) })
}
