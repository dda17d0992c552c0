package rules

import "leadsheet/lead"

// checkColumn is the last column of every rule tab; leadsheet writes mistakes there.
const checkColumn = "Check"

const checkNote = "Written by leadsheet: what is wrong in this row. While something stands here, the row's mistake is left out and everything else goes on working."

// DefaultTables returns the rule tabs with the defaults of a new workbook, in the order in which they appear.
func DefaultTables() []Table {
	return []Table{statusTable(), teamTable(), sourceTable(), qualityTable(), reasonTable(), followUpTable(), settingsTable()}
}

func statusTable() Table {
	return Table{
		Title:   lead.TabStatuses,
		Note:    "The steps of a lead, from the first message to the end. Rename them as you like; keep Kind, it tells leadsheet what a step means.",
		Columns: []string{"Status", "Kind", "Meaning", "Requires", "May move to", checkColumn},
		ColumnNotes: []string{
			"The name you choose in the tab Leads.",
			"One of: new, working, contacted, qualifying, deal, postponed, unqualified, closed, won.",
			"When to use it, in your own words.",
			"Columns of the tab Leads that must be filled in this status, separated by commas.",
			"Statuses that may follow, separated by commas. Blank: any.",
			checkNote,
		},
		Rows: [][]string{
			{"New lead", "new", "Came in; nobody has contacted the customer yet.", "", "", ""},
			{"In progress", "working", "Contact has been started; the customer has not replied yet.", "", "", ""},
			{"Contact established", "contacted", "The customer has replied.", "", "", ""},
			{"Qualification", "qualifying", "Finding out need, budget and timeline.", "", "", ""},
			{"Moved to deal", "deal", "A real opportunity: clear need, possible value, next step.", "Need, Value, Next step", "", ""},
			{"Postponed", "postponed", "The customer asked for time. Needs an exact date.", "Next contact", "", ""},
			{"Unqualified", "unqualified", "Does not fit what we offer.", "Refusal reason", "", ""},
			{"Closed", "closed", "Finished without a sale. The reason is recorded.", "Refusal reason", "", ""},
			{"Won", "won", "The customer bought.", "", "", ""},
		},
	}
}

func teamTable() Table {
	return Table{
		Title:   lead.TabTeam,
		Note:    "Who works on leads. The first person is the system owner unless Settings name another. Write your own names and mail addresses here first.",
		Columns: []string{"Name", "Email", "Role", "Takes leads", "Takes", "Share", "Backup", "Away from", "Away until", "Hours", checkColumn},
		ColumnNotes: []string{
			"The name you choose as Owner in the tab Leads.",
			"Mails that this person forwards are unwrapped; the person's own mails are no leads.",
			"For your information.",
			"Ticked: receives new leads.",
			"Only leads from these sources, separated by commas. Blank: all.",
			"How many leads in proportion to the others: 2 receives twice as many as 1. Blank: 1.",
			"Who stands in. For your information.",
			"First day away. New leads go to the others.",
			"Last day away.",
			"For your information.",
			checkNote,
		},
		Rows: [][]string{{"Owner", "", "System owner", "TRUE", "", "1", "", "", "", "", ""}},
	}
}

