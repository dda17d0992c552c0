package handover

import (
	"fmt"
	"html"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// odoo is Odoo CRM. The titles are the technical names of the fields of crm.lead, which the importer maps by itself,
// and the column id makes a second import update what is there. Notes cannot be imported, so that the field Notes of
// each lead holds everything: its cells, and what happened.
//
// Sources: https://www.odoo.com/documentation/19.0/applications/essentials/export_import_data.html (external IDs, the
// form of days, records by their names, smaller batches), addons/crm/models/crm_lead.py and
// addons/crm/data/crm_stage_data.xml of github.com/odoo/odoo (fields, stages).
var odoo = Product{
	Name: "odoo", Title: "Odoo",
	Pages: []string{"https://www.odoo.com/documentation/19.0/applications/essentials/export_import_data.html"},
	most:  limit{rows: 5_000}, // Odoo names no limit, and advises batches when it times out
	day:   time.DateOnly, moment: "2006-01-02 15:04:05", zone: time.UTC,
	files: []file{
		{name: "crm.lead", rows: eachNotLost, about: "a request that is open or won", columns: odooColumns(),
			do: []string{"CRM > Leads > list > the gear > Import records. Choose the file, then Test, then Import."}},
		{name: "crm.lead-lost", rows: eachLost, about: "a request that was lost, archived as Odoo does it",
			columns: odooColumns(
				column{title: "active", value: constant("False"), from: "always the same"},
				column{title: "probability", value: constant("0"), from: "always the same"},
				column{title: "lost_reason_id", value: of(lead.ColRefusalReason), from: "Refusal reason"},
			), do: []string{"Import it the same way. Lost leads are found with the filter Lost or Archived."}},
	},
	before: []string{
		"In CRM > Configuration > Settings switch Leads on: requests that are no deals yet come in as leads, and would " +
			"not be seen otherwise.",
		"In CRM > Configuration make your lost reasons (the tab Reasons) and, in UTM sources and campaigns, your sources; " +
			"or choose \"Create new values\" for these columns when you import.",
		"Invite everybody of the tab Team with the mail address that the tab has as the login.",
	},
	after: []string{"Compare the numbers of leads and opportunities, with the archived ones, with those above.",
		"Next steps and next contacts stand in the Notes of each lead: plan an activity where one is due."},
	unsure: []string{
		"These files were made from Odoo's documentation and source code; they were not imported into a running Odoo.",
		"Salespeople are named by their login. If Odoo does not find one, take the column user_id out, or write names.",
		"Stages are those of a new database: New, Qualified, Proposition, Won.",
		"When a request came in cannot be imported as its date of creation: it stands in Notes.",
	},
}

// odooColumns are the columns of a lead, and some more.
func odooColumns(more ...column) []column {
	return append([]column{
		{title: "id", value: odooID, from: "ID, as an external ID"},
		{title: "name", value: leadTitle, from: "Company or Name, Need and ID"},
		{title: "type", value: odooType, from: "whether it is or was a deal: opportunity, else lead"},
		{title: "contact_name", value: of(lead.ColName), holds: lead.ColName},
		{title: "partner_name", value: of(lead.ColCompany), holds: lead.ColCompany},
		{title: "email_from", value: email, holds: lead.ColEmail},
		holding("phone", lead.ColPhone),
		{title: "user_id", value: owner, from: "the mail address of Owner in the tab Team", unsure: true},
		{title: "stage_id", value: byKind(map[policy.StatusKind]string{policy.KindNew: "New", policy.KindWorking: "New",
			policy.KindContacted: "New", policy.KindQualifying: "Qualified", policy.KindPostponed: "Qualified",
			policy.KindDeal: "Proposition", policy.KindWon: "Won", policy.KindClosed: "Qualified",
			policy.KindUnqualified: "New", policy.KindNoLead: "New"}), from: "Status, by its kind"},
		{title: "expected_revenue", value: amountOr0, holds: lead.ColValue},
		{title: "source_id", value: of(lead.ColSource), from: "Source", unsure: true},
		{title: "campaign_id", value: of(lead.ColCampaign), from: "Campaign", unsure: true},
		{title: "description", value: odooNotes, from: "all cells, and the tab Activity"},
	}, more...)
}

// odooID is an external ID: letters, digits, _ and - (a full stop would name a module of Odoo).
func odooID(r *row) string {
	plain := strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			return c
		}
		return '_'
	}, r.refs[r.lead])
	if plain != r.refs[r.lead] {
		plain = fmt.Sprintf("%s_row_%d", plain, r.lead+1)
	}
	return "leadsheet_lead_" + plain
}

func odooType(r *row) string {
	if r.isDeal(r.lead) {
		return "opportunity"
	}
	return "lead"
}

// odooNotes is the story of a lead as HTML, which is what the field holds. Nothing in it is taken for HTML, and no
// character by which a formula begins stands behind the ; with which HTML ends an escaped one.
func odooNotes(r *row) string {
	text := html.EscapeString(breaks.Replace(story(r)))
	var b strings.Builder
	inWord := false
	for _, c := range text {
		switch {
		case c == '\n':
			b.WriteString("<br/>")
		case strings.ContainsRune("=+@＝＋－＠", c), c == '-' && !inWord:
			fmt.Fprintf(&b, "&#%d;", c)
		default:
			b.WriteRune(c)
		}
		inWord = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	return b.String()
}
