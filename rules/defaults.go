package rules

import "leadsheet/lead"

// DefaultTables returns the rule tabs with the defaults of a new workbook, in the order in which they appear.
func DefaultTables() []Table {
	return []Table{statusTable(), teamTable(), sourceTable(), qualityTable(), reasonTable(), followUpTable(), settingsTable()}
}

// newTable is a rule tab with the columns that package lead gives it and the first rows of a new workbook.
func newTable(title string, rows [][]string) Table {
	t := Table{Title: title, Rows: rows}
	for _, tab := range lead.Tabs() {
		if tab.Title != title {
			continue
		}
		for _, c := range tab.Columns {
			t.Columns = append(t.Columns, c.Title)
		}
	}
	return t
}

func statusTable() Table {
	return newTable(lead.TabStatuses, [][]string{
		{"New lead", "new", "Came in; nobody has contacted the customer yet.", "", "", ""},
		{"In progress", "working", "Contact has been started; the customer has not replied yet.", "", "", ""},
		{"Contact established", "contacted", "The customer has replied.", "", "", ""},
		{"Qualification", "qualifying", "Finding out need, budget and timeline.", "", "", ""},
		{"Moved to deal", "deal", "A real opportunity: clear need, possible value, next step.", "Need, Value, Next step", "", ""},
		{"Postponed", "postponed", "The customer asked for time. Needs an exact date.", "Next contact", "", ""},
		{"Unqualified", "unqualified", "Does not fit what we offer.", "Refusal reason", "", ""},
		{"Closed", "closed", "Finished without a sale. The reason is recorded.", "Refusal reason", "", ""},
		{"Won", "won", "The customer bought.", "", "", ""},
	})
}

func teamTable() Table {
	return newTable(lead.TabTeam, [][]string{{"Owner", "", "System owner", "TRUE", "", "1", "", "", "", "", ""}})
}

func sourceTable() Table {
	return newTable(lead.TabSources, [][]string{
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
	})
}

func qualityTable() Table {
	return newTable(lead.TabQuality, [][]string{
		{"hot", "Clear need, a date and ready to buy.", "80", "5 min", "urgent, emergency, as soon as possible, asap, budget approved", ""},
		{"warm", "Interested, not urgent.", "50", "", "quote, quotation, price list, proposal", ""},
		{"cold", "Looking around.", "20", "", "just looking, just curious, researching", ""},
		{"unqualified", "Does not fit what we offer.", "", "", "", ""},
		{"duplicate", "The same request is already in another row.", "", "", "", ""},
	})
}

func reasonTable() Table {
	return newTable(lead.TabReasons, [][]string{
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
	})
}

func followUpTable() Table {
	return newTable(lead.TabFollowUp, [][]string{
		{"0", "request", "all", "First response", "", ""},
		{"1", "offer", "all", "Ask whether the offer is clear", "", ""},
		{"3", "offer", "all", "Short reminder", "", ""},
		{"7", "offer", "all", "Final question: is it still of interest?", "", ""},
		{"14", "offer", "warm", "Come back softly", "", ""},
	})
}