func sourceTable() Table {
	return Table{
		Title:   lead.TabSources,
		Note:    "Where leads come from. The first row whose words are found in the form's or link's own source wins.",
		Columns: []string{"Source", "Recognised by", "Respond within", "Urgent", "Cost per month", checkColumn},
		ColumnNotes: []string{
			"The name you choose in the tab Leads.",
			"Words, separated by commas, that are looked for in utm_source, utm_medium, campaign and the form's own source.",
			"A shorter or longer time to respond for this source: 10 min, 2 h, 1 day of working time. Blank: as in Settings.",
			"Ticked: for your information; an urgent channel.",
			"What this source costs in a month; the report then shows the cost of a lead.",
			checkNote,
		},
		Rows: [][]string{
			{"Google Ads", "google ads, googleads, adwords, gclid", "", "", "", ""},
			{"Microsoft Ads", "microsoft ads, bing ads, bingads, msclkid", "", "", "", ""},
			{"Facebook", "facebook, fb, meta", "", "", "", ""},
			{"Instagram", "instagram, ig", "", "", "", ""},
			{"LinkedIn", "linkedin", "", "", "", ""},
			{"Telegram", "telegram", "", "", "", ""},
			{"WhatsApp", "whatsapp", "", "", "", ""},
			{"Call", "call, phone call, voicemail, missed call", "", "", "", ""},
			{"Referral", "referral, recommended, word of mouth", "", "", "", ""},
			{"Partner", "partner, affiliate", "", "", "", ""},
			{"Repeat request", "repeat, returning customer", "", "", "", ""},
			{"Offline event", "event, trade show, fair, conference, seminar, webinar", "", "", "", ""},
			{"Organic search", "organic, seo, google, bing, duckduckgo", "", "", "", ""},
			{"Landing page", "landing page, unbounce, instapage", "", "", "", ""},
			{"Website form", "website, web form, contact form, typeform, jotform, google forms, tally, wpforms", "", "", "", ""},
			{"Email", "email, e-mail, newsletter", "", "", "", ""},
			{"Other", "", "", "", "", ""},
			{"Unknown", "", "", "", "", ""},
		},
	}
}

func qualityTable() Table {
	return Table{
		Title:   lead.TabQuality,
		Note:    "How promising a lead is. leadsheet suggests one from the words below while the cell is blank; people decide.",
		Columns: []string{"Quality", "Meaning", "Score from", "Respond within", "Signals", checkColumn},
		ColumnNotes: []string{
			"The name you choose in the tab Leads.",
			"When to use it.",
			"The score from which this quality applies, once scoring is on.",
			"A shorter time to respond for this quality. Blank: as in Settings.",
			"Words in the request, separated by commas, that suggest this quality. The first row with a hit wins.",
			checkNote,
		},
		Rows: [][]string{
			{"hot", "Clear need, a date and ready to buy.", "80", "5 min", "urgent, emergency, as soon as possible, asap, budget approved", ""},
			{"warm", "Interested, not urgent.", "50", "", "quote, quotation, price list, proposal", ""},
			{"cold", "Looking around.", "20", "", "just looking, just curious, researching", ""},
			{"unqualified", "Does not fit what we offer.", "", "", "", ""},
			{"duplicate", "The same request is already in another row.", "", "", "", ""},
		},
	}
}

func reasonTable() Table {
	return Table{
		Title:       lead.TabReasons,
		Note:        "Why leads are lost. Keep the list short: the report shows which reason is the most frequent.",
		Columns:     []string{"Reason", "Meaning", checkColumn},
		ColumnNotes: []string{"The refusal reason you choose in the tab Leads.", "When to use it.", checkNote},
		Rows: [][]string{
			{"Too expensive", "Wants it, but not at this price.", ""},
			{"No budget", "Has no money for it now.", ""},
			{"Chose a competitor", "Bought elsewhere.", ""},
			{"Not relevant", "The need is gone.", ""},
			{"No response", "Did not answer after all follow-ups.", ""},
			{"Product does not fit", "Needs something we do not offer.", ""},
			{"Timeline does not fit", "Needs it earlier or later than we can deliver.", ""},
			{"Unqualified request", "Not a customer for us.", ""},
			{"Duplicate", "Another row is about the same request.", ""},
			{"Decision postponed", "Put off without a date.", ""},
		},
	}
}

func followUpTable() Table {
	return Table{
		Title:   lead.TabFollowUp,
		Note:    "When and how to follow up a lead that does not answer. A plan for people.",
		Columns: []string{"Day", "After", "For", "What to do", "Reply", checkColumn},
		ColumnNotes: []string{"Days after the event.", "What the days are counted from.", "Which leads: all, or a quality.",
			"The next step to take.", "The text to send, if you have one.", checkNote},
		Rows: [][]string{
			{"0", "request", "all", "First response", "", ""},
			{"1", "offer", "all", "Ask whether the offer is clear", "", ""},
			{"3", "offer", "all", "Short reminder", "", ""},
			{"7", "offer", "all", "Final question: is it still of interest?", "", ""},
			{"14", "offer", "warm", "Come back softly", "", ""},
		},
	}
}
