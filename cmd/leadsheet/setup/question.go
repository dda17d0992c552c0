package setup

import (
	"context"
	"errors"

	"leadsheet/lead/hint"
)

// Question is a question that a step asks.
type Question struct {
	Key      string // its name for programs, such as "book" or "mail-user"
	Text     string // without punctuation at its end
	Help     string // what else helps to answer it, in sentences; "" for nothing
	Example  string // how an answer is written in a line of text; "" where that needs no showing
	Default  string // the meaning of an empty answer
	Kind     Kind
	Options  []Option                  // of a Choice or of Several
	Optional bool                      // without a terminal the setup continues without an answer
	Check    func(answer string) error // checks an answer; nil accepts any

	Replaces *Replacement // for a YesNo: the stored setting that it would replace

	take func(answer string)
}

// Kind is how a question is answered.
type Kind uint8

// The kinds of questions.
const (
	Line    Kind = iota // a line of text
	Secret              // a line that is not shown
	YesNo               // yes or no; everything but yes is no
	People              // names with addresses, as ParseTeam reads them
	Choice              // one of the options
	Several             // some of the options, with commas between
)

// Option is one of the answers to a Choice.
type Option struct{ Answer, Text string }

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
	Key   string
	Title string // what it is about, for people; "" for a step that shows nothing of its own
	Intro string // what to know before its questions, in sentences; may be ""
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

// FormHost is a Host that asks all questions of a step at once, as a page with a form does.
type FormHost interface {
	Host
	// Fill returns the answers to the questions of a form by their keys; a missing one is empty. Its errors are those of
	// Ask; ErrBack goes back to the previous form.
	Fill(context.Context, Form) (map[string]string, error)
}

// Form is what a FormHost shows.
type Form struct {
	Step      Step
	At, Of    int  // the place of the step among those with a title, from 1
	Back      bool // there is something to go back to: not at the beginning, and not after all was written
	Questions []Question
	Given     map[string]string // answers that were given and must be corrected, by the questions' keys; no secrets
	Errors    map[string]string // what is wrong with them
	Failed    string            // why the step failed with the answers before; "" if it did not
	Facts     []Fact            // what the setup has found out, for the step that sums it up
}

// Fact is a line of what is set.
type Fact struct {
	Key  string // of the step that asks for it
	Name string
	Text string
}

// ErrNotInteractive is returned when a question had to be asked and no user can answer.
var ErrNotInteractive = errors.New("nobody is there to answer")

// ErrBack is returned by a Host when the person wants to go back.
var ErrBack = errors.New("back to what was asked before")
