package reading

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
)

var (
	unsubscribe = pattern(`(?i){{unsubscribe}}`)
	newsFrom    = pattern(`(?i)^{{newsletter sender}}([._+-].*)?@|[._+-](news(letter)?|marketing|mailing)@`)
	// onlyNews matches the newsletter addresses from which no person writes, whatever the display name says.
	onlyNews = lazy(`(?i)^(e-?)?(news|newsletters?|mailings?|digest|bulletin|infoletter|campaigns?)([._+-].*)?@|` +
		`[._+-](news(letter)?|mailing)@`)
	// notPersonal matches words that a display name of a firm or a program has.
	notPersonal = lazy(`(?i)\b(team|news|newsletter|info|support|service|shop|store|club|deals?|offers?|marketing|` +
		`sales|updates?|angebote|hotel|online|mail|official|notifications?)\b|[0-9@!%|]`)
	// tokenAddress matches an address that was made for one conversation.
	tokenAddress = lazy(`(?i)^(reply|r|msg|message|conv(ersation)?|lead|inquiry|enquiry)[+_.-][a-z0-9=_.-]{6,}@`)
	personalWord = lazy(`^\p{Lu}[\p{L}'’.-]*$`)
)

// campaignFields are the fields that programs which write to thousands put into their mails.
var campaignFields = []string{"feedback-id", "x-campaign", "x-campaignid", "x-campaign-id", "x-mailin-campaign",
	"x-mc-user", "x-mailchimp-campaign-id", "x-csa-complaints", "x-marketoid", "x-sfmc-stack", "x-rpcampaign",
	"x-newsletter", "x-mailing-id", "x-list-unsubscribe-post"}

// mailingSigns are the signs of a mailing that a message has. One of them proves nothing: the tools of sales people
// write List-Unsubscribe into a letter, a customer's own group writes List-Id, and a relay writes Precedence.
type mailingSigns struct {
	header   string // the first header field of a list, as people know it: "List-Id", "Precedence: bulk"
	campaign string // a field of a program for campaigns
	sender   bool   // a newsletter's or a machine's address
	leave    bool   // the last lines say how to unsubscribe
	toList   bool   // it was sent to the list, and not to us
	brand    bool   // HTML of a firm, not of a person
}

// signsOf finds the signs of a mailing. Headers of the team's own list do not count: some teams receive all their mail
// through one.
func (r *reader) signsOf(msg *message.Message, from string) (s mailingSigns) {
	listed := msg.Header.Get("list-id")
	if i := strings.LastIndexByte(listed, '<'); i >= 0 {
		listed = listed[i:]
	}
	if listed == "" || !r.isTeamDomain(listed) {
		for _, name := range []string{"List-Id", "List-Unsubscribe", "List-Post"} {
			if s.header == "" && msg.Header.Get(strings.ToLower(name)) != "" {
				s.header = name
			}
		}
		s.header = cmp.Or(s.header, precedence(msg, "bulk", "list", "junk"))
	}
	if i := slices.IndexFunc(campaignFields, func(f string) bool { return msg.Header.Get(f) != "" }); i >= 0 {
		s.campaign = campaignFields[i]
	}
	name, _ := letter.SplitSender(msg.Header.Get("from"))
	person := isPersonal(name, from)
	s.sender = letter.MachineLike(from) && !(person && !lead.Unread(from)) || onlyNews().MatchString(from) ||
		newsFrom().MatchString(from) && !person
	if s.header == "" && s.campaign == "" && !s.sender {
		return s
	}
	s.leave = canLeave(letter.LinesOf(msg))
	s.brand = !person && len(msg.HTML) > 0 && (letter.Impersonal()[letter.LocalPart(from)] ||
		letter.SameLetters(name, letter.DomainLabel(from)))
	s.toList = s.header != "" && r.toListOnly(msg, listed)
	return s
}

