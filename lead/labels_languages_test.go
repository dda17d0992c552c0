package lead

import (
	"testing"

	"leadsheet/lead/language"
)

// usualLabels are what the builders of forms write, one line a language: name, first name, last name, e-mail, telephone,
// mobile, company, message, country, city, budget, as a form shows them.
var usualLabels = map[string][11]string{
	"sv":          {"Namn", "Förnamn", "Efternamn *", "E-postadress", "Telefonnummer", "Mobil", "Företag", "Ditt meddelande", "Land", "Ort", "Budget"},
	"no":          {"Navn", "Fornavn", "Etternavn", "E-post (påkrevd)", "Tlf.", "Mobilnummer", "Firma", "Melding", "Land", "Poststed", "Budsjett"},
	"da":          {"Dit navn", "Fornavn", "Efternavn", "E-mailadresse *", "Telefon", "Mobil", "Virksomhed", "Besked", "Land", "Postnummer og by", "Budget"},
	"fi":          {"Nimi", "Etunimi", "Sukunimi", "Sähköposti (pakollinen)", "Puhelinnumero", "GSM", "Yrityksen nimi", "Viesti", "Maa", "Paikkakunta", "Budjetti"},
	"cs":          {"Jméno a příjmení", "Křestní jméno", "Příjmení", "Váš e-mail", "Telefonní číslo", "Mobil", "Název firmy", "Zpráva", "Země", "Město", "Rozpočet"},
	"sk":          {"Meno a priezvisko", "Krstné meno", "Priezvisko", "E-mailová adresa", "Telefónne číslo", "Mobil", "Spoločnosť", "Správa", "Krajina", "Mesto", "Rozpočet"},
	"hu":          {"Név", "Keresztnév", "Vezetéknév", "E-mail cím", "Telefonszám", "Mobilszám", "Cégnév", "Üzenet", "Ország", "Település", "Költségvetés"},
	"ro":          {"Nume și prenume", "Prenume", "Nume de familie", "Adresă de e-mail", "Număr de telefon", "Mobil", "Companie", "Mesajul dvs.", "Țara", "Oraș", "Buget"},
	"el":          {"ΟΝΟΜΑΤΕΠΩΝΥΜΟ", "Μικρό όνομα", "Επώνυμο", "Ηλ. ταχυδρομείο", "Τηλέφωνο επικοινωνίας", "Κινητό", "Εταιρεία", "Μήνυμα", "Χώρα", "Πόλη", "Προϋπολογισμός"},
	"hr":          {"Ime i prezime", "Ime i prezime", "Prezime", "E-pošta", "Broj telefona", "Mobitel", "Tvrtka", "Vaša poruka", "Država", "Grad", "Proračun"},
	"bg":          {"Вашето име", "Собствено име", "Фамилно име", "Имейл адрес", "Телефон за връзка", "Мобилен", "Фирма", "Съобщение", "Държава", "Град", "Бюджет"},
	"uk":          {"Ваше ім’я та прізвище", "Ім'я", "Прізвище", "Електронна пошта", "Номер телефону", "Мобільний", "Компанія", "Повідомлення", "Країна", "Місто", "Бюджет"},
	"tr":          {"ADINIZ SOYADINIZ", "İlk ad", "Soyadınız", "E-posta adresiniz", "Telefon numaranız", "Cep telefonu", "Şirket adı", "Mesajınız", "Ülke", "Şehir", "Bütçe"},
	"ja":          {"お名前【必須】", "名", "姓", "メールアドレス", "お電話番号（必須）", "携帯電話", "貴社名", "お問い合わせ内容", "国", "市区町村", "ご予算"},
	"zh":          {"姓名", "名", "姓氏", "电子邮箱（必填）", "联系电话", "手机号码", "公司名称", "留言内容", "国家", "城市", "预算"},
	"zh (Taiwan)": {"您的姓名", "名", "姓", "電子信箱", "聯絡電話", "手機號碼", "公司名稱", "訊息", "國家", "縣市", "預算"},
	"ko":          {"성 함", "이름", "성", "이메일 주소", "연락처 (필수)", "휴대폰", "회사명", "문의 내용", "국가", "도시", "희망 예산"},
	"he":          {"שם מלא", "שם פרטי", "שם משפחה", "דוא\"ל", "מספר טלפון", "טלפון נייד", "שם החברה", "תוכן ההודעה", "מדינה", "עיר", "תקציב"},
	"ar":          {"الاسم الكامل", "الاسم الأول", "اسم العائلة", "البريد الالكتروني", "رقم الهاتف", "رقم الجوال", "اسم الشركه", "الرساله", "الدولة", "المدينة", "الميزانية"},
}

