package phones

import (
	"testing"

	"leadsheet/mailin/message"
)

func TestPhonesInText(t *testing.T) {
	for _, c := range []struct{ line, country, phone string }{
		{"Call me at (212) 555-0147 please.", "US", "(212) 555-0147"},
		{"Call me: (212) 555-0147", "", "(212) 555-0147"},
		{"Reach me at 0170 1234567", "", "0170 1234567"},
		{"You can reach me at 0170 1234567, thanks.", "DE", "0170 1234567"},
		{"☎ 030 901820", "", "030 901820"},
		{"📞030/901820", "", "030/901820"},
		{"My number is 0171 / 234 56 78.", "", "0171 / 234 56 78"},
		{"Merci de me rappeler au 06 12 34 56 78", "FR", "06 12 34 56 78"},
		{"joignable au 06.12.34.56.78 après 18h", "", "06.12.34.56.78"},
		{"call +420 601 234 567", "", "+420 601 234 567"},
		{"Sie erreichen mich tagsüber unter 0171-2345678.", "DE", "0171-2345678"},
		{"電話：０９０－１２３４－５６７８", "", "090-1234-5678"},
		{"我的手机：13800138000", "", "13800138000"},
		{"연락처는 010-1234-5678 입니다", "", "010-1234-5678"},
		{"رقم الجوال ٠٥٠١٢٣٤٥٦٧", "", "0501234567"},
		{"הטלפון שלי 050-123-4567", "", "050-123-4567"},
		{"Телефонът ми е 0888 123 456", "", "0888 123 456"},
		{"Zavolejte mi prosím na 601 234 567", "", "601 234 567"},
		{"Ring mig på 070-123 45 67", "", "070-123 45 67"},
		{"Mob. 040 123 4567", "", "040 123 4567"},
		{"M: 0170 1234567", "", "0170 1234567"},
		{"T 030 901820", "", "030 901820"},
		{"Tel +49 (0)30 901820-21", "", "+49 (0)30 901820-21"},
		{"Tel: (0170 1234567)", "", "0170 1234567"},
		{"Tel 030 901820 (2 pages)", "", "030 901820"},
		{"Tel. 030 901820 / 0170 1234567", "", "030 901820"},
		{"Fax 030 901821, Tel. 030 901820", "", "030 901820"},
		{"Phone: 555-123-4567 x12", "", "555-123-4567"},

		{"Order number 0012345678 of 12.11.2026, call me", "", ""},
		{"Rechnung Nr. 0012345678, bitte anrufen", "DE", ""},
		{"Auftragsnummer 0171234567, bitte anrufen", "DE", ""},
		{"IBAN DE02 1203 0000 0000 2020 51, bitte anrufen", "DE", ""},
		{"Call us: 20.11.2026 10:00", "", ""},
		{"We can call between 2024-2025 or 2025 - 2026", "", ""},
		{"10115 Berlin, call", "DE", ""},
		{"Budget 120 000 EUR, please call", "DE", ""},
		{"Budget: 1.200.000 €, please call", "DE", ""},
		{"USt-IdNr. DE123456789, Telefon folgt", "DE", ""},
		{"Part AB-0301234567, please call", "DE", ""},
		{"I don't 0301234567", "", ""},
		{"New York, NY 10001-1234, please call", "US", ""},
		{"see https://x.example/p/0301234567/call", "DE", ""},
		{"0301234567", "DE", ""},
	} {
		if got := Find([]message.Line{{Text: c.line}}, nil, c.country).Number; got != c.phone {
			t.Errorf("%q: %q, want %q", c.line, got, c.phone)
		}
	}
	two := []message.Line{{Text: "You can reach me here:"}, {}, {Text: "0170 1234567"}}
	if got := Find(two, nil, "DE").Number; got != "0170 1234567" {
		t.Errorf("below the word: %q", got)
	}
	if got := Find(nil, []message.Line{{Text: "Tel: +44 20 7946 0958 ext. 12"}}, ""); got.Extension != "12" {
		t.Errorf("extension: %+v", got)
	}
}

func TestPhonesInSignatures(t *testing.T) {
	for _, c := range []struct{ line, phone string }{
		{"030 901820", "030 901820"}, {"(030) 90 18 20", "(030) 90 18 20"}, {"F: 030 901820", ""}, {"Fax +49 30 901820", ""},
		{"10115 Berlin", ""}, {"HRB 123456 B", ""}, {"USt-IdNr.: DE123456789", ""}, {"Steuernummer 12/345/67890", ""},
		{"IBAN: DE02 1203 0000 0000 2020 51", ""}, {"Mobile 0170-1234567 | Fax 030 1234567", "0170-1234567"},
	} {
		if got := Find(nil, []message.Line{{Text: c.line}}, "DE").Number; got != c.phone {
			t.Errorf("%q: %q, want %q", c.line, got, c.phone)
		}
	}
}
