package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
)

// pass does one pass with the settings that were saved, as "once" does.
func (s *setupRun) pass(ctx context.Context) (setup.Passed, error) {
	c := setup.Load(func(name hint.Setting) (string, bool) {
		for _, from := range []map[string]string{s.a.env, s.file.Values} {
			value, known := from[envName(name)]
			if known && !(name == hint.MailPassword && s.file.Values[envName(hint.MailPasswordFile)] != "") {
				return value, true // a password of the environment has moved into its file
			}
		}
		return "", false
	})
	if err := errors.Join(c.Check()...); err != nil {
		return setup.Passed{}, err
	}
	d, err := openWith(s.a, c, clockFlag{})
	if err != nil {
		return setup.Passed{}, err
	}
	defer d.Book.Close()
	d.Out = sending(s.a, &c, clockFlag{}, printUnsent(s.a))
	sum, err := catchUp(ctx, d)
	if err = errors.Join(err, d.Finish(ctx)); err != nil {
		return setup.Passed{}, err
	}
	passed := setup.Passed{Text: firstText(sum, c.BookName()), Leads: sum.Leads}
	for _, n := range sum.Notes {
		passed.Text += " Note: " + n + "."
	}
	for _, row := range sum.Intake {
		if row.Outcome == lead.NewLead {
			look, err := d.Look(ctx)
			if err != nil {
				return passed, err
			}
			passed.New = append(passed.New, leadText(look, row.Lead))
		}
	}
	return passed, nil
}

// firstText says what the first pass found. The marks by which a folder begins are no mails.
func firstText(sum daemon.Summary, book string) string {
	came := sum
	came.Intake = nil
	for _, r := range sum.Intake {
		if !strings.HasPrefix(r.Key, "start:") {
			came.Intake = append(came.Intake, r)
		}
	}
	if len(came.Intake) == 0 {
		return fmt.Sprintf("Nothing has come in yet. %s in %s.", count(sum.Leads, "lead"), book)
	}
	return passText(came, book)
}

// leadText tells of a new lead in a line.
func leadText(look daemon.Look, id string) string {
	t := look.Leads
	for r := range t.Rows {
		cell := func(title string) string { return words.OneLine(t.At(r, t.Col(title)).String()) }
		if !strings.EqualFold(cell(lead.ColID), id) {
			continue
		}
		parts := []string{id + " " + cell(lead.ColName)}
		if need := cell(lead.ColNeed); need != "" {
			parts = append(parts, clip(need, 80))
		}
		if owner := cell(lead.ColOwner); owner != "" {
			parts = append(parts, "for "+owner)
		}
		if attention := cell(lead.ColAttention); attention != "" {
			parts = append(parts, attention)
		}
		return strings.Join(parts, "; ")
	}
	return id
}

// clip shortens a text to a number of characters.
func clip(s string, most int) string {
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return s
}
