// Package cmdline makes of the model of a command line what shells and manuals want: completions and a man page. Both
// follow from the model, so that no second list of commands and flags can fall behind. It is pure.
package cmdline

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Ask is the first argument of a call by which the completion of a shell asks what may stand next; the words behind the
// program's name follow, the last one being the unfinished one.
const Ask = "__complete"

// NoWord is what a shell that cannot pass an empty argument passes for an unfinished word of no letters.
const NoWord = `""`

//go:embed shells
var shells embed.FS

// Shells are the shells that there is a completion for.
func Shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// Script is what a shell has to read to complete the command line of leadsheet: it asks the program by Ask. It fails
// for a shell that Shells does not name.
func Script(shell string) (string, error) {
	text, err := shells.ReadFile("shells/" + shell)
	if err != nil || !slices.Contains(Shells(), shell) {
		return "", fmt.Errorf("there is no completion for %q: choose %s", shell, strings.Join(Shells(), ", "))
	}
	return string(text), nil
}

// Proposal is a word that may stand next.
type Proposal struct {
	Word string
	Help string // what it means, in one line; may be empty
}

// String is the proposal as the scripts of the shells read it.
func (p Proposal) String() string { return p.Word + "\t" + p.Help }

// Complete returns what may stand in the place of the last of the words. None means that the model does not say what
// stands there; shells propose files then.
func Complete(app *kong.Application, words []string) []Proposal {
	unfinished, before := "", words[:max(len(words)-1, 0)]
	if last := words[len(before):]; len(last) > 0 && last[0] != NoWord && last[0] != "=" {
		unfinished = last[0]
	}
	at, flag, given := walk(app.Node, before)
	var all []Proposal
	name, _, assigned := strings.Cut(unfinished, "=")
	switch {
	case flag != nil:
		all = ofValue(app.Node, flag.Value, "")
	case assigned && strings.HasPrefix(name, "--"):
		if f := flagOf(at, name); f != nil {
			all = ofValue(app.Node, f.Value, name+"=")
		}
	case strings.HasPrefix(unfinished, "-"):
		all = flagsOf(at)
	case len(at.Children) > 0:
		all = commandsOf(at)
	case given < len(at.Positional):
		all = ofValue(app.Node, at.Positional[given], "")
	}
	return slices.DeleteFunc(all, func(p Proposal) bool { return !strings.HasPrefix(p.Word, unfinished) })
}

// walk follows finished words: to the command that they name, the flag whose value comes next (nil for none), and how
// many arguments of the command are given.
func walk(at *kong.Node, words []string) (_ *kong.Node, waiting *kong.Flag, given int) {
	for _, w := range words {
		switch {
		case w == "=": // bash divides --flag=value
		case waiting != nil:
			waiting = nil
		case strings.HasPrefix(w, "-"):
			if f := flagOf(at, w); f != nil && !f.IsBool() {
				waiting = f
			}
		default:
			i := slices.IndexFunc(at.Children, func(c *kong.Node) bool { return c.Name == w })
			if i < 0 {
				given++
				continue
			}
			at = at.Children[i]
		}
	}
	return at, waiting, given
}

// flagOf is the flag of a command that is written so, nil if it has none.
func flagOf(at *kong.Node, word string) *kong.Flag {
	for _, group := range at.AllFlags(false) {
		for _, f := range group {
			if word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) {
				return f
			}
		}
	}
	return nil
}

func flagsOf(at *kong.Node) (out []Proposal) {
	for _, group := range at.AllFlags(true) {
		for _, f := range group {
			out = append(out, Proposal{Word: "--" + f.Name, Help: oneLine(f.Help)})
		}
	}
	return out
}

func commandsOf(at *kong.Node) (out []Proposal) {
	for _, c := range at.Children {
		if !c.Hidden {
			out = append(out, Proposal{Word: c.Name, Help: oneLine(c.Help)})
		}
	}
	return out
}

// ofValue is what the model says of a value: its choices, the small letters among the alternatives of its placeholder,
// or the commands, where it is tagged so.
func ofValue(root *kong.Node, v *kong.Value, before string) (out []Proposal) {
	if v.Tag.Get("complete") == "commands" {
		return commandsOf(root)
	}
	choices := v.EnumSlice()
	if v.Enum == "" {
		choices = nil
		if v.Flag != nil && strings.Contains(v.Flag.PlaceHolder, "|") {
			choices = strings.Split(v.Flag.PlaceHolder, "|")
		}
	}
	for _, c := range choices {
		if c != "" && c == strings.ToLower(c) {
			out = append(out, Proposal{Word: before + c})
		}
	}
	return out
}

// oneLine is the first sentence of a help text.
func oneLine(text string) string {
	text, _, _ = strings.Cut(strings.Join(strings.Fields(text), " "), ". ")
	return strings.TrimSuffix(text, ".")
}
