package setup

import (
	"context"
	"fmt"
	"time"

	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// mailSignIn checks the sign-in to the mailbox by OAuth: the account and the expiry. It reports whether there is a
// sign-in.
func (d *checks) mailSignIn(ctx context.Context, c *Config) bool {
	status, err := c.MailAccount().Status(ctx)
	if err != nil {
		d.add("mail sign-in", Fail, err.Error(), "")
		return false
	}
	if status.Lacks != "" {
		d.add("mail sign-in", Fail, fmt.Sprintf("%s lets the application %s in, but it lacks the permission %s",
			status.Provider, status.Client, status.Lacks),
			"in Microsoft Entra, API permissions, add it (Office 365 Exchange Online, application permission) and grant an "+
				"administrator's consent")
		return false
	}
	d.add("mail sign-in", OK, statusText(status), "")
	if !status.Ends.IsZero() {
		d.add("mail sign-in", Note, "the consent ends on "+status.Ends.Local().Format("2006-01-02 15:04"),
			fmt.Sprintf("Google gives such a one while the project's consent screen says Testing, or when it was asked for a "+
				"while "+
				"only: publish the app or make it Internal, then run %v again", hint.LoginMail))
	}
	return true
}

// statusText describes the account with which leadsheet signs in to the mailbox, and the expiry.
func statusText(status signin.Status) string {
	until := ""
	if !status.Until.IsZero() {
		until = fmt.Sprintf("; access until %s, renewed by itself", status.Until.Local().Format("15:04"))
	}
	if status.App {
		return fmt.Sprintf("as the application %s of %s, by its secret%s", status.Client, status.Provider, until)
	}
	who := status.Address
	if who == "" {
		who = "the person who signed in"
	}
	since := ""
	if !status.SignedIn.IsZero() {
		since = " on " + status.SignedIn.Local().Format(time.DateOnly)
	}
	return fmt.Sprintf("as %s, who consented with %s%s%s", who, status.Provider, since, until)
}

// sent checks whether the folder of sent mails can be read. It is skipped if the mailbox failed, whose check runs
// before.
func (d *checks) sent(ctx context.Context) {
	c := d.Config
	if c.IMAPAddr == "" || len(d.all) > 0 && d.all[len(d.all)-1].State == Fail {
		return
	}
	if c.IMAPSent == mailin.SentNone {
		d.add("sent mails", Note, fmt.Sprintf("answers in the folder of sent mails are not looked for (%v is none); copies "+
			"to the mailbox are seen all the same", hint.MailSent), "")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	folder, messages, err := c.Mailbox().InspectSent(ctx, c.IMAPSent)
	switch {
	case err != nil:
		d.add("sent mails", Fail, err.Error(), fmt.Sprintf("name the folder in %v, or set it to none", hint.MailSent))
	case folder == "":
		d.add("sent mails", Note, "the server marks no folder as that of sent mails, so only copies of answers stop the "+
			"clock", fmt.Sprintf("name the folder in %v", hint.MailSent))
	default:
		d.add("sent mails", OK, fmt.Sprintf("answers to customers are looked for in the folder %s, which holds %s",
			folder, count(messages, "message")), "")
	}
}
