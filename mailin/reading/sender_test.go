package reading

import "testing"

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
		name, address := splitSender(c.from)
		name, company := splitDisplay(name, address)
		if name != c.name || company != c.company {
			t.Errorf("%s: name %q company %q", c.from, name, company)
		}
	}
}
