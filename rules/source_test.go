package rules

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// The source of a record is what was measured, else what the person or the file says, else the folder's, else the
// website's form where there was one; and Unknown is said to be unknown.
func TestSourceOfARecord(t *testing.T) {
	for _, c := range []struct {
		said, folder string
		listed       bool
		want, raw    string
	}{
		{"", "", false, "Website form", ""},
		{"", "", true, "Unknown", ""},
		{"Messe", "", false, "Offline event", ""},
		{"Empfehlung", "", true, "Referral", ""},
		{"A friend", "", false, "Referral", ""},
		{"Web", "", true, "Website form", ""},
		{"TikTok", "", false, "TikTok", ""},
		{"google", "Trade show", false, "Organic search", ""},
		{"Portal X", "", false, "Unknown", "Portal X"},
		{"Portal X", "Trade show", false, "Offline event", "Portal X"},
		{"", "Trade show", true, "Offline event", ""},
		{"", "Partner", false, "Partner", ""},
		{"", "Messe 2026", true, "Offline event", ""},
		{"", "Trade show/2026", true, "Offline event", ""},
		{"", "2026/LinkedIn", false, "LinkedIn", ""},
		{"", "2026", false, "Website form", ""},
		{"", "old files", true, "Unknown", ""},
	} {
		w := newWorld(t)
		q := w.mail("kim")
		q.Kind, q.Channel, q.Source, q.Folder, q.Listed = lead.ExportRow, lead.ByForm, c.said, c.folder, c.listed
		w.pass(q)
		l := w.lead("L-1001")
		if l.Source != c.want || strings.Contains(l.Details, "Source: ") != (c.raw != "") ||
			!strings.Contains(l.Details, c.raw) {
			t.Errorf("%+v: %q, %q", c, l.Source, l.Details)
		}
	}
}
