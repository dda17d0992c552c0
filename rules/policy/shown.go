package policy

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// SettingShow is the name of the setting that shows the tabs that a new workbook hides.
const SettingShow = "Show all tabs"

// tabsByHand is the name, in a baseline of the workbook, of the tabs that users have shown or hidden themselves.
const tabsByHand = "Tabs"

// TabState is a tab that the setting is about: whether it is hidden, and whether it is to be.
type TabState struct {
	Tab       string
	Was, Want bool
}

// Tabs returns what becomes of the tabs that a new workbook hides, and the events that remember it. hidden says of the
// tabs that are there whether they are. Tabs are shown or hidden only when the setting has changed, and only where a
// tab is as it was left the last time: one that users have shown or hidden stays so from then on.
func (last InForce) Tabs(p Policy, hidden map[string]bool, now time.Time) ([]TabState, []lead.Event) {
	shown := last.showsAll(p)
	if shown == p.ShowAll && (last.ShowAll != "" || !shown) {
		return nil, nil
	}
	texts := &p.Words.Texts().Activity
	event := lead.Event{Time: now.Truncate(time.Second), Lead: lead.Workbook, By: lead.ByLeadsheet}
	inForce := event
	inForce.What, inForce.Column, inForce.Why = lead.Changed, SettingShow, texts.InForce
	if inForce.To = yesOrNo(p.ShowAll); shown != p.ShowAll {
		inForce.From = yesOrNo(shown)
	}
	events := []lead.Event{inForce}
	var tabs []TabState
	var byHand []string
	for _, tab := range lead.Tabs() {
		was, there := hidden[tab.Title]
		if tab.Shown || tab.Switch != "" || !there || tab.Also != "" && *p.switched(tab.Also) {
			continue
		}
		state := TabState{Tab: tab.Title, Was: was, Want: was}
		switch {
		case slices.Contains(strings.Split(last.ByHand, ","), tab.Title):
		case was == shown && was && tab.Also != "": // it was made hidden in a workbook that shows all
		case was == shown:
			byHand = append(byHand, tab.Title)
		default:
			state.Want = !p.ShowAll
		}
		tabs = append(tabs, state)
	}
	if len(byHand) > 0 {
		to, _ := json.Marshal(map[string][]string{tabsByHand: byHand}) // texts always become JSON
		event.What, event.To, event.Why = lead.Baseline, string(to), texts.TabsByHand
		events = append(events, event)
	}
	return tabs, events
}

// showsAll reports whether all tabs were shown when the setting was followed last. A workbook of an earlier version was
// made with all of them, and lacks the setting until it is added.
func (last InForce) showsAll(p Policy) bool {
	return last.ShowAll == yes || last.ShowAll == "" && p.ShowUnsaid
}

// Shows is what the setting SettingShow says in a workbook whose tabs are all to be seen.
func Shows(in words.Language) string { return in.Word(words.Choices, yes) }

func yesOrNo(b bool) string {
	if b {
		return yes
	}
	return no
}

// readYesOrNo reads a choice, or a box.
func readYesOrNo(in words.Language, v string, to *bool) error {
	choice, ok := in.Name(words.Choices, v)
	switch {
	case ok && (choice == yes || choice == no):
		*to = choice == yes
		return nil
	case words.Fold(v) == "true" || words.Fold(v) == "false":
		*to = words.Fold(v) == "true"
		return nil
	}
	return words.NewFault(nil, func(t *words.Texts) string { return t.Settings.NoYesOrNo.With(strconv.Quote(v)) })
}
