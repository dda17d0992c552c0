package intake

import (
	"slices"

	"leadsheet/lead"
)

// forgetAttached lets go of what was attached to mails that are stored, or no longer in the mailbox.
func (m *Mailbox) forgetAttached() {
	if m.others == nil {
		m.others = map[string][]lead.Inquiry{}
	}
	for where := range m.others {
		if _, waits := m.read[where]; !waits {
			delete(m.others, where)
		}
	}
}

// attached are the inquiries of further messages attached to a mail. They came with it.
func (m *Mailbox) attached(in *lead.Inquiry) []lead.Inquiry {
	others := slices.Clone(m.others[in.Where])
	for i := range others {
		others[i].Received = in.Received
	}
	return others
}