func TestFieldOf_UsualLabels(t *testing.T) {
	fields := [11]Field{FieldName, FieldFirstName, FieldLastName, FieldEmail, FieldPhone, FieldPhone, FieldCompany, FieldNeed,
		FieldCountry, FieldCity, FieldBudget}
	for tongue, labels := range usualLabels {
		for i, label := range labels {
			want := fields[i]
			if got := FieldOf(label); got != want && !(want == FieldFirstName && got == FieldName) {
				t.Errorf("%s: FieldOf(%q) = %q, want %q", tongue, label, got, want)
			}
		}
	}
	for _, label := range []string{"フリガナ", "お名前（フリガナ）", "部署名", "Vill du ha nyhetsbrev?", "Ønsker du kontakt på telefon eller e-post?",
		"Kuinka monta puhelinta?", "Postnummer", "Adresse", "Osoite", "PSČ", "Irányítószám", "郵便番号", "住所", "Título", "Titel", "우편번호",
		"مرحبا", "שם הטופס", "Date of birth"} {
		if got := FieldOf(label); got != FieldNone && got != FieldConsent {
			t.Errorf("FieldOf(%q) = %q", label, got)
		}
	}
}

// A word of one language that stands for two fields would mean the first of them for all.
func TestNoLabelMeansTwoFields(t *testing.T) {
	means := map[string]Field{}
	for _, field := range labelFields {
		for _, w := range foldAll(language.Words("field " + string(field))) {
			if other, ok := means[w]; ok && other != field {
				t.Errorf("%q means %q and %q", w, other, field)
			}
			means[w] = field
			if got := labelIndex().exact[w]; got != field {
				t.Errorf("%q stands in the files for %q, but means %q", w, field, got)
			}
		}
	}
}

func TestFieldsOf_PartnerInOtherLanguages(t *testing.T) {
	for _, labels := range [][]string{{"Ad", "Soyad"}, {"Ime", "Prezime"}, {"Jméno", "Příjmení"}, {"Meno", "Priezvisko"}, {"Όνομα", "Επώνυμο"},
		{"Име", "Фамилия"}, {"名", "姓"}, {"שם", "שם משפחה"}, {"الاسم", "اسم العائلة"}, {"이름", "성"}} {
		got := FieldsOf(labels)
		if got[0] != FieldFirstName || got[1] != FieldLastName {
			t.Errorf("FieldsOf(%q) = %q", labels, got)
		}
	}
	if got := FieldsOf([]string{"Nume", "Prenume"}); got[0] != FieldLastName || got[1] != FieldFirstName {
		t.Errorf("Romanian: %q", got)
	}
}

func TestFieldOf_TwoLanguages(t *testing.T) {
	for label, want := range map[string]Field{"Nimi / Name": FieldName, "Sähköposti/Email": FieldEmail, "お名前 (Name)": FieldName,
		"Téléphone | Phone *": FieldPhone, "Viesti / Message:": FieldNeed, "Name / Address": FieldNone, "Phone / Email": FieldNone,
		"City / State": FieldNone, "Company (optional)": FieldCompany} {
		if got := FieldOf(label); got != want {
			t.Errorf("FieldOf(%q) = %q, want %q", label, got, want)
		}
	}
}
