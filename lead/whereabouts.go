package lead

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"leadsheet/lead/language"
)

// CountryCalled returns the two letters of the country that a text names: its code, or its name in one of several
// languages. "" for none.
func CountryCalled(text string) string {
	text = strings.TrimSpace(text)
	if code := strings.ToUpper(text); len(code) == 2 && phonenumbers.GetSupportedRegions()[code] {
		return code
	}
	if len([]rune(text)) < 2 {
		return ""
	}
	return countryLike(text)
}

// soldAnywhere are the last parts of domains that belong to a country and are sold everywhere.
const soldAnywhere = "AC AI BZ CC CO FM IO LY ME SH TK TO TV WS"

// CountryOf is the country that a contact seems to be in: by a telephone number with its country's code, else by the
// last part of the address. home is the country of numbers without one; "" where nothing tells.
func CountryOf(c Contact, home string) string {
	if key := c.PhoneKey(home); key != "" {
		if number, err := phonenumbers.Parse(key, ""); err == nil {
			if region := phonenumbers.GetRegionCodeForNumber(number); len(region) == 2 && region != "ZZ" {
				return region
			}
		}
	}
	domain := c.domain()
	top := strings.ToUpper(domain[strings.LastIndexByte(domain, '.')+1:])
	if top == "UK" {
		top = "GB"
	}
	if len(top) == 2 && !strings.Contains(soldAnywhere, top) && phonenumbers.GetSupportedRegions()[top] {
		return top
	}
	return ""
}

// AsksPostcode reports whether the label of a form's field asks for a postcode, in any language of package language.
func AsksPostcode(label string) bool { return len(label) < 100 && len(BehindPostcode(label)) > 0 }

// BehindPostcode returns the places in a text behind words that say that a postcode follows.
func BehindPostcode(text string) []int {
	low := strings.ToLower(text)
	if len(low) != len(text) {
		return nil // letters that change their length: places would be others
	}
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	var out []int
	for _, word := range language.Words("postcode") {
		for from := 0; ; {
			i := strings.Index(low[from:], word)
			if i < 0 {
				break
			}
			i += from
			before, _ := utf8.DecodeLastRuneInString(low[:i])
			from = i + len(word)
			after, _ := utf8.DecodeRuneInString(low[from:])
			if !letter(before) && !letter(after) {
				out = append(out, from)
			}
		}
	}
	return out
}
