package policy

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// steps reads the tab Follow-up. Other than of the other tabs, a tab without rows means that nothing is followed up. A
// step has no name: what it is counted from, its day, for whom and what is to be done identify the row.
func (r *reader) steps(p *Policy) {
	if t, given := r.table(lead.TabFollowUp); given {
		if at, ok := columns(t)[words.Fold(lead.ColWhatToDo)]; ok && !hasRows(t, at) {
			for i := range t.Rows {
				r.checks = append(r.checks, Check{Tab: lead.TabFollowUp, Row: i})
			}
			return
		}
	}
	name := func(w *row, do string) string {
		return strings.Join([]string{w.get(lead.ColDay), w.get(lead.ColAfter), w.get(lead.ColFor), do}, "|")
	}
	r.eachOf(lead.TabFollowUp, lead.ColWhatToDo, name, func(w *row, do string) {
		step := Step{Do: words.Shorten(strings.Join(strings.Fields(do), " "), mostOfStep)}
		var ok bool
		if step.Day, ok = dayCount(w.get(lead.ColDay)); !ok {
			w.fault(w.say.NoDays.With(strconv.Quote(w.get(lead.ColDay))))
			return
		}
		if step.After, ok = stepAfter(r.words, w.get(lead.ColAfter)); !ok {
			w.fault(w.say.NoAfter.With(w.title(lead.ColAfter), strconv.Quote(w.get(lead.ColAfter)), r.afters()))
			return
		}
		for _, name := range list(w.get(lead.ColFor)) {
			switch known := p.qualityOrStatus(name); {
			case oneOf(r.words, name, func(t *words.FollowTexts) string { return t.All }):
			case known == "":
				w.fault(w.say.NoFor.With(w.title(lead.ColFor), strconv.Quote(name), r.words.Word(words.FirstRows, "all")))
				return
			default:
				step.For = append(step.For, known)
			}
		}
		step.Reply = r.stepReply(w, p)
		p.FollowUp = append(p.FollowUp, step)
	})
}

// mostOfStep is how many characters a step has: as many as Activity keeps of a cell.
const mostOfStep = 200

// dayCount reads a number of days: 3, day 3, 3 d.
func dayCount(text string) (int, bool) {
	fields := strings.FieldsFunc(text, func(c rune) bool { return c < '0' || c > '9' })
	if len(fields) != 1 || strings.ContainsAny(text, "-–.,/") {
		return 0, false
	}
	n, err := strconv.Atoi(fields[0])
	return n, err == nil && n <= 3650
}

// afters are the words for what days may be counted from.
func (r *reader) afters() string {
	var out []string
	for _, a := range []StepAfter{AfterRequest, AfterContact, AfterOffer} {
		out = append(out, r.words.Word(words.FirstRows, string(a)))
	}
	return strings.Join(out, ", ")
}

// stepAfter reads what days are counted from, in the words of any language.
func stepAfter(in words.Language, text string) (StepAfter, bool) {
	for _, a := range []struct {
		after StepAfter
		also  func(*words.FollowTexts) string
	}{{AfterRequest, func(t *words.FollowTexts) string { return t.Request }},
		{AfterContact, func(t *words.FollowTexts) string { return t.Contact }},
		{AfterOffer, func(t *words.FollowTexts) string { return t.Offer }}} {
		if slices.ContainsFunc(in.Spellings(words.FirstRows, string(a.after)), func(w string) bool {
			return words.SameFolded(w, text)
		}) || oneOf(in, text, a.also) {
			return a.after, true
		}
	}
	return "", false
}

// oneOf reports whether a text is one of the words of a list, divided by commas, in any language.
func oneOf(in words.Language, text string, list func(*words.FollowTexts) string) bool {
	return text != "" && in.Any(func(t *words.Texts) bool {
		return slices.ContainsFunc(strings.Split(list(&t.Follow), ","), func(w string) bool {
			return words.SameFolded(strings.TrimSpace(w), text)
		})
	})
}

// qualityOrStatus finds the row of the tab Quality or Statuses that a text means, whatever its letters; "" for none.
func (p *Policy) qualityOrStatus(text string) string {
	for i := range p.Qualities {
		if words.SameFolded(p.Qualities[i].Name, text) || p.meansSame(words.Qualities, p.Qualities[i].Name, text) {
			return p.Qualities[i].Name
		}
	}
	for i := range p.Statuses {
		if words.SameFolded(p.Statuses[i].Name, text) || p.meansSame(words.Statuses, p.Statuses[i].Name, text) {
			return p.Statuses[i].Name
		}
	}
	return ""
}

// meansSame reports whether two texts are the words for one thing, in whichever languages.
func (p *Policy) meansSame(set words.Set, a, b string) bool {
	x, ok := p.Words.Name(set, a)
	y, also := p.Words.Name(set, b)
	return ok && also && x == y
}
