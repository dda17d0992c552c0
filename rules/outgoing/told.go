package outgoing

import (
	"maps"
	"slices"
	"strings"

	"leadsheet/lead"
)

// While the workbook cannot be written nothing is claimed, and what the team was told then is in Input.Told alone. It
// is planned as it was told, so that it is only noted once that is possible.

// betweenKeys stands between the keys of inquiries of which one message tells.
const betweenKeys = "\x01"

// toldAs is as what a person was told of a new lead while the workbook could not be written: the occasion, and the keys
// of all inquiries of the message. ok is false where that was not so.
func (t *teller) toldAs(person, inquiry string) (occasion lead.Occasion, inquiries string, ok bool) {
	if inquiry == "" || len(t.Told) == 0 {
		return "", "", false
	}
	for _, as := range []lead.Occasion{lead.TellNew, lead.TellHot} {
		if t.Told[TellKey(as, person, inquiry)] != "" {
			return as, inquiry, true
		}
	}
	before := TellKey(lead.TellBurst, person, "")
	for _, key := range slices.Sorted(maps.Keys(t.Told)) {
		if rest, burst := strings.CutPrefix(key, before); burst &&
			slices.Contains(strings.Split(rest, betweenKeys), inquiry) {
			return lead.TellBurst, rest, true
		}
	}
	return "", "", false
}

// splitTold takes out of leads those that were told together while the workbook could not be written, message by
// message.
func (t *teller) splitTold(items []item) (together [][]item, others []item) {
	at := map[string]int{}
	for _, it := range items {
		as, keys, ok := t.toldAs(it.listens.person.Name, t.inquiries[it.l.ID])
		if !ok || as != lead.TellBurst {
			others = append(others, it)
			continue
		}
		if _, has := at[keys]; !has {
			at[keys] = len(together)
			together = append(together, nil)
		}
		together[at[keys]] = append(together[at[keys]], it)
	}
	return together, others
}

// toldAlone takes out of leads those that were told one by one while the workbook could not be written.
func (t *teller) toldAlone(items []item) (told, others []item) {
	for _, it := range items {
		if _, _, ok := t.toldAs(it.listens.person.Name, t.inquiries[it.l.ID]); ok {
			told = append(told, it)
		} else {
			others = append(others, it)
		}
	}
	return told, others
}
