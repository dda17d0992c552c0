package setup

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead/hint"
)

// beginSettings makes paths absolute, since a service may run in another folder.
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

// replacements returns the changes to the stored settings: first those of the other way to sign in to the mailbox,
// which must be removed, then the others in their order. Old is empty for a setting that is not stored yet.
func (w *Wizard) replacements() []Replacement {
	var out []Replacement
	add := func(s hint.Setting, want string) {
		out = append(out, Replacement{Where: w.File, Setting: s, Old: w.Stored[s], New: want})
	}
	others := map[string][]hint.Setting{ByOAuth: {hint.MailPasswordFile, hint.MailPassword}, ByPassword: {hint.MailClient}}
	for _, s := range others[w.Config.IMAPAuth] {
		if w.Stored[s] != "" {
			add(s, "")
		}
	}
	for _, f := range Fields() {
		value := *f.at(&w.Config)
		listed := func(r Replacement) bool { return r.Setting == f.Setting }
		if value == "" && w.retyped(f) && !slices.ContainsFunc(out, listed) {
			add(f.Setting, "")
		}
		stored, isStored := w.Stored[f.Setting]
		// The password has a file of its own. Defaults are not written, except the paths of the workbook and the drop
		// folder.
		worthKeeping := value != f.Default || f.Setting == hint.Book || f.Setting == hint.Drop
		if f.Setting == hint.MailPassword || value == "" || isStored && stored == value || !isStored && !worthKeeping {
			continue
		}
		add(f.Setting, value)
	}
	return out
}

// retyped reports whether a person has changed a setting that the run began with as it is stored: they have seen it.
func (w *Wizard) retyped(f Field) bool {
	stored := w.Stored[f.Setting]
	return f.at != nil && stored != "" && *f.at(&w.start) == stored && *f.at(&w.Config) != stored
}

// fieldOf is the row of a setting, the zero Field if there is none.
func fieldOf(s hint.Setting) Field {
	for _, f := range Fields() {
		if f.Setting == s {
			return f
		}
	}
	return Field{}
}

// settingsQuestions asks before a stored setting is replaced.
func settingsQuestions(w *Wizard) []Question {
	if w.Replace {
		return nil
	}
	var out []Question
	for _, r := range w.replacements() {
		if r.Old == "" || w.retyped(fieldOf(r.Setting)) {
			continue
		}
		text := fmt.Sprintf("%s says %v=%s; replace it by %s?", r.Where, r.Setting, r.Old, r.New)
		if r.New == "" {
			text = fmt.Sprintf("%s sets %v, which is for another way to sign in to the mailbox; remove it?", r.Where, r.Setting)
		}
		out = append(out, Question{Key: "replace-" + strings.ReplaceAll(string(r.Setting), " ", "-"), Kind: YesNo,
			Text: text, Default: No,
			Replaces: &r, take: func(s string) { w.agreed[r.Setting] = s == Yes }})
	}
	return out
}

// trySettings sets Changes to the replacements that are agreed to.
func trySettings(_ context.Context, w *Wizard) error {
	w.Changes = nil
	for _, r := range w.replacements() {
		if r.Old != "" && !w.Replace && !w.agreed[r.Setting] && !w.retyped(fieldOf(r.Setting)) {
			continue
		}
		if strings.ContainsFunc(r.New, unicode.IsControl) {
			return fmt.Errorf("%v cannot be written to %s: it holds a line break or a control character: remove it",
				r.Setting, r.Where)
		}
		w.Changes = append(w.Changes, Change{r.Setting, r.New})
	}
	return nil
}
