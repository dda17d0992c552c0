package cmdline

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Page is what a man page says beyond the model of the command line.
type Page struct {
	Version     string
	Description string    // paragraphs, with a blank line between them
	Environment []Setting // in their order
	Exit        []string  // what each exit code means, from 0 on
	Files       []File
}

// Setting is a variable of the environment.
type Setting struct{ Name, Help, Default string }

// File is a file that the program reads or writes, and what for.
type File struct{ Path, Help string }

// Man is the man page, section 1, as troff with the macros of man(7).
func Man(app *kong.Application, page *Page) string {
	m := new(manual)
	m.macro(".TH", strings.ToUpper(app.Name), "1", "", app.Name+" "+page.Version, "User commands")
	summary, _, _ := strings.Cut(page.Description, "\n")
	m.macro(".SH", "NAME")
	// Programs that index manuals want this line as it stands, with nothing in front of the name.
	m.WriteString(escape(app.Name+" - "+strings.ToLower(summary[:1])+oneLine(summary[1:])) + "\n")
	m.macro(".SH", "SYNOPSIS")
	m.macro(".B", app.Name)
	m.text("COMMAND [FLAGS]")
	m.macro(".SH", "DESCRIPTION")
	m.paragraphs(page.Description)
	m.macro(".SH", "COMMANDS")
	for _, c := range app.Leaves(true) {
		m.command(c)
	}
	m.macro(".SH", "ENVIRONMENT")
	for _, s := range page.Environment {
		help := s.Help
		if s.Default != "" {
			help += " (default " + s.Default + ")"
		}
		m.item(s.Name, help)
	}
	m.macro(".SH", "FILES")
	for _, f := range page.Files {
		m.item(f.Path, f.Help)
	}
	m.macro(".SH", "EXIT STATUS")
	for code, help := range page.Exit {
		m.item(fmt.Sprint(code), help)
	}
	return m.String()
}

// manual is a man page that is being written.
type manual struct{ strings.Builder }

// command writes the section of one command.
func (m *manual) command(c *kong.Node) {
	m.macro(".SS", c.Summary())
	m.paragraphs(c.Help)
	if c.Detail != "" {
		m.macro(".PP")
		m.paragraphs(c.Detail)
	}
	for _, p := range c.Positional {
		m.item(strings.Trim(p.ShortSummary(), "[]"), p.Help)
	}
	for _, f := range c.Flags {
		if f.Hidden || f.Name == "help" {
			continue
		}
		name := f.Summary()
		if f.Short != 0 {
			name = "-" + string(f.Short) + ", " + name
		}
		m.item(name, f.Help)
	}
}

// macro writes a line that begins with a macro; the arguments are quoted.
func (m *manual) macro(name string, args ...string) {
	m.WriteString(name)
	for _, a := range args {
		m.WriteString(` "` + strings.ReplaceAll(escape(a), `"`, `\(dq`) + `"`)
	}
	m.WriteByte('\n')
}

// item writes a term and what it means.
func (m *manual) item(term, help string) {
	m.macro(".TP")
	m.macro(".B", term)
	m.text(help)
}

// paragraphs writes paragraphs that have blank lines between them.
func (m *manual) paragraphs(text string) {
	for i, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			m.macro(".PP")
		}
		m.text(p)
	}
}

// text writes one paragraph, whatever its lines begin with.
func (m *manual) text(text string) {
	m.WriteString(`\&` + escape(strings.Join(strings.Fields(text), " ")) + "\n")
}

// escape writes a text so that troff shows it letter by letter: a hyphen is one that can be copied into a shell.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
}
