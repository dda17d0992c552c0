package message

import (
	"encoding/base64"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func encoded(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCharsets(t *testing.T) {
	const russian = "Здравствуйте, нужно двадцать стульев. Call Ivan at www.example.com"
	for _, c := range []struct {
		charset string
		enc     encoding.Encoding
		text    string
	}{
		{"gb2312", simplifiedchinese.GB18030, "镕堃先生需要二十把椅子😀"},
		{"gbk", simplifiedchinese.GBK, "我们需要二十把椅子"},
		{"iso-2022-jp-ms", japanese.ISO2022JP, "会議用の椅子20脚①"},
		{"", japanese.ISO2022JP, "会議用の椅子20脚の見積をお願いします。"},
		{"us-ascii", japanese.ISO2022JP, "会議用の椅子20脚"},
		{"utf-8", japanese.ISO2022JP, "会議用の椅子20脚"},
		{"cp932", japanese.ShiftJIS, "会議用の椅子20脚"},
		{"ks_c_5601-1987", korean.EUCKR, "의자 20개 견적을 부탁드립니다"},
		{"unknown-8bit", charmap.Windows1251, russian},
		{"", charmap.KOI8R, russian},
		{"x-unknown", charmap.CodePage866, russian},
		{"us-ascii", charmap.ISO8859_5, russian},
		{"", charmap.Windows1251, "Доброго дня, потрібні стільці"},
		{"", simplifiedchinese.GBK, "撤换邮件测试询价"},
		{"unknown-8bit", simplifiedchinese.GBK, "您好，我们公司需要二十把会议椅，请报价。谢谢！"},
		{"", japanese.ShiftJIS, "会議用の椅子20脚の見積をお願いします。"},
		{"", japanese.EUCJP, "会議用の椅子20脚の見積をお願いします。"},
		{"", korean.EUCKR, "의자 스무개 견적을 부탁드립니다"},
		{"", traditionalchinese.Big5, "您好，我們公司需要二十把會議椅，請報價。謝謝！"},
		{"", charmap.Windows1252, "Wir möchten zwanzig Stühle für Köln, schöne Grüße, Jörg Müller"},
		{"unknown-8bit", charmap.Windows1252, "Désolé, l'été à Orléans : 20 chaises s'il vous plaît – merci"},
		{"", charmap.Windows1252, "ÄÖÜ äöü ß"},
		{"", charmap.Windows1252, "Größe"},
	} {
		if got := toUTF8(encoded(t, c.enc, c.text), c.charset); got != c.text {
			t.Errorf("%q in %v: %q", c.charset, c.enc, got)
		}
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune("Stühle — 椅子")) {
		wide = append(wide, byte(u>>8), byte(u))
	}
	seven := "1 +- 1: +" + base64.RawStdEncoding.EncodeToString(wide) + "-, + ok"
	if got := toUTF8([]byte(seven), "utf-7"); got != "1 + 1: Stühle — 椅子, + ok" {
		t.Errorf("utf-7: %q", got)
	}
	if got := toUTF8([]byte(seven), "utf-8"); got != seven {
		t.Errorf("no utf-7: %q", got)
	}
	kr := []byte("\x1b$)C\x0e")
	for _, b := range encoded(t, korean.EUCKR, "의자") {
		kr = append(kr, b&0x7f)
	}
	if got := toUTF8(append(kr, 0x0f), "iso-2022-kr"); got != "의자" {
		t.Errorf("iso-2022-kr: %q", got)
	}
}

func FuzzCharset(f *testing.F) {
	f.Add([]byte("+ZeU-x"), "utf-7")
	f.Add([]byte("\x1b$B2q5D"), "")
	f.Fuzz(func(t *testing.T, b []byte, charset string) { toUTF8(b, charset) })
}
