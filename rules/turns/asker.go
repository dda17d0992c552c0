package turns

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Asker is who waits: the lead by its name, or another person who has written.
func Asker(l *lead.Lead, t *Turn) string {
	if strings.Contains(t.By, "@") && l.Email != "" && !lead.SameAddress(t.By, l.Email) && !lead.Unread(t.By) {
		return words.Shorten(t.By, 40)
	}
	return words.Shorten(cmp.Or(l.Name, l.Company, l.Email, l.Phone, t.By, l.ID), 40)
}

// Said is what the customer wrote, in quotation marks and with at most n characters between them. The dot that divides
// the remarks of Attention is not in it.
func Said(t *Turn, n int) string {
	return `"` + strings.NewReplacer(`"`, "'", "·", "-").Replace(words.Shorten(t.Text, n)) + `"`
}
