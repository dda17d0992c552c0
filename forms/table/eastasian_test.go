package table

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Texts of two bytes a letter are read in their encoding, and texts of one byte a letter are not taken for them.
func TestEastAsianCodePages(t *testing.T) {
	for _, c := range []struct {
		page encoding.Encoding
		name string
		text string
	}{
		{simplifiedchinese.GB18030, "gb18030", "姓名,邮箱,留言\r\n王伟,wang@example.com,我们需要一个新的屋顶\r\n"},
		{simplifiedchinese.GBK, "gb18030", "姓名;电话;需求\r\n李娜;13800138000;请报价，谢谢！\r\n"},
		{traditionalchinese.Big5, "big5", "姓名,電郵,訊息\r\n陳大文,chan@example.com,我們需要一個新的屋頂\r\n"},
		{japanese.ShiftJIS, "shift_jis", "お名前,メールアドレス,お問い合わせ内容\r\n田中太郎,tanaka@example.com,見積もりをお願いします\r\n"},
		{japanese.EUCJP, "euc-jp", "お名前,メール,内容\r\n田中太郎,tanaka@example.com,見積もりをお願いします\r\n"},
		{korean.EUCKR, "euc-kr", "이름,이메일,문의\r\n김철수,kim@example.com,지붕 견적을 부탁드립니다\r\n"},
		{charmap.Windows1251, "windows-1251", "Имя,Почта,Текст\r\nАнна,a@example.com,Нужна крыша дома\r\n"},
		{charmap.KOI8R, "koi8-r", "Имя,Почта,Текст\r\nАнна Котова,a@example.com,Нужна крыша дома\r\n"},
		{charmap.Windows1253, "windows-1253",
			"Όνομα,Email,Μήνυμα\r\nΓιώργος,g@example.com,Καλημέρα θέλω μια στέγη\r\n"},
		{charmap.Windows1252, "windows-1252", "Name,Email,Message\r\nZoé Ünal,z@example.com,À bientôt\r\n"},
	} {
		data, err := c.page.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		src := decode(data)
		if src.text != c.text || src.encoding != c.name {
			t.Errorf("%s read as %s: %q", c.name, src.encoding, src.text)
		}
		if src.offset(len(src.text)) != len(data) {
			t.Errorf("%s: the end is at %d of %d", c.name, src.offset(len(src.text)), len(data))
		}
	}
}

// A blank between the delimiter and the mark of a cell is no part of the cell, also where the header has no marks.
func TestBlankBeforeQuotes(t *testing.T) {
	for text, want := range map[string]string{
		"Name, Email, Message\n\"Bee, Al\", \"al@bee.example\", \"one, two\"\n\"Cee, Bo\", \"bo@cee.example\", \"a wall\"\n": "one, two",
		"Name; Email; Message\n\"Bee\"; \"al@bee.example\"; \"one; two\"\n":                                                  "one; two",
		"Name,Email,Message\nBee,al@bee.example, \"one, two\"\n":                                                             "one, two",
		"Name,Email,Message\nBee,al@bee.example, \"one\" and two\n":                                                          " \"one\" and two",
		"Name,Email,Message\n\"Bee\",\"al@bee.example\",\"say, \"\"x\"\", y\"\n":                                             "say, \"x\", y",
	} {
		tables, _, err := Read([]byte(text))
		if err != nil || len(tables) != 1 || len(tables[0].Rows) == 0 || len(tables[0].Rows[0].Cells) != 3 {
			t.Fatalf("%q: %+v, %v", text, tables, err)
		}
		if got := tables[0].Rows[0].Cells[2]; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
