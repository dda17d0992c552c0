package lead

// The tabs that leadsheet keeps.
const (
	TabLeads    = "Leads"
	TabToday    = "Today"
	TabReport   = "Report"
	TabActivity = "Activity"
	TabIntake   = "Intake"

	TabStatuses = "Statuses"
	TabTeam     = "Team"
	TabSources  = "Sources"
	TabQuality  = "Quality"
	TabReasons  = "Reasons"
	TabFollowUp = "Follow-up"
	TabSettings = "Settings"
)

// The columns of the tab Leads, in the order of a new workbook.
const (
	ColID            = "ID"
	ColAttention     = "Attention"
	ColReceived      = "Received"
	ColName          = "Name"
	ColEmail         = "Email"
	ColPhone         = "Phone"
	ColCompany       = "Company"
	ColSource        = "Source"
	ColNeed          = "Need"
	ColQuality       = "Quality"
	ColStatus        = "Status"
	ColOwner         = "Owner"
	ColNextStep      = "Next step"
	ColNextContact   = "Next contact"
	ColValue         = "Value"
	ColRefusalReason = "Refusal reason"
	ColComment       = "Comment"
	ColRespondBy     = "Respond by"
	ColFirstResponse = "First response"
	ColLastActivity  = "Last activity"
	ColScore         = "Score"
	ColCampaign      = "Campaign"
	ColDetails       = "Details"
)

// LeadColumns are the columns of the tab Leads in the order of a new workbook. Score is there once scoring is on.
func LeadColumns() []string {
	return []string{ColID, ColAttention, ColReceived, ColName, ColEmail, ColPhone, ColCompany, ColSource, ColNeed,
		ColQuality, ColStatus, ColOwner, ColNextStep, ColNextContact, ColValue, ColRefusalReason, ColComment,
		ColRespondBy, ColFirstResponse, ColLastActivity, ColCampaign, ColDetails}
}
