package attention

import (
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// NoReplyReason is the name of the reason for which a lead is closed that never replied.
const NoReplyReason = "No response"

// closing proposes to close a lead of which all steps are done without a reply.
func (p *Phrases) closing(rec *history.Record) string {
	follow := rec.FollowOf()
	if !follow.Closing {
		return ""
	}
	return p.texts.Follow.Close.With(strconv.Itoa(follow.Touches), NoResponse(p.policy),
		p.policy.Words.Word(words.Commands, string(command.Lost)))
}

// NoResponse is the row of the tab Reasons for leads that never replied, as the team calls it.
func NoResponse(of *policy.Policy) string {
	for _, reason := range of.Reasons {
		if of.Words.Means(words.Reasons, reason, NoReplyReason) {
			return reason
		}
	}
	return of.Words.Word(words.Reasons, NoReplyReason)
}

// otherWay says that who gave only a telephone number gets mails.
func (p *Phrases) otherWay(l *lead.Lead, rec *history.Record) string {
	phone := strings.TrimSpace(l.Phone)
	if follow := rec.FollowOf(); !follow.PhoneOnly || !follow.Mailed || phone == "" {
		return ""
	}
	return p.texts.Follow.CallThem.With(words.Shorten(phone, 40))
}

// wantsNone says since when a customer wants no mails and calls, and how to close a lead that is open.
func (p *Phrases) wantsNone(l *lead.Lead, rec *history.Record, open bool) string {
	since := p.history.OptedOut(rec, l)
	if since.IsZero() {
		return ""
	}
	day := p.weekdayOf(since.In(p.policy.Location()))
	if open {
		return p.texts.Follow.WantsNoneEnd.With(day, p.policy.Words.Word(words.Commands, string(command.Lost)))
	}
	return p.texts.Follow.WantsNone.With(day)
}
