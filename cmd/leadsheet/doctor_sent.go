package main

import (
	"fmt"

	"leadsheet/mailin"
)

// sent looks whether answers to customers can be seen in the folder of sent mails. The mailbox itself is checked before.
func (d *doctor) sent(c *Config) {
	if c.IMAPAddr == "" || len(d.all) > 0 && d.all[len(d.all)-1].State == stateFail {
		return
	}
	if c.IMAPSent == mailin.SentNone {
		d.add("sent mails", stateNote, "answers in the folder of sent mails are not looked for (LEADSHEET_IMAP_SENT is none); copies to the mailbox are seen all the same", "")
		return
	}
	ctx, cancel := d.limited()
	defer cancel()
	folder, messages, err := c.mailbox().InspectSent(ctx, c.IMAPSent)
	switch {
	case err != nil:
		d.add("sent mails", stateFail, err.Error(), "name the folder in LEADSHEET_IMAP_SENT, or set it to none")
	case folder == "":
		d.add("sent mails", stateNote, "the server marks no folder as that of sent mails, so only copies of answers stop the clock", "name the folder in LEADSHEET_IMAP_SENT")
	default:
		d.add("sent mails", stateOK, fmt.Sprintf("answers to customers are looked for in the folder %s, which holds %s", folder, count(messages, "message")), "")
	}
}
