package setup

import (
	"context"
	"errors"
	"slices"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// Question is a question that a step asks.
type Question struct {
	Key      string // its name for programs, such as "book" or "mail-user"
	Text     string // without punctuation at its end
	Default  string // the meaning of an empty answer
	Kind     Kind
	Optional bool                      // without a terminal the setup continues without an answer
	Check    func(answer string) error // checks an answer; nil accepts any

	Replaces *Replacement // for a YesNo: the stored setting that it would replace

	take func(answer string)
}

// Kind is how a question is answered.
type Kind uint8

// The kinds of questions.
const (
	Line   Kind = iota // a line of text
	Secret             // a line that is not shown
	YesNo              // yes or no; everything but yes is no
)

// Yes and No are the answers to a YesNo.
const (
	Yes = "yes"
	No  = "no"
)

// Replacement is a change of a stored setting. New is empty when the setting is to be removed.
type Replacement struct {
	Where    string // the file of settings
	Setting  hint.Setting
	Old, New string
}

// Step is one stage of the setup. It holds no state, so that a person may go back to it: answers are in the Wizard.
type Step struct {
	Key string
	// Begin prepares the step each time it is entered; nil if there is nothing to prepare.
	Begin func(context.Context, *Wizard) error
	// Questions returns the open questions. It is called again after every answer, since one may lead to another.
	Questions func(*Wizard) []Question
	// Try carries out the step with the answers.
	Try func(context.Context, *Wizard) error
	// Retry means that a failed step is tried again after the person has corrected the answers.
	Retry bool
}

// Host is the program that runs the setup, with the person who uses it.
type Host interface {
	// Ask returns the answer to a question, ErrNotInteractive if no user can be asked, and ErrBack if the user wants to
	// go back to the previous question. Any other error ends the setup.
	Ask(context.Context, Question) (string, error)
	// Interactive reports whether a person can be asked.
	Interactive() bool
	// Tell shows a line to the person.
	Tell(text string)
	// Browse opens an address in a browser.
	Browse(url string) error
}

// ErrNotInteractive is returned when a question had to be asked and no user can answer.
var ErrNotInteractive = errors.New("nobody is there to answer")

// ErrBack is returned by a Host when the person wants to go back.
var ErrBack = errors.New("back to what was asked before")

// Wizard is one run through the setup.
type Wizard struct {
	Config  Config                  // the settings; the steps complete them
	Answers Answers                 // what goes into the workbook; the steps complete it
	Stored  map[hint.Setting]string // the settings in File
	File    string                  // path of the file of settings, for messages
	Replace bool                    // replace stored settings without a question
	// GivenCredentials means that a flag set Config's GoogleCredentials: the wizard does not ask for others when they
	// fail.
	GivenCredentials bool
	// SinceGiven means that a flag or the environment decides which old mail is taken in.
	SinceGiven bool
	// TakesOver means that a copy of a spreadsheet is to take the place of its original.
	TakesOver bool

	Changes  []Change // the result: settings to write to File
	Unsigned bool     // the mailbox still needs a sign-in by OAuth

	host        Host
	at          int
	asked       map[string]bool // answered questions of this step
	failed      bool            // the step has failed
	revisited   bool            // the person went back to the step: known answers are asked too
	password    string          // of the mailbox; not in a file yet
	saidSkipped bool            // that old mail is skipped
	agreed      map[hint.Setting]bool
	book        sheets.Book
	copied      *google.Copied // what the spreadsheet is a copy of, until it is settled
	open        openAnswers
	snapshot    *sheets.Snapshot
}

// Change is a setting to be written. An empty Value removes it.
type Change struct {
	Setting hint.Setting
	Value   string
}

// Steps returns the steps of the setup in their order.
func Steps() []Step {
	return []Step{
		{Key: "workbook", Questions: bookQuestions, Try: tryBook, Retry: true},
		{Key: "mailbox", Questions: mailQuestions, Try: tryMailbox, Retry: true},
		{Key: "password", Questions: passwordQuestions, Try: keepPassword},
		{Key: "settings", Begin: beginSettings, Questions: settingsQuestions, Try: trySettings},
		{Key: "business", Begin: beginBusiness, Questions: businessQuestions, Try: tryBusiness},
	}
}

// Run goes through the steps. When it returns nil, the workbook is ready and the caller writes Changes.
func (w *Wizard) Run(ctx context.Context, host Host) error {
	w.host, w.at, w.agreed = host, 0, map[hint.Setting]bool{}
	defer w.close()
	steps := Steps()
	for w.at < len(steps) {
		step := steps[w.at]
		w.asked, w.failed = map[string]bool{}, false
		err := w.step(ctx, step)
		switch {
		case errors.Is(err, ErrBack):
			w.back(steps)
		case err != nil:
			return err
		default:
			w.at, w.revisited = w.at+1, false
		}
	}
	return nil
}

// step asks and tries until the step succeeds. Without a terminal the first failure ends it.
func (w *Wizard) step(ctx context.Context, step Step) error {
	if step.Begin != nil {
		if err := step.Begin(ctx, w); err != nil {
			return err
		}
	}
	for {
		if err := w.ask(ctx, step); err != nil {
			return err
		}
		err := step.Try(ctx, w)
		if err == nil || !step.Retry || !w.host.Interactive() || ctx.Err() != nil {
			return err
		}
		w.host.Tell(err.Error())
		w.asked, w.failed, w.revisited = map[string]bool{}, true, false
	}
}

// ask asks the open questions of a step, one after the other.
func (w *Wizard) ask(ctx context.Context, step Step) error {
	for {
		open := slices.DeleteFunc(step.Questions(w), func(q Question) bool { return w.asked[q.Key] })
		if len(open) == 0 {
			return nil
		}
		q := open[0]
		answer, err := "", error(nil)
		if w.host.Interactive() || !q.Optional {
			answer, err = w.host.Ask(ctx, q)
			if q.Optional && err == ErrNotInteractive { // the input has ended: nobody answers what is still open
				w.asked[q.Key] = true
				continue
			}
			if err != nil {
				return err
			}
			if answer == "" {
				answer = q.Default
			}
			if q.Check != nil {
				if err := q.Check(answer); err != nil {
					w.host.Tell(err.Error())
					continue
				}
			}
			q.take(answer)
		}
		w.asked[q.Key] = true
	}
}

// back returns to the first question of this step or, if none was answered yet, to the previous step with questions.
func (w *Wizard) back(steps []Step) {
	w.close()
	w.revisited = true
	if len(w.asked) > 0 {
		return
	}
	for w.at > 0 {
		w.at--
		if w.asked = map[string]bool{}; len(steps[w.at].Questions(w)) > 0 {
			return
		}
	}
}

// close closes the workbook, if a step has opened it.
func (w *Wizard) close() {
	if w.book != nil {
		_ = w.book.Close() // all writes are done
		w.book = nil
	}
}
