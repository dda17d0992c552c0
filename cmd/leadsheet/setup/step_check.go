package setup

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/lead"
)

// facts is what is set, in the order of the steps.
func (w *Wizard) facts() []Fact {
	c := &w.Config
	book := c.BookName()
	switch {
	case w.snapshot == nil && c.Spreadsheet != "":
		book += " (its tabs will be made)"
	case w.snapshot == nil:
		book += " (it will be made)"
	}
	mailbox := "none: only the drop folder is watched"
	if c.IMAPAddr != "" {
		mailbox = c.IMAPUser + " at " + c.IMAPAddr
		if w.tried.mailbox != "" {
			mailbox += ": works"
		}
	}
	sending := "nobody is told anything by mail"
	if c.SMTPAddr != "" {
		sending = "from " + c.SendAddress() + " by " + c.SMTPAddr
		if w.tried.sending != "" {
			sending += ": works"
		}
		if w.acknowledges() {
			sending += "; customers are told that their request has arrived"
		}
	}
	return []Fact{{"workbook", "Workbook", book}, {"team", "Team", w.teamFact()},
		{"business", "Business", w.businessFact()}, {"mailbox", "Mailbox", mailbox}, {"sending", "Sending", sending}}
}

// acknowledges reports whether customers are told that their request has arrived.
func (w *Wizard) acknowledges() bool {
	return w.Answers.Acknowledge || strings.EqualFold(answers.Stored(w.snapshot, lead.SettingAcknowledge), Yes)
}

func (w *Wizard) teamFact() string {
	if !w.open.Team {
		text := strings.Join(w.people(), ", ") + " (in the tab Team)"
		if len(w.Answers.Join) > 0 {
			text += "; to be added: " + teamText(w.Answers.Join)
		}
		return text
	}
	if len(w.Answers.Team) == 0 {
		return "nobody yet: fill in the tab Team before the first lead comes"
	}
	var people []string
	for _, m := range w.Answers.Team {
		people = append(people, m.Name+" <"+m.Email+">")
	}
	text := strings.Join(people, ", ")
	if all := w.receivers(); len(all) < len(w.Answers.Team) {
		text += "; leads go to " + strings.Join(all, ", ")
	}
	return text
}

// businessFact sums up the settings of the workbook as they will be.
func (w *Wizard) businessFact() string {
	var parts []string
	for _, s := range answers.Settings() {
		value := cmp.Or(*s.At(&w.Answers), s.Standing(w.snapshot))
		if value == "" && w.snapshot == nil {
			value = s.Offer(w.Answers)
		}
		switch s.Key {
		case "hours":
			value = "Monday to Friday " + cmp.Or(value, "as in the tab Settings")
		case "weekend":
			value = "weekend " + cmp.Or(value, "as in the tab Settings")
		case "holidays":
			if value == answers.PublicDays {
				value = w.Answers.Public("")
			}
			if strings.EqualFold(value, answers.NoHolidays) {
				value = ""
			}
			value = count(len(namesIn(value)), "day") + " off"
		}
		if value != "" {
			parts = append(parts, value)
		}
	}
	return strings.Join(parts, "; ")
}

// checkQuestions shows what is set and asks whether to write it. Consent is needed only where a person has answered.
func checkQuestions(w *Wizard) []Question {
	q := Question{Key: stepCheck, Kind: Choice, Default: Yes,
		Optional: !w.person || w.again && !w.pending(), take: func(s string) {
			if s != Yes {
				w.jump = s
			}
		}}
	q.Options = []Option{{Yes, "write it down"}}
	facts := w.facts()
	var keys []string
	for _, f := range facts {
		q.Options, keys = append(q.Options, Option{Answer: f.Key}), append(keys, f.Key)
	}
	q.Text = "Enter writes this down; or name what to change: " + strings.Join(keys, ", ")
	if w.again && !w.pending() {
		q.Options[0].Text = "all is right"
		q.Text = "Enter leaves all as it is; or name what to change: " + strings.Join(keys, ", ")
	}
	return []Question{q}
}

// pending reports whether something that the person has answered would be written.
func (w *Wizard) pending() bool {
	if len(w.Changes) > 0 || w.password != "" || w.sendSecret != "" || w.snapshot == nil {
		return true
	}
	b := w.Answers.Batch(w.snapshot)
	return len(b.Changes) > 0 || len(b.Appends) > 0
}

// write makes the layout of the workbook, fills in the answers, and writes passwords and settings. It is not
// interrupted: Ctrl-C takes effect before or after it.
func write(ctx context.Context, w *Wizard) error {
	if w.jump != "" {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*checkTimeout)
	defer cancel()
	if err := w.writeBook(ctx); err != nil {
		return err
	}
	if err := w.writePasswords(); err != nil {
		return err
	}
	if w.Save != nil {
		if err := w.Save(w.Changes); err != nil {
			return err
		}
	}
	w.tried.written = true
	return nil
}

// writeBook makes or completes the workbook.
func (w *Wizard) writeBook(ctx context.Context) (err error) {
	book, err := w.Config.OpenBook(ctx, BookOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := w.settleGoogle(ctx, book); err != nil {
		return err
	}
	wrote, err := w.Answers.Apply(ctx, book)
	if err != nil {
		return err
	}
	w.tried.wrote = w.tried.wrote || wrote || len(w.Changes) > 0
	if wrote {
		w.tell("The workbook is ready: %s.", w.Config.BookName())
	} else {
		w.tell("The workbook is ready: %s. What stood in it was not changed.", w.Config.BookName())
	}
	answered := w.snapshot == nil || w.Answers.Country != ""
	if m := w.Answers.OfMachine(); wrote && answered && w.open.Setting(answers.SettingHolidays) &&
		w.Answers.Holidays == "" && w.Answers.Public("") != answers.NoHolidays {
		w.tell("The public holidays of %s in %d and %d are in Holidays in the tab Settings: take out those on which you "+
			"work.", m.Country, m.Year, m.Year+1)
	}
	return nil
}
