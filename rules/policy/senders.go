package policy

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// senderVerdicts are what the column Then may say, in the order in which Check names them.
var senderVerdicts = []lead.SenderVerdict{lead.IgnoreSender, lead.TakeSender, lead.RelaySender}

// senders reads the tab Senders. A row that is not ticked is somebody's proposal: what is wrong with it is said all the
// same.
func (r *reader) senders(p *Policy) {
	t, _ := r.table(lead.TabSenders)
	_, p.HasSenders = columns(t)[words.Fold(lead.ColSender)]
	of := func(w *row, name string) string { return name + "\x00" + w.get(lead.ColSubjectHas) }
	r.eachOf(lead.TabSenders, lead.ColSender, of, func(w *row, name string) {
		rule := lead.SenderRule{Sender: senderOf(name), Subject: w.get(lead.ColSubjectHas)}
		p.Named = append(p.Named, rule.Sender)
		r.refuseSender(w, p, name, rule.Sender)
		then, _ := r.words.Name(words.Choices, w.get(lead.ColThen))
		if rule.Then = lead.SenderVerdict(then); !slices.Contains(senderVerdicts, rule.Then) {
			w.fault(w.say.NoThen.With(strconv.Quote(w.get(lead.ColThen)), r.verdicts()))
		}
		if w.tick(lead.ColUse) && len(w.bad) == 0 {
			p.Senders = append(p.Senders, rule)
		}
	})
}

// senderOf is an address, or a domain, in the form in which rules have it: people write @example.com and
// *@example.com, too.
func senderOf(text string) string {
	if a, ok := lead.NormalizeEmail(text); ok && !strings.HasPrefix(a, "*@") {
		return a
	}
	text = strings.ToLower(strings.TrimSpace(text))
	return strings.Trim(strings.TrimPrefix(strings.TrimPrefix(text, "*"), "@"), ". ")
}

// refuseSender says what is wrong with the sender of a row: it is none, or it would be everybody, or the team.
func (r *reader) refuseSender(w *row, p *Policy, text, sender string) {
	is := func(m Person) bool { return lead.SameAddress(m.Email, sender) }
	address, shared := strings.Contains(sender, "@"), lead.SharedDomain(sender)
	switch {
	case strings.Trim(text, "@*. ") == "", !address && shared == lead.OfRegistrars:
		w.fault(w.say.SenderOfAll.With(strconv.Quote(text)))
	case strings.ContainsAny(text, ",;"), strings.ContainsAny(sender, " \t/"), !strings.Contains(sender, "."):
		w.fault(w.say.NoSender.With(strconv.Quote(text)))
	case !address && shared == lead.OfProvider:
		w.fault(w.say.SenderOfProvider.With(strconv.Quote(sender)))
	case address && slices.ContainsFunc(p.Team, is), !address && r.isOwnDomain(p, sender):
		w.fault(w.say.SenderOfUs.With(strconv.Quote(sender)))
	}
}

// isOwnDomain reports whether a domain has addresses of the team in it, or is one of the team's.
func (r *reader) isOwnDomain(p *Policy, domain string) bool {
	in := func(own string) bool { return own != "" && lead.InDomain(own, domain) }
	inTeam := func(m Person) bool { return in(m.Email) }
	return slices.ContainsFunc(p.Domains, in) || slices.ContainsFunc(p.Team, inTeam) ||
		slices.ContainsFunc(strings.Split(r.last.Mailboxes, ","), in)
}

// verdicts are the words for them, in one line.
func (r *reader) verdicts() string {
	list := make([]string, len(senderVerdicts))
	for i, v := range senderVerdicts {
		list[i] = r.words.Word(words.Choices, string(v))
	}
	return strings.Join(list, ", ")
}

// SenderColumns are the columns of a row of the tab Senders that leadsheet adds, and SenderRow what it says: mails from
// the address are ignored. Without a tick it is a proposal.
func SenderColumns() []string {
	return []string{lead.ColSender, lead.ColThen, lead.ColWhy, lead.ColUse}
}

// SenderRow is the row for an address; why says where it comes from.
func SenderRow(address, why string, ticked bool) []string {
	return []string{address, string(lead.IgnoreSender), why, strings.ToUpper(strconv.FormatBool(ticked))}
}
