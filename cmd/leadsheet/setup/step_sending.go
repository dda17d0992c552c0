package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"leadsheet/cmd/leadsheet/setup/providers"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/outbox"
)

// askNobody is the answer for a server at which nobody signs in.
const askNobody = "none"

// sendQuestions asks whether messages are sent, and by which server. Most of it follows from the mailbox.
func sendQuestions(w *Wizard) []Question {
	c := &w.Config
	again := w.failed != nil || w.revisited
	var out []Question
	if c.SMTPAddr == "" || again {
		offer := No
		if c.IMAPAddr != "" || c.SMTPAddr != "" {
			offer = Yes
		}
		out = append(out, Question{Key: "send", Kind: YesNo, Optional: true, Default: offer,
			Text: "Shall leadsheet tell the owner of each new lead by mail", take: w.takeSends,
			Help: "In working hours, and when a customer is about to wait too long. Without it nobody is told anything, " +
				"and all the rest works."})
	}
	if c.SMTPAddr == "" && !w.sends {
		return out
	}
	if !w.asked["send"] && c.SMTPAddr == "" {
		return out
	}
	if w.wantsNoSending() {
		return out
	}
	if again || w.sends {
		out = append(out, w.sendServerQuestions()...)
	}
	if w.open.Setting(lead.SettingAcknowledge) && (again || w.sends) {
		offer := No
		if w.Answers.Acknowledge {
			offer = Yes
		}
		out = append(out, Question{Key: "acknowledge", Kind: YesNo, Optional: true, Default: offer,
			Text: "Shall customers be told at once that their request has arrived",
			Help: "In their language, with the time until which you answer; the texts are in the tab Replies. You can " +
				"change it at any time: Acknowledge in the tab Settings.",
			take: func(s string) { w.Answers.Acknowledge = s == Yes }})
	}
	return out
}

// wantsNoSending reports whether the person has just said that nothing is to be sent.
func (w *Wizard) wantsNoSending() bool { return w.asked["send"] && !w.sends }

// takeSends takes whether anything is sent.
func (w *Wizard) takeSends(s string) {
	w.sends = s == Yes
	if c := &w.Config; !w.sends {
		c.SMTPAddr, c.SMTPUser, c.SMTPPassword, c.SMTPPasswordFile, c.SMTPFrom = "", "", "", "", ""
		c.SMTPAuth, c.SMTPOAuthClient, c.SMTPSecurity, c.SMTPCAFile = ByPassword, "", "", ""
		w.sendSecret = ""
	}
}

// sendServerQuestions asks for the server for sending and its sign-in.
func (w *Wizard) sendServerQuestions() []Question {
	c := &w.Config
	guess := providers.Sends(c.IMAPAddr)
	out := []Question{{Key: "smtp-server", Text: "Mail server for sending (SMTP)", Default: cmp.Or(c.SMTPAddr, guess),
		Help: "Such as smtp.example.com, or with a port smtp.example.com:465.", Check: checkServer,
		take: func(s string) { c.SMTPAddr = s }}}
	if doorFault(w.failed) {
		out = append(out, w.doorQuestions("smtp", c.SMTPAddr, &c.SMTPSecurity, &c.SMTPCAFile)...)
	}
	if c.IMAPAuth == ByOAuth && (c.SMTPAddr == "" || providers.At(c.SMTPAddr).Name == providers.At(c.IMAPAddr).Name) {
		c.SMTPAuth = ByOAuth // with the sign-in of the mailbox
		return out
	}
	user := Question{Key: "smtp-user", Text: "Name to sign in with there", Default: cmp.Or(c.SMTPUser, c.IMAPUser),
		Help: askNobody + ": the server asks for no name.", take: func(s string) {
			c.SMTPUser, c.SMTPAuth = s, ByPassword
			if s == askNobody {
				c.SMTPUser, c.SMTPPassword, c.SMTPPasswordFile, c.SMTPAuth = "", "", "", Without
			}
		}}
	out = append(out, user)
	if _, isAddress := lead.NormalizeEmail(cmp.Or(c.SMTPUser, c.IMAPUser)); c.SMTPFrom != "" ||
		w.asked[user.Key] && (!isAddress || c.SMTPAuth == Without) {
		out = append(out, Question{Key: "smtp-from", Text: "Address that messages come from", Check: checkSender,
			Default: cmp.Or(c.SMTPFrom, c.MailAddress()), take: func(s string) { c.SMTPFrom = s }})
	}
	if c.SMTPAuth == Without && w.asked[user.Key] {
		return out
	}
	secret := Question{Key: "smtp-password", Kind: Secret, Text: "Its password", take: func(s string) {
		if s != "" {
			c.SMTPPassword, c.SMTPPasswordFile = s, ""
		}
	}}
	switch {
	case c.SMTPPassword != "" || c.SMTPPasswordFile != "":
		secret.Text += " (empty: the one that is known)"
	case w.password != "" || c.IMAPPassword != "" || c.IMAPPasswordFile != "":
		secret.Text += " (empty: that of the mailbox)"
	}
	return append(out, secret)
}

