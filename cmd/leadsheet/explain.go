package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead/words"
	"leadsheet/reports/explain"
)

type explainCmd struct {
	clockFlag
	ID   string `arg:"" help:"The lead, as the column ID has it: L-1042, or 1042."`
	JSON bool   `name:"json" help:"Print one JSON object for programs."`
}

func (explainCmd) Help() string {
	return "Tells in sentences what happened to a lead: how it came in, each event with its time and the rule or person " +
		"behind it, and how it stands: whose turn it is and since when, who has it and why, until when it is to be " +
		"answered and by which rule, and why Attention says what it says. It reads the workbook and changes nothing, " +
		"also beside a running leadsheet; what was edited since the last pass is told as the next pass will find it. " +
		"Times are in the workbook's time zone."
}

func (c explainCmd) Run(a *app) error {
	return a.look(c.clockFlag, "there are no leads", func(d *daemon.Daemon, book string) error {
		x, notes, err := d.LookAtLead(a.ctx, c.ID)
		printNotes(a.stderr, notes)
		var none explain.NotFound
		if errors.As(err, &none) {
			return usageError{noSuchLead(none, book)}
		}
		if err != nil {
			return err
		}
		return a.print(c.JSON, "the explanation", x, func(out io.Writer) error { return printExplanation(out, &x) })
	})
}

// noSuchLead says what to do about an ID that no lead has.
func noSuchLead(none explain.NotFound, book string) error {
	said := fmt.Sprintf("%v in %s", none, book)
	if len(none.Near) > 0 {
		return fmt.Errorf("%s: did you mean %s?", said, strings.Join(none.Near, ", "))
	}
	return fmt.Errorf("%s: give it as the column ID has it, such as L-1042; leadsheet leads lists them", said)
}

// printExplanation prints an explanation for people.
func printExplanation(out io.Writer, x *explain.Explanation) error {
	var b strings.Builder
	title := x.ID
	if name := words.OneLine(x.Name); name != "" {
		title += " " + name
	}
	fmt.Fprintln(&b, title)
	if x.Hint != "" {
		fmt.Fprintf(&b, "%s\n", sentenceOf(x.Hint))
	}
	if x.Now != nil {
		printPresent(&b, x.Now)
	}
	if len(x.CameIn) > 0 {
		fmt.Fprint(&b, "\nWhat came in (tab Intake)\n")
	}
	for _, r := range x.CameIn {
		parts := []string{string(r.Channel), r.From}
		if subject := words.OneLine(r.Subject); subject != "" {
			parts = append(parts, fmt.Sprintf("%q", subject))
		}
		became := string(r.Outcome)
		if r.Reason != "" {
			became += " (" + words.OneLine(r.Reason) + ")"
		}
		fmt.Fprintf(&b, "  %s  %s: %s\n", clockText(r.Time), strings.Join(present(parts), ", "), became)
	}
	fmt.Fprint(&b, "\nWhat happened (tab Activity)\n")
	if len(x.Events) == 0 {
		fmt.Fprintln(&b, "  Nothing is written down yet: the next pass does that.")
	}
	for _, e := range x.Events {
		fmt.Fprintf(&b, "  %s  %s\n", clockText(e.Time), words.OneLine(e.Text))
		for _, why := range e.Why {
			fmt.Fprintf(&b, "  %s  why: %s\n", strings.Repeat(" ", len(clockForm)), words.OneLine(why))
		}
		switch {
		case e.Pending:
			fmt.Fprintf(&b, "  %s  (found now; the next pass writes it down)\n", strings.Repeat(" ", len(clockForm)))
		case e.Recorded != nil:
			fmt.Fprintf(&b, "  %s  (written down %s)\n", strings.Repeat(" ", len(clockForm)), clockText(*e.Recorded))
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// printPresent prints how a lead stands.
func printPresent(b *strings.Builder, now *explain.Present) {
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(b, "  %-12s %s\n", label, words.OneLine(text))
		}
	}
	fmt.Fprintln(b, "\nHow it stands")
	status := now.Status
	switch {
	case now.Kind != "":
		status += " (kind: " + string(now.Kind) + ")"
	case status != "":
		status += " (not in the tab Statuses)"
	}
	line("Status", status)
	line("Turn", now.Turn.Text)
	if due := now.Turn.Due; due != nil {
		text := due.Format("Mon 2 Jan 2006, 15:04")
		if now.Turn.Late {
			text += " (late)"
		}
		line("Answer by", text+", "+now.Turn.Target)
	}
	if own := now.Turn.OwnersDue; own != nil {
		line("", "the owner's own time ends "+own.Format("Mon 2 Jan 2006, 15:04"))
	}
	line("Owner", toldText(now.Owner, "nobody"))
	line("Quality", toldText(now.Quality, ""))
	line("Source", now.Source)
	line("Next step", now.NextStep)
	if now.NextContact != nil {
		line("Next contact", now.NextContact.Format("Mon 2 Jan 2006"))
	}
	for _, r := range now.Attention {
		line("Attention", r.Text)
		if r.Why != "" {
			line("", "why: "+r.Why)
		}
	}
}

// toldText is what a cell holds, since when and why.
func toldText(t explain.Told, none string) string {
	if t.Value == "" {
		return none
	}
	text := t.Value
	if t.Since != nil {
		text += ", since " + clockText(*t.Since) + ", by " + t.By
	}
	if t.Why != "" {
		text += ": " + t.Why
	}
	return text
}

const clockForm = "2006-01-02 15:04"

func clockText(t time.Time) string { return t.Format(clockForm) }

// sentenceOf is a text as a sentence of its own.
func sentenceOf(text string) string {
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// present are the texts that are not blank.
func present(texts []string) []string {
	var out []string
	for _, t := range texts {
		if t = words.OneLine(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}
