package forms

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// attribution is what one record says about where its visitor came from. What was measured and what the person said
// are kept apart: what a person says never replaces a measured source.
type attribution struct {
	source, medium, campaign string // utm parameters, from columns or from the address of a page
	click                    *clickID
	page, referrer           string // hosts
	organic                  string // Meta's is_organic
	portal                   string
	said                     string // what the person answered
}

// trackOf says which part of the attribution a column holds, "" for none.
func trackOf(title string, f lead.Field) string {
	switch {
	case f == lead.FieldUTMSource:
		return "source"
	case f == lead.FieldMedium:
		return "medium"
	case f == lead.FieldCampaign:
		return "campaign"
	case title == "platform":
		return "platform"
	case title == "is organic":
		return "organic"
	case has(pageTitles, title):
		return "page"
	case has(referrerTitles, title):
		return "referrer"
	case clickIDs[title] != nil:
		return "click"
	}
	return ""
}

const (
	pageTitles = "source url|page url|url|landing page|landing page url|landingpage|page|site url|entry page|" +
		"form url|conversion page|first page seen"
	referrerTitles = "referrer|referer|referrer url|http referer|http referrer|referral url"
)

// note takes what a tracked column says.
func (a *attribution) note(track, title, v string) {
	if blankWord(v) {
		return
	}
	switch track {
	case "source":
		a.source = cmp.Or(a.source, v)
	case "medium":
		a.medium = cmp.Or(a.medium, v)
	case "campaign":
		// A link's own campaign is more exact than what the platform calls it.
		if title == "utm campaign" || a.campaign == "" {
			a.campaign = v
		}
	case "platform":
		a.portal = cmp.Or(a.portal, portals[strings.ToLower(v)])
	case "organic":
		a.organic = strings.ToLower(v)
	case "click":
		a.clicked(clickIDs[title])
	case "page", "referrer":
		a.address(track, v)
	}
}

func (a *attribution) clicked(c *clickID) {
	if c != nil && (a.click == nil || c.rank < a.click.rank) {
		a.click = c
	}
}

