package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"

	"leadsheet/mailin"
	"leadsheet/signin"
)

// askMailbox repeats until the mailbox can be opened, or there is to be none.
func (s *setup) askMailbox() error {
	if s.config.IMAPAddr == "" {
		server, err := s.offer("Mail server of the inbox, such as imap.example.com (empty: none, only a drop folder)", "")
		if err != nil || server == "" {
			s.config.IMAPUser, s.config.IMAPPassword, s.config.IMAPPasswordFile = "", "", ""
			return err
		}
		s.config.IMAPAddr = server
	}
	for {
		password, err := s.tryMailbox()
		if err == nil {
			s.fromNowOn()
			return s.keepPassword(password)
		}
		if !s.asker.terminal || s.w.ctx.Err() != nil {
			return err
		}
		s.say("%v", err)
		for _, q := range []struct {
			ask   string
			value *string
		}{{"Mail server", &s.config.IMAPAddr}, {"Name of the mailbox", &s.config.IMAPUser}} {
			if *q.value, err = s.asker.ask(q.ask, *q.value); err != nil {
				return err
			}
		}
		s.config.IMAPPassword, s.config.IMAPPasswordFile = "", "" // ask for it again
	}
}

// fromNowOn leaves out, unless somebody has said otherwise, what lies in a mailbox that leadsheet has not watched so far: it
// has been answered, or was no request, and a thousand old leads are a poor beginning.
func (s *setup) fromNowOn() {
	_, watched := s.file.values["LEADSHEET_IMAP_ADDR"]
	_, said := s.file.values["LEADSHEET_IMAP_SINCE"]
	if watched || said || s.MailSince != "" || os.Getenv("LEADSHEET_IMAP_SINCE") != "" {
		return
	}
	s.config.IMAPSince = "start"
	s.say("Leads are made of what arrives once leadsheet runs. To take in earlier mail: leadsheet backfill --since DATE, or --mail-since here.")
}

// offer asks where somebody can be asked, and takes the offer where nobody can.
func (s *setup) offer(question, offer string) (string, error) {
	if !s.asker.terminal {
		return offer, nil
	}
	return s.asker.ask(question, offer)
}

// tryMailbox signs in. It returns the password when it is not in a file yet.
func (s *setup) tryMailbox() (typed string, err error) {
	c := &s.config
	if c.IMAPUser == "" {
		if c.IMAPUser, err = s.asker.ask("Name of the mailbox, mostly its address", ""); err != nil {
			return "", err
		}
	}
	if c.IMAPAuth == authXOAuth2 {
		return "", s.tryMailOAuth()
	}
	box := *c // with the password; the settings themselves name only its file
	switch {
	case s.PasswordFile != "" && c.IMAPPasswordFile != "":
		box.IMAPPassword = "" // the flag counts more than the environment
	case c.IMAPPassword != "":
		typed = c.IMAPPassword
		box.IMAPPasswordFile = ""
	case c.IMAPPasswordFile == "":
		if typed, err = s.asker.secret("Its password or app password"); err != nil {
			return "", err
		}
		box.IMAPPassword = typed
	}
	if err := box.readPassword(); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(s.w.ctx, checkPatience)
	defer cancel()
	info, err := box.mailbox().Inspect(ctx)
	if err != nil {
		return "", err
	}
	s.readable(info)
	return typed, nil
}

// readable says what was found in a mailbox that can be opened.
func (s *setup) readable(info mailin.MailboxInfo) {
	s.say("The mailbox at %s can be read; the folder %s holds %s.", info.Server, info.Folder, count(info.Messages, "message"))
}

// keepPassword writes a password that was typed, or stood in the environment, into a file beside the settings.
func (s *setup) keepPassword(password string) error {
	if password == "" {
		return nil
	}
	path, err := filepath.Abs(filepath.Join(filepath.Dir(s.File), "leadsheet.password"))
	if err != nil {
		return fmt.Errorf("keep the password: %w", err)
	}
	old, err := signin.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep the password: %w", err)
	}
	if err == nil && string(old) != password+"\n" && !s.Yes {
		if ok, err := s.asker.confirm(fmt.Sprintf("%s holds another password; replace it?", path)); err != nil || !ok {
			s.config.IMAPPasswordFile = path
			return err
		}
	}
	if err != nil || string(old) != password+"\n" {
		if err := signin.WriteFile(path, []byte(password+"\n")); err != nil {
			return fmt.Errorf("keep the password: %w", err)
		}
		s.say("The password is kept in %s, readable by you alone.", path)
	}
	s.config.IMAPPassword, s.config.IMAPPasswordFile = "", path
	return nil
}

// paths are the settings that name a file or folder: written absolute, since a service runs in a folder of its own.
var paths = map[string]bool{"LEADSHEET_DROP": true, "LEADSHEET_IMAP_PASSWORD_FILE": true, "LEADSHEET_IMAP_CA_FILE": true,
	"LEADSHEET_IMAP_OAUTH_CLIENT": true, "LEADSHEET_IMAP_OAUTH_TOKEN": true,
	"LEADSHEET_GOOGLE_CREDENTIALS": true, "LEADSHEET_GOOGLE_TOKEN": true}

// settle decides what the file of settings will say. What stands there is replaced only after asking, or with --yes.
func (s *setup) settle() error {
	v := reflect.ValueOf(s.config)
	if err := s.oneWayIn(); err != nil {
		return err
	}
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		name := prefix + "_" + tag.Get("envconfig")
		if name == prefix+"_" || name == "LEADSHEET_IMAP_PASSWORD" {
			continue
		}
		value := v.Field(i).String()
		if paths[name] && value != "" {
			abs, err := filepath.Abs(value)
			if err != nil {
				return fmt.Errorf("make the settings: %w", err)
			}
			value = abs
		}
		needed := name == "LEADSHEET_BOOK" || name == "LEADSHEET_DROP"
		if err := s.keep(name, value, needed || value != tag.Get("default")); err != nil {
			return err
		}
	}
	return nil
}

// keep puts one setting into the file. news says that it is not what leadsheet would do without it.
func (s *setup) keep(name, value string, news bool) error {
	stands, there := s.file.values[name]
	if there && stands == value || value == "" || !there && !news {
		return nil
	}
	if there && stands != "" && !s.Yes {
		if !s.asker.terminal {
			return usageError{fmt.Errorf("%s says %s=%s, not %s: give --yes to replace it, or another --file", s.File, name, stands, value)}
		}
		ok, err := s.asker.confirm(fmt.Sprintf("%s says %s=%s; replace it by %s?", s.File, name, stands, value))
		if err != nil || !ok {
			return err
		}
	}
	return s.file.set(name, value)
}

// writeFile writes the file of settings and says what is next.
func (s *setup) writeFile() error {
	wrote, err := s.file.save()
	if err != nil {
		return err
	}
	if wrote {
		s.say("The settings are in %s.", s.File)
	} else {
		s.say("The settings in %s stand as they are.", s.File)
	}
	unset := ""
	if os.Getenv("LEADSHEET_IMAP_PASSWORD") != "" {
		unset = "unset LEADSHEET_IMAP_PASSWORD; " // its file takes over, and only one of them may be set
	}
	login := ""
	if s.unsigned {
		login = "leadsheet login --mail; "
	}
	s.say("Next: %sset -a; . %s; set +a; %sleadsheet doctor; leadsheet run", unset, shellPath(s.File), login)
	return nil
}

// shellPath makes a shell look for a file here, not in its search path.
func shellPath(path string) string {
	if filepath.Base(path) == path {
		return "./" + path
	}
	return path
}
