package daemon

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// checkSending says in the column Check where Settings and Follow-up want mails that leadsheet has no mail server for.
func (d *Daemon) checkSending(v *view) {
	if d.Mails {
		return
	}
	say := func(tab string, row int) {
		same := func(c policy.Check) bool { return c.Tab == tab && c.Row == row && c.Text != "" }
		if slices.ContainsFunc(v.checks, same) {
			return // a mistake is said first
		}
		v.checks = slices.DeleteFunc(v.checks, func(c policy.Check) bool { return c.Tab == tab && c.Row == row })
		v.checks = append(v.checks, policy.Check{Tab: tab, Row: row, Text: v.state.Policy.Words.Texts().Outgoing.NoServer})
	}
	in := &v.state.Policy
	if t := v.tables[lead.TabSettings]; in.Acknowledge {
		for i, row := range t.Rows {
			if len(row) > 0 && in.Words.Means(words.SettingNames, row[0], lead.SettingAcknowledge) {
				say(lead.TabSettings, i)
			}
		}
	}
	t := v.tables[lead.TabFollowUp]
	at := slices.Index(t.Columns, lead.ColWhatToDo)
	for i, row := range t.Rows {
		if at >= 0 && at < len(row) && slices.ContainsFunc(in.FollowUp, func(s policy.Step) bool {
			return s.Reply != "" && s.Do == strings.TrimSpace(row[at])
		}) {
			say(lead.TabFollowUp, i)
		}
	}
}
