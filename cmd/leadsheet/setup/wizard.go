package setup

import (
	"context"
	"errors"
	"slices"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
)

// Question is something that a step needs to know.
type Question struct {
	Key      string // names it for programs: "book", "mail-user"
	Text     string // without a mark at its end
	Default  string // what an empty answer stands for
	Kind     Kind
	Optional bool                      // the setup goes on without an answer where nobody can be asked
	Check    func(answer string) error // whether an answer may be one; nil: anything may

	Replaces *Replacement // what a YesNo is about, if it is about a setting that stands already

	take func(answer string)
}

// Kind is how a question is answered.
type Kind uint8

// The kinds of questions.
const (
	Line   Kind = iota // with a line of text
	Secret             // with one that nobody may see
	YesNo              // with yes or no; everything but yes is no
)

// Yes and No are the answers to a YesNo.
const (
	Yes = "yes"
	No  = "no"
)

// Replacement is a setting that stands already and is to become another. Want is empty when it is to be removed.
type Replacement struct {
	Where        string // the file of settings
	Setting      hint.Setting
	Stands, Want string
}

// Step is one stage of the setup. It holds no state, so that a person may go back to it: what was answered is in the
// Wizard.
type Step struct {
	Key string
	// Begin prepares it, each time that it is come to; nil when there is nothing to prepare.
	Begin func(context.Context, *Wizard) error
	// Questions returns what is open. It is asked again after every answer, since one question may lead to another.
	Questions func(*Wizard) []Question
	// Try does the step with what was answered.
	Try func(context.Context, *Wizard) error
	// Again says that a person may mend what has failed, and that the step is tried again then.
	Again bool
}

// Host is the program around the setup, and the person before it.
type Host interface {
	// Ask returns the answer to a question, ErrNobody when nobody is there, ErrBack when the person wants to go back to
	// what was asked before. An error that is neither ends the setup.
	Ask(context.Context, Question) (string, error)
	// Interactive reports whether somebody can be asked.
	Interactive() bool
	// Tell says something.
	Tell(text string)
	// Browse shows an address in a browser.
	Browse(url string) error
}

// ErrNobody is returned when something had to be asked and nobody is there to answer.
var ErrNobody = errors.New("nobody is there to answer")

// ErrBack is returned by a Host when the person wants to go back.
var ErrBack = errors.New("back to what was asked before")

// Wizard is one run through the setup.
type Wizard struct {
	Config  Config                  // the settings, which the steps complete
	Answers Answers                 // what goes into the workbook, which the steps complete
	Stands  map[hint.Setting]string // the settings that are kept already
	File    string                  // the file that keeps them, as a person names it
	Replace bool                    // settings that stand are replaced without a question
	// GivenCredentials says that somebody insists on Config's GoogleCredentials: they are not asked for when they are no
	// good.
	GivenCredentials bool
	// Since says that somebody has decided which mails of the past are to be taken in.
	Since bool
	// Country is the country that is offered, two letters.
	Country string

	Changes  []Change // the settings that are to be kept: what the setup results in
	Unsigned bool     // nobody has signed in to the mailbox yet

	host     Host
	at       int
	asked    map[string]bool // the questions of this step that have been answered
	failed   bool            // the step has been tried, and failed
	again    bool            // the step has been come back to: what is known is asked too
	password string          // of the mailbox, and in no file yet
	told     bool            // which mails are taken in
	agreed   map[hint.Setting]bool
	book     sheets.Book
	open     openAnswers
	snap     *sheets.Snapshot
}

// Change is a setting to be kept. An empty Value removes it.
type Change struct {
	Setting hint.Setting
	Value   string
}

// Steps returns the stages of the setup in their order.
func Steps() []Step {
	return []Step{
		{Key: "workbook", Questions: bookQuestions, Try: tryBook, Again: true},
		{Key: "mailbox", Questions: mailQuestions, Try: tryMailbox, Again: true},
		{Key: "password", Questions: passwordQuestions, Try: keepPassword},
		{Key: "settings", Begin: beginSettings, Questions: settingsQuestions, Try: trySettings},
		{Key: "business", Begin: beginBusiness, Questions: businessQuestions, Try: tryBusiness},
	}
}

// Run leads through the steps. When it returns nil the workbook is ready, and Changes are to be kept.
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
			w.at, w.again = w.at+1, false
		}
	}
	return nil
}

// step asks and tries until it is done. Where nobody can be asked the first failure is the end.
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
		if err == nil || !step.Again || !w.host.Interactive() || ctx.Err() != nil {
			return err
		}
		w.host.Tell(err.Error())
		w.asked, w.failed, w.again = map[string]bool{}, true, false
	}
}

// ask asks what is open in a step, one question after the other.
func (w *Wizard) ask(ctx context.Context, step Step) error {
	for {
		open := slices.DeleteFunc(step.Questions(w), func(q Question) bool { return w.asked[q.Key] })
		if len(open) == 0 {
			return nil
		}
		q := open[0]
		answer, err := "", error(nil)
		if w.host.Interactive() || !q.Optional {
			if answer, err = w.host.Ask(ctx, q); err != nil {
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

// back goes to the questions of this step again or, before the first of them was answered, to an earlier step that has
// some.
func (w *Wizard) back(steps []Step) {
	w.close()
	w.again = true
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

// close lets the workbook go, if a step has opened it.
func (w *Wizard) close() {
	if w.book != nil {
		_ = w.book.Close() // what was to be written has been
		w.book = nil
	}
}
