package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/lead/hint"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// Wizard is one run through the setup.
type Wizard struct {
	Config  Config                  // the settings; the steps complete them
	Answers answers.Answers         // what goes into the workbook; the steps complete it
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

	// Exchangers returns the mail exchangers of a domain, by which a mail provider is known; nil asks nobody.
	Exchangers func(domain string) []string
	// Save writes Changes to File when everything is agreed; nil leaves that to the caller.
	Save func([]Change) error
	// Pass does one pass with the settings that were saved, and says what became of it; nil for no first pass.
	Pass func(context.Context) (Passed, error)
	// Service has the machine start leadsheet by itself from now on; nil when there is no such way.
	Service func(context.Context) error

	Changes  []Change // the result: settings to write to File
	Unsigned bool     // the mailbox still needs a sign-in by OAuth

	host        Host
	person      bool // somebody was there at the beginning
	again       bool // the settings were set up before
	start       Config
	at          int
	asked       map[string]bool // answered questions of this step
	order       []string        // their keys in the order of the answers
	seen        map[string]bool // answered questions of this run
	given       map[string]string
	errors      map[string]string
	failed      error  // why the step failed last
	revisited   bool   // the person went back to the step: known answers are asked too
	told        string // the step that was introduced last
	jump        string // the step that the person wants to change
	password    string // of the mailbox; not in a file yet
	sendSecret  string // the password for sending, likewise
	saidSkipped bool   // that old mail is skipped
	sends       bool   // the person wants messages to be sent
	tests       bool   // and a test message
	looks       bool   // and a first pass
	awaits      bool   // and to wait for a first lead
	serves      bool   // and to have leadsheet started by the machine
	agreed      map[hint.Setting]bool
	copied      *google.Copied // what the spreadsheet is a copy of, until it is settled
	open        answers.Open
	snapshot    *sheets.Snapshot
	tried       triedThings
}

// triedThings is what the checks of this run have found, for the summary.
type triedThings struct {
	mailbox, sending string // what was told of them
	wrote            bool   // something was changed by that
	written          bool   // the step "check" is done
	passed           bool   // a first pass was made
}

// Change is a setting to be written. An empty Value removes it.
type Change struct {
	Setting hint.Setting
	Value   string
}

// Steps returns the steps of the setup in their order. Nothing is written before the step "check".
func Steps() []Step {
	return []Step{
		{Key: "workbook", Title: "Workbook", Questions: bookQuestions, Try: tryBook, Retry: true,
			Intro: "The leads are kept in a spreadsheet: a Google Sheet, or an Excel workbook on this machine. A team " +
				"that has the file open all day wants a Google Sheet; a local workbook must be closed after looking, " +
				"since leadsheet waits while it is open."},
		{Key: "team", Title: "Team", Begin: beginTeam, Questions: teamQuestions, Try: tryNothing,
			Intro: "Only the forwards of your own people are unwrapped, and leads are shared out among those who " +
				"receive them."},
		{Key: "business", Title: "Business", Questions: businessQuestions, Try: tryNothing,
			Intro: "When an answer is due and whose telephone number it is depend on it."},
		{Key: "mailbox", Title: "Mailbox", Questions: mailQuestions, Try: tryMailbox, Retry: true,
			Intro: "The mailbox to which customers write. leadsheet reads it and deletes nothing. It is tried out at " +
				"once."},
		{Key: "sending", Title: "Sending", Questions: sendQuestions, Try: trySending, Retry: true,
			Intro: "With a mail server to send with, leadsheet tells the owner of each lead, and can answer the " +
				"customer."},
		{Key: "test", Questions: testQuestions, Try: tryTestMail, Retry: true, Title: "Test message"},
		{Key: "password", Questions: passwordQuestions, Try: keepPasswords},
		{Key: "settings", Begin: beginSettings, Questions: settingsQuestions, Try: trySettings},
		{Key: stepCheck, Title: "Check", Questions: checkQuestions, Try: write, Retry: true,
			Intro: "Nothing has been written yet."},
		{Key: "first", Title: "First look", Questions: firstQuestions, Try: firstPass, Retry: true},
		{Key: "lead", Title: "First lead", Questions: leadQuestions, Try: awaitLead, Retry: true},
		{Key: "service", Title: "From now on", Questions: serviceQuestions, Try: startService, Retry: true},
	}
}

// stepCheck is the step that shows what is set and asks whether to write it.
const stepCheck = "check"

// tryNothing is for steps whose answers need no trial.
func tryNothing(context.Context, *Wizard) error { return nil }

// Run goes through the steps. When it returns nil, the workbook is ready; without Save the caller writes Changes.
func (w *Wizard) Run(ctx context.Context, host Host) error {
	w.host, w.at, w.agreed, w.seen = host, 0, map[hint.Setting]bool{}, map[string]bool{}
	w.person, w.start = host.Interactive(), w.Config
	w.again = w.person && w.Stored[hint.Book] != ""
	steps := Steps()
	w.enter(0)
	for w.at < len(steps) {
		err := w.step(ctx, steps[w.at])
		switch {
		case errors.Is(err, ErrBack):
			w.back(steps)
		case err != nil:
			return err
		case w.jump != "":
			at := slices.IndexFunc(steps, func(s Step) bool { return s.Key == w.jump })
			w.jump = ""
			w.enter(max(at, 0))
			w.revisited = true
		default:
			w.enter(w.at + 1)
		}
	}
	return nil
}

// enter begins a step.
func (w *Wizard) enter(at int) {
	w.at, w.revisited, w.failed = at, false, nil
	w.forget()
}

