package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"leadsheet/forms"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

type readCmd struct {
	Files []string `arg:"" name:"FILE" help:"Messages (.eml, .mbox), form exports (.csv, .tsv, .xlsx), or folders of them."`
	Table bool     `help:"Show form exports as they are read, before any column gets its meaning: a JSON array a line, an object for what is damaged."`
	JSON  bool     `name:"json" help:"One JSON object a line."`
	Team  string   `placeholder:"example.com,me@x.org" help:"Domains and addresses that are your own people's, so that their forwards are unwrapped."`
}

func (readCmd) Help() string {
	return "Needs no workbook and no account. Each message or record is judged as if it came into an empty workbook, " +
		"in the order given by its time."
}

// readLine is one line of read --json.
type readLine struct {
	File     string           `json:"file"`
	Kind     lead.MessageKind `json:"kind"`
	Outcome  lead.Outcome     `json:"outcome"`
	Name     string           `json:"name"`
	Email    string           `json:"email"`
	Phone    string           `json:"phone"`
	Company  string           `json:"company"`
	Need     string           `json:"need"`
	Source   string           `json:"source"`
	Campaign string           `json:"campaign"`
	Received string           `json:"received"`
	Answers  []lead.Answer    `json:"answers"`
	Reason   string           `json:"reason"`

	// Mails only.
	ForwardedBy  string      `json:"forwarded_by"`
	OriginalFrom string      `json:"original_from"`
	Note         string      `json:"note"`
	AnsweredTo   []string    `json:"answered_to,omitempty"`
	Thread       *readThread `json:"thread"`
	Answerable   bool        `json:"answerable"`
	NoAnswer     string      `json:"no_answer"`
	Rule         string      `json:"rule"`    // what decided what the mail is
	Pitch        lead.Pitch  `json:"pitch"`   // what it looks like when it asks for nothing that we sell
	Decided      []string    `json:"decided"` // the rules and structures by which it was read
	// LeftOut is what of the visible text is in none of the fields above.
	LeftOut []reading.LeftOut `json:"left_out"`
}

// readThread is where a mail stands in a conversation.
type readThread struct {
	MessageID  string   `json:"message_id"`
	InReplyTo  string   `json:"in_reply_to"`
	References []string `json:"references"`
}

func (r readCmd) Run(a *app) error {
	if r.Table {
		return r.printTables(a)
	}
	policy, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	team, err := teamOf(r.Team)
	if err != nil {
		return usageError{fmt.Errorf("--team: %w", err)}
	}
	known := intake.Known{Team: team, Country: policy.Country, Zone: policy.Zone}
	paths, failed := expand(r.Files)
	var files []string
	var items []lead.Inquiry
	var mails []*reading.Reading // parallel to items; nil for a record of an export
	for _, path := range paths {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		read := mailsOf(path, data, known)
		inquiries, err := r.readInquiries(a, path, data, info.ModTime(), known)
		failed = errors.Join(failed, err)
		for i := range inquiries {
			inquiries[i].Order = len(items) + i
		}
		files = append(files, slices.Repeat([]string{path}, len(inquiries))...)
		mails = append(mails, make([]*reading.Reading, len(inquiries))...)
		for i := range read[:min(len(read), len(inquiries))] {
			mails[len(items)+i] = &read[i]
		}
		if len(items) == 0 {
			items = inquiries // avoids a copy of a large export
		} else {
			items = append(items, inquiries...)
		}
	}
	work := rules.Plan(rules.State{Policy: policy}, items, latest(items))
	rows := make(map[string]*lead.IntakeRow, len(work.Intake))
	for i := range work.Intake {
		rows[work.Intake[i].Key] = &work.Intake[i]
	}
	made := make(map[string]*lead.Lead, len(work.NewLeads))
	for i := range work.NewLeads {
		made[work.NewLeads[i].ID] = &work.NewLeads[i]
	}
	seen := make(map[string]bool, len(items))
	return errors.Join(printLines(a, len(items), func(i int) readLine { // one at a time, since an export may be large
		in, row, l := &items[i], lead.IntakeRow{}, lead.Lead{}
		if found := rows[in.Key]; found != nil {
			row = *found
		}
		if seen[in.Key] {
			row = lead.IntakeRow{Outcome: lead.Duplicate, Reason: "the same came earlier"}
		}
		seen[in.Key] = true
		if found := made[row.Lead]; found != nil {
			l = *found
		}
		line := lineOf(files[i], *in, row, l)
		line.addMail(mails[i])
		return line
	}, r.JSON), failed)
}

