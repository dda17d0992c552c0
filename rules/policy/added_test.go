package policy

import (
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// What an upgrade adds to Settings is added once: a row that somebody deletes does not come back, nor one that every
// workbook had.
func TestSettingsAreAddedOnce(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	var in words.Language
	all := append(settings(in), setting{name: "Answer sooner", value: "4 h", meaning: "What it means."}, setting{name: "Show it", value: "yes", meaning: "Likewise."})
	tab := settingsTable(in)
	tab.Rows = slices.Clone(tab.Rows[1:]) // somebody has no use for the name of the business
	tab.Rows = append(tab.Rows, []string{"show IT ", "no", "", ""})
	var history []lead.Event
	a, ok := addedSettings(all, in, tab, history, now)
	if !ok || len(a.Rows) != 1 || !slices.Equal(a.Rows[0], []string{"Answer sooner", "4 h", "What it means."}) ||
		a.Event.Lead != lead.Workbook || a.Event.What != lead.Baseline {
		t.Fatalf("%v %+v", ok, a)
	}
	history = append(history, a.Event)
	if a, ok := addedSettings(all, in, tab, history, now); ok { // the row was deleted
		t.Errorf("once more: %+v", a)
	}
	all = append(all, setting{name: "A third one", value: "1"})
	history = append(history, lead.Event{Lead: lead.Workbook, What: lead.Baseline, To: "no JSON"})
	a, ok = addedSettings(all, in, Table{Title: tab.Title, Columns: []string{"value", "setting"}}, history, now)
	if !ok || len(a.Rows) != 1 || !slices.Equal(a.Columns, []string{"Setting", "Value"}) || a.Rows[0][0] != "A third one" {
		t.Errorf("with fewer columns: %v %+v", ok, a)
	}
	if a, ok := addedSettings(all, in, Table{}, history, now); ok {
		t.Errorf("without the tab: %+v", a)
	}
}

func TestFirstSettingsAreSettings(t *testing.T) {
	for _, name := range firstSettings {
		if !slices.ContainsFunc(settings(words.Language{}), func(s setting) bool { return s.name == name }) {
			t.Errorf("there is no setting %q", name)
		}
	}
}
