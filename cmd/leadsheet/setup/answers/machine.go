package answers

import (
	"path/filepath"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/rules/policy"
)

// Machine is what a new workbook takes from the machine on which it is made. Blank fields are not known; the defaults
// stay then.
type Machine struct {
	Zone     string // such as Europe/Berlin
	Country  string // two letters
	Currency string // three letters
	Year     int    // the present one; 0 for no holidays
}

// LocalMachine asks the environment and the system for them, as of now.
func LocalMachine(env func(string) string, now time.Time) Machine {
	return Machine{Zone: localZone(env("TZ")), Country: localCountry(env), Currency: localCurrency(env), Year: now.Year()}
}

// In is the machine with another zone and country, where they are given.
func (m Machine) In(zone, country string) Machine {
	if zone != "" {
		m.Zone = zone
	}
	if country = strings.ToUpper(country); country != "" && country != m.Country {
		m.Country, m.Currency = country, typed.CurrencyOf(country)
	}
	return m
}

// settings are the values of the tab Settings that a new workbook takes from the machine.
func (m Machine) settings() map[string]string {
	values := map[string]string{settingZone: m.Zone, SettingCountry: m.Country, settingCurrency: m.Currency}
	if m.Year > 0 {
		values[SettingHolidays] = strings.Join(PublicHolidays(m.Country, m.Year, m.Year+1), ", ")
	}
	return values
}

// NewTables returns the rule tabs of a new workbook: the defaults, with what is known of the machine.
func NewTables(m Machine) []policy.Table {
	tables, values := policy.DefaultTables(), m.settings()
	for _, t := range tables {
		if t.Title != lead.TabSettings {
			continue
		}
		for _, row := range t.Rows {
			if v := values[row[0]]; v != "" {
				row[1] = v
			}
		}
	}
	return tables
}

// localZone returns the name of the machine's time zone, such as Europe/Berlin, and "" if it is not known. tz is the
// variable TZ.
func localZone(tz string) string {
	name := tz
	if name == "" {
		if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
			_, name, _ = strings.Cut(filepath.ToSlash(target), "/zoneinfo/")
		}
	}
	name = strings.TrimPrefix(name, ":")
	if _, err := lead.ParseZone(name); err != nil || !strings.Contains(name, "/") || strings.HasPrefix(name, "Etc/") {
		return ""
	}
	return name
}

// The variables of a locale that say where somebody lives, and in which currency they count: the first that is set
// counts.
var (
	countryNames  = []string{"LC_ALL", "LC_ADDRESS", "LC_TELEPHONE", "LC_MONETARY", "LANG"}
	currencyNames = []string{"LC_ALL", "LC_MONETARY", "LANG"}
)

// localCountry returns the country of the machine's locale, such as DE for de_DE.UTF-8, and "" if it is not known.
func localCountry(env func(string) string) string { return countryIn(env, countryNames) }

func localCurrency(env func(string) string) string {
	return typed.CurrencyOf(countryIn(env, currencyNames))
}

func countryIn(env func(string) string, names []string) string {
	for _, name := range names {
		_, country, ok := strings.Cut(env(name), "_")
		if ok && len(country) >= 2 && checkCountry(country[:2]) == nil {
			return strings.ToUpper(country[:2])
		}
	}
	return ""
}
