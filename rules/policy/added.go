package policy

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// firstSettings are the rows of the tab Settings from the time before upgrades added any. A workbook that lacks one of
// them has had it: somebody has deleted it.
var firstSettings = []string{"Business name", settingZone, settingCountry, "Monday", "Tuesday", "Wednesday", "Thursday",
	"Friday", "Saturday", "Sunday", "Holidays", "Respond within", "Warn before", "Hot alert", "Stale after days",
	"Broken rules", settingOwner, "Team domains"}

// Added are rows that an upgrade adds to a rule tab, once.
type Added struct {
	Tab     string
	Columns []string   // those of the columns that the tab has
	Rows    [][]string // none when the rows are there already
	Event   lead.Event // says that they are there, so that they do not come back when somebody deletes them
}

// AddedSettings returns the rows that the tab Settings of an older workbook lacks; ok is false when there is nothing to
// add and nothing to write down. The history needs no more than the events of the workbook itself.
func AddedSettings(in words.Language, t Table, history []lead.Event, now time.Time) (a Added, ok bool) {
	return addedSettings(settings(in), in, t, history, now)
}

func addedSettings(all []setting, in words.Language, t Table, history []lead.Event, now time.Time) (a Added, ok bool) {
	cols := columns(t)
	name, has := cols[words.Fold(lead.ColSetting)]
	if !has {
		return Added{}, false // the tab is gone, or it is not known what is in it
	}
	a = Added{Tab: lead.TabSettings}
	for _, c := range []string{lead.ColSetting, lead.ColValue, lead.ColMeaning} {
		if _, has := cols[words.Fold(c)]; has {
			a.Columns = append(a.Columns, c)
		}
	}
	before := addedBefore(lead.TabSettings, history)
	var names []string
	for _, s := range all {
		if slices.Contains(firstSettings, s.name) || before[s.name] {
			continue
		}
		names = append(names, s.name)
		if slices.ContainsFunc(t.Rows, func(row []string) bool {
			return name < len(row) && words.SameFolded(row[name], s.name)
		}) {
			continue
		}
		cells := map[string]string{lead.ColSetting: s.name, lead.ColValue: cmp.Or(s.older, s.value),
			lead.ColMeaning: s.meaning}
		row := make([]string, len(a.Columns))
		for i, c := range a.Columns {
			row[i] = cells[c]
		}
		a.Rows = append(a.Rows, row)
	}
	if names == nil {
		return Added{}, false
	}
	a.Event = addedEvent(in, a.Tab, names, now)
	return a, true
}

// AddedStatus returns the row of the tab Statuses without which nothing can be marked as no lead. It is added unless a
// status of that kind is there, or somebody has deleted it.
func AddedStatus(in words.Language, t Table, history []lead.Event, now time.Time) (a Added, ok bool) {
	cols := columns(t)
	name, has := cols[words.Fold(lead.ColStatus)]
	kind, hasKind := cols[words.Fold(lead.ColKind)]
	if !has || !hasKind || !hasRows(t, name) || addedBefore(lead.TabStatuses, history)[noLeadStatus] {
		return Added{}, false // without rows the defaults apply
	}
	a = Added{Tab: lead.TabStatuses, Event: addedEvent(in, lead.TabStatuses, []string{noLeadStatus}, now)}
	for _, row := range t.Rows {
		if kind < len(row) && StatusKind(strings.ToLower(strings.TrimSpace(row[kind]))) == KindNoLead {
			return a, true
		}
	}
	a.Columns = []string{lead.ColStatus, lead.ColKind}
	a.Rows = [][]string{{in.Word(words.Statuses, noLeadStatus), string(KindNoLead)}}
	if _, has := cols[words.Fold(lead.ColMeaning)]; has {
		a.Columns = append(a.Columns, lead.ColMeaning)
		a.Rows[0] = append(a.Rows[0], in.Word(words.StatusMeanings, noLeadStatus))
	}
	return a, true
}

// ProposedEvent says that a row of the tab Senders was proposed, and Proposed reads such events.
func ProposedEvent(in words.Language, address string, now time.Time) lead.Event {
	return addedEvent(in, lead.TabSenders, []string{address}, now)
}

// Proposed are the addresses for which a row of the tab Senders was proposed.
func Proposed(history []lead.Event) map[string]bool { return addedBefore(lead.TabSenders, history) }

// addedEvent says that rows are in a tab, by what their first column says.
func addedEvent(in words.Language, tab string, names []string, now time.Time) lead.Event {
	to, _ := json.Marshal(map[string][]string{tab: names}) // texts always become JSON
	return lead.Event{Time: now.Truncate(time.Second), Lead: lead.Workbook, What: lead.Baseline, To: string(to),
		By: lead.ByLeadsheet, Why: in.Texts().Activity.AddedOnce}
}

// addedBefore are the rows of a tab that were added once, by what their first column says.
func addedBefore(tab string, history []lead.Event) map[string]bool {
	added := map[string]bool{}
	for i := range history {
		if e := &history[i]; e.Lead != lead.Workbook || e.What != lead.Baseline {
			continue
		}
		var names map[string][]string
		if json.Unmarshal([]byte(history[i].To), &names) == nil {
			for _, n := range names[tab] {
				added[n] = true
			}
		}
	}
	return added
}
