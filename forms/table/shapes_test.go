package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// What people write in ten languages is read in the code page that their programs used.
func TestCodePages(t *testing.T) {
	header := "Name;E-mail;Text\r\n"
	cases := []struct {
		page *charmap.Charmap
		name string
		text string
	}{
		{charmap.Windows1252, "windows-1252", "Jürgen Groß;j@example.com;Können Sie ein Gerüst für 1.000 € anbieten?"},
		{charmap.Windows1252, "windows-1252", "Zoé Lefèvre;z@example.com;Où êtes-vous situés ? À bientôt"},
		{charmap.Windows1252, "windows-1252", "José Núñez;j@example.com;¿Cuánto cuesta el año? Atención rápida"},
		{charmap.Windows1252, "windows-1252", "João Gonçalves;j@example.com;Informações e orçamento, não há pressa"},
		{charmap.Windows1252, "windows-1252", "Niccolò;n@example.com;La qualità è più importante, perché"},
		{charmap.Windows1252, "windows-1252", "Åse Sørensen;a@example.com;Kan De hjælpe på søndag?"},
		{charmap.Windows1252, "windows-1252", "Muller;m@example.com;Köln"},
		{charmap.Windows1250, "windows-1250", "Łukasz Żółć;l@example.com;Proszę o ofertę na wiosnę, dziękuję"},
		{charmap.Windows1250, "windows-1250", "Jiří Dvořák;j@example.com;Dobrý den, prosím o nabídku střechy"},
		{charmap.Windows1250, "windows-1250", "Petőfi Sándor;p@example.com;Köszönöm az ajánlatot, gyűlés hétfőn"},
		{charmap.Windows1250, "windows-1250", "Ante Šimić;a@example.com;Molim ponudu, može li što brže, hvala"},
		{charmap.Windows1254, "windows-1254",
			"Ayşe Yılmaz;a@example.com;Fiyat teklifi almak istiyorum, teşekkürler, iyi günler, ağaç"},
		{charmap.Windows1257, "windows-1257", "Jānis Bērziņš;j@example.com;Lūdzu piedāvājumu jumta labošanai"},
		{charmap.Windows1257, "windows-1257", "Rūta Žukauskienė;r@example.com;Prašau pasiūlymo, ačiū už pagalbą"},
		{charmap.Windows1251, "windows-1251", "Иван Петров;i@example.com;Здравствуйте, нужна крыша"},
		{charmap.Windows1251, "windows-1251", "Олена Ющенко;o@example.com;Добрий день, потрібен дах на дім"},
		{charmap.Windows1253, "windows-1253", "Γιώργος;g@example.com;Καλημέρα, θέλω μια προσφορά"},
		{charmap.KOI8R, "koi8-r", "Иван Петров;i@example.com;Здравствуйте, нужна крыша"},
		{charmap.Macintosh, "macintosh",
			"Jürgen Groß;j@example.com;Können Sie mir für März ein Gerüst anbieten? Schöne Grüße"},
		{charmap.Macintosh, "macintosh", "Zoé Lefèvre;z@example.com;Où êtes-vous situés ? À bientôt, ça ira"},
		{charmap.ISO8859_2, "iso-8859-2", "Łukasz Żółć;l@example.com;Proszę o ofertę, dziękuję za ścianę"},
	}
	for _, c := range cases {
		text := header + c.text + "\r\n"
		data, err := c.page.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		if src := decode(data); src.text != text || src.encoding != c.name {
			t.Errorf("%s read as %s: %q", c.name, src.encoding, src.text)
		}
	}
}

func TestTextThatIsNearlyUTF8(t *testing.T) {
	text := "Name,Email\r\nZoé Ünal,z@example.com\r\nJosé,j@example.com\r\nNoël Müller,n@example.com\r\nÄda Größe,a@example.com\r\n"
	for name, c := range map[string]struct{ data, want, encoding string }{
		"cut inside a letter": {text[:strings.LastIndex(text, "ö")+1], "Zoé Ünal", "utf-8"},
		"one strange byte":    {text + "B\xe9,b@example.com\r\n", "Zoé Ünal", "utf-8"},
		"encoded twice":       {twice(text), "Zoé Ünal", "utf-8, encoded twice"},
		"a letter, cut":       {"Name,Email\nZo\xc3", "Zo\uFFFD", "utf-8"},
	} {
		tables, _, err := Read([]byte(c.data))
		if err != nil || len(tables) != 1 || tables[0].Encoding != c.encoding || tables[0].Rows[0].Cells[0] != c.want {
			t.Errorf("%s: %+v %v", name, tables, err)
		}
	}
	accounted(t, []byte(twice(text)))
}

// twice encodes UTF-8 as a program does that takes it for the western code page.
func twice(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if r := charmap.Windows1252.DecodeByte(s[i]); r != '\uFFFD' {
			b.WriteRune(r)
		} else {
			b.WriteRune(rune(s[i]))
		}
	}
	return b.String()
}