// readInquiries reads a file. For a form export it also prints how the columns were understood.
func (r readCmd) readInquiries(
	a *app,
	path string,
	data []byte,
	modified time.Time,
	known intake.Known,
) ([]lead.Inquiry, error) {
	if mailin.Handles(path) {
		return intake.ReadFile(path, data, modified, known), nil
	}
	items, export := intake.ReadExport(path, data, modified, known)
	if export == nil || r.JSON {
		return items, nil
	}
	return items, explainForm(a.stdout, path, export)
}

// mailsOf returns the readings of a file of messages, in the order of its inquiries, and nil for other files.
func mailsOf(path string, data []byte, known intake.Known) []reading.Reading {
	if !mailin.Handles(path) {
		return nil
	}
	var out []reading.Reading
	for _, raw := range mailin.Mbox(data) {
		r := reading.Parse(raw, reading.Envelope{}, reading.Options{Team: known.Team, Country: known.Country})
		out = append(append(out, r.Others...), r)
	}
	return out
}

// addMail fills in the fields that only mails have.
func (l *readLine) addMail(m *reading.Reading) {
	if m == nil {
		l.NoAnswer = "it came by a form's export"
		l.Decided, l.LeftOut = []string{}, []reading.LeftOut{}
		return
	}
	l.ForwardedBy, l.OriginalFrom, l.Note, l.AnsweredTo = m.ForwardedBy, m.OriginalFrom, m.Note, m.AnsweredTo
	l.Answerable, l.NoAnswer = m.NoAnswer == "", m.NoAnswer
	l.Rule, l.Pitch = m.Rule, m.Pitch
	l.Decided, l.LeftOut = append([]string{}, m.Decided...), m.LeftOut()
	l.Thread = &readThread{MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: m.References}
	if l.Thread.References == nil {
		l.Thread.References = []string{}
	}
}

// latest returns the time of the newest inquiry, which is "now" for read: its output must not depend on the day it is
// run.
func latest(items []lead.Inquiry) time.Time {
	var t time.Time
	for _, in := range items {
		if in.Received.After(t) {
			t = in.Received
		}
	}
	return t
}

func lineOf(file string, in lead.Inquiry, row lead.IntakeRow, l lead.Lead) readLine {
	line := readLine{
		File:     file,
		Kind:     in.Kind,
		Outcome:  row.Outcome,
		Name:     in.Name,
		Email:    in.Email,
		Phone:    in.Phone,
		Company:  in.Company,
		Need:     in.Need,
		Source:   in.Source,
		Campaign: in.Campaign,
		Answers:  in.Answers,
		Reason:   row.Reason,
	}
	if row.Outcome == lead.NewLead && l.Source != "" {
		line.Source = l.Source
	}
	if line.Answers == nil {
		line.Answers = []lead.Answer{}
	}
	if line.Reason == "" || line.Reason == in.Rule && in.Problem != "" {
		line.Reason = in.Ignore + in.Problem
	}
	if !in.Received.IsZero() {
		line.Received = in.Received.UTC().Format(time.RFC3339)
	}
	return line
}

func printLines(a *app, lines int, line func(i int) readLine, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(a.stdout)
		enc.SetEscapeHTML(false)
		for i := range lines {
			if err := enc.Encode(line(i)); err != nil {
				return err
			}
		}
		return nil
	}
	tw := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	for i := range lines {
		l := line(i)
		who := strings.TrimSpace(l.Name + " <" + l.Email + ">")
		if l.Email == "" {
			who = strings.TrimSpace(l.Name + " " + l.Phone)
		}
		what := l.Reason
		if what == "" {
			what = l.Need
		}
		what = strings.Join(strings.Fields(what), " ")
		if r := []rune(what); len(r) > 70 {
			what = string(r[:69]) + "…"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", filepath.Base(l.File), l.Outcome, l.Kind, who, what)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stdout, "%s read; nothing was changed.\n", count(lines, "item"))
	return err
}

// expand replaces folders by the files in them that leadsheet reads. A file that is named itself is always included.
func expand(names []string) ([]string, error) {
	var out []string
	var failed error
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if !info.IsDir() {
			out = append(out, name)
			continue
		}
		err = filepath.WalkDir(name, func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") &&
				(mailin.Handles(path) || forms.Handles(path)) {
				out = append(out, path)
			}
			return err
		})
		failed = errors.Join(failed, err)
	}
	return out, failed
}

// teamOf parses the flag --team: addresses and domains, separated by commas. A domain that cannot belong to a team,
// such as gmail.com, is an error.
func teamOf(flag string) (lead.Team, error) {
	var t lead.Team
	for _, s := range strings.FieldsFunc(flag, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if at := strings.Index(s, "@"); at > 0 {
			t.Addresses = append(t.Addresses, s)
			continue
		}
		d, err := lead.TeamDomain(s)
		if err != nil {
			return t, err
		}
		t.Domains = append(t.Domains, d)
	}
	return t, nil
}
