package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// Passed is what a pass did, for the first look.
type Passed struct {
	Text  string   // what it did, in a sentence
	Leads int      // leads in the workbook after it
	New   []string // the new leads, each in a sentence
}

const (
	leadWait = 3 * time.Minute // how long a first lead is waited for, before the person is asked again
	leadPoll = 2 * time.Second // how often it is looked for
)

// notNow is the answer of a person who does not want to wait for the first lead.
const notNow = "later"

// firstQuestions offers the first pass.
func firstQuestions(w *Wizard) []Question {
	if w.Pass == nil || !w.tried.wrote || w.Unsigned {
		return nil
	}
	return []Question{{Key: "first", Kind: YesNo, Optional: true, Default: Yes,
		take: func(s string) { w.looks = s == Yes },
		Text: "Shall leadsheet look for the first time now",
		Help: "It opens the mailbox and the drop folder, and says what it finds."}}
}

// firstPass does the first pass.
func firstPass(ctx context.Context, w *Wizard) error {
	if !w.looks {
		return nil
	}
	passed, err := w.Pass(ctx)
	if err != nil {
		return fmt.Errorf("the first look failed: %w", err)
	}
	w.tell("%s", passed.Text)
	for _, text := range passed.New {
		w.tell("New: %s", text)
	}
	w.tried.passed = true
	return nil
}

// leadQuestions asks a person to send the first request.
func leadQuestions(w *Wizard) []Question {
	if !w.tried.passed || w.Config.IMAPAddr == "" || !w.host.Interactive() {
		return nil
	}
	return []Question{{Key: "lead", Kind: Choice, Optional: true, Default: "sent",
		Text: fmt.Sprintf("Send a mail to %s now, as a customer would, from an address that is not the team's",
			cmp.Or(w.Config.MailAddress(), w.Config.IMAPUser)),
		Help:    "leadsheet watches until it is a lead.",
		Options: []Option{{"sent", "it is sent: watch for it"}, {notNow, "not now"}},
		take:    func(s string) { w.awaits = s != notNow }}}
}

// awaitLead passes again and again until a lead has come in.
func awaitLead(ctx context.Context, w *Wizard) error {
	if !w.awaits {
		return nil
	}
	w.awaits = false
	w.host.Tell("Watching the mailbox.")
	for deadline := time.Now().Add(leadWait); ; {
		passed, err := w.Pass(ctx)
		switch {
		case err != nil:
			return err
		case len(passed.New) > 0:
			for _, text := range passed.New {
				w.tell("New: %s", text)
			}
			w.tell("The first lead is in %s.", w.Config.BookName())
			return nil
		case time.Now().After(deadline):
			return errors.New("no lead has come in yet: mail can take some minutes. Look whether it has arrived in the " +
				"mailbox, and whether it was sent from an address that is in no tab Team")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(leadPoll):
		}
	}
}

// serviceQuestions offers to have the machine start leadsheet by itself.
func serviceQuestions(w *Wizard) []Question {
	if w.Service == nil || !w.tried.wrote || w.Unsigned {
		return nil
	}
	return []Question{{Key: "service", Kind: YesNo, Optional: true, Default: Yes,
		take: func(s string) { w.serves = s == Yes },
		Text: "Shall this machine run leadsheet from now on, and start it again after a restart",
		Help: "Otherwise leadsheet runs only while you start it yourself."}}
}

// startService does that, if it is wanted.
func startService(ctx context.Context, w *Wizard) error {
	if !w.serves {
		return nil
	}
	w.serves = false
	return w.Service(ctx)
}
