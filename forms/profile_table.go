package forms

import "leadsheet/lead"

// googleTimestamps are Google's titles of the first column of a response tab.
const googleTimestamps = "timestamp|zeitstempel|horodateur|marca temporal|carimbo de data hora|" +
	"informazioni cronologiche|tijdstempel|sygnatura czasowa|отметка времени|позначка часу"

// adMarks are columns that only an advertising platform's export has.
const adMarks = "ad id|ad name|adset id|adset name|ad set id|ad set name|campaign id|form id|is organic"

// msAccount are the columns in which Microsoft Forms names the account that was signed in.
const msAccount = "email|e mail|adresse de messagerie|correo electrónico|endereço de email|posta elettronica|" +
	"e mailadres|adres e mail|name|nom|nombre|nome|naam|nazwa|имя|ім я"

// profiles are the vendors, the surest signs first: the first that fits is taken. One row is one vendor's file.
var profiles = []profile{
	{
		name:       "Meta lead ads",
		needs:      []string{"id", "created time", adMarks},
		id:         "id",
		everywhere: true,
		form:       "form id",
		label:      "form name",
		columns: map[string]lead.Field{
			"work email":        lead.FieldEmail,
			"work phone number": lead.FieldPhone,
			"campaign name":     lead.FieldCampaign,
			"inbox url":         lead.FieldNone,
		},
		source:   "Facebook",
		medium:   "paid_social",
		prefixes: true,
	},
	{
		name: "Google Ads", // it writes "ad group"; TikTok writes "adgroup"
		needs: []string{
			"lead id",
			"created time|create time|submit time|submission time|lead submit time",
			"ad group id|ad group name|ad group",
		},
		id:         "lead id",
		everywhere: true,
		form:       "form id",
		label:      "form name|lead form name",
		columns:    map[string]lead.Field{"create time": lead.FieldSubmitted, "submit time": lead.FieldSubmitted},
		also:       map[string]lead.Field{"campaign": lead.FieldCampaign, "lead submit time": lead.FieldSubmitted},
		source:     "Google Ads",
		medium:     "cpc",
		prefixes:   true,
	},
	{
		name: "TikTok",
		needs: []string{
			"lead id",
			"created time|create time|submit time|submission time",
			"ad id|ad name|adgroup id|adgroup name|advertiser id",
		},
		id:         "lead id",
		everywhere: true,
		form:       "form id",
		label:      "form name",
		columns:    map[string]lead.Field{"create time": lead.FieldSubmitted, "submit time": lead.FieldSubmitted},
		source:     "TikTok",
		medium:     "paid_social",
		prefixes:   true,
	},
	{
		name:       "LinkedIn",
		needs:      []string{"testlead|test lead|leadtype", "form id|form name|submittedat|submitted at"},
		id:         "id|lead id",
		everywhere: true,
		form:       "form id",
		label:      "form name",
		columns: map[string]lead.Field{
			"submittedat":     lead.FieldSubmitted,
			"lead created at": lead.FieldSubmitted,
		},
		also:   map[string]lead.Field{"account name": lead.FieldNone}, // the advertiser
		months: true,
		source: "LinkedIn",
		medium: "paid_social",
	},
	{
		name: "Google Ads",
		needs: []string{
			"lead id|gcl id|gclid|google click id",
			"lead submit time|form id|is test|column id",
			"campaign id|campaign name|campaign|gcl id|is test",
		},
		id:         "lead id",
		everywhere: true,
		form:       "form id",
		label:      "form name",
		columns: map[string]lead.Field{
			"user email":       lead.FieldEmail,
			"user phone":       lead.FieldPhone,
			"lead submit time": lead.FieldSubmitted,
			"user column data": lead.FieldNone,
		},
		source: "Google Ads",
		medium: "cpc",
	},
	{
		name:    "Meta Leads Centre",
		needs:   []string{"created", "name", "stage", "owner", "source", "labels"},
		columns: map[string]lead.Field{"created": lead.FieldSubmitted},
		months:  true,
		source:  "Facebook",
	},

	{
		name:  "Elementor",
		needs: []string{"form name id", "submission id", "created at"},
		id:    "submission id",
		label: "form name id",
	},
	{
		name:  "Formidable",
		needs: []string{"timestamp", "last updated", "id", "key|entry status|created by"},
		id:    "id|key",
		columns: map[string]lead.Field{
			"timestamp": lead.FieldSubmitted,
			"key":       lead.FieldNone,
			"comment":   lead.FieldNone,
		},
		staff:    "comment",
		entities: true,
	},
	{
		name: "Gravity Forms",
		needs: []string{
			"entry id|entry date",
			"source url|date updated|created by user id|payment status|transaction id",
			"entry date|date updated|created by user id",
		},
		id:      "entry id",
		columns: map[string]lead.Field{"entry date": lead.FieldSubmitted},
	},
	{
		name:  "WPForms",
		needs: []string{"entry id|entry date", "viewed|starred|entry notes|user ip|type|entry date"},
		id:    "entry id",
		columns: map[string]lead.Field{
			"entry date":         lead.FieldSubmitted,
			"entry notes":        lead.FieldNone,
			"comment or message": lead.FieldNeed,
		},
	},
	{
		name:     "CFDB7",
		needs:    []string{"id", "date", "status"},
		id:       "id",
		columns:  map[string]lead.Field{"date": lead.FieldSubmitted, "status": lead.FieldNone},
		entities: true,
	},
	{
		name:    "Flamingo",
		needs:   []string{"date"},
		looks:   prefixed(1, "your-"),
		columns: map[string]lead.Field{"date": lead.FieldSubmitted, "your subject": lead.FieldNone},
	},
	{name: "Flamingo contacts", needs: []string{"email", "full name", "first name", "last name"}, looks: flamingoContacts},
	{
		name:    "Ninja Forms",
		needs:   []string{"#", "date submitted"},
		id:      "#",
		columns: map[string]lead.Field{"date submitted": lead.FieldSubmitted},
	},

	{
		name:       "Typeform",
		needs:      []string{"#", "network id|submit date utc|start date utc"},
		id:         "#",
		everywhere: true,
		utc:        true,
		started:    "start date utc",
		columns: map[string]lead.Field{
			"submit date utc": lead.FieldSubmitted,
			"network id":      lead.FieldNone,
			"start date utc":  lead.FieldNone,
			"ending":          lead.FieldNone,
		},
	},
	{
		name:       "Tally",
		needs:      []string{"submission id", "respondent id", "submitted at"},
		id:         "submission id",
		everywhere: true,
		columns:    map[string]lead.Field{"respondent id": lead.FieldNone},
	},
	{
		name:       "Jotform",
		needs:      []string{"submission date"},
		id:         "submission id",
		everywhere: true,
		columns:    map[string]lead.Field{"submission date": lead.FieldSubmitted},
	},
	{
		name: "Microsoft Forms",
		needs: []string{
			"id",
			"start time|startzeit|heure de début|hora de inicio|hora de início|ora di inizio|begintijd|" +
				"godzina rozpoczęcia|время начала|час початку",
			"completion time|fertigstellungszeit|heure de fin|hora de finalización|hora de conclusão|" +
				"ora di completamento|tijd van voltooien|godzina ukończenia|время завершения|час завершення",
		},
		id:   "id",
		weak: msAccount,
		columns: map[string]lead.Field{
			"start time":         lead.FieldNone,
			"startzeit":          lead.FieldNone,
			"час завершення":     lead.FieldSubmitted,
			"last modified time": lead.FieldNone,
		},
	},

	{
		name:       "Mailchimp",
		needs:      []string{"leid|euid", "optin time|member rating|last changed"},
		id:         "euid|leid",
		everywhere: true,
		utc:        true,
		columns: map[string]lead.Field{
			"optin time":   lead.FieldSubmitted,
			"confirm time": lead.FieldNone,
			"notes":        lead.FieldNone,
		},
	},
	{
		name:       "Zoho",
		needs:      []string{"record id|lead id", "lead owner|contact owner id|lead owner id|email opt out"},
		id:         "record id|lead id",
		everywhere: true,
		columns: map[string]lead.Field{
			"created time":    lead.FieldSubmitted,
			"lead owner":      lead.FieldNone,
			"secondary email": lead.FieldEmail,
		},
		prefixes: true,
	},
	{
		name: "HubSpot",
		needs: []string{
			"record id|record id contact",
			"contact owner|lifecycle stage|original source|lead status|create date",
		},
		id:      "record id|record id contact",
		columns: map[string]lead.Field{"create date": lead.FieldSubmitted, "original source": lead.FieldSource},
	},
	{
		name:  "Pipedrive",
		looks: prefixed(2, "Person - ", "Deal - ", "Lead - "),
		id:    "lead id|deal id|person id",
		also: map[string]lead.Field{
			"lead contact person":       lead.FieldName,
			"lead organization":         lead.FieldCompany,
			"lead utm source":           lead.FieldUTMSource,
			"lead utm medium":           lead.FieldMedium,
			"lead utm campaign":         lead.FieldCampaign,
			"lead source":               lead.FieldSource,
			"lead source channel":       lead.FieldSource,
			"deal source channel":       lead.FieldSource,
			"lead person phone":         lead.FieldPhone,
			"lead contact person phone": lead.FieldPhone,
			"lead contact person email": lead.FieldEmail,
		},
		columns: map[string]lead.Field{
			"person name":           lead.FieldName,
			"person first name":     lead.FieldFirstName,
			"person last name":      lead.FieldLastName,
			"person email":          lead.FieldEmail,
			"person email work":     lead.FieldEmail,
			"person email home":     lead.FieldEmail,
			"person email other":    lead.FieldEmail,
			"person phone":          lead.FieldPhone,
			"person phone work":     lead.FieldPhone,
			"person phone mobile":   lead.FieldPhone,
			"person phone home":     lead.FieldPhone,
			"person phone other":    lead.FieldPhone,
			"person organization":   lead.FieldCompany,
			"deal organization":     lead.FieldCompany,
			"organization name":     lead.FieldCompany,
			"deal title":            lead.FieldNeed,
			"lead title":            lead.FieldNeed,
			"deal contact person":   lead.FieldName,
			"person person created": lead.FieldSubmitted,
			"deal deal created":     lead.FieldSubmitted,
			"lead lead created":     lead.FieldSubmitted,
			"deal utm source":       lead.FieldUTMSource,
			"deal utm medium":       lead.FieldMedium,
			"deal utm campaign":     lead.FieldCampaign,
		},
	},
	{
		name: "Shopify",
		needs: []string{
			"accepts email marketing|accepts marketing|accepts sms marketing",
			"email|first name",
			"total spent|total orders|customer id",
		},
		id: "customer id",
		columns: map[string]lead.Field{
			"default address company": lead.FieldCompany,
			"default address phone":   lead.FieldPhone,
			"default address city":    lead.FieldCity,
			"accepts email marketing": lead.FieldNone,
			"accepts marketing":       lead.FieldNone,
		},
	},
	{
		name:  "Calendly",
		needs: []string{"invitee name|invitee first name|invitee email", "event type name|event type|start date time"},
		columns: map[string]lead.Field{
			"invitee name":            lead.FieldName,
			"invitee first name":      lead.FieldFirstName,
			"invitee last name":       lead.FieldLastName,
			"invitee email":           lead.FieldEmail,
			"event created date time": lead.FieldSubmitted,
			"start date time":         lead.FieldNone,
			"end date time":           lead.FieldNone,
			"user name":               lead.FieldNone,
			"user email":              lead.FieldNone,
			"text reminder number":    lead.FieldPhone,
		},
	},
	{
		name:    "Brevo",
		needs:   []string{"added time", "email", "sms|lastname|firstname"},
		columns: map[string]lead.Field{"added time": lead.FieldSubmitted, "sms": lead.FieldPhone},
	},

	{
		name:       "Webflow",
		looks:      underscored("_id", "d"),
		id:         "id",
		everywhere: true,
		columns:    map[string]lead.Field{"d": lead.FieldSubmitted},
	},
	{
		name:    "Formspree",
		looks:   underscored("_date"),
		id:      "id",
		columns: map[string]lead.Field{"date": lead.FieldSubmitted},
	},
	{
		name:    "Netlify",
		needs:   []string{"created at", "ip", "user agent|referrer"},
		columns: map[string]lead.Field{"created at": lead.FieldSubmitted},
	},
	{name: "Google Forms", looks: googleCSV, zoneRow: true},
	{name: "Google Forms response tab", looks: googleTab, zoneRow: true},
	{
		name:    "Squarespace",
		needs:   []string{"submitted on"},
		columns: map[string]lead.Field{"submitted on": lead.FieldSubmitted},
	},
	{
		name:    "Wix",
		needs:   []string{"submission time"},
		columns: map[string]lead.Field{"submission time": lead.FieldSubmitted},
	},
	{
		name:   "SurveyMonkey",
		needs:  []string{"respondent id", "collector id"},
		later:  true,
		months: true,
		also:   map[string]lead.Field{"end date": lead.FieldSubmitted, "start date": lead.FieldNone},
	},
	{
		name:  "Qualtrics",
		needs: []string{"startdate", "enddate", "responseid"},
		later: true,
		also: map[string]lead.Field{
			"enddate":      lead.FieldNone,
			"recordeddate": lead.FieldSubmitted,
			"startdate":    lead.FieldNone,
		},
	},
	{name: "Airtable", looks: airtable, id: "record id|airtable record id|id"},
}