// forget takes the answers of this step as not given yet; what they have set stays.
func (w *Wizard) forget() {
	w.asked, w.order = map[string]bool{}, nil
	w.given, w.errors = map[string]string{}, map[string]string{}
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
		if err == nil || errors.Is(err, ErrBack) || !step.Retry || !w.host.Interactive() || ctx.Err() != nil {
			return err
		}
		if _, isForm := w.host.(FormHost); !isForm {
			w.host.Tell(err.Error())
		}
		w.forget()
		w.failed = err
	}
}

// openQuestions are the questions of a step that are not answered. What may be left open is asked once, and not at all
// where the settings were set up before, unless the person has come to change it.
func (w *Wizard) openQuestions(step Step) []Question {
	if w.again && w.snapshot == nil && step.Key != "workbook" {
		w.again = false // the workbook that was set up is gone: all is asked as at the first time
	}
	return slices.DeleteFunc(step.Questions(w), func(q Question) bool {
		known := q.Optional && (w.again || w.seen[q.Key]) && !w.revisited && w.failed == nil && q.Key != stepCheck
		return w.asked[q.Key] || known
	})
}

// ask asks the open questions of a step, one after the other, or all at once on a form.
func (w *Wizard) ask(ctx context.Context, step Step) error {
	if step.Key == stepCheck {
		w.told = "" // what is set may have changed
	}
	for {
		open := w.openQuestions(step)
		if len(open) == 0 {
			return nil
		}
		if host, ok := w.host.(FormHost); ok {
			if err := w.fill(ctx, host, step, open); err != nil {
				return err
			}
			continue
		}
		if w.host.Interactive() && w.told != step.Key {
			w.introduce(step)
			w.told = step.Key
		}
		if err := w.askOne(ctx, open[0]); err != nil {
			return err
		}
	}
}

// introduce tells what a step is about.
func (w *Wizard) introduce(step Step) {
	if step.Title != "" {
		w.tell("\n%s", step.Title)
	}
	if step.Intro != "" && w.failed == nil {
		w.tell("%s", step.Intro)
	}
	if step.Key == stepCheck {
		for _, f := range w.facts() {
			w.tell("  %-9s %s", f.Key, f.Text)
		}
	}
}

// askOne asks one question. An answer that cannot be is told, and the question stays open.
func (w *Wizard) askOne(ctx context.Context, q Question) error {
	if !w.host.Interactive() && q.Optional {
		w.answered(q.Key)
		return nil
	}
	answer, err := w.host.Ask(ctx, q)
	if q.Optional && err == ErrNotInteractive { // the input has ended: nobody answers what is still open
		w.answered(q.Key)
		return nil
	}
	if err != nil {
		return err
	}
	if answer, err = checked(q, answer); err != nil {
		w.host.Tell(err.Error())
		return nil
	}
	q.take(answer)
	w.answered(q.Key)
	w.seen[q.Key] = true
	return nil
}

// checked returns the answer that counts, or what is wrong with it.
func checked(q Question, answer string) (string, error) {
	if answer == "" {
		answer = q.Default
	}
	if q.Check == nil {
		return answer, nil
	}
	return answer, q.Check(answer)
}

func (w *Wizard) answered(key string) {
	w.asked[key] = true
	w.order = append(w.order, key)
}

// fill has a person fill in a form. Answers that cannot be come back with what is wrong with them.
func (w *Wizard) fill(ctx context.Context, host FormHost, step Step, open []Question) error {
	form := Form{Step: step, Questions: open, Given: w.given, Errors: w.errors}
	form.At, form.Of = w.place(step)
	form.Back = form.At > 1 && !w.tried.written
	if step.Key == stepCheck && w.again && !w.pending() {
		form.Step.Title, form.Step.Intro = "What is set", "Nothing of it changes unless you change it."
	}
	if w.failed != nil {
		form.Failed = w.failed.Error()
	}
	if step.Key == stepCheck {
		form.Facts = w.facts()
	}
	answers, err := host.Fill(ctx, form)
	if err != nil {
		return err
	}
	w.given, w.errors = map[string]string{}, map[string]string{}
	for _, q := range open {
		if q.Kind != Secret {
			w.given[q.Key] = answers[q.Key]
		}
		if answers[q.Key], err = checked(q, answers[q.Key]); err != nil {
			w.errors[q.Key] = err.Error()
		}
	}
	if len(w.errors) > 0 {
		return nil // the whole form is shown again
	}
	for _, q := range open {
		q.take(answers[q.Key])
		w.answered(q.Key)
		w.seen[q.Key] = true
	}
	return nil
}

// place is where a step stands among those that people see, from 1.
func (w *Wizard) place(step Step) (at, of int) {
	for _, s := range Steps() {
		if s.Title == "" || s.Key == "service" && w.Service == nil {
			continue
		}
		of++
		if s.Key == step.Key {
			at = of
		}
	}
	return at, of
}

// back returns to the question before, in this step or in the last one that has any; a form returns as a whole. After
// everything was written there is no way back.
func (w *Wizard) back(steps []Step) {
	_, isForm := w.host.(FormHost)
	if n := len(w.order); n > 0 {
		w.revisited = true
		last := w.order[n-1]
		if isForm {
			w.forget()
			return
		}
		w.order = w.order[:n-1]
		delete(w.asked, last)
		return
	}
	for at := w.at - 1; at >= 0 && steps[at].Key != stepCheck; at-- {
		w.enter(at)
		w.revisited = true
		questions := steps[at].Questions(w)
		if len(questions) == 0 {
			continue
		}
		if !isForm {
			for _, q := range questions[:len(questions)-1] {
				w.answered(q.Key)
			}
		}
		return
	}
	w.revisited = true
}

func (w *Wizard) tell(format string, args ...any) { w.host.Tell(fmt.Sprintf(format, args...)) }
