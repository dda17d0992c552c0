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
	check := "mail sign-in"
	if c.account {
		check += " of " + c.IMAPUser
	}
	status, err := c.MailAccount().Status(ctx)
	if err != nil {
		d.add(check, Fail, err.Error(), "")
		return false
	}
	if status.Lacks != "" {
		d.add(check, Fail, fmt.Sprintf("%s lets the application %s in, but it lacks the permission %s",
			status.Provider, status.Client, status.Lacks),
			"in Microsoft Entra, API permissions, add it (Office 365 Exchange Online, application permission) and grant an "+
				"administrator's consent")
		return false
	}
	d.add(check, OK, statusText(status), "")
	if !status.Ends.IsZero() {
		d.add(check, Note, "the consent ends on "+status.Ends.Local().Format("2006-01-02 15:04"),
			fmt.Sprintf("Google gives such a one while the project's consent screen says Testing, or when it was asked for a "+
				"while only: publish the app or make it Internal, then run %v again", c.login()))
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
	d.sentOf(ctx, "sent mails", c.Mailbox(), c.IMAPSent, Note)
}

// further checks the mailboxes of the file of mailboxes, each by its name.
func (d *checks) further(ctx context.Context) {
	if d.Config.Accounts == "" {
		return
	}
	if len(d.Config.Further) == 0 {
		d.add("mailboxes", Note, fmt.Sprintf("%s holds no mailbox", d.Config.Accounts), fmt.Sprintf("%v adds one",
			hint.SetupAccount))
	}
	for i := range d.Config.Further {
		a := &d.Config.Further[i]
		switch {
		case ctx.Err() != nil:
			return
		case a.SentOnly:
			d.colleague(ctx, a)
		case d.inbox(ctx, "mailbox "+a.Name, &a.Config, a.Mailbox()) && a.Config.IMAPSent != mailin.SentNone:
			d.sentOf(ctx, "sent mails of "+a.Name, a.Mailbox(), a.Config.IMAPSent, Note)
		}
	}
}

// colleague checks the folder of sent mails of a colleague's mailbox.
func (d *checks) colleague(ctx context.Context, a *Account) {
	signing, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	if a.Config.IMAPAuth != ByOAuth || d.mailSignIn(signing, &a.Config) {
		d.sentOf(ctx, "sent mails of "+a.Name, a.Mailbox(), a.Config.IMAPSent, Fail)
	}
}

// sentOf looks at the folder of sent mails of a mailbox. lacking is how bad it is that there is none.
func (d *checks) sentOf(ctx context.Context, check string, box mailin.Mailbox, named string, lacking State) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	folder, messages, err := box.InspectSent(ctx, named)
	name := hint.MailSent.String()
	if box.Name != "" {
		name = accountNames().In(name)
	}
	switch {
	case err != nil:
		d.add(check, Fail, err.Error(), fmt.Sprintf("name the folder in %s, or set it to none", name))
	case folder == "":
		d.add(check, lacking, "the server marks no folder as that of sent mails, so only copies of answers stop the "+
			"clock", fmt.Sprintf("name the folder in %s", name))
	default:
		d.add(check, OK, fmt.Sprintf("answers to customers are looked for in the folder %s, which holds %s",
			folder, count(messages, "message")), "")
	}
}
