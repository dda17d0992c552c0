package typed

import (
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

// currencySigns are signs that may stand before or behind an amount without a blank; longer ones come first.
var currencySigns = []struct{ sign, code string }{
	{"us$", "USD"}, {"a$", "AUD"}, {"au$", "AUD"}, {"c$", "CAD"}, {"ca$", "CAD"}, {"nz$", "NZD"}, {"hk$", "HKD"},
	{"s$", "SGD"}, {"r$", "BRL"}, {"mx$", "MXN"}, {"nt$", "TWD"},
	{"€", "EUR"}, {"$", "USD"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"₽", "RUB"}, {"₴", "UAH"}, {"₺", "TRY"},
	{"₪", "ILS"}, {"₩", "KRW"}, {"฿", "THB"}, {"₫", "VND"}, {"₦", "NGN"}, {"₱", "PHP"}, {"₡", "CRC"}, {"円", "JPY"},
	{"元", "CNY"}, {"원", "KRW"},
}

// currencyWords are words and abbreviations for currencies besides the ISO codes.
var currencyWords = map[string]string{
	"euro": "EUR", "euros": "EUR", "eur": "EUR", "евро": "EUR", "євро": "EUR", "dollar": "USD", "dollars": "USD",
	"pound": "GBP", "pounds": "GBP", "quid": "GBP", "franken": "CHF", "sfr": "CHF", "fr": "CHF", "kr": "SEK",
	"zł": "PLN", "zl": "PLN",
	"zloty": "PLN", "złotych": "PLN", "kč": "CZK", "ft": "HUF", "forint": "HUF", "lei": "RON", "leu": "RON",
	"лв": "BGN", "лева": "BGN", "грн": "UAH", "руб": "RUB", "р": "RUB", "рублей": "RUB", "tl": "TRY", "lira": "TRY",
	"rs": "INR", "rupees": "INR", "rmb": "CNY", "yen": "JPY", "nis": "ILS", "real": "BRL", "reais": "BRL",
	"pesos": "MXN", "rand": "ZAR", "dhs": "AED", "dirham": "AED",
}

// shared are signs and words that several countries use for their own money.
var shared = wordSet("$ dollar dollars £ pound pounds ¥ kr fr pesos rs rupees lira")

// ofCountry is the currency of a sign or word: the one of the country where it has such money of its own.
func (r Reader) ofCountry(sign, code string) string {
	if !shared[sign] {
		return code
	}
	own := CurrencyOf(r.Country)
	switch {
	case sign == "$" || strings.HasPrefix(sign, "dollar"):
		return pick(own, code, "AUD CAD NZD HKD SGD MXN CLP COP ARS TWD JMD BSD BBD TTD FJD")
	case sign == "¥":
		return pick(own, code, "CNY")
	case sign == "kr":
		return pick(own, code, "NOK DKK ISK")
	case sign == "pesos":
		return pick(own, code, "CLP COP ARS PHP UYU DOP CUP")
	case strings.HasPrefix(sign, "r"):
		return pick(own, code, "PKR LKR NPR MUR")
	case sign == "£" || strings.HasPrefix(sign, "pound"):
		return pick(own, code, "EGP LBP GIP")
	}
	return code
}

func pick(own, other, among string) string {
	if own != "" && strings.Contains(among, own) {
		return own
	}
	return other
}

// CurrencyOf is the ISO code of the money of a country; "" for an unknown one.
func CurrencyOf(country string) string {
	region, err := language.ParseRegion(country)
	if err != nil {
		return ""
	}
	if unit, ok := currency.FromRegion(region); ok {
		return unit.String()
	}
	return ""
}

// currencyOf is the ISO code that a word in small letters stands for; "" for none.
func (r Reader) currencyOf(w string) string {
	if code, ok := currencyWords[w]; ok {
		return r.ofCountry(w, code)
	}
	if len(w) == 3 {
		if unit, err := currency.ParseISO(w); err == nil {
			return unit.String()
		}
	}
	return ""
}

// Currency is the ISO code of a currency as people write it alone: EUR, €, kr; "" for a text that names none.
func (r Reader) Currency(text string) string {
	s := strings.TrimSuffix(plain(text), ".")
	if code, n := r.symbol(s); n > 0 && n == len(s) {
		return code
	}
	return r.currencyOf(s)
}

// scale is what a word behind a number multiplies it with.
func (r Reader) scale(w string) (float64, bool) {
	if w == "mil" { // a thousand in Spanish and Portuguese, and short for million elsewhere
		switch r.Country {
		case "ES", "PT", "BR", "MX", "AR", "CL", "CO", "PE", "UY", "EC", "BO", "PY", "VE", "CR", "GT", "DO":
			return 1e3, true
		}
		return 1e6, true
	}
	by, ok := scales[w]
	return by, ok
}

var scales = map[string]float64{
	"k": 1e3, "tsd": 1e3, "tausend": 1e3, "thousand": 1e3, "tys": 1e3, "tis": 1e3, "tisíc": 1e3, "тыс": 1e3, "тис": 1e3,
	"mille": 1e3, "mila": 1e3, "ezer": 1e3, "duizend": 1e3, "bin": 1e3, "t": 1e3, "к": 1e3,
	"千": 1e3, "万": 1e4, "萬": 1e4, "만": 1e4,
	"lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7,
	"m": 1e6, "mio": 1e6, "mln": 1e6, "mill": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6, "millionen": 1e6,
	"millones": 1e6, "milioni": 1e6, "млн": 1e6, "milj": 1e6, "bn": 1e9, "mrd": 1e9, "billion": 1e9,
}

// Words around an amount. about say that it is not exact, limits that there may be more or less, dividers stand between
// the ends of a range.
var (
	about = wordSet("ca circa cca c about approx approximately around roughly est estimated rund etwa ungefähr zirka",
		"env environ aprox aproximadamente unos ongeveer około ok ungefär omkring noin примерно около ок приблизно",
		"körülbelül kb περίπου yaklaşık asi")
	limits = wordSet("from over more than at least min minimum up to max maximum under less below ab von bis zu über",
		"mehr als mindestens höchstens maximal unter à dès jusqu'à jusqu plus moins de desde hasta más menos mínimo",
		"máximo a fino da oltre meno vanaf tot meer dan minder od do powyżej poniżej от до более менее від більше",
		"менше från upp till över mer än fra op til mere end alle yli between zwischen entre tra tussen między")
	dividers = wordSet("to bis till til à a al fino tot do до and und et y e en")

	netOrGross = wordSet("net gross netto brutto nett ht ttc zzgl plus",
		"mwst ust vat gst iva tva excl incl inkl exkl only")
)
