package daemon

import "leadsheet/lead"

// forgetAttached lets go of what was attached to mails that are stored, or no longer in the mailbox.
func (m *Mail) forgetAttached() {
	if m.others == nil {
		m.others = map[string][]lead.Inquiry{}
	}
	for where := range m.others {
		if _, waits := m.read[where]; !waits {
			delete(m.others, where)
		}
	}
}

// attached are the inquiries of further messages attached to the mails that were read. Their keys stand before those of
// the mails: the row of a mail is never stored without theirs.
func (m *Mail) attached() []lead.Inquiry {
	var all []lead.Inquiry
	for where, others := range m.others {
		if in, waits := m.read[where]; waits {
			for _, other := range others {
				other.Received = in.Received
				all = append(all, other)
			}
		}
	}
	return all
}