// sentToMany returns the field by which a mail of the team shows that it went to many, "" when there is none.
func (r *reader) sentToMany(msg *message.Message, from string) string {
	s := r.signsOf(msg, from)
	return cmp.Or(s.header, s.campaign)
}

// mailing recognises mailings and the notices of machines.
func (r *reader) mailing(msg *message.Message, from string) verdict {
	if r.opts.Overruled || lead.ReadershipOf(from) == lead.OnePerson {
		return verdict{} // portals put such headers on their customers' messages too
	}
	if name, _ := letter.SplitSender(msg.Header.Get("from")); tokenAddress().MatchString(from) && isPersonal(name, from) {
		return verdict{} // a relay that is in no table
	}
	s := r.signsOf(msg, from)
	bulk := func(reason string) verdict {
		return verdict{lead.BulkMail, "mailing: " + reason, "mailing (" + reason + ")"}
	}
	switch {
	case s.header != "" && (s.campaign != "" || s.sender || s.leave || s.toList || s.brand):
		return bulk(s.header)
	case s.campaign == "feedback-id" && (s.sender || s.leave || s.brand):
		return bulk("Feedback-ID")
	case s.campaign != "" && (s.sender || s.leave):
		return bulk(s.campaign)
	case s.sender && s.leave:
		return bulk("it can be unsubscribed from")
	}
	auto := autoSubmitted(msg)
	if (auto == "auto-generated" || auto == "auto-notified") && letter.MachineLike(from) && r.replyTo(msg) == "" &&
		!labels.FormSubject().MatchString(msg.Header.Get("subject")) && !r.namesOutsider(msg, from) {
		return verdict{lead.BulkMail, "header Auto-Submitted: " + auto,
			"a machine's notice (Auto-Submitted: " + auto + ")"}
	}
	return verdict{}
}

// namesOutsider reports whether the text of a machine names somebody who can be reached: a procurement portal invites
// to quote, and says whom to write to.
func (r *reader) namesOutsider(msg *message.Message, from string) bool {
	return len(r.addressesIn(msg, letter.LinesOf(msg), letter.DomainLabel(from))) > 0
}

// isPersonal reports whether a display name is that of a person, and not of the firm or the program that has the
// address.
func isPersonal(name, address string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 4 || notPersonal().MatchString(name) || letter.MachineName().MatchString(name) ||
		letter.LegalForm().MatchString(name) || letter.SameLetters(name, letter.DomainLabel(address)) {
		return false
	}
	for _, w := range words {
		if !personalWord().MatchString(w) && strings.ToUpper(w) == strings.ToLower(w) {
			return false
		}
	}
	return personalWord().MatchString(words[0])
}

// leaveLines is how many of the last lines of a mailing say how to leave it.
const leaveLines = 12

// canLeave reports whether one of the last lines says how to leave a mailing: with an address to open, or in a line
// that is no sentence. A request may be about a tool that has such a link.
func canLeave(lines []message.Line) bool {
	seen := 0
	for i := len(lines) - 1; i >= 0 && seen < leaveLines; i-- {
		text := strings.TrimSpace(lines[i].Text)
		if text == "" || len(text) > 3000 {
			continue
		}
		seen++
		if unsubscribe().MatchString(text) {
			return true
		}
	}
	return false
}

// toListOnly reports whether the mail was sent to the list that its header names, and not to us.
func (r *reader) toListOnly(msg *message.Message, listed string) bool {
	to := msg.Recipients()
	if slices.ContainsFunc(to, r.isTeam) || slices.ContainsFunc(to, r.inTeamCompany) {
		return false
	}
	listed = strings.Trim(strings.ToLower(listed), "<> ")
	post := strings.ToLower(msg.Header.Get("list-post"))
	return slices.ContainsFunc(to, func(a string) bool {
		return listed != "" && strings.ReplaceAll(a, "@", ".") == listed || post != "" && strings.Contains(post, a)
	})
}
