package policy

import (
	"encoding/json"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// settingChecks is the name of the setting about the checks of the mail server. What is learnt about it stands under
// that name among the events of the workbook: the name of the server by the address of the mailbox.
const settingChecks = "Sender checks"

// LearntServers are the names with which the servers of mailboxes sign their checks, by the addresses of the mailboxes,
// as far as that was learnt.
func LearntServers(history []lead.Event) map[string]string {
	learnt := map[string]string{}
	for i := range history {
		if e := &history[i]; e.Lead == lead.Workbook && e.What == lead.Changed && e.Column == settingChecks {
			var of map[string]string
			if json.Unmarshal([]byte(e.To), &of) == nil {
				for mailbox, server := range of {
					learnt[mailbox] = server
				}
			}
		}
	}
	return learnt
}

// ServerLearnt is the event of it.
func ServerLearnt(in words.Language, mailbox, server string, now time.Time) lead.Event {
	to, _ := json.Marshal(map[string]string{mailbox: server}) // texts always become JSON
	return lead.Event{Time: now.Truncate(time.Second), Lead: lead.Workbook, What: lead.Changed, Column: settingChecks,
		To: string(to), By: lead.ByLeadsheet, Why: in.Texts().Activity.ServerLearnt}
}
