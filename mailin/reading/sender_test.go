package reading

import (
	"testing"

	"leadsheet/mailin/reading/letter"
)

func TestDisplayNames(t *testing.T) {
	for _, c := range []struct{ from, name, company string }{
		{`"Jane Doe, CPA" <jane@customer.example>`, "Jane Doe, CPA", ""},
		{`Joe Foo, PhD <joe@customer.example>`, "Joe Foo, PhD", ""},
		{`"Jane Doe, Ph.D." <jane@customer.example>`, "Jane Doe, Ph.D.", ""},
		{`"Jane Doe, M.D., FACS" <jane@customer.example>`, "Jane Doe, M.D., FACS", ""},
		{`"Doe, Jane, CPA" <jane@customer.example>`, "Jane Doe, CPA", ""},
		{`"Müller, Hans, Dipl.-Ing." <h@customer.example>`, "Hans Müller, Dipl.-Ing.", ""},
		{`"Hans Müller, Dipl.-Ing. (FH)" <h@customer.example>`, "Hans Müller, Dipl.-Ing.", ""},
		{`"Jane Doe, LCSW" <jane@customer.example>`, "Jane Doe, LCSW", ""},
		{`"DOE, JANE" <jane@customer.example>`, "JANE DOE", ""},
		{`"Doe, Jane" <jane@customer.example>`, "Jane Doe", ""},
		{`"Doe, J.R." <jane@customer.example>`, "J.R. Doe", ""},
		{`"García López, María" <m@customer.example>`, "María García López", ""},
		{`"Doe, Jane (Purchasing)" <jane@customer.example>`, "Jane Doe", ""},
		{`"Tan Tanaka,<tan@customer.example>`, "Tan Tanaka", ""},
		{`"Tan Tanaka <tan@customer.example>`, "Tan Tanaka", ""},
		{`Tan Tanaka" <tan@customer.example>`, "Tan Tanaka", ""},
		{`"Northwind GmbH - Jane Doe" <jane@northwind.example>`, "Jane Doe", "Northwind GmbH"},
		{`"Jane Doe - Northwind GmbH" <jane@northwind.example>`, "Jane Doe", "Northwind GmbH"},
		{`"Northwind GmbH | Jane Doe" <jane@northwind.example>`, "Jane Doe", "Northwind GmbH"},
		{`"Northwind GmbH, Jane Doe" <jane@northwind.example>`, "Jane Doe", "Northwind GmbH"},
		{`"Jane Doe, Northwind GmbH" <jane@northwind.example>`, "Jane Doe", "Northwind GmbH"},
		{`"Northwind: Jane Doe" <jane@northwind.example>`, "Jane Doe", "Northwind"},
		{`"Northwind Ltd (Jane Doe)" <jane@northwind.example>`, "Jane Doe", "Northwind Ltd"},
		{`"Jane Doe (Northwind Ltd)" <jane@northwind.example>`, "Jane Doe", "Northwind Ltd"},
		{`"Jane from Northwind" <jane@northwind.example>`, "Jane", "Northwind"},
		{`"Jane Doe of Northwind Ltd" <jane@northwind.example>`, "Jane Doe", "Northwind Ltd"},
		{`"Jane Doe via Portal" <x@portal.example>`, "Jane Doe", ""},
		{`"Jane Doe (via Google Docs)" <x@portal.example>`, "Jane Doe", ""},
		{`"Northwind GmbH" <info@northwind.example>`, "", "Northwind GmbH"},
		{`"Jane Doe - Photography" <jane@janedoe.example>`, "Jane Doe", ""},
		{`"Duke of Wellington" <duke@customer.example>`, "Duke of Wellington", ""},
		{`"'Jane Doe'" <jane@customer.example>`, "Jane Doe", ""},
		{`株式会社山田商店 <info@yamada.example>`, "", "株式会社山田商店"},
	} {
		name, address := letter.SplitSender(c.from)
		name, company := letter.SplitDisplay(name, address)
		if name != c.name || company != c.company {
			t.Errorf("%s: name %q company %q", c.from, name, company)
		}
	}
}

// A person who wants answers at another address stays who the sender is, and the address is kept.
func TestReplyToOfAPerson(t *testing.T) {
	q := Parse(msgMail(msgJane+"Reply-To: Jane Doe <jane.private@second.example>\nSubject: Chairs", "Twenty chairs."),
		Envelope{}, msgOptions)
	if q.Email != "jane@customer.example" || !hasAnswer(&q, "Wants answers to go to") {
		t.Errorf("%+v", q)
	}
	for _, reply := range []string{"jane@customer.example", "anna@ours.example", "no-reply@second.example"} {
		q = Parse(msgMail(msgJane+"Reply-To: "+reply+"\nSubject: Chairs", "Twenty chairs."), Envelope{}, msgOptions)
		if len(q.Answers) != 0 {
			t.Errorf("%s: %+v", reply, q.Answers)
		}
	}
}

func TestNamesUnderLetters(t *testing.T) {
	for _, c := range []struct{ body, name string }{
		{"의자 20개 견적을 부탁드립니다.\n\n감사합니다.\n김민수 드림\n", "김민수"},
		{"我们需要二十把椅子。\n\n谢谢\n张伟 敬上\n", "张伟"},
		{"Tarvitsemme kaksikymmentä tuolia.\n\nYstävällisin terveisin\nAnna Virtanen\n", "Anna Virtanen"},
		{"אנחנו צריכים עשרים כיסאות.\n\nתודה רבה,\nדנה לוי\n", "דנה לוי"},
		{"Θέλουμε είκοσι καρέκλες.\n\nΜε εκτίμηση,\nΜαρία Παππά\n", "Μαρία Παππά"},
	} {
		q := Parse(msgMail("From: x9@gmail.com\nTo: info@ours.example\nSubject: x", c.body), Envelope{}, msgOptions)
		if q.Name != c.name {
			t.Errorf("%q: name %q, need %q", c.body, q.Name, q.Need)
		}
	}
}

func TestCompaniesInSignatures(t *testing.T) {
	for _, works := range []string{"Northwind GmbH", "Northwind Ltd", "Northwind Pty Ltd", "Vzor s.r.o.", "Vzor, spol. s r.o.", "Exempel AB",
		"Esimerkki Oy", "Eksempel A/S", "Eksempel ApS", "Eksempel AS", "Minta Kft.", "Exemplu S.R.L.", "Exemplu SRL", "Primjer d.o.o.",
		"ООО Ромашка", "ТОВ Ромашка", "Пример ЕООД", "株式会社山田商店", "山田商店株式会社", "北京示例有限公司", "주식회사 예시", "דוגמה בע\"מ", "Örnek A.Ş.",
		"Παράδειγμα Α.Ε.", "Przykład Sp. z o.o.", "Exemple SARL", "Ejemplo S.L.", "Esempio S.r.l.", "Exemplo Lda", "Voorbeeld B.V."} {
		q := Parse(msgMail("From: Jane Doe <jane@gmail.com>\nTo: info@ours.example\nSubject: x",
			"We need a roof.\n\nKind regards\nJane Doe\n"+works+"\n"), Envelope{}, msgOptions)
		if q.Company != works {
			t.Errorf("%q: company %q", works, q.Company)
		}
	}
}