// address reads the parameters and the host of a page's address.
func (a *attribution) address(track, v string) {
	if !strings.Contains(v, "://") || len(v) > 8000 {
		return
	}
	u, err := url.Parse(strings.Fields(v)[0])
	if err != nil || u.Host == "" {
		return
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if track == "page" {
		a.page = cmp.Or(a.page, host)
	} else {
		a.referrer = cmp.Or(a.referrer, host)
	}
	for name, values := range u.Query() {
		name = strings.ToLower(name)
		if len(values) == 0 || values[0] == "" || blankWord(values[0]) {
			continue
		}
		v := lead.SafeText(values[0], 200)
		switch name {
		case "utm_source":
			a.source = cmp.Or(a.source, v)
		case "utm_medium":
			a.medium = cmp.Or(a.medium, v)
		case "utm_campaign":
			a.campaign = cmp.Or(a.campaign, v)
		default:
			a.clicked(clickIDs[table.Fold(name)])
		}
	}
}

// outcome returns the source and the channel of the record. The channel is "" when only the name of a source was
// measured.
func (a *attribution) outcome(p *profile) (source, channel string) {
	from, medium := a.source, a.medium
	if from == "" && medium == "" && a.click != nil {
		from, medium = a.click.source, a.click.medium
	} else if medium == "" && a.click != nil && a.click.medium != "" &&
		strings.EqualFold(kindless(from), kindless(a.click.engine)) {
		medium = a.click.medium // google with a gclid is paid
	}
	if from == "" && medium == "" {
		from, medium = cmp.Or(a.portal, p.source), p.medium
		switch a.organic {
		case "true", "1", "yes":
			medium = "social"
		}
	}
	if from == "" && medium == "" && a.referrer != "" && a.referrer != a.page {
		from, medium = refererOf(a.referrer, a.page != "")
	}
	if medium != "" {
		channel = channelOf(from, medium, a.campaign, a.click)
	}
	return cmp.Or(display(from, medium, channel), a.said), channel
}

// display is the name of a source as the tab Sources and people know it. What was written into a link stays as it is,
// unless source and medium only together say what it was.
func display(source, medium, channel string) string {
	paid := channel == "Paid Search" || channel == "Paid Shopping" || channel == "Cross-network"
	switch {
	case paid && kindless(source) == "google":
		return "Google Ads"
	case paid && kindless(source) == "bing":
		return "Microsoft Ads"
	case source != "":
		return source
	}
	switch channel {
	case "Email", "Organic Search", "Referral":
		return map[string]string{"Email": "Email", "Organic Search": "Organic search", "Referral": "Referral"}[channel]
	case "Affiliates":
		return "Partner"
	}
	return medium
}

// refererOf reads a host that led to the page. That an unknown host is another site's is sure only when the page's own
// is known: some builders call the page with the form itself the referrer.
func refererOf(host string, pageKnown bool) (source, medium string) {
	name := kindless(host)
	switch {
	case searchSources[name]:
		return strings.ToUpper(name[:1]) + name[1:] + " organic search", "organic"
	case socialSources[name]:
		return name, "social"
	case pageKnown:
		return "Referral: " + host, "referral"
	}
	return "", ""
}

// kindless returns the name of a source without what is around it: google for www.google.co.uk and for Google.
func kindless(source string) string {
	s := strings.ToLower(strings.TrimSpace(source))
	if alias := sourceAliases[s]; alias != "" {
		return alias
	}
	if !strings.Contains(s, ".") {
		return s
	}
	for _, label := range strings.Split(s, ".") {
		if searchSources[label] || socialSources[label] || shoppingSources[label] || videoSources[label] {
			return label
		}
	}
	return s
}

var (
	paidMedium   = regexp.MustCompile(`^(.*cp.*|ppc|retargeting|paid.*)$`)
	shopCampaign = regexp.MustCompile(`^(.*(([^a-df-z]|^)shop|shopping).*)$`)
)

// channelOf is the default channel of GA4; the first condition that holds decides.
func channelOf(source, medium, campaign string, click *clickID) string {
	s, m, c := kindless(source), strings.ToLower(medium), strings.ToLower(campaign)
	if suffix := strings.Index(s, " organic search"); suffix > 0 {
		s = s[:suffix]
	}
	paid := paidMedium.MatchString(m)
	shop := shoppingSources[s] || shopCampaign.MatchString(c)
	search, social, video := searchSources[s] || s == "google ads", socialSources[s], videoSources[s]
	for _, rule := range []struct {
		channel string
		holds   bool
	}{
		{"Direct", s == "(direct)" && (m == "(none)" || m == "(not set)")},
		{"Cross-network", strings.Contains(c, "cross-network")},
		{"Paid Shopping", shop && paid},
		{"Paid Search", search && paid || click != nil && click.channel == "Paid Search" && click.engine == s},
		{"Paid Social", social && paid || m == "paid_social"},
		{"Paid Video", video && paid},
		{"Display", has("display|banner|expandable|interstitial|cpm", m)},
		{"Paid Other", paid},
		{"Organic Shopping", shop},
		{"Organic Social", social || has("social|sm|social-network|social-media|social network|social media", m)},
		{"Organic Video", video || strings.Contains(m, "video")},
		{"Organic Search", search || m == "organic"},
		{"Email", has("email|e-mail|e_mail|e mail", m) || has("email|e-mail|e_mail|e mail", s)},
		{"Affiliates", m == "affiliate" || m == "affiliates"},
		{"Audio", m == "audio"},
		{"SMS", m == "sms" || s == "sms"},
		{"Mobile Push", strings.HasSuffix(m, "push") || strings.Contains(m, "mobile") ||
			strings.Contains(m, "notification") || s == "firebase"},
		{"Referral", has("referral|app|link", m)},
	} {
		if rule.holds {
			return rule.channel
		}
	}
	return "Unassigned"
}
