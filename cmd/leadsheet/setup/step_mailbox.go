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

// mailQuestions ask for the mail server, the mailbox, and what it takes to be let in. Without a server there is no
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
	case w.again:
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
	if c.IMAPUser == "" || w.failed || w.again {
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
	case c.IMAPAuth != ByOAuth && w.again:
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

// tryMailbox opens the mailbox, if there is to be one.
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
	w.fromNowOn()
	return nil
}

// tryPassword signs in with the password that is known, or that stands in its file.
func tryPassword(ctx context.Context, w *Wizard) error {
	box := w.Config // with the password; the settings themselves name only its file
	if box.IMAPPassword != "" {
		box.IMAPPasswordFile = ""
	}
	if err := box.readPassword(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	info, err := box.Mailbox().Inspect(ctx)
	if err != nil {
		return err
	}
	w.password = w.Config.IMAPPassword
	w.readable(info)
	return nil
}

// tryOAuth signs in by OAuth. A person's consent is asked for where there is a person.
func tryOAuth(ctx context.Context, w *Wizard) error {
	c := &w.Config
	if err := c.MailAccount().Validate(); err != nil {
		if w.host.Interactive() {
			c.IMAPOAuthClient = "" // asked for again
		}
		return err
	}
	trying, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	info, err := c.Mailbox().Inspect(trying)
	switch {
	case err == nil:
		w.readable(info)
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

// readable says what was found in a mailbox that can be opened.
func (w *Wizard) readable(info mailin.MailboxInfo) {
	w.tell("The mailbox at %s can be read; the folder %s holds %s.",
		info.Server, info.Folder, count(info.Messages, "message"))
}

// fromNowOn leaves out, unless somebody has said otherwise, what lies in a mailbox that leadsheet has not watched so
// far: it has been answered, or was no request, and a thousand old leads are a poor beginning.
func (w *Wizard) fromNowOn() {
	_, watched := w.Stands[hint.MailServer]
	_, said := w.Stands[hint.MailSince]
	if watched || said || w.Since {
		return
	}
	w.Config.IMAPSince = sinceStart
	if !w.told {
		w.tell("Leads are made of what arrives once leadsheet runs. To take in earlier mail: %v.", hint.BackfillSince)
	}
	w.told = true
}

// sinceStart leaves out the mail of the past.
const sinceStart = "start"

// passwordFile is where a password is kept that was typed: beside the settings.
func (w *Wizard) passwordFile() (string, error) {
	path, err := filepath.Abs(filepath.Join(filepath.Dir(w.File), "leadsheet.password"))
	if err != nil {
		return "", fmt.Errorf("keep the password: %w", err)
	}
	return path, nil
}

// passwordQuestions ask whether a password file that holds another password may be replaced.
func passwordQuestions(w *Wizard) []Question {
	if w.password == "" || w.Replace {
		return nil
	}
	path, err := w.passwordFile()
	if err != nil {
		return nil // keepPassword says it
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

// keepPassword writes a password that was typed, or stood in the environment, into a file beside the settings.
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
