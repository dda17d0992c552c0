package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// mailQuestions asks for the mail server, the mailbox and its password or OAuth client. Without a server there is no
// mailbox.
func mailQuestions(w *Wizard) []Question {
	c := &w.Config
	server := Question{Key: "mail-server", Text: "Mail server", Default: c.IMAPAddr,
		take: func(s string) { c.IMAPAddr = s }}
	user := Question{Key: "mail-user", Text: "Name of the mailbox", Default: c.IMAPUser,
		take: func(s string) { c.IMAPUser = s }}
	var out []Question
	switch {
	case w.failed:
		out = append(out, server)
	case c.IMAPAddr == "":
		server.Text, server.Optional = "Mail server of the inbox, such as imap.example.com (empty: none, only a drop "+
			"folder)", true
		out = append(out, server)
	case w.revisited:
		server.Text = "Mail server of the inbox, such as imap.example.com (none: only a drop folder)"
		server.take = func(s string) {
			if c.IMAPAddr = s; s == "none" {
				c.IMAPAddr = ""
			}
		}
		out = append(out, server)
	}
	if c.IMAPAddr == "" {
		return out
	}
	if c.IMAPUser == "" || w.failed || w.revisited {
		if !w.failed {
			user.Text = "Name of the mailbox, mostly its address"
		}
		out = append(out, user)
	}
	switch {
	case c.IMAPAuth == ByOAuth && c.IMAPOAuthClient == "":
		out = append(out, Question{Key: "mail-client", take: func(s string) { c.IMAPOAuthClient = s },
			Text: "The file of the OAuth client (README.md, Gmail and Microsoft 365, shows how to make one)"})
	case c.IMAPAuth != ByOAuth && c.IMAPPassword == "" && c.IMAPPasswordFile == "":
		out = append(out, Question{Key: "mail-password", Kind: Secret, Text: "Its password or app password",
			take: func(s string) { c.IMAPPassword = s }})
	case c.IMAPAuth != ByOAuth && w.revisited:
		out = append(out, Question{Key: "mail-password", Kind: Secret, Text: "Its password or app password (empty: the one " +
			"that is known)",
			take: func(s string) {
				if s != "" {
					c.IMAPPassword, c.IMAPPasswordFile = s, ""
				}
			}})
	}
	return out
}

// tryMailbox opens the mailbox, if one is set.
func tryMailbox(ctx context.Context, w *Wizard) error {
	c := &w.Config
	if w.password = ""; c.IMAPAddr == "" {
		c.IMAPUser, c.IMAPPassword, c.IMAPPasswordFile = "", "", ""
		return nil
	}
	try := tryPassword
	if c.IMAPAuth == ByOAuth {
		try = tryOAuth
	}
	if err := try(ctx, w); err != nil {
		if w.host.Interactive() {
			c.IMAPPassword, c.IMAPPasswordFile = "", "" // asked for again
		}
		return err
	}
	w.skipOldMail()
	return nil
}

// tryPassword signs in with the password of the settings or of its file.
func tryPassword(ctx context.Context, w *Wizard) error {
	box := w.Config // a copy that holds the password; the settings name only its file
	if box.IMAPPassword != "" {
		box.IMAPPasswordFile = ""
	}
	if err := box.readPassword(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	info, err := box.Mailbox().Inspect(ctx)
	if err != nil {
		return err
	}
	w.password = w.Config.IMAPPassword
	w.host.Tell(readable(info))
	return nil
}

// tryOAuth signs in by OAuth. At a terminal it asks for a person's consent if there is none.
func tryOAuth(ctx context.Context, w *Wizard) error {
	c := &w.Config
	if err := c.MailAccount().Validate(); err != nil {
		if w.host.Interactive() {
			c.IMAPOAuthClient = "" // asked for again
		}
		return err
	}
	trying, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	info, err := c.Mailbox().Inspect(trying)
	switch {
	case err == nil:
		w.host.Tell(readable(info))
		return nil
	case !errors.Is(err, signin.ErrSignedOut):
		return err
	case w.host.Interactive():
		return c.LoginMail(ctx, w.host.Browse, w.host.Tell)
	}
	w.Unsigned = true
	w.tell("The mailbox was not tried: %v", err)
	return nil
}

// readable says that the mailbox opens, and what it holds.
func readable(info mailin.MailboxInfo) string {
	return fmt.Sprintf("The mailbox at %s can be read; the folder %s holds %s.",
		info.Server, info.Folder, count(info.Messages, "message"))
}

// skipOldMail leaves out the mail that is in a mailbox at its first start, unless a setting or a flag decides
// otherwise. That mail has been answered or was no request, and a thousand old leads would bury the new ones.
func (w *Wizard) skipOldMail() {
	_, watched := w.Stored[hint.MailServer]
	_, decided := w.Stored[hint.MailSince]
	if watched || decided || w.SinceGiven {
		return
	}
	w.Config.IMAPSince = sinceStart
	if !w.saidSkipped {
		w.tell("Leads are made of what arrives once leadsheet runs. To take in earlier mail: %v.", hint.BackfillSince)
	}
	w.saidSkipped = true
}

// sinceStart is the value of the setting that leaves out old mail.
const sinceStart = "start"

// passwordFile returns the path of the file for a typed password, beside the file of settings.
func (w *Wizard) passwordFile() (string, error) {
	path, err := filepath.Abs(filepath.Join(filepath.Dir(w.File), "leadsheet.password"))
	if err != nil {
		return "", fmt.Errorf("keep the password: %w", err)
	}
	return path, nil
}

// passwordQuestions asks whether a password file with another password may be replaced.
func passwordQuestions(w *Wizard) []Question {
	if w.password == "" || w.Replace {
		return nil
	}
	path, err := w.passwordFile()
	if err != nil {
		return nil // keepPassword reports it
	}
	old, err := signin.ReadFile(path)
	if err != nil || string(old) == w.password+"\n" {
		return nil
	}
	return []Question{{Key: "replace-password", Kind: YesNo, Default: No,
		Text: fmt.Sprintf("%s holds another password; replace it?", path),
		take: func(s string) {
			if s != Yes {
				w.Config.IMAPPassword, w.Config.IMAPPasswordFile, w.password = "", path, ""
			}
		}}}
}

// keepPassword writes a password that was typed, or was in the environment, into a file beside the settings.
func keepPassword(_ context.Context, w *Wizard) error {
	if w.password == "" {
		return nil
	}
	path, err := w.passwordFile()
	if err != nil {
		return err
	}
	old, err := signin.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep the password: %w", err)
	}
	if err != nil || string(old) != w.password+"\n" {
		if err := signin.WriteFile(path, []byte(w.password+"\n")); err != nil {
			return fmt.Errorf("keep the password: %w", err)
		}
		w.tell("The password is kept in %s, readable by you alone.", path)
	}
	w.Config.IMAPPassword, w.Config.IMAPPasswordFile = "", path
	return nil
}
