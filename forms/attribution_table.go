package forms

import "strings"

// clickID is what the mark of an advertising system in a link says.
type clickID struct {
	source, medium string // medium "" when paid and unpaid links wear the same mark
	engine         string // the source to which the mark belongs
	channel        string
	rank           int // of several marks the surest decides: the smallest
}

// clickIDs are the marks, by the folded name of the parameter or column.
var clickIDs = clickTable(
	"gclid|google click id|gcl id|"+
		"gbraid|wbraid|gclsrc|gad source|gad campaignid", clickID{"Google Ads", "cpc", "google", "Paid Search", 1},
	"msclkid|microsoft click id", clickID{"Microsoft Ads", "cpc", "bing", "Paid Search", 1},
	"yclid|ymclid", clickID{"Yandex Ads", "cpc", "yandex", "Paid Search", 1},
	"dclid", clickID{"Google Display", "display", "google", "Display", 2},
	"ttclid", clickID{"TikTok", "paid_social", "tiktok", "Paid Social", 2},
	"li fat id", clickID{"LinkedIn", "paid_social", "linkedin", "Paid Social", 2},
	"twclid", clickID{"Twitter", "paid_social", "twitter", "Paid Social", 2},
	"epik", clickID{"Pinterest", "paid_social", "pinterest", "Paid Social", 2},
	"rdt cid", clickID{"Reddit", "paid_social", "reddit", "Paid Social", 2},
	"sccid", clickID{"Snapchat", "paid_social", "snapchat", "Paid Social", 2},
	"dicbo", clickID{"Outbrain", "paid", "outbrain", "Paid Other", 2},
	"tblci", clickID{"Taboola", "paid", "taboola", "Paid Other", 2},
	"irclickid|cjevent|awc|ransiteid", clickID{"Partner", "affiliate", "", "Affiliates", 3},
	"mc cid|mc eid|hsenc|hsmi|mkt tok|vero id|kx", clickID{"Email", "email", "", "Email", 3},
	"srsltid", clickID{"Google organic shopping", "organic", "google", "Organic Shopping", 4},
	"igshid|igsh", clickID{"Instagram", "social", "instagram", "Organic Social", 5},
	"fbclid|facebook click id", clickID{"Facebook", "", "facebook", "", 6},
)

func clickTable(rows ...any) map[string]*clickID {
	m := map[string]*clickID{}
	for i := 0; i+1 < len(rows); i += 2 {
		names, _ := rows[i].(string)
		id, _ := rows[i+1].(clickID)
		for _, n := range strings.Split(names, "|") {
			m[n] = &id
		}
	}
	return m
}

// portals are Meta's short words for where an advertisement was seen.
var portals = map[string]string{
	"fb":        "Facebook",
	"ig":        "Instagram",
	"an":        "Audience Network",
	"msg":       "Messenger",
	"wa":        "WhatsApp",
	"facebook":  "Facebook",
	"instagram": "Instagram",
	"messenger": "Messenger",
	"whatsapp":  "WhatsApp",
}

// sourceAliases are other names of a source.
var sourceAliases = map[string]string{
	"fb":            "facebook",
	"meta":          "facebook",
	"ig":            "instagram",
	"insta":         "instagram",
	"yt":            "youtube",
	"x":             "twitter",
	"t.co":          "twitter",
	"lnkd.in":       "linkedin",
	"li":            "linkedin",
	"googleads":     "google",
	"google ads":    "google",
	"adwords":       "google",
	"google_ads":    "google",
	"microsoft ads": "bing",
	"bing ads":      "bing",
	"ddg":           "duckduckgo",
	"fb.com":        "facebook",
	"fb.me":         "facebook",
	"youtu.be":      "youtube",
	"wa.me":         "whatsapp",
	"t.me":          "telegram",
}

// The kinds of sources.
var (
	searchSources = nameSet("google bing duckduckgo yahoo ecosia yandex baidu qwant startpage " +
		"ask aol naver seznam brave")
	socialSources = nameSet("facebook instagram linkedin twitter tiktok pinterest reddit snapchat whatsapp telegram " +
		"messenger threads vk xing quora tumblr nextdoor")
	shoppingSources = nameSet("amazon ebay etsy shopping idealo alibaba walmart")
	videoSources    = nameSet("youtube vimeo twitch dailymotion netflix hulu")
)

func nameSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields(list) {
		m[s] = true
	}
	return m
}