func TestTables(t *testing.T) {
	cases := []struct{ what, text, want string }{
		{"Elementor's JSON cells",
			`"Full Name","Business Email ","Message",,false,Form Name (ID),Submission ID,Created At` + "\n" +
				`"Ada Q","ada@example.com","He said \"hi\", then\r\nleft AP\/AR","on","","\u00c4nfrage (abc12)","42","2024-05-01 09:30:00"` + "\n",
			"Full Name|Business Email |Message|||Form Name (ID)|Submission ID|Created At\nAda Q|ada@example.com|He said \"hi\", then⏎left AP/AR|on||Änfrage (abc12)|42|2024-05-01 09:30:00"},
		{"a header again with other columns",
			"\xef\xbb\xbfId,Date,Name\n3,2026-01-03,Eve\n\xef\xbb\xbfId,Date,Email,Name\n2,2026-01-02,b@example.com,Bob\n1,2026-01-01,a@example.com,Ada\n",
			"Id|Date|Name|Email\n3|2026-01-03|Eve|\n2|2026-01-02|Bob|b@example.com\n1|2026-01-01|Ada|a@example.com"},
		{"a table after a blank line",
			"Name,Email\nAda,a@example.com\n\nFirst name,Phone,Company\nBob,+49 170 1234567,Berg\n",
			"Name|Email\nAda|a@example.com\nFirst name|Phone|Company\nBob|+49 170 1234567|Berg"},
		{"blank lines alone", "Name,Email\n\nAda,a@example.com\n,\n\r\nBob,b@example.com\n\x00\x00\x00",
			"Name|Email\nAda|a@example.com\nBob|b@example.com"},
		{"lines above, header of strange words",
			"Export of the form\nmade on Monday\n\nWie heißt du?,Wohin?,Wann?\nAda,a@example.com,2026-01-02\nBob,b@example.com,2026-01-03\n",
			"Wie heißt du?|Wohin?|Wann?\nAda|a@example.com|2026-01-02\nBob|b@example.com|2026-01-03"},
		{"two lines of header",
			"Respondent ID,Email Address,When\n,Open-Ended Response,Response\n111111,a@example.com,2026-01-02\n111112,b@example.com,2026-01-03\n",
			"Respondent ID|Email Address|When\n111111|a@example.com|2026-01-02\n111112|b@example.com|2026-01-03"},
		{"groups of columns", "Contact,,Project,\nName,Email,Message,Budget\nAda,a@example.com,hi,5\n",
			"Name|Email|Message|Budget\nAda|a@example.com|hi|5"},
		{"no header", "Ada,a@example.com,hi\nBob,b@example.com,ho\n", "Ada|a@example.com|hi\nBob|b@example.com|ho"},
		{"single quotes", "'Name','Email'\n'Ada, B','a@example.com'\n", "Name|Email\nAda, B|a@example.com"},
		{"tabs and loose marks", "Name\tEmail\tScreen\nAda\ta@example.com\t\"large\nBob\tb@example.com\t27\n",
			"Name|Email|Screen\nAda|a@example.com|\"large\nBob|b@example.com|27"},
		{"a space before marks", "Name, \"Email\", \"Message\"\nAda, \"a@example.com\", \"one, two\"\n",
			"Name|Email|Message\nAda|a@example.com|one, two"},
		{"marks with a backslash", "Id,Email,Message\n1,a@example.com,\"say \\\"hi\\\", you\"\n2,b@example.com,\"x\"\n",
			"Id|Email|Message\n1|a@example.com|say \"hi\", you\n2|b@example.com|x"},
		{"doubled returns", "Name,Email\r\r\nAda,a@example.com\r\r\n", "Name|Email\nAda|a@example.com"},
		{"a return in a cell", "Name,Email,Message\nAda,a@example.com,one\rtwo\nBob,b@example.com,three\n",
			"Name|Email|Message\nAda|a@example.com|one⏎two\nBob|b@example.com|three"},
		{"a header of several lines", "Name,\"Your\ne-mail\u00a0address\"\nAda,a@example.com\n",
			"Name|Your⏎e-mail\u00a0address\nAda|a@example.com"},
		{"a delimiter at every end", "Name,Email\nAda,a@example.com,\nBob,b@example.com,\n",
			"Name|Email\nAda|a@example.com|\nBob|b@example.com|"},
		{"one column", "Email\na@example.com\nb@example.com\n", "Email\na@example.com\nb@example.com"},
		{"nothing but a header", "Name,Email\n", "Name|Email"},
		{"commas in a file of semicolons",
			"Name;Email;Message\nBerg, Ada;a@example.com;one, two, three\nBerg, Bob;b@example.com;four, five\n",
			"Name|Email|Message\nBerg, Ada|a@example.com|one, two, three\nBerg, Bob|b@example.com|four, five"},
		{"a stray mark", "Name,Email,Message\nAda,a@example.com,\"hello\nBob,b@example.com,hi\n",
			"Name|Email|Message\n!Ada,a@example.com,\"hello\nBob|b@example.com|hi"},
		{"two rows on a line", "Name,Email,Message\nAda,a@example.com,helloBob,b@example.com,hi\nEve,e@example.com,x\n",
			"Name|Email|Message\n!Ada,a@example.com,helloBob,b@example.com,hi\nEve|e@example.com|x"},
		{"a cut", "Name,Email,Message\nAda,a@example.com,\"hello\"\nBob,b@example.com,\"one\ntwo",
			"Name|Email|Message\nAda|a@example.com|hello\n!Bob,b@example.com,\"one⏎two"},
	}
	for _, c := range cases {
		accounted(t, []byte(c.text))
		lines, _, err := Lines([]byte(c.text))
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		var got []string
		for _, l := range lines {
			s := strings.Join(l.Cells, "|")
			if l.Cells == nil {
				s = "!" + l.Damaged
			}
			got = append(got, strings.ReplaceAll(s, "\n", "⏎"))
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.what, text, c.want)
		}
	}
}
