package lead

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"leadsheet/lead/words"
)

// abbreviations are the usual short names of zones, each with a zone that uses it, for the hint in the error. They are
// not accepted as zones: most are missing in the database, some stand for several zones, and most of those in the
// database have no summer time.
var abbreviations = map[string]string{
	"CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MET": "Europe/Berlin",
	"MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin",
	"GMT": "Europe/London", "BST": "Europe/London", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon",
	"EET": "Europe/Helsinki", "EEST": "Europe/Helsinki", "MSK": "Europe/Moscow", "TRT": "Europe/Istanbul",
	"EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York", "EST5EDT": "America/New_York",
	"CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago", "CST6CDT": "America/Chicago",
	"MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver", "MST7MDT": "America/Denver",
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
	"PT": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
	"HST": "Pacific/Honolulu", "AKST": "America/Anchorage", "BRT": "America/Sao_Paulo", "IST": "Asia/Kolkata",
	"JST": "Asia/Tokyo", "KST": "Asia/Seoul", "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong", "GST": "Asia/Dubai",
	"AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "AWST": "Australia/Perth", "NZST": "Pacific/Auckland",
	"NZDT": "Pacific/Auckland", "SAST": "Africa/Johannesburg", "WAT": "Africa/Lagos", "EAT": "Africa/Nairobi",
}

// areas are the first parts of zones, which are tried for a city that is written without one.
var areas = []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian",
	"America/Argentina", "America/Indiana", "America/Kentucky", "America/North_Dakota", "Antarctica", "Arctic"}

// ParseZone returns the time zone of that name in the IANA database, such as Europe/Berlin; UTC is accepted too; Local,
// blanks and abbreviations are not. The error says what to write instead.
func ParseZone(name string) (*time.Location, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return nil, words.NewFault(nil, func(t *words.Texts) string { return t.Settings.ZoneBlank })
	}
	if zone := abbreviations[strings.ToUpper(name)]; zone != "" {
		return nil, words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.ZoneAbbreviation.With(strconv.Quote(name), zone)
		})
	}
	if isZone(name) {
		return time.LoadLocation(name)
	}
	if zone := zoneLike(name); zone != "" {
		return nil, words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.ZoneLike.With(strconv.Quote(name), zone)
		})
	}
	if strings.ContainsAny(name, "0123456789") {
		return nil, words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.ZoneDifference.With(strconv.Quote(name))
		})
	}
	return nil, words.NewFault(nil, func(t *words.Texts) string {
		return t.Settings.NoZone.With(strconv.Quote(name))
	})
}

// isZone reports whether a name is one of the database. Some systems have files beside its zones that can be read as
// zones, too.
func isZone(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	switch strings.ToLower(first) {
	case "", "posix", "right", "local", "factory", "localtime", "posixrules":
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// zoneLike finds the zone that was probably meant: with other capitals, with blanks, or without its first part.
func zoneLike(name string) string {
	city := withCapitals(strings.ReplaceAll(strings.ReplaceAll(name, " / ", "/"), " ", "_"))
	if strings.EqualFold(city, "UTC") {
		return "UTC"
	}
	for _, zone := range append([]string{city}, inAreas(city)...) {
		if isZone(zone) {
			return zone
		}
	}
	return ""
}

func inAreas(city string) []string {
	if i := strings.LastIndex(city, "/"); i >= 0 {
		city = city[i+1:] // the area may be the mistake
	}
	out := make([]string, len(areas))
	for i, a := range areas {
		out[i] = a + "/" + city
	}
	return out
}

// withCapitals writes the words of a zone with capitals, as the database does.
func withCapitals(name string) string {
	out := []byte(strings.ToLower(name))
	for i := range out {
		if (i == 0 || strings.IndexByte("/_-", out[i-1]) >= 0) && out[i] >= 'a' && out[i] <= 'z' {
			out[i] -= 'a' - 'A'
		}
	}
	return strings.NewReplacer("_Of_", "_of_", "_Es_", "_es_", "-Au-", "-au-").Replace(string(out))
}

// countryNames are usual names and codes of countries that are missing in the language tables.
var countryNames = map[string]string{
	"uk": "GB", "en": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "britain": "GB",
	"great britain": "GB", "northern ireland": "GB",
	"u.s.": "US", "u.s.a.": "US", "usa": "US", "america": "US", "united states of america": "US",
	"holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "republic of ireland": "IE",
	"uae": "AE", "turkey": "TR", "south korea": "KR", "russia": "RU",
}

// ParseCountry returns the two letters of a country whose telephone numbers are known, in capitals: DE, GB, US. The
// error says what to write instead.
func ParseCountry(text string) (string, error) {
	text = strings.TrimSpace(text)
	code := strings.ToUpper(text)
	if len(code) == 2 && phonenumbers.GetSupportedRegions()[code] {
		return code, nil
	}
	if text == "" {
		return "", words.NewFault(nil, func(t *words.Texts) string { return t.Settings.CountryBlank })
	}
	if code == "EU" {
		return "", words.NewFault(nil, func(t *words.Texts) string { return t.Settings.CountryEU })
	}
	guess := countryLike(text)
	base, err := language.ParseBase(strings.ToLower(text))
	if err == nil && len(text) == 2 && guess != "" && code != "UK" {
		return "", words.NewFault(nil, func(t *words.Texts) string {
			languageName := display.English.Languages().Name(base)
			return t.Settings.CountryLanguage.With(code, languageName, countryName(guess), guess)
		})
	}
	if guess != "" {
		return "", words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.CountryLike.With(strconv.Quote(text), countryName(guess), guess)
		})
	}
	if len(text) == 2 {
		return "", words.NewFault(nil, func(t *words.Texts) string {
			return t.Settings.NoCountry.With(strconv.Quote(text))
		})
	}
	return "", words.NewFault(nil, func(t *words.Texts) string {
		return t.Settings.NoCountryCode.With(strconv.Quote(text))
	})
}

func countryName(code string) string {
	name := display.English.Regions().Name(language.MustParseRegion(code))
	if strings.HasPrefix(name, "United ") {
		return "the " + name
	}
	return name
}

// countryLike finds the country that was probably meant by a name, a code of three letters or a language; "" when it
// finds none.
func countryLike(text string) string {
	text = strings.ToLower(text)
	if code := countryNames[text]; code != "" {
		return code
	}
	supported := phonenumbers.GetSupportedRegions()
	if region, err := language.ParseRegion(text); err == nil && len(text) == 3 && supported[region.String()] {
		return region.String()
	}
	if base, err := language.ParseBase(text); err == nil && len(text) == 2 {
		if region, sure := language.Make(base.String()).Region(); sure != language.No && supported[region.String()] {
			return region.String()
		}
	}
	return countryNamed(text)
}

// nameLanguages are the languages in which a country's name is looked for, besides English.
var nameLanguages = []language.Tag{language.English, language.German, language.French, language.Spanish,
	language.Italian,
	language.Portuguese, language.Dutch, language.Polish, language.Czech, language.Russian, language.Ukrainian}

func countryNamed(name string) string {
	for _, tag := range nameLanguages {
		namer := display.Regions(tag)
		for _, code := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions())) {
			region, err := language.ParseRegion(code)
			if err == nil && strings.EqualFold(namer.Name(region), name) {
				return code
			}
		}
	}
	return ""
}
