package phrasebook

import (
	"testing"
	"time"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"en", "Hello, we need a fence of 20 metres. How much would it cost?"},
		{"en", "Could you please send me a quote for a terrace"},
		{"de", "Guten Tag, ich hätte gerne ein Angebot für eine Terrasse."},
		{"de", "Bitte um Angebot für Zaun, 20 m. Danke"},
		{"fr", "Bonjour, je souhaiterais un devis pour une clôture de 20 m. Merci"},
		{"fr", "Quel est le prix d'une terrasse ?"},
		{"es", "Hola, necesito un presupuesto para una valla. Gracias"},
		{"it", "Buongiorno, vorrei un preventivo per una recinzione. Grazie"},
		{"nl", "Beste, wij willen graag een offerte voor een schutting."},
		{"pt", "Bom dia, gostaria de um orçamento para uma cerca. Obrigado"},
		{"pl", "Dzień dobry, proszę o wycenę ogrodzenia. Dziękuję"},
		{"sv", "Hej, vi vill gärna ha en offert på ett staket. Tack"},
		{"da", "Hej, jeg vil gerne have et tilbud på et hegn. Tak"},
		{"no", "Hei, jeg ønsker et tilbud på et gjerde. Takk"},
		{"fi", "Hei, haluaisin tarjouksen aidasta. Kiitos"},
		{"cs", "Dobrý den, prosím o nabídku na plot. Děkuji"},
		{"ro", "Bună ziua, aș dori o ofertă pentru un gard. Mulțumesc"},
		{"hu", "Jó napot, szeretnék ajánlatot kérni egy kerítésre. Köszönöm"},
		{"tr", "Merhaba, bir çit için fiyat teklifi rica ederim. Teşekkür"},
		{"ru", "Здравствуйте, хотели бы узнать стоимость забора. Спасибо"},
		{"uk", "Добрий день, скільки коштує паркан? Дякую"},
		{"el", "Καλημέρα, θα ήθελα μια προσφορά"},
		{"ja", "見積もりをお願いします"},
		{"zh", "请发报价单"},
		{"", ""},
		{"", "Zaun 20 m"},
		{"", "ok"},
		{"", "12345 + 67"},
	} {
		got := ""
		if l := Detect(c.text); l != nil {
			got = l.Tag
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

func TestBefore(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		out, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct{ tag, now, at, want string }{
		{"en", "2026-12-04 10:00", "2026-12-04 10:30", "today before 10:30"},
		{"en", "2026-12-03 20:00", "2026-12-04 09:30", "tomorrow before 09:30"},
		{"en", "2026-12-05 15:00", "2026-12-07 09:30", "on Monday before 09:30"},
		{"en", "2026-12-04 10:00", "2026-12-11 09:30", "on Friday 11 December before 09:30"},
		{"en", "2026-10-24 23:59", "2026-10-25 00:30", "tomorrow before 00:30"}, // a day of 25 hours
		{"de", "2026-12-05 15:00", "2026-12-07 09:30", "am Montag vor 09:30 Uhr"},
		{"de", "2026-12-05 15:00", "2026-12-27 09:30", "am Sonntag, dem 27. Dezember, vor 09:30 Uhr"},
		{"fr", "2026-12-05 15:00", "2026-12-07 09:30", "lundi avant 09:30"},
		{"fr", "2026-11-20 15:00", "2026-12-01 09:30", "mardi 1er décembre avant 09:30"},
		{"it", "2026-11-20 15:00", "2026-12-01 09:30", "martedì 1º dicembre prima delle 09:30"},
		{"es", "2026-11-20 15:00", "2026-12-01 09:30", "el martes 1 de diciembre antes de las 09:30"},
		{"es", "2026-12-05 15:00", "2026-12-07 09:30", "el lunes antes de las 09:30"},
		{"it", "2026-12-05 15:00", "2026-12-07 09:30", "lunedì prima delle 09:30"},
		{"nl", "2026-12-05 15:00", "2026-12-07 09:30", "op maandag vóór 09:30 uur"},
		{"pt", "2026-12-05 15:00", "2026-12-07 09:30", "na segunda-feira antes das 09:30"},
		{"pl", "2026-12-05 15:00", "2026-12-07 09:30", "w poniedziałek przed godziną 09:30"},
		{"ja", "2026-12-05 15:00", "2026-12-07 09:30", "2026-12-07 09:30"},
	} {
		if got := Find(c.tag).Before(at(c.at), at(c.now)); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
	var none *Language
	if got := none.Before(at("2026-12-07 09:30"), at("2026-12-05 15:00")); got != "2026-12-07 09:30" {
		t.Error(got)
	}
}

// People write a language as a tag, with a region, in English and in the language itself.
func TestFind(t *testing.T) {
	for text, want := range map[string]string{"de": "de", "DE": "de", "de-CH": "de", "pt_BR": "pt", "German": "de",
		" deutsch ": "de", "Français": "fr", "francais": "fr", "日本語": "ja", "Klingon": "", "": "", "d": ""} {
		got := ""
		if l := Find(text); l != nil {
			got = l.Tag
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for code, want := range map[string]string{"DE": "de", "at": "de", "US": "en", "CH": "", "": ""} {
		got := ""
		if l := OfCountry(code); l != nil {
			got = l.Tag
		}
		if got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

// A language has all replies or none, English comes first, and no language takes the tag, a name or a country of
// another.
func TestFiles(t *testing.T) {
	if All()[0].Tag != "en" {
		t.Errorf("the first is %s", All()[0].Tag)
	}
	taken, full := map[string]string{}, 0
	for _, l := range All() {
		for _, name := range append(append([]string{l.Tag}, l.Names...), l.Countries...) {
			if of := taken[name]; of != "" {
				t.Errorf("%s is taken by %s and by %s", name, of, l.Tag)
			}
			taken[name] = l.Tag
		}
		if _, ok := l.Reply(Acknowledgement); ok {
			full++
		}
	}
	if full < 8 {
		t.Errorf("%d languages have replies", full)
	}
}

func TestRead_Faults(t *testing.T) {
	for name, data := range map[string]string{
		"no names":      "[words]\na",
		"no words":      "names = A",
		"six weekdays":  "names = A\nweekdays = a, b, c, d, e, f\n[words]\na",
		"no time":       "names = A\nweekdays = a, b, c, d, e, f, g\nmonths = 1,2,3,4,5,6,7,8,9,10,11,12\n[words]\na",
		"no value":      "names\n[words]\na",
		"no subject":    "names = A\n[words]\na\n[reminder]\nHello",
		"not all there": "names = A\n[words]\na\n[reminder]\nSubject: x\n\nHello",
	} {
		if _, err := read("xx", data); err == nil {
			t.Errorf("%s: no fault", name)
		}
	}
}
