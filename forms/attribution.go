package forms

import (
	"net/url"
	"regexp"
	"strings"

	"leadsheet/lead"
)

// trail is what one record tells of the way by which its visitor came. What was measured and what the person said are
// kept apart: the told source never takes the place of a tracked one.
type trail struct {
	source, medium, campaign string // utm parameters, from columns or from the address of a page
	click                    *clickID
	page, referrer           string // hosts
	organic                  string // Meta's is_organic
	portal                   string
	said                     string
}

// trackOf says which part of the trail a column holds, "" for none.
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
func (w *trail) note(track, title, v string) {
	if blankWord(v) {
		return
	}
	switch track {
	case "source":
		w.source = first(w.source, v)
	case "medium":
		w.medium = first(w.medium, v)
	case "campaign":
		// A link's own campaign is more exact than what the platform calls it.
		if title == "utm campaign" || w.campaign == "" {
			w.campaign = v
		}
	case "platform":
		w.portal = first(w.portal, portals[strings.ToLower(v)])
	case "organic":
		w.organic = strings.ToLower(v)
	case "click":
		w.clicked(clickIDs[title])
	case "page", "referrer":
		w.address(track, v)
	}
}

func (w *trail) clicked(c *clickID) {
	if c != nil && (w.click == nil || c.rank < w.click.rank) {
		w.click = c
	}
}

// address reads the parameters and the host of a page's address.
func (w *trail) address(track, v string) {
	if !strings.Contains(v, "://") || len(v) > 8000 {
		return
	}
	u, err := url.Parse(strings.Fields(v)[0])
	if err != nil || u.Host == "" {
		return
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if track == "page" {
		w.page = first(w.page, host)
	} else {
		w.referrer = first(w.referrer, host)
	}
	for name, values := range u.Query() {
		name = strings.ToLower(name)
		if len(values) == 0 || values[0] == "" || blankWord(values[0]) {
			continue
		}
		v := lead.SafeText(values[0], 200)
		switch name {
		case "utm_source":
			w.source = first(w.source, v)
		case "utm_medium":
			w.medium = first(w.medium, v)
		case "utm_campaign":
			w.campaign = first(w.campaign, v)
		default:
			w.clicked(clickIDs[fold(name)])
		}
	}
}

// outcome says which source the record came from and by which channel; the channel is "" when nothing was measured but
// the name of a source.
func (w *trail) outcome(p *profile) (source, channel string) {
	from, medium := w.source, w.medium
	if from == "" && medium == "" && w.click != nil {
		from, medium = w.click.source, w.click.medium
	} else if medium == "" && w.click != nil && w.click.medium != "" &&
		strings.EqualFold(kindless(from), kindless(w.click.engine)) {
		medium = w.click.medium // google with a gclid is paid
	}
	if from == "" && medium == "" {
		from, medium = first(w.portal, p.source), p.medium
		switch w.organic {
		case "true", "1", "yes":
			medium = "social"
		}
	}
	if from == "" && medium == "" && w.referrer != "" && w.referrer != w.page {
		from, medium = refererOf(w.referrer, w.page != "")
	}
	if medium != "" {
		channel = channelOf(from, medium, w.campaign, w.click)
	}
	return first(display(from, medium, channel), w.said), channel
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