// checkSender checks the address that messages come from.
func checkSender(s string) error {
	if (outbox.Server{From: s}).Address() == "" {
		return fmt.Errorf("%q is no mail address: write such as sales@example.com, or Sales <sales@example.com>", s)
	}
	return nil
}

// trySending signs in to the mail server for sending, and sends nothing.
func trySending(ctx context.Context, w *Wizard) error {
	c := &w.Config
	w.recall()
	if w.sendSecret, w.tried.sending = "", ""; c.SMTPAddr == "" {
		return nil
	}
	if w.sends && c.SMTPAuth == ByPassword && c.SMTPPassword == "" && c.SMTPPasswordFile == "" {
		c.SMTPPasswordFile = c.IMAPPasswordFile // the same password, if it is in a file already
		c.SMTPPassword = cmp.Or(c.IMAPPassword, w.password)
		if c.SMTPPassword != "" {
			c.SMTPPasswordFile = ""
		}
	}
	box, err := w.outbox()
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, tryTimeout)
		defer cancel()
		err = outbox.NewSMTP(*box.Mail, nil).Check(ctx)
	}
	if err != nil {
		if w.host.Interactive() && !doorFault(err) && w.sends {
			c.SMTPPassword, c.SMTPPasswordFile = "", ""
		}
		return err
	}
	w.sendSecret = c.SMTPPassword
	w.tried.sending = fmt.Sprintf("The mail server for sending, %s, lets leadsheet in; messages come from %s.",
		box.Mail.Host(), box.Mail.Address())
	w.host.Tell(w.tried.sending)
	return nil
}

// outbox is how messages are sent with the settings as they are now, passwords read.
func (w *Wizard) outbox() (outbox.Config, error) {
	c := w.Config // a copy that holds the passwords
	if c.IMAPPassword != "" {
		c.IMAPPasswordFile = ""
	}
	if c.SMTPPassword != "" {
		c.SMTPPasswordFile = ""
	}
	if err := c.checkSendSignIn(); err != nil {
		return outbox.Config{}, err
	}
	box := c.Outbox()
	return box, errors.Join(box.Validate()...)
}

// testQuestions offers a test message when the settings for sending are new.
func testQuestions(w *Wizard) []Question {
	if !w.sends || w.Config.SMTPAddr == "" || w.Config.OnlyShows() || w.testAddress() == "" ||
		w.seen["test-mail"] && !w.revisited {
		return nil
	}
	return []Question{{Key: "test-mail", Kind: YesNo, Default: Yes, take: func(s string) { w.tests = s == Yes },
		Text: fmt.Sprintf("Send a test message to %s now", w.testAddress())}}
}

// testAddress is where a test message goes: to the first of the team, or to the address that messages come from.
func (w *Wizard) testAddress() string {
	if len(w.Answers.Team) > 0 {
		return w.Answers.Team[0].Email
	}
	return w.Config.SendAddress()
}

// tryTestMail sends the test message, if it is wanted.
func tryTestMail(ctx context.Context, w *Wizard) error {
	if !w.tests {
		return nil
	}
	w.tests = false
	ways, err := w.outbox()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	box := outbox.New(ways)
	defer box.Flush()
	texts := words.Language{}.Texts().Outbox
	m := &lead.Message{ID: outbox.NewID("", w.Config.SendAddress()), Occasion: lead.TellTest, To: w.testAddress(),
		Ways: []lead.Way{lead.WayMail}, Subject: texts.TestSubject, Text: texts.TestText}
	switch r := box.Send(ctx, m); r.State {
	case outbox.Sent:
		w.tell("The test message to %s was accepted: see whether it has arrived, also among the spam.", m.To)
	case outbox.Unknown:
		w.tell("The test message to %s may have arrived or not: %s", m.To, r.Why)
	default:
		return fmt.Errorf("the test message to %s was not sent: %s", m.To, strings.TrimSpace(r.Why))
	}
	return nil
}
