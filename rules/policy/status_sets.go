package policy

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// StatusSet is a ready set of statuses with which a new workbook may begin.
type StatusSet struct {
	Name     string // what people choose it by
	statuses []firstStatus
}

// firstStatus is a row of the tab Statuses of a new workbook, by the name of the status in package words.
type firstStatus struct {
	name     string
	kind     StatusKind
	requires []string
}

// What statuses require: a deal needs a clear need, a value or its direction, and a next step with a date.
var (
	ofDeal   = []string{lead.ColNeed, lead.ColValue, lead.ColNextStep, lead.ColNextContact}
	ofDay    = []string{lead.ColNextContact}
	ofReason = []string{lead.ColRefusalReason}
)

// statusSets are the ready sets. The first one is that of a workbook for which nobody has chosen. Each is named by its
// number of steps; won, where it is none of them, and no lead come on top.
var statusSets = []StatusSet{
	{"eight", []firstStatus{
		{"New lead", KindNew, nil},
		{"In progress", KindWorking, nil},
		{"Contact established", KindContacted, nil},
		{"Qualification", KindQualifying, nil},
		{"Moved to deal", KindDeal, ofDeal},
		{"Postponed", KindPostponed, ofDay},
		{"Unqualified", KindUnqualified, ofReason},
		{"Closed", KindClosed, ofReason},
		{"Won", KindWon, nil},
		{noLeadStatus, KindNoLead, nil},
	}},
	{"five", []firstStatus{
		{"New", KindNew, nil},
		{"Contacted", KindContacted, nil},
		{"Qualified", KindQualifying, nil},
		{"Unqualified", KindUnqualified, ofReason},
		{"Nurturing", KindPostponed, ofDay},
		{"Won", KindWon, nil},
		{noLeadStatus, KindNoLead, nil},
	}},
	{"seven", []firstStatus{
		{"New", KindNew, nil},
		{"Contacted", KindContacted, nil},
		{"Qualified", KindQualifying, nil},
		{"Proposal", KindDeal, ofDeal},
		{"Negotiation", KindDeal, ofDeal},
		{"Won", KindWon, nil},
		{"Lost", KindClosed, ofReason},
		{noLeadStatus, KindNoLead, nil},
	}},
}

// noLeadStatus is the name of the default status of the kind no lead.
const noLeadStatus = "Not a lead"

// StatusSets returns the ready sets; the first one is the default. Callers must not change them.
func StatusSets() []StatusSet { return statusSets }

// FindStatusSet returns the ready set of that name, without regard to case.
func FindStatusSet(name string) (StatusSet, bool) {
	for _, s := range statusSets {
		if words.Same(s.Name, name) {
			return s, true
		}
	}
	return StatusSet{}, false
}

// Steps are the names of the statuses of a set, without the one for what is no lead.
func (s StatusSet) Steps(in words.Language) []string {
	var out []string
	for _, f := range s.statuses {
		if f.kind != KindNoLead {
			out = append(out, in.Word(words.Statuses, f.name))
		}
	}
	return out
}

// StatusTable is the tab Statuses of a new workbook that begins with a set.
func StatusTable(in words.Language, set StatusSet) Table {
	var rows [][]string
	for _, s := range set.statuses {
		var requires []string
		for _, c := range s.requires {
			requires = append(requires, in.Column(lead.TabLeads, c))
		}
		rows = append(rows, []string{in.Word(words.Statuses, s.name), string(s.kind),
			in.Word(words.StatusMeanings, s.name), strings.Join(requires, ", "), "",
			wordOrNone(in, words.StatusAliases, s.name), "", ""})
	}
	return newTable(lead.TabStatuses, rows)
}

// StatusesOf are the names of the statuses of a kind in the first rows of a new workbook.
func StatusesOf(tables []Table, kind StatusKind) []string {
	var out []string
	for _, t := range tables {
		for _, row := range t.Rows {
			if t.Title == lead.TabStatuses && len(row) > 1 && StatusKind(row[1]) == kind {
				out = append(out, row[0])
			}
		}
	}
	return out
}

// defaultKind is the kind that a status has in the ready sets; working for another one.
func defaultKind(in words.Language, status string) StatusKind {
	for _, set := range statusSets {
		for _, s := range set.statuses {
			if in.Means(words.Statuses, status, s.name) {
				return s.kind
			}
		}
	}
	return KindWorking
}
