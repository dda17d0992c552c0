package main

import (
	"context"
	"fmt"
	"time"

	"leadsheet/signin"
)

// mailSignIn checks the sign-in to the mailbox by OAuth: as whom, and until when. It reports whether there is one.
func (d *doctor) mailSignIn(ctx context.Context, c *Config) bool {
	st, err := c.mailAccount().Standing(ctx)
	if err != nil {
		d.add("mail sign-in", stateFail, err.Error(), "")
		return false
	}
	if st.Lacks != "" {
		d.add("mail sign-in", stateFail, fmt.Sprintf("%s lets the application %s in, but it lacks the permission %s", st.Provider, st.Client, st.Lacks),
			"in Microsoft Entra, API permissions, add it (Office 365 Exchange Online, application permission) and grant an administrator's consent")
		return false
	}
	d.add("mail sign-in", stateOK, standingText(st), "")
	if !st.Ends.IsZero() {
		d.add("mail sign-in", stateNote, "the consent ends on "+st.Ends.Local().Format("2006-01-02 15:04"),
			"Google gives such a one while the project's consent screen says Testing, or when it was asked for a while only: publish the app or make it Internal, then run leadsheet login --mail again")
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
