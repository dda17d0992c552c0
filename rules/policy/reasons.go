package policy

import (
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// ReasonGroup is what refusals have in common: the leads were the wrong ones, the price, the speed, or the offer.
type ReasonGroup string

// The groups.
const (
	GroupQuality ReasonGroup = "quality"
	GroupPrice   ReasonGroup = "price"
	GroupSpeed   ReasonGroup = "speed"
	GroupOffer   ReasonGroup = "offer"
	GroupOther   ReasonGroup = "other"
)

// reasonGroups are the groups of the reasons of a new workbook, by their names in package words.
var reasonGroups = map[string]ReasonGroup{
	"Too expensive":         GroupPrice,
	"No budget":             GroupPrice,
	"Chose a competitor":    GroupOffer,
	"Not relevant":          GroupQuality,
	"No response":           GroupSpeed,
	"Product does not fit":  GroupOffer,
	"Timeline does not fit": GroupOffer,
	"Unqualified request":   GroupQuality,
	"Duplicate":             GroupOther,
	"Decision postponed":    GroupOther,
}

// GroupOf is the group of a reason for a refusal: the one that the tab Reasons says, else that of a reason of a new
// workbook, in the words of any language, else other.
func (p *Policy) GroupOf(reason string) ReasonGroup {
	for i, name := range p.Reasons {
		if i < len(p.Groups) && p.Groups[i] != "" && words.Same(name, reason) {
			return p.Groups[i]
		}
	}
	if name, ok := p.Words.Name(words.Reasons, reason); ok {
		return reasonGroups[name]
	}
	return GroupOther
}

func (r *reader) reasons(p *Policy) {
	r.each(lead.TabReasons, lead.ColReason, func(w *row, name string) {
		p.Reasons, p.Groups = append(p.Reasons, name), append(p.Groups, "")
		text := strings.TrimSpace(w.get(lead.ColGroup))
		if text == "" {
			return
		}
		group, ok := r.words.Name(words.ReasonGroups, text)
		if !ok {
			var known []string
			for _, g := range r.words.Names(words.ReasonGroups) {
				known = append(known, r.words.Word(words.ReasonGroups, g))
			}
			w.fault(w.say.NoGroup.With(strconv.Quote(text), strings.Join(known, ", ")))
			return
		}
		p.Groups[len(p.Groups)-1] = ReasonGroup(group)
	})
}
