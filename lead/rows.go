package lead

import (
	"leadsheet/lead/words"
	"slices"
	"strings"
	"unicode"
)

// IsLead reports whether a row of the tab Leads is a lead: it has an ID, or a user has entered a contact or a need. A
// row with only an empty tick box, a sum, a list value that was filled down, a date or a comment identifies no
// customer; it becomes a lead once there is more in it. A row of totals is not a lead either, whatever column its label
// is in.
func (l *Lead) IsLead() bool {
	if id := strings.TrimSpace(l.ID); id != "" && id != Workbook {
		// A row that was adopted under such a word, as earlier versions did, has a status and a time: it stays a lead.
		if l.Status != "" && !l.Received.IsZero() || !isBox(id) && !IsTotal(id) {
			return true
		}
	}
	for _, s := range [...]string{l.Name, l.Email, l.Company, l.Need} {
		if saysSomething(s) && !IsTotal(s) && !(l.HasValue && maybeTotal(s)) {
			return true
		}
	}
	return hasNumber(l.Phone) || saysSomething(l.Phone) && !IsTotal(l.Phone)
}

// saysSomething reports whether a text has words that are not a tick box or a formula's error.
func saysSomething(s string) bool {
	return strings.ContainsFunc(s, unicode.IsLetter) && !isBox(s) && !IsCellError(s)
}

// hasNumber reports whether a text has enough digits for a telephone number; fewer may be a count.
func hasNumber(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 5
}

// ticks are the words that spreadsheets and exports write for a tick box, by whether they stand for a ticked one.
var ticks = map[string]bool{
	"false": false, "falsch": false, "faux": false, "falso": false, "onwaar": false, "fałsz": false,
	"ложь": false, "хибність": false,
	"true": true, "wahr": true, "vrai": true, "verdadero": true, "verdadeiro": true, "vero": true, "waar": true,
	"prawda": true, "истина": true, "істина": true,
}

// IsTick reports whether a text is one that stands for a tick box, and whether that box is ticked.
func IsTick(s string) (ticked, is bool) {
	ticked, is = ticks[strings.ToLower(strings.TrimSpace(s))]
	return ticked, is
}

// isBox reports whether a text is the value of a tick box in a workbook, ticked or not.
func isBox(s string) bool { return s == "FALSE" || s == "TRUE" }

// IsCellError reports whether a text is what a spreadsheet shows for a formula that fails: #N/A, #REF!
func IsCellError(s string) bool {
	switch strings.ToUpper(strings.TrimRight(strings.TrimSpace(s), "!?")) {
	case "#N/A", "#NA", "#NV", "#REF", "#BEZUG", "#VALUE", "#WERT", "#VALEUR", "#DIV/0", "#NAME", "#NOM", "#NULL",
		"#NUM", "#ZAHL",
		"#ERROR", "#SPILL", "#CALC", "#GETTING_DATA":
		return true
	}
	return false
}

// totals are the labels of rows that sum up those above. maybeTotals are names of people or companies, too, and count
// only beside a number.
var (
	totals = wordSet("total|totals|grand total|grand totals|sub total|subtotal|subtotals|total general|total général|" +
		"total geral|sous total|totale|totale generale|subtotale|summe|summen|gesamt|gesamtsumme|" +
		"gesamtbetrag|gesamtergebnis|zwischensumme|teilergebnis|insgesamt|endsumme|endbetrag|totaal|" +
		"eindtotaal|subtotaal|suma total|suma końcowa|suma częściowa|razem|łącznie|ogółem|итого|итог|всего|" +
		"общий итог|разом|всього|усього|підсумок|total records|total rows|total leads|average|durchschnitt|" +
		"mittelwert|moyenne|promedio|gemiddelde|średnia|среднее|середнє|totalt|totalsumma|i alt|yhteensä|celkem|" +
		"celkový součet|spolu|celkom|összesen|végösszeg|total general|σύνολο|γενικό σύνολο|ukupno|sveukupno|общо|" +
		"сума общо|toplam|genel toplam|合計|総計|小計|合计|总计|總計|小计|합계|총계|소계|סה כ|סך הכל|المجموع|الإجمالي|المجموع الكلي")
	maybeTotals = wordSet("sum|sums|suma|soma|som|somme|somma|media|média|count|anzahl|aantal|cantidad|сумма|сума")
)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Split(list, "|") {
		m[s] = true
	}
	return m
}

// IsTotal reports whether a text is the label of a row of totals, and nothing else but perhaps a number.
func IsTotal(s string) bool { return totals[totalLabel(s)] }

// maybeTotal reports whether a text may be such a label: beside a number it is one.
func maybeTotal(s string) bool { return maybeTotals[totalLabel(s)] }

// IsTotalBeside reports whether a text is the label of a row of totals when all that stands beside it are numbers.
func IsTotalBeside(s string) bool { return IsTotal(s) || maybeTotal(s) }

// totalLabel is a label without case, numbers and signs: "Grand total (5):" is "grand total".
func totalLabel(s string) string {
	if len(s) > 60 {
		return ""
	}
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

// LacksYear reports whether the cell of a column has a day without a year: see NoYear.
func (l *Lead) LacksYear(column string) bool { return slices.Contains(l.NoYear, column) }

// IsUnknown reports whether the cell of a column has a formula without a result: see Unknown.
func (l *Lead) IsUnknown(column string) bool {
	return slices.ContainsFunc(l.Unknown, func(c string) bool { return words.Same(c, column) })
}
