package policy

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// The names of the settings that switch a part of leadsheet on, with its tabs, and of the one that proposes the deal.
const (
	SettingBoard = "Board"
	SettingLists = "Lists"
	settingDeal  = "Deal from score"
)

// switches are the settings that switch a part on.
var switches = []string{SettingScoring, SettingBoard, SettingLists, lead.SettingAcknowledge}

// switched is where a policy has what one of the switches says.
func (p *Policy) switched(name string) *bool {
	switch name {
	case SettingScoring:
		return &p.Scoring
	case SettingBoard:
		return &p.Board
	case lead.SettingAcknowledge:
		return &p.Acknowledge
	}
	return &p.Lists
}

// Switched is a tab that a setting has switched on or off: whether it is to be hidden. Read says that it was read, and
// Was whether it was hidden then; pages are not read.
type Switched struct {
	Tab             string
	Was, Want, Read bool
}

// Switches returns what becomes of the tabs whose settings are not what was followed last, and the events that remember
// it. hidden says of the tabs that were read whether they are. A tab that users show or hide afterwards stays so.
func (last InForce) Switches(p Policy, hidden map[string]bool, now time.Time) ([]Switched, []lead.Event) {
	var tabs []Switched
	var events []lead.Event
	for _, name := range switches {
		on := *p.switched(name)
		if on == last.isOn(name) {
			continue
		}
		events = append(events, lead.Event{Time: now.Truncate(time.Second), Lead: lead.Workbook, What: lead.Changed,
			Column: name, From: yesOrNo(!on), To: yesOrNo(on), By: lead.ByLeadsheet, Why: p.Words.Texts().Activity.InForce})
		for _, tab := range lead.Tabs() {
			if tab.Switch != name && (tab.Also != name || !on && p.showsAnyway(last)) {
				continue
			}
			if was, read := hidden[tab.Title]; read && was == on {
				tabs = append(tabs, Switched{Tab: tab.Title, Was: was, Want: !on, Read: true})
			}
		}
		if name == SettingBoard || name == SettingLists { // the pages have the names of their settings
			tabs = append(tabs, Switched{Tab: name, Want: !on})
		}
	}
	return tabs, events
}

// showsAnyway reports whether the setting that shows all tabs decides about those that another one shows, too: it says
// yes, or it has just come to say no and hides them itself.
func (p *Policy) showsAnyway(last InForce) bool { return p.ShowAll || last.showsAll(*p) }

// onlyIf reads a tab that is switched on. What stands in one that is off is nobody's mistake yet.
func (r *reader) onlyIf(on bool, tab string, read func()) {
	if on {
		read()
		return
	}
	for i := range r.tables[tab].Rows {
		r.checks = append(r.checks, Check{Tab: tab, Row: i})
	}
}

// foldSwitch notes what a switch said, as an event of the workbook itself says.
func (last *InForce) foldSwitch(e *lead.Event) {
	on := slices.DeleteFunc(strings.Split(last.On, ","), func(name string) bool { return name == "" || name == e.Column })
	if e.To == yes {
		on = append(on, e.Column)
	}
	last.On = strings.Join(on, ",")
}

func (last InForce) isOn(name string) bool { return slices.Contains(strings.Split(last.On, ","), name) }

// keepSwitch applies what a switch said last, and returns the text that says so.
func (last InForce) keepSwitch(p *Policy, name string) string {
	*p.switched(name) = last.isOn(name)
	return " " + p.Words.Texts().Settings.StaysInForce.With(p.Words.Word(words.Choices, yesOrNo(*p.switched(name))))
}
