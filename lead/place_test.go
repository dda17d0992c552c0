package lead

import "testing"

// Zones are those that exist; what people call them otherwise is refused with the name to write.
func TestParseZone(t *testing.T) {
	for name, want := range map[string]string{ // a zone, or what the error says
		"Europe/Berlin": "Europe/Berlin", " America/New_York ": "America/New_York", "UTC": "UTC", "Etc/GMT+5": "Etc/GMT+5", "Japan": "Japan",
		"Berlin":              `there is no time zone "Berlin"; did you mean Europe/Berlin?`,
		"new york":            `there is no time zone "new york"; did you mean America/New_York?`,
		"europe / berlin":     `there is no time zone "europe / berlin"; did you mean Europe/Berlin?`,
		"Asia/Berlin":         `there is no time zone "Asia/Berlin"; did you mean Europe/Berlin?`,
		"port of spain":       `there is no time zone "port of spain"; did you mean America/Port_of_Spain?`,
		"utc":                 `there is no time zone "utc"; did you mean UTC?`,
		"right/Europe/Berlin": `there is no time zone "right/Europe/Berlin"; did you mean Europe/Berlin?`,
		"Local":               `there is no time zone "Local"; write it like Europe/Berlin`,
		"Factory":             `there is no time zone "Factory"; write it like Europe/Berlin`,
		"../etc/passwd":       `there is no time zone "../etc/passwd"; write it like Europe/Berlin`,
		"":                    "the time zone is blank; write it like Europe/Berlin",
		"CET":                 `"CET" is the abbreviation of a time zone and does not say when summer time begins; write a city such as Europe/Berlin`,
		"est":                 `"est" is the abbreviation of a time zone and does not say when summer time begins; write a city such as America/New_York`,
		"UTC+1":               `"UTC+1" is no time zone, and a difference to UTC knows no summer time; write a city such as Europe/Berlin`,
	} {
		zone, err := ParseZone(name)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = zone.String()
		}
		if got != want {
			t.Errorf("ParseZone(%q): %s, want %s", name, got, want)
		}
	}
	for short, zone := range abbreviations {
		if _, err := ParseZone(zone); err != nil {
			t.Errorf("%s: %v", short, err)
		}
	}
}

// Countries are those whose telephone numbers are known; a language, a name or another code is refused with the code to
// write.
func TestParseCountry(t *testing.T) {
	for text, want := range map[string]string{
		"DE": "DE", " gb ": "GB", "XK": "XK",
		"EN":             "EN is a language (English), no country; the United Kingdom is GB",
		"da":             "DA is a language (Danish), no country; Denmark is DK",
		"UK":             `"UK" is no country code; the United Kingdom is GB`,
		"Germany":        `"Germany" is no country code; Germany is DE`,
		"Deutschland":    `"Deutschland" is no country code; Germany is DE`,
		"österreich":     `"österreich" is no country code; Austria is AT`,
		"USA":            `"USA" is no country code; the United States is US`,
		"DEU":            `"DEU" is no country code; Germany is DE`,
		"ZZ":             `there is no country "ZZ"; write two letters like DE or US`,
		"EU":             "EU is no country; write the two letters of one of its countries, such as DE",
		"Atlantis":       `"Atlantis" is no country code; write two letters like DE or US`,
		"":               "the country is blank; write two letters like DE or US",
		"Czech Republic": `"Czech Republic" is no country code; Czechia is CZ`,
	} {
		got, err := ParseCountry(text)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("ParseCountry(%q): %s, want %s", text, got, want)
		}
	}
	for name, code := range countryNames {
		if _, err := ParseCountry(code); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
