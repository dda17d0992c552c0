package handover

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// freshsales is Freshsales (Freshworks CRM). It imports accounts, contacts and deals, and no notes: a field of each
// contact and deal holds everything, its cells and what happened.
//
// Sources: https://crmsupport.freshworks.com/en/support/solutions/articles/50000002545 (contacts: 5 MB, e-mail, owners
// by e-mail), https://crmsupport.freshworks.com/en/support/solutions/articles/50000002586 (what can be imported; custom
// fields first), https://support.freshsales.io/support/solutions/articles/222658 (deals: required fields, related
// contacts by e-mail, accounts by their exact name).
var freshsales = Product{
	Name: "freshsales", Title: "Freshsales",
	Pages: []string{"https://crmsupport.freshworks.com/en/support/solutions/articles/50000002545",
		"https://crmsupport.freshworks.com/en/support/solutions/articles/50000002586",
		"https://support.freshsales.io/support/solutions/articles/222658"},
	most: limit{bytes: 5_000_000},
	day:  time.DateOnly, moment: "2006-01-02 15:04:05",
	files: []file{
		{name: "accounts", rows: eachAccount, about: "a company, or a person whose deal names none", columns: []column{
			{title: "Name", value: account, from: "Company, else Name"},
		}, do: []string{"Accounts > Import > the CSV file."}},
		{name: "contacts", rows: eachContact, rest: true, about: "a person; with what the person's latest request holds",
			columns: []column{
				{title: "First name", value: firstName, from: "Name"},
				{title: "Last name", value: lastName, holds: lead.ColName},
				{title: "Email", value: email, holds: lead.ColEmail},
				{title: "Work", value: of(lead.ColPhone), holds: lead.ColPhone, unsure: true},
				{title: "Account name", value: companyName, from: "Company"},
				{title: "Owner", value: owner, from: "the mail address of Owner in the tab Team"},
				{title: "Lifecycle stage", value: furthest(map[policy.StatusKind]string{policy.KindNew: "Lead",
					policy.KindWorking: "Lead", policy.KindContacted: "Lead", policy.KindPostponed: "Lead",
					policy.KindUnqualified: "Lead", policy.KindClosed: "Lead", policy.KindNoLead: "Lead",
					policy.KindQualifying: "Sales Qualified Lead", policy.KindDeal: "Sales Qualified Lead",
					policy.KindWon: "Customer"}), from: "Status of the request that came furthest", unsure: true},
				holding("Source", lead.ColSource),
				{title: "External ID", value: contactRef, from: "the number of the person", unsure: true},
				{title: "leadsheet history", value: stories, from: "all cells of all requests, and the tab Activity",
					custom: true},
			}, do: []string{"Contacts > Import contacts > Contacts and accounts > the CSV file."}},
		{name: "deals", rows: eachDeal, rest: true, about: "a request that is or was a deal", columns: []column{
			{title: "Deal name", value: leadTitle, from: "Company or Name, Need and ID"},
			{title: "Deal value", value: amountOr0, holds: lead.ColValue},
			{title: "Account name", value: account, from: "Company, else Name"},
			{title: "Related contacts", value: email, holds: lead.ColEmail},
			{title: "Owner", value: owner, from: "the mail address of Owner in the tab Team"},
			{title: "Deal stage", value: byKind(map[policy.StatusKind]string{policy.KindDeal: "Qualification",
				policy.KindPostponed: "Qualification", policy.KindWon: "Won", policy.KindClosed: "Lost",
				policy.KindUnqualified: "Lost"}), from: "Status, by its kind", unsure: true},
			{title: "Expected close date", value: closeDay, from: "when it ended, else Next contact, else the day of the " +
				"export"},
			{title: "leadsheet history", value: story, from: "all cells, and the tab Activity", custom: true},
		}, do: []string{"Deals > Import deals > the CSV file."}},
	},
	before: []string{
		"In Admin Settings make for contacts and for deals the field \"leadsheet history\" (text area), and a text field " +
			"for every other column that is named leadsheet ... and that you want as a field. Columns without a field cannot " +
			"be mapped; leadsheet history holds them, too.",
		"Add your sources to the choices of Source, and look that the stages Qualification, Won and Lost are there.",
		"Invite everybody of the tab Team with the mail address that the tab has.",
	},
	after: []string{"Freshsales sends a mail with what it refused: compare with the numbers above.",
		"Open a deal, and look whether account, contact and owner are there."},
	unsure: []string{
		"Newer accounts require a mail address of every contact. Contacts without one are in the file; if they are " +
			"refused, add them by hand.",
		"How many characters a text area holds, and the form of days: try a file with two rows first.",
		"The names of lifecycle stages and deal stages are those of a new account.",
	},
}
