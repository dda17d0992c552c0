package setup

import (
	"os"
	"path/filepath"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// NewTables returns the rule tabs of a new workbook: the defaults, with this machine's time zone if it is known.
func NewTables() []policy.Table {
	tables := policy.DefaultTables()
	zone := LocalZone()
	for _, t := range tables {
		if t.Title != lead.TabSettings || zone == "" {
			continue
		}
		for _, row := range t.Rows {
			if row[0] == settingZone {
				row[1] = zone
			}
		}
	}
	return tables
}

// LocalZone returns the name of the machine's time zone, such as Europe/Berlin, and "" if it is not known.
func LocalZone() string {
	name := os.Getenv("TZ")
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

// LocalCountry returns the country of the machine's locale, such as DE for de_DE.UTF-8, and US if it is not known.
func LocalCountry(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LANG"} {
		_, country, ok := strings.Cut(env(name), "_")
		if ok && len(country) >= 2 && checkCountry(country[:2]) == nil {
			return strings.ToUpper(country[:2])
		}
	}
	return "US"
}

// TableRow returns the values, given by column title, in the order of the columns.
func TableRow(columns []string, values map[string]string) []string {
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = values[c]
	}
	return row
}
