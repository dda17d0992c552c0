package handover

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// zoho is Zoho CRM, by its data migration: files bear the names of modules, and records name each other by the numbers
// that the files give them.
//
// Sources: https://help.zoho.com/portal/en/kb/crm/faqs/data-administration/data-migration/articles/faqs-data-migration
// (numbers of records, order), https://www.zoho.com/crm/help/data-administration/import-data.html (characters that are
// not taken, owners by e-mail),
// https://help.zoho.com/portal/en/kb/crm/faqs/data-administration/import/articles/faqs-import (rows a file; notes only
// migration), and the list of standard fields below the help of customizing fields.
var zoho = Product{
	Name: "zoho", Title: "Zoho CRM",
	Pages: []string{
		"https://help.zoho.com/portal/en/kb/crm/faqs/data-administration/data-migration/articles/faqs-data-migration",
		"https://www.zoho.com/crm/help/data-administration/import-data.html",
		"https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/standard-modules-fields",
	},
	most: limit{rows: 10_000}, // what the Standard edition imports at once
	day:  time.DateOnly, moment: "2006-01-02 15:04:05",
	clean: strings.NewReplacer(`"`, "”", "|", "¦", "<", "‹", ">", "›").Replace,
	files: []file{
		{name: "Accounts", rows: eachDealCompany, about: "a company with a deal", columns: []column{
			{title: "Record Id", value: companyRef, from: "the number of the company", unsure: true},
			{title: "Account Name", value: companyName, from: "Company"},
		}},
		{name: "Contacts", rows: eachDealContact, about: "a person with a deal", columns: []column{
			{title: "Record Id", value: contactRef, from: "the number of the person", unsure: true},
			{title: "First Name", value: firstName, from: "Name"},
			{title: "Last Name", value: lastName, holds: lead.ColName},
			{title: "Email", value: email, holds: lead.ColEmail},
			holding("Phone", lead.ColPhone),
			{title: "Account Id", value: companyRef, from: "the number of the company", unsure: true},
			{title: "Account Name", value: companyName, from: "Company"},
			{title: "Contact Owner", value: owner, from: "the mail address of Owner in the tab Team"},
		}},
		{name: "Leads", rows: eachNoDeal, rest: true, about: "a request that never was a deal", columns: []column{
			{title: "Record Id", value: leadRef, holds: lead.ColID, unsure: true},
			{title: "First Name", value: firstName, from: "Name"},
			{title: "Last Name", value: lastName, holds: lead.ColName},
			{title: "Company", value: companyOr, holds: lead.ColCompany},
			{title: "Email", value: email, holds: lead.ColEmail},
			holding("Phone", lead.ColPhone),
			holding("Lead Source", lead.ColSource),
			{title: "Lead Status", value: byKind(map[policy.StatusKind]string{policy.KindNew: "Not Contacted",
				policy.KindWorking: "Attempted to Contact", policy.KindContacted: "Contacted",
				policy.KindQualifying: "Pre-Qualified", policy.KindPostponed: "Contact in Future",
				policy.KindUnqualified: "Not Qualified", policy.KindClosed: "Lost Lead", policy.KindNoLead: "Junk Lead"}),
				from: "Status, by its kind"},
			{title: "Lead Owner", value: owner, from: "the mail address of Owner in the tab Team"},
			{title: "Description", value: of(lead.ColNeed), holds: lead.ColNeed},
			{title: "Created Time", value: received, holds: lead.ColReceived, unsure: true},
		}},
		{name: "Deals", rows: eachDeal, rest: true, about: "a request that is or was a deal", columns: []column{
			{title: "Record Id", value: leadRef, holds: lead.ColID, unsure: true},
			{title: "Deal Name", value: leadTitle, from: "Company or Name, Need and ID"},
			{title: "Stage", value: byKind(map[policy.StatusKind]string{policy.KindDeal: "Qualification",
				policy.KindPostponed: "Qualification", policy.KindWon: "Closed Won", policy.KindClosed: "Closed Lost",
				policy.KindUnqualified: "Closed Lost"}), from: "Status, by its kind"},
			{title: "Closing Date", value: closeDay, from: "when it ended, else Next contact, else the day of the export"},
			{title: "Amount", value: amount, holds: lead.ColValue},
			{title: "Account Id", value: companyRef, from: "the number of the company", unsure: true},
			{title: "Account Name", value: companyName, from: "Company"},
			{title: "Contact Id", value: contactRef, from: "the number of the person", unsure: true},
			{title: "Contact Name", value: known, from: "Name"},
			holding("Lead Source", lead.ColSource),
			{title: "Deal Owner", value: owner, from: "the mail address of Owner in the tab Team"},
			holding("Description", lead.ColNeed),
		}},
		{name: "Notes", rows: eachNote, about: "a note: what a request held, or what happened to it", columns: []column{
			{title: "Record Id", value: noteRef, from: "the number of the note", unsure: true},
			{title: "Parent Id", value: leadRef, from: "ID: the lead or the deal", unsure: true},
			{title: "Note Title", value: noteTitle, from: "what happened, in short"},
			{title: "Note Content", value: noteText, from: "the tab Activity"},
			{title: "Created Time", value: noteTime, from: "when it happened", unsure: true},
		}},
	},
	before: []string{
		"In Setup > Modules and Fields make for Leads and Deals a field for every column that is named leadsheet ... and " +
			"that you want as a field: multi-line text takes everything. What has no field is in the notes, too.",
		"Add your sources to the pick list Lead Source, and everybody of the tab Team as a user with the mail address " +
			"that the tab has.",
		"Setup > Data administration > Import > Other CRM: choose all CSV files of this folder at once. Zoho knows the " +
			"modules by the names of the files; give a file with a number (Notes-2.csv) the same module.",
		"Choose the date format yyyy-MM-dd and the time format HH:mm:ss, and the time zone of your business.",
		"Map the columns. Those that end in Id are numbers of this export: they connect the records.",
	},
	after: []string{"Zoho lists what it imported, skipped and refused for each module: compare with the numbers above.",
		"Open a deal and a lead with notes, and look whether person, company and notes are there."},
	unsure: []string{
		"The titles of the columns with numbers (Record Id, Account Id, Contact Id, Parent Id): map them by hand.",
		"The free edition imports 1,000 rows at once; the data migration names no such limit. Try the smallest file first.",
		"A deal of a person without a company has no account. If your account requires one, give it the person's name.",
		"The characters \" | < > are not taken by Zoho, so that ” ¦ ‹ › stand in their place.",
	},
}
