package policy

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// Zones are the time zones in which a workbook's times are written.
type Zones struct {
	// Journals is that of Activity and Intake: the one in which the workbook was made. It never changes.
	Journals *time.Location
	// Leads is the one in force, in which the tab Leads shows its times.
	Leads *time.Location
	// Shown is the one in which all times in Leads were when they were in one zone for the last time.
	Shown *time.Location
	// Before are others than the one in force in which cells of Leads may still be: they were in force since then.
	// There are none unless the zone has just changed.
	Before []*time.Location
}

// The names, in baselines of the workbook, of the zone of Activity and Intake, and of the one in which all times in
// Leads were the last time that they were brought into one.
const (
	journalsZone = "journals_zone"
	leadsZone    = "leads_zone"
)

// foldZone adds an event of the workbook itself to what is known of its zones.
func (last *InForce) foldZone(e *lead.Event) {
	switch e.What {
	case lead.Changed:
		if e.From != "" {
			last.named += "," + e.From
		}
		if last.Journals == "" {
			return // what there is so far was written in the zone of the last change
		}
		last.since += "," + e.To
	case lead.Baseline:
		if name := zoneIn(e, journalsZone); name != "" && last.Journals == "" {
			last.Journals, last.shown, last.since = name, name, ""
		}
		if name := zoneIn(e, leadsZone); name != "" {
			last.shown, last.since = name, ""
		}
	}
}

// zoneIn is the zone that a baseline names for a purpose; "" for none.
func zoneIn(e *lead.Event, purpose string) string {
	var names map[string][]string
	if json.Unmarshal([]byte(e.To), &names) != nil || len(names[purpose]) != 1 {
		return ""
	}
	if _, err := lead.ParseZone(names[purpose][0]); err != nil {
		return ""
	}
	return names[purpose][0]
}

// Zones returns the zones of the workbook while a policy is in force, and the event that keeps the zone of Activity and
// Intake for good, where none has so far: in a new workbook, and in one of an earlier version, which wrote them in the
// zone that was in force. The history is the tab Activity as written, with its times read in any zone.
func (last InForce) Zones(p Policy, history func() []lead.Event, now time.Time) (Zones, []lead.Event) {
	var events []lead.Event
	if last.Journals == "" {
		last.Journals, last.shown = last.writtenIn(p, history()), p.Location().String()
		last.since = last.Journals
		events = append(events, zoneEvent(journalsZone, last.Journals, p.Words.Texts().Activity.JournalsZone, now))
	}
	z := Zones{Journals: zoneNamed(last.Journals), Leads: p.Location(), Shown: zoneNamed(last.shown)}
	for _, name := range slices.Concat([]string{last.shown, last.Zone}, strings.Split(last.since, ",")) {
		before := zoneNamed(name)
		if name != "" && before.String() != z.Leads.String() &&
			!slices.ContainsFunc(z.Before, func(l *time.Location) bool { return l.String() == before.String() }) {
			z.Before = append(z.Before, before)
		}
	}
	return z, events
}

// LeadsAreIn is the event that says that all times in Leads are in the zone in force.
func (z Zones) LeadsAreIn(p Policy, now time.Time) lead.Event {
	return zoneEvent(leadsZone, z.Leads.String(), p.Words.Texts().Activity.LeadsZone, now)
}

func zoneEvent(purpose, zone, why string, now time.Time) lead.Event {
	to, _ := json.Marshal(map[string][]string{purpose: {zone}}) // texts always become JSON
	return lead.Event{Time: now.Truncate(time.Second), Lead: lead.Workbook, What: lead.Baseline, To: string(to),
		By: lead.ByLeadsheet, Why: why}
}

// zoneNamed is a zone by its name, UTC for one that does not exist any more.
func zoneNamed(name string) *time.Location {
	zone, err := lead.ParseZone(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// writtenIn is the zone in which an earlier version has written Activity and Intake: the one that was in force last. Of
// a workbook in which none is recorded it is the one of Settings, unless what was written says that it cannot be:
// somebody has changed the setting since the last pass.
func (last InForce) writtenIn(p Policy, history []lead.Event) string {
	candidates := []string{cmp.Or(last.Zone, p.Location().String()), p.Location().String(), defaultZone}
	at, ok := lastStamp(history)
	for _, name := range slices.Concat(candidates, strings.Split(last.named, ",")) {
		if name != "" && (!ok || offsetOf(at.In(zoneNamed(name))) == offsetOf(at)) {
			return name
		}
	}
	return candidates[0]
}

// lastStamp is the last moment that the history has as a text, which says its difference to UTC.
func lastStamp(history []lead.Event) (at time.Time, ok bool) {
	stamp := func(text string) {
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			at, ok = t, true
		}
	}
	for i := len(history) - 1; i >= 0 && !ok; i-- {
		if e := &history[i]; e.What == lead.Asked {
			stamp(e.To)
		} else if e.What != lead.Merged {
			stamp(cmp.Or(lead.FactOf(e.To, "received"), lead.FactOf(e.To, "respond_by")))
		}
	}
	return at, ok
}

func offsetOf(t time.Time) int {
	_, offset := t.Zone()
	return offset
}
