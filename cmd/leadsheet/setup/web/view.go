package web

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"leadsheet/cmd/leadsheet/setup"
)

//go:embed form.html
var formText string

// view is what a page shows.
type view struct {
	Number  int // of the page
	Secret  string
	Title   string
	Refresh int // seconds until the browser looks again; 0 for never
	Intro   string
	Said    []string
	Failed  string
	Link    string // an address to open
	Ended   bool
	At, Of  int // the place of the step
	Fields  []field
	Facts   []setup.Fact
	Buttons []button // answers to the only question; without any there is one to go on
	Back    bool

	names func(string) string
}

// field is a question on a page.
type field struct {
	setup.Question
	Value  string
	Error  string
	People []person
	More   []person // those whom a page need not show at once
}

// rows are rows of a field for people.
type rows struct {
	Key  string
	Rows []person
}

// Shown are the rows that a page shows at once.
func (f field) Shown() rows { return rows{f.Key, f.People} }

// Hidden are the others.
func (f field) Hidden() rows { return rows{f.Key, f.More} }

// Has reports whether an option of several is chosen.
func (f field) Has(answer string) bool {
	for _, s := range strings.Split(f.Value, ",") {
		if strings.EqualFold(strings.TrimSpace(s), answer) {
			return true
		}
	}
	return false
}

// person is a row of a field for people.
type person struct {
	Number      int
	Name, Email string
	Wrong       bool
}

// button answers the only question of a page.
type button struct{ Name, Value, Text string }

const (
	peopleShown = 4
	peopleMost  = 10
)

// fill makes the page of a form.
func (v *view) fill(f setup.Form) {
	v.Title, v.Intro, v.At, v.Of, v.Facts = f.Step.Title, f.Step.Intro, f.At, f.Of, f.Facts
	v.Failed, v.Back = upper(f.Failed), f.Back
	for _, q := range f.Questions {
		value, given := f.Given[q.Key]
		if !given {
			value = q.Default
		}
		field := field{Question: q, Value: value, Error: upper(f.Errors[q.Key])}
		switch q.Kind {
		case setup.People:
			field.people()
		case setup.YesNo:
			field.Text = strings.TrimSuffix(q.Text, "?") + "?"
			field.Options = []setup.Option{{Answer: setup.Yes, Text: "Yes"}, {Answer: setup.No, Text: "No"}}
		}
		v.Fields = append(v.Fields, field)
	}
	if v.Title == "" {
		v.Title = "One question"
	}
	if len(v.Fields) == 1 {
		v.buttons()
	}
}

// buttons lets a page with one question be answered by a button each, where there are few answers.
func (v *view) buttons() {
	few := len(v.Facts) > 0 || len(v.Fields[0].Options) <= 2
	if len(v.Fields[0].Options) == 0 || v.Fields[0].Kind == setup.Several || !few {
		return
	}
	for _, o := range v.Fields[0].Options {
		if len(v.Facts) > 0 && o.Answer != setup.Yes {
			continue // the facts have buttons of their own
		}
		b := button{"q-" + v.Fields[0].Key, o.Answer, upper(o.Text)}
		if o.Answer == v.Fields[0].Default {
			v.Buttons = append([]button{b}, v.Buttons...)
		} else {
			v.Buttons = append(v.Buttons, b)
		}
	}
}

// people divides an answer such as "Kim=kim@example.com, Lee=lee@example.com" into rows, with empty ones behind.
func (f *field) people() {
	var rows []person
	for _, part := range strings.Split(f.Value, ",") {
		name, email, _ := strings.Cut(part, "=")
		if name, email = strings.TrimSpace(name), strings.TrimSpace(email); name != "" || email != "" {
			rows = append(rows, person{Name: name, Email: email})
		}
	}
	shown := max(peopleShown, len(rows))
	for len(rows) < peopleMost {
		rows = append(rows, person{})
	}
	for i := range rows {
		rows[i].Number = i + 1
		rows[i].Wrong = f.Error != "" && (rows[i].Name == "") != (rows[i].Email == "")
	}
	f.People, f.More = rows[:shown], rows[shown:]
}

// answerOf is what was sent for a question, as a line of text.
func answerOf(q setup.Question, sent url.Values) string {
	if q.Kind == setup.Several {
		return strings.Join(sent["q-"+q.Key], ", ") + "," // never empty: nobody is not what was offered
	}
	if q.Kind != setup.People {
		return strings.TrimSpace(sent.Get("q-" + q.Key))
	}
	var people []string
	for i := range peopleMost * 2 {
		name := strings.TrimSpace(sent.Get(fmt.Sprintf("q-%s-name-%d", q.Key, i+1)))
		email := strings.TrimSpace(sent.Get(fmt.Sprintf("q-%s-mail-%d", q.Key, i+1)))
		if name == "" && email == "" {
			continue
		}
		name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(",;=", r) }), " ")
		people = append(people, name+"="+email)
	}
	return strings.Join(people, ", ")
}

// upper begins a text with a capital.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// html is the content of the page.
func (v view) html() (template.HTML, error) {
	name := v.names
	if name == nil {
		name = func(s string) string { return s }
	}
	t, err := template.New("form").Funcs(template.FuncMap{"name": name, "upper": upper, "kind": kindOf,
		"seq": func(n int) []int {
			out := make([]int, n)
			for i := range out {
				out[i] = i + 1
			}
			return out
		}}).Parse(formText)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

// kindOf names how a question is shown.
func kindOf(f field) string {
	switch {
	case f.Kind == setup.People:
		return "people"
	case f.Kind == setup.Secret:
		return "password"
	case f.Kind == setup.Several:
		return "several"
	case len(f.Options) > 0:
		return "options"
	}
	return "text"
}
