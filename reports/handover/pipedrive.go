package handover

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// pipedrive is Pipedrive. A row of its importer may hold a lead or a deal with its person and organization; notes and
// activities name the person. What has ended without being a deal goes in as a lost deal: its leads have no end.
//
// Sources: https://support.pipedrive.com/hc/en/articles/360013870858 (mandatory fields, historic deals),
// https://support.pipedrive.com/en/article/import-fields (categories of fields; notes and activities have no custom
// fields), https://support.pipedrive.com/hc/articles/208039595 (50 MB and 50,000 rows a file).
var pipedrive = Product{
	Name: "pipedrive", Title: "Pipedrive",
	Pages: []string{"https://support.pipedrive.com/hc/en/articles/360013870858",
		"https://support.pipedrive.com/en/article/import-fields", "https://support.pipedrive.com/hc/articles/208039595"},
	most: limit{rows: 50_000, bytes: 50_000_000},
	day:  time.DateOnly, moment: "2006-01-02 15:04:05",
	files: []file{
		{name: "leads", rows: eachRunning, rest: true, about: "an open request that is no deal", columns: withPerson(
			column{title: "Lead - Title", value: leadTitle, from: "Company or Name, Need and ID"},
			column{title: "Lead - Value", value: amount, holds: lead.ColValue},
			column{title: "Lead - Currency", value: currency, from: "Currency, or the one of Settings", unsure: true},
			column{title: "Lead - Owner", value: owner, from: "the mail address of Owner in the tab Team", unsure: true},
		), do: []string{"Tools and apps > Import data > From a spreadsheet."}},
		{name: "deals", rows: eachOther, rest: true, about: "a request that is or was a deal, or that has ended",
			columns: withPerson(
				column{title: "Deal - Title", value: leadTitle, from: "Company or Name, Need and ID"},
				column{title: "Deal - Value", value: amount, holds: lead.ColValue},
				column{title: "Deal - Currency", value: currency, from: "Currency, or the one of Settings", unsure: true},
				column{title: "Deal - Status", value: byKind(map[policy.StatusKind]string{policy.KindDeal: "Open",
					policy.KindPostponed: "Open", policy.KindWon: "Won", policy.KindClosed: "Lost",
					policy.KindUnqualified: "Lost", policy.KindNoLead: "Lost"}), from: "Status, by its kind"},
				column{title: "Deal - Stage", value: constant("Qualified"), from: "the first stage", unsure: true},
				column{title: "Deal - Owner", value: owner, from: "the mail address of Owner in the tab Team", unsure: true},
				column{title: "Deal - Won time", value: endedAt(policy.KindWon), from: "when it was won"},
				column{title: "Deal - Lost time", value: endedAt(policy.KindClosed, policy.KindUnqualified,
					policy.KindNoLead), from: "when it was lost"},
				holding("Deal - Lost reason", lead.ColRefusalReason),
			), do: []string{"Import it the same way."}},
		{name: "notes", rows: eachNote, about: "a note: what a request held, or what happened to it", columns: []column{
			{title: "Note - Content", value: dated, from: "the tab Activity, with its time"},
			{title: "Person - Name", value: known, from: "Name"},
			{title: "Person - Email", value: email, from: "Email"},
			{title: "Person - Phone", value: of(lead.ColPhone), from: "Phone"},
		}, do: []string{"Import it the same way, with duplicates merged: a note goes to the person of that name " +
			"and address."}},
		{name: "activities", rows: eachNext, about: "the next step of an open request", columns: []column{
			{title: "Activity - Subject", value: nextStep, from: "Next step"},
			{title: "Activity - Due date", value: dayIn(lead.ColNextContact), from: "Next contact"},
			{title: "Activity - Type", value: constant("Task"), from: "always the same", unsure: true},
			{title: "Activity - Assigned to user", value: owner, from: "the mail address of Owner", unsure: true},
			{title: "Activity - Note", value: leadTitle, from: "Company or Name, Need and ID", unsure: true},
			{title: "Person - Name", value: known, from: "Name"},
			{title: "Person - Email", value: email, from: "Email"},
		}, do: []string{"Import it the same way."}},
	},
	before: []string{
		"In Data fields make for leads and deals a custom field for every column that is named leadsheet ... and that you " +
			"want as a field; leads and deals share theirs. A column without a field may be left out: the notes hold it, too.",
		"Invite everybody of the tab Team with the mail address that the tab has.",
	},
	after: []string{"Compare the numbers of leads, deals, notes and activities with those above. What Pipedrive left " +
		"out is in a skip file that it offers after the import.",
		"Look at the persons: people with the same name and no mail address may have become one."},
	unsure: []string{
		"Titles are those by which Pipedrive calls its fields; check each in the step in which columns are mapped.",
		"The stage must be one of your pipeline: change \"Qualified\" if you have none of that name.",
		"Whether owners are found by their mail address or by their name: check one deal first. The name stands in the " +
			"column leadsheet Owner.",
	},
}

// withPerson adds the person and the organization of a lead or deal.
func withPerson(columns ...column) []column {
	return append(columns,
		column{title: "Person - Name", value: known, holds: lead.ColName},
		column{title: "Person - Email", value: email, holds: lead.ColEmail},
		holding("Person - Phone", lead.ColPhone),
		column{title: "Organization - Name", value: of(lead.ColCompany), holds: lead.ColCompany},
	)
}

// endedAt is when a lead ended, if its status is of one of some kinds.
func endedAt(kinds ...policy.StatusKind) func(*row) string {
	return func(r *row) string {
		for _, k := range kinds {
			if r.kind(r.lead) == k {
				return r.when(r.ended(r.lead), false)
			}
		}
		return ""
	}
}

// nextStep is what is to be done next, where only a day is known: that something is.
func nextStep(r *row) string {
	if s := r.said(lead.ColNextStep); s != "" {
		return s
	}
	return "Contact " + known(r)
}
