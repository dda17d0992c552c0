package main

import (
	"os"
	"path/filepath"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules"
)

// newTables are the rule tabs of a workbook that is made on this machine: the defaults, with the machine's own time zone,
// where it tells one.
func newTables() []rules.Table {
	tables := rules.DefaultTables()
	zone := localZone()
	for _, t := range tables {
		if t.Title != lead.TabSettings || zone == "" {
			continue
		}
		for _, row := range t.Rows {
			if row[0] == "Time zone" {
				row[1] = zone
			}
		}
	}
	return tables
}

// localZone is the name of the machine's time zone, such as Europe/Berlin; "" if it cannot be told.
func localZone() string {
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
