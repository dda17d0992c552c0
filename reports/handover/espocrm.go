package handover

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// espocrm is EspoCRM. The titles are the names of its fields, which the importer maps by itself. Notes of its stream
// cannot be imported, so that the description of each record holds everything: its cells, and what happened.
//
// Sources: https://docs.espocrm.com/administration/import/ (steps, UTF-8, unmapped columns), and
// application/Espo/Tools/Import/Import.php with Modules/Crm/Resources/metadata/entityDefs of github.com/espocrm/espocrm
// (id on creation, links by names, the form of times, statuses; values that an enumeration lacks are refused).
var espocrm = Product{
	Name: "espocrm", Title: "EspoCRM",
	Pages: []string{"https://docs.espocrm.com/administration/import/"},
	most:  limit{rows: 10_000}, // EspoCRM names no limit; its server has one of time
	day:   time.DateOnly, moment: "2006-01-02 15:04:05", zone: time.UTC,
	files: []file{
		{name: "Account", rows: eachDealCompany, about: "a company with a deal", columns: []column{
			{title: "id", value: companyRef, from: "the number of the company", unsure: true},
			{title: "name", value: companyName, from: "Company"},
		}, do: []string{"Administration > Import: entity type Account, Create Only."}},
		{name: "Contact", rows: eachDealContact, about: "a person with a deal", columns: []column{
			{title: "id", value: contactRef, from: "the number of the person", unsure: true},
			{title: "firstName", value: firstName, from: "Name"},
			{title: "lastName", value: lastName, from: "Name"},
			{title: "accountName", value: companyName, from: "Company"},
			{title: "emailAddress", value: email, from: "Email"},
			{title: "phoneNumber", value: of(lead.ColPhone), from: "Phone"},
			{title: "assignedUserName", value: of(lead.ColOwner), from: "Owner"},
		}, do: []string{"Import it the same way, entity type Contact."}},
		{name: "Lead", rows: eachNoDeal, rest: true, about: "a request that never was a deal", columns: []column{
			{title: "id", value: leadRef, holds: lead.ColID, unsure: true},
			{title: "firstName", value: firstName, from: "Name"},
			{title: "lastName", value: lastName, holds: lead.ColName},
			{title: "accountName", value: of(lead.ColCompany), holds: lead.ColCompany},
			{title: "emailAddress", value: email, holds: lead.ColEmail},
			holding("phoneNumber", lead.ColPhone),
			{title: "status", value: byKind(map[policy.StatusKind]string{policy.KindNew: "New",
				policy.KindWorking: "In Process", policy.KindContacted: "In Process", policy.KindQualifying: "In Process",
				policy.KindPostponed: "Recycled", policy.KindUnqualified: "Dead", policy.KindClosed: "Dead",
				policy.KindNoLead: "Dead"}), from: "Status, by its kind"},
			{title: "source", value: espoSource, from: "the nearest to Source that EspoCRM has"},
			{title: "opportunityAmount", value: amount, holds: lead.ColValue},
			{title: "opportunityAmountCurrency", value: currency, from: "Currency, or the one of Settings"},
			holding("assignedUserName", lead.ColOwner),
			{title: "createdAt", value: received, holds: lead.ColReceived, unsure: true},
			{title: "description", value: story, from: "all cells, and the tab Activity"},
		}, do: []string{"Import it the same way, entity type Lead."}},
		{name: "Opportunity", rows: eachDeal, rest: true, about: "a request that is or was a deal", columns: []column{
			{title: "id", value: leadRef, holds: lead.ColID, unsure: true},
			{title: "name", value: leadTitle, from: "Company or Name, Need and ID"},
			{title: "accountName", value: companyName, from: "Company"},
			{title: "contactId", value: contactRef, from: "the number of the person", unsure: true},
			{title: "stage", value: byKind(map[policy.StatusKind]string{policy.KindDeal: "Qualification",
				policy.KindPostponed: "Qualification", policy.KindWon: "Closed Won", policy.KindClosed: "Closed Lost",
				policy.KindUnqualified: "Closed Lost"}), from: "Status, by its kind"},
			{title: "amount", value: amountOr0, holds: lead.ColValue},
			{title: "amountCurrency", value: currency, from: "Currency, or the one of Settings"},
			{title: "closeDate", value: closeDay, from: "when it ended, else Next contact, else the day of the export"},
			{title: "leadSource", value: espoSource, from: "the nearest to Source that EspoCRM has"},
			holding("assignedUserName", lead.ColOwner),
			{title: "createdAt", value: received, holds: lead.ColReceived, unsure: true},
			{title: "description", value: story, from: "all cells, and the tab Activity"},
		}, do: []string{"Import it the same way, entity type Opportunity."}},
		{name: "Task", rows: eachNext, about: "the next step of an open request", columns: []column{
			{title: "name", value: nextStep, from: "Next step"},
			{title: "status", value: constant("Not Started"), from: "always the same"},
			{title: "dateEndDate", value: dayIn(lead.ColNextContact), from: "Next contact", unsure: true},
			{title: "parentType", value: espoParent, from: "whether the request is a lead or a deal", unsure: true},
			{title: "parentId", value: leadRef, from: "ID", unsure: true},
			{title: "assignedUserName", value: of(lead.ColOwner), from: "Owner"},
		}, do: []string{"Import it the same way, entity type Task."}},
	},
	before: []string{
		"Make everybody of the tab Team a user. Users are found by their first and last name, so these must be as in the " +
			"column Owner; choose the form of names in the import.",
		"In Entity Manager make for Lead and Opportunity a field of type text for every column that is named leadsheet ... " +
			"and that you want as a field. What has no field is in the description, too.",
		"In every import: header row, field delimiter comma, text qualifier double quote, date format YYYY-MM-DD, time " +
			"format HH:mm:ss, time zone UTC, decimal mark full stop. For large files tick \"Execute in idle\".",
	},
	after: []string{"Import > the import shows what was created, what may be a duplicate and what was refused: compare " +
		"with the numbers above."},
	unsure: []string{
		"These files were made from EspoCRM's documentation and source code; they were not imported into a running " +
			"EspoCRM.",
		"IDs may have 17 or 24 characters, by version. If a row is refused for its id, leave the column out; then tasks " +
			"are not connected.",
		"Statuses and stages are those of a new installation. A value that yours lacks makes EspoCRM refuse the row.",
	},
}

// espoSource is the source of EspoCRM that is nearest to the one of the lead. It refuses rows with others.
func espoSource(r *row) string {
	source := strings.ToLower(r.said(lead.ColSource))
	for _, s := range []struct{ has, is string }{
		{"call", "Call"}, {"phone", "Call"}, {"mail", "Email"}, {"web", "Web Site"}, {"form", "Web Site"},
		{"partner", "Partner"}, {"repeat", "Existing Customer"}, {"customer", "Existing Customer"}, {"ads", "Campaign"},
		{"campaign", "Campaign"},
	} {
		if strings.Contains(source, s.has) {
			return s.is
		}
	}
	if source == "" {
		return ""
	}
	return "Other"
}

func espoParent(r *row) string {
	if r.isDeal(r.lead) {
		return "Opportunity"
	}
	return "Lead"
}
