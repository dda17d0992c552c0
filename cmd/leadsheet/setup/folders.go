package setup

import (
	"path/filepath"
	"slices"
)

// Folders are the folders outside of own that the settings name for what is read and written while passes go on: those
// of a local workbook, of dropped files and of the calendars. Relative paths are below own.
func (c *Config) Folders(own string) (out []string) {
	all := []string{c.Drop, c.Calendars}
	if c.Book != "" && !IsGoogle(c.Book) {
		all = append(all, filepath.Dir(c.Book))
	}
	for _, f := range all {
		if f == "" {
			continue
		}
		if !filepath.IsAbs(f) {
			f = filepath.Join(own, f)
		}
		if rel, err := filepath.Rel(own, f); err == nil && filepath.IsLocal(rel) || slices.Contains(out, f) {
			continue
		}
		out = append(out, f)
	}
	return out
}
