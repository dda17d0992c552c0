package handover

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// hubspot is HubSpot CRM. Its importer takes files of contacts, companies and deals, and notes that name a contact.
//
// Sources: https://knowledge.hubspot.com/import-and-export/set-up-your-import-file (limits, required properties, owners
// by e-mail, unique identifiers), https://knowledge.hubspot.com/contacts/use-lifecycle-stages (their names).
var hubspot = Product{
	Name: "hubspot", Title: "HubSpot",
	Pages: []string{"https://knowledge.hubspot.com/import-and-export/set-up-your-import-file",
		"https://knowledge.hubspot.com/contacts/use-lifecycle-stages"},
	// The free tools take files up to 20 MB and 500,000 rows a day.
	most: limit{rows: 500_000, bytes: 20_000_000},
	day:  time.DateOnly, moment: "2006-01-02T15:04:05Z", zone: time.UTC,
	files: []file{
		{name: "companies", rows: eachCompany, about: "a company", columns: []column{
			{title: "Company name", value: companyName, from: "Company"},
			{title: "leadsheet company", value: companyRef, from: "the number of the company", custom: true},
		}, do: []string{"Import > Start an import > File from computer > one file, one object: Companies."}},
		{name: "contacts", rows: eachContact, rest: true, about: "a person; with what the person's latest request holds",
			columns: []column{
				{title: "First Name", value: firstName, from: "Name"},
				{title: "Last Name", value: lastName, holds: lead.ColName},
				{title: "Email", value: email, holds: lead.ColEmail},
				holding("Phone Number", lead.ColPhone),
				holding("Company Name", lead.ColCompany),
				{title: "Contact owner", value: owner, from: "the mail address of Owner in the tab Team"},
				{title: "Lifecycle Stage", value: furthest(hubspotStages), from: "Status of the request that came furthest"},
				{title: "Lead Status", value: byKind(hubspotStatuses), from: "Status, by its kind", unsure: true},
				{title: "leadsheet contact", value: contactRef, from: "the number of the person", custom: true},
				{title: "leadsheet company", value: companyRef, from: "the number of the company", custom: true},
			}, do: []string{"One file, two objects: Contacts and Companies. Map \"leadsheet company\" to the property of " +
				"companies, every other column to properties of contacts."}},
		{name: "deals", rows: eachDeal, rest: true, about: "a request that is or was a deal", columns: []column{
			{title: "Deal Name", value: leadTitle, from: "Company or Name, Need and ID"},
			{title: "Pipeline", value: constant("Sales Pipeline"), from: "the first pipeline", unsure: true},
			{title: "Deal Stage", value: byKind(map[policy.StatusKind]string{
				policy.KindDeal: "Qualified To Buy", policy.KindPostponed: "Qualified To Buy", policy.KindWon: "Closed Won",
				policy.KindClosed: "Closed Lost", policy.KindUnqualified: "Closed Lost"}), from: "Status, by its kind",
				unsure: true},
			{title: "Amount", value: amount, holds: lead.ColValue},
			{title: "Currency", value: currency, from: "Currency, or the one of Settings", unsure: true},
			{title: "Close Date", value: closeDay, from: "when it ended, else Next contact, else the day of the export"},
			{title: "Deal owner", value: owner, from: "the mail address of Owner in the tab Team"},
			{title: "leadsheet contact", value: contactRef, from: "the number of the person"},
			{title: "leadsheet company", value: companyRef, from: "the number of the company"},
		}, do: []string{"One file, three objects: Deals, Contacts and Companies. Map \"leadsheet contact\" to the property " +
			"of contacts and \"leadsheet company\" to that of companies: they connect the deal."}},
		{name: "notes", rows: eachNote, about: "a note: what a request held, or what happened to it", columns: []column{
			{title: "Note body", value: noteText, from: "the tab Activity"},
			{title: "Activity date", value: noteTime, from: "when it happened (UTC)", unsure: true},
			{title: "leadsheet contact", value: contactRef, from: "the number of the person"},
		}, do: []string{"One file, two objects: Notes and Contacts. Map \"leadsheet contact\" to the property of contacts."}},
	},
	before: []string{
		"In Settings > Properties make for companies the property \"leadsheet company\", and for contacts the property " +
			"\"leadsheet contact\": single-line text, with \"Require unique values for this property\".",
		"Make a single-line or multi-line text property for every other column that is named leadsheet ... and that you " +
			"want as a field. A column without a property may be left out: the notes hold it, too.",
		"Invite everybody of the tab Team with the mail address that the tab has. Owners are found by it.",
	},
	after: []string{"Compare the numbers of companies, contacts, deals and notes with those above.",
		"Look at the deals of each stage: values, owners and close dates."},
	unsure: []string{
		"The names of lead statuses, of the pipeline and of its stages are those of a new account. Where yours differ, " +
			"change them in the file, or make them in Settings first.",
		"Times of notes are in ISO 8601 (UTC). HubSpot documents that form for its interfaces, not for files. If it " +
			"refuses them, take only the first ten characters, the day.",
	},
}

var hubspotStages = map[policy.StatusKind]string{
	policy.KindNew: "Lead", policy.KindWorking: "Lead", policy.KindContacted: "Lead", policy.KindPostponed: "Lead",
	policy.KindQualifying: "Sales Qualified Lead", policy.KindDeal: "Opportunity", policy.KindWon: "Customer",
	policy.KindUnqualified: "Other", policy.KindClosed: "Other", policy.KindNoLead: "Other",
}

var hubspotStatuses = map[policy.StatusKind]string{
	policy.KindNew: "New", policy.KindWorking: "In Progress", policy.KindContacted: "Connected",
	policy.KindQualifying: "In Progress", policy.KindDeal: "Open Deal", policy.KindPostponed: "Bad Timing",
	policy.KindUnqualified: "Unqualified", policy.KindClosed: "Unqualified", policy.KindNoLead: "Unqualified",
	policy.KindWon: "Connected",
}
