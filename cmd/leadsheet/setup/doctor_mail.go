package setup

import (
	"context"
	"fmt"
	"time"

	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// mailSignIn checks the sign-in to the mailbox by OAuth: as whom, and until when. It reports whether there is one.
func (d *checks) mailSignIn(ctx context.Context, c *Config) bool {
	st, err := c.MailAccount().Standing(ctx)
	if err != nil {
		d.add("mail sign-in", Fail, err.Error(), "")
		return false
	}
	if st.Lacks != "" {
		d.add("mail sign-in", Fail, fmt.Sprintf("%s lets the application %s in, but it lacks the permission %s",
			st.Provider, st.Client, st.Lacks),
			"in Microsoft Entra, API permissions, add it (Office 365 Exchange Online, application permission) and grant an "+
				"administrator's consent")
		return false
	}
	d.add("mail sign-in", OK, standingText(st), "")
	if !st.Ends.IsZero() {
		d.add("mail sign-in", Note, "the consent ends on "+st.Ends.Local().Format("2006-01-02 15:04"),
			fmt.Sprintf("Google gives such a one while the project's consent screen says Testing, or when it was asked for a "+
				"while "+
				"only: publish the app or make it Internal, then run %v again", hint.LoginMail))
	}
	return true
}

// standingText says as whom leadsheet signs in to the mailbox, and until when.
func standingText(st signin.Standing) string {
	until := ""
	if !st.Until.IsZero() {
		until = fmt.Sprintf("; access until %s, renewed by itself", st.Until.Local().Format("15:04"))
	}
	if st.App {
		return fmt.Sprintf("as the application %s of %s, by its secret%s", st.Client, st.Provider, until)
	}
	who := st.Address
	if who == "" {
		who = "the person who signed in"
	}
	since := ""
	if !st.SignedIn.IsZero() {
		since = " on " + st.SignedIn.Local().Format(time.DateOnly)
	}
	return fmt.Sprintf("as %s, who consented with %s%s%s", who, st.Provider, since, until)
}

// sent looks whether answers to customers can be seen in the folder of sent mails. The mailbox itself is checked
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
	ctx, cancel := context.WithTimeout(ctx, patience)
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
