package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"leadsheet/signin"
)

// secretFile is a password that was typed, and the file beside the settings that is to hold it.
type secretFile struct {
	key, name string
	password  *string // "" when nothing was typed
	setting   *string // the setting that names the file
	typed     *string // the setting that holds the password meanwhile
}

// secretFiles are the passwords for reading and for sending. One password for both needs one file.
func (w *Wizard) secretFiles() []secretFile {
	c := &w.Config
	return []secretFile{
		{"replace-password", "leadsheet.password", &w.password, &c.IMAPPasswordFile, &c.IMAPPassword},
		{"replace-send-password", "leadsheet.password.send", &w.sendSecret, &c.SMTPPasswordFile, &c.SMTPPassword},
	}
}

// passwordPath returns the path of a file for a typed password, beside the file of settings.
func (w *Wizard) passwordPath(name string) (string, error) {
	path, err := filepath.Abs(filepath.Join(filepath.Dir(w.File), name))
	if err != nil {
		return "", fmt.Errorf("keep the password: %w", err)
	}
	return path, nil
}

// passwordQuestions asks whether a password file with another password may be replaced. Who has typed a password in
// place of one that was offered has said so already.
func passwordQuestions(w *Wizard) []Question {
	var out []Question
	for _, f := range w.secretFiles() {
		path, err := w.passwordPath(f.name)
		if err != nil || *f.password == "" || w.Replace || w.known(f, path) {
			continue // keepPasswords reports the error
		}
		old, err := signin.ReadFile(path)
		if err != nil || string(old) == *f.password+"\n" {
			continue
		}
		out = append(out, Question{Key: f.key, Kind: YesNo, Default: No,
			Text: fmt.Sprintf("%s holds another password; replace it?", path),
			take: func(s string) {
				if s != Yes {
					*f.typed, *f.setting, *f.password = "", path, ""
				}
			}})
	}
	return out
}

// known reports whether the settings named this file at the start of the run.
func (w *Wizard) known(f secretFile, path string) bool {
	return w.again && (w.start.IMAPPasswordFile == path && f.setting == &w.Config.IMAPPasswordFile ||
		w.start.SMTPPasswordFile == path && f.setting == &w.Config.SMTPPasswordFile)
}

// keepPasswords decides on the files that are to hold the passwords. They are written with all the rest.
func keepPasswords(_ context.Context, w *Wizard) error {
	for _, f := range w.secretFiles() {
		if *f.password == "" {
			continue
		}
		path, err := w.passwordPath(f.name)
		if err != nil {
			return err
		}
		*f.typed, *f.setting = "", path
	}
	return nil
}

// recall takes the passwords that were typed in this run back from the files that do not hold them yet, so that a step
// to which the person has come back can try them again.
func (w *Wizard) recall() {
	for _, f := range w.secretFiles() {
		path, err := w.passwordPath(f.name)
		if err == nil && *f.password != "" && *f.typed == "" && *f.setting == path {
			*f.typed, *f.setting = *f.password, ""
		}
	}
}

// writePasswords writes the passwords into their files.
func (w *Wizard) writePasswords() error {
	for _, f := range w.secretFiles() {
		if *f.password == "" {
			continue
		}
		path := *f.setting
		old, err := signin.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("keep the password: %w", err)
		}
		if err != nil || string(old) != *f.password+"\n" {
			if err := signin.WriteFile(path, []byte(*f.password+"\n")); err != nil {
				return fmt.Errorf("keep the password: %w", err)
			}
			w.tell("The password is kept in %s, readable by you alone.", path)
		}
		*f.password = ""
	}
	return nil
}
