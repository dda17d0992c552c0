package setup

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"leadsheet/lead/hint"
)

// beginSettings makes paths absolute: a service runs in a folder of its own.
func beginSettings(_ context.Context, w *Wizard) error {
	for _, f := range Fields() {
		value := f.at(&w.Config)
		if !f.IsPath || *value == "" {
			continue
		}
		abs, err := filepath.Abs(*value)
		if err != nil {
			return fmt.Errorf("make the settings: %w", err)
		}
		*value = abs
	}
	return nil
}

// replacements returns what is to change of the settings that are kept: first what belongs to the other way to sign in
// to the mailbox and must go, then the settings in their order. Stands is empty for what nobody has set yet.
func (w *Wizard) replacements() []Replacement {
	var out []Replacement
	add := func(s hint.Setting, want string) {
		out = append(out, Replacement{Where: w.File, Setting: s, Stands: w.Stands[s], Want: want})
	}
	others := map[string][]hint.Setting{ByOAuth: {hint.MailPasswordFile, hint.MailPassword}, ByPassword: {hint.MailClient}}
	for _, s := range others[w.Config.IMAPAuth] {
		if w.Stands[s] != "" {
			add(s, "")
		}
	}
	for _, f := range Fields() {
		value := *f.at(&w.Config)
		stands, there := w.Stands[f.Setting]
		// A password has a file of its own. What leadsheet would do anyway is not written down, but for where things are
		// kept.
		news := value != f.Default || f.Setting == hint.Book || f.Setting == hint.Drop
		if f.Setting == hint.MailPassword || value == "" || there && stands == value || !there && !news {
			continue
		}
		add(f.Setting, value)
	}
	return out
}

// settingsQuestions ask before something that stands is replaced.
func settingsQuestions(w *Wizard) []Question {
	if w.Replace {
		return nil
	}
	var out []Question
	for _, r := range w.replacements() {
		if r.Stands == "" {
			continue
		}
		text := fmt.Sprintf("%s says %v=%s; replace it by %s?", r.Where, r.Setting, r.Stands, r.Want)
		if r.Want == "" {
			text = fmt.Sprintf("%s sets %v, which is for another way to sign in to the mailbox; remove it?", r.Where, r.Setting)
		}
		out = append(out, Question{Key: "replace-" + strings.ReplaceAll(string(r.Setting), " ", "-"), Kind: YesNo,
			Text: text, Default: No,
			Replaces: &r, take: func(s string) { w.agreed[r.Setting] = s == Yes }})
	}
	return out
}

// trySettings decides what is kept.
func trySettings(_ context.Context, w *Wizard) error {
	w.Changes = nil
	for _, r := range w.replacements() {
		if r.Stands != "" && !w.Replace && !w.agreed[r.Setting] {
			continue
		}
		if strings.ContainsFunc(r.Want, unicode.IsControl) {
			return fmt.Errorf("%v cannot be written to %s: it holds a line break or a control character: remove it",
				r.Setting, r.Where)
		}
		w.Changes = append(w.Changes, Change{r.Setting, r.Want})
	}
	return nil
}
