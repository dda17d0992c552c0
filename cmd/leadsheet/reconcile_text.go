package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/words"
)

// maxMissingPrinted is how many things without a row are named for each source; the JSON names all.
const maxMissingPrinted = 100

// reconciliation is an account as it is printed.
type reconciliation struct {
	intake.Account
	zone  *time.Location
	fresh time.Time
}

// print prints the account for people.
func (r reconciliation) print(out io.Writer, book string) error {
	var b strings.Builder
	together, sources := intake.SourceAccount{}, 0
	for i := range r.Sources {
		s := &r.Sources[i]
		if s.Received() == 0 && s.LeftOut == 0 && !s.Looked {
			continue
		}
		sources++
		r.source(&b, s)
		together.Rows += s.Accounted()
		together.Missing = append(together.Missing, s.Missing...)
		together.Waiting = append(together.Waiting, s.Waiting...)
	}
	if sources > 1 {
		fmt.Fprintf(&b, "Together: %s, compared with the tab Intake of %s.\n", sums(&together), book)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// sums are the numbers of a source in one line.
func sums(s *intake.SourceAccount) string {
	text := fmt.Sprintf("%d received, %d accounted for, %d without a row", s.Received(), s.Accounted(), len(s.Missing))
	if n := len(s.Waiting); n > 0 {
		text += fmt.Sprintf(", %d waiting", n)
	}
	return text
}

// source prints the account of one source.
func (r reconciliation) source(b *strings.Builder, s *intake.SourceAccount) {
	first, size := utf8.DecodeRuneInString(s.Source)
	fmt.Fprintf(b, "%s%s: %s\n", strings.ToUpper(string(first)), s.Source[size:], sums(s))
	line := func(format string, args ...any) { fmt.Fprintf(b, "    "+format+"\n", args...) }
	if !s.Looked && s.Source != intake.InMails {
		line("known from the tab Intake alone: it is not watched, or could not be looked at")
	}
	if text := outcomesText(s); text != "" {
		line("%s", text)
	}
	if s.Gone > 0 {
		line("%d of them not in the folder any more", s.Gone)
	}
	if s.LeftOut > 0 {
		line("besides, %d not to be taken in: there before leadsheet began, or the team's own", s.LeftOut)
	}
	if n := len(s.Waiting); n > 0 {
		line("%d waiting for the next pass: newer than %s", n, r.time(r.fresh))
	}
	for _, a := range s.Missing[:min(len(s.Missing), maxMissingPrinted)] {
		line("no row: %s", r.arrival(&a))
	}
	if n := len(s.Missing) - maxMissingPrinted; n > 0 {
		line("no row: %d more, which --json names", n)
	}
}

// outcomesText says what became of what has a row.
func outcomesText(s *intake.SourceAccount) string {
	order := []lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored, lead.Damaged}
	for _, o := range slices.Sorted(maps.Keys(s.Outcomes)) {
		if !slices.Contains(order, o) {
			order = append(order, o)
		}
	}
	var parts []string
	for _, o := range order {
		n := s.Outcomes[o]
		switch {
		case n == 0:
		case o == lead.NewLead:
			parts = append(parts, count(n, string(o)))
		case strings.TrimSpace(string(o)) == "":
			parts = append(parts, fmt.Sprintf("%d without an outcome", n))
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, words.OneLine(string(o))))
		}
	}
	if s.Again > 0 {
		parts = append(parts, fmt.Sprintf("%d the same once more", s.Again))
	}
	if s.Archived > 0 {
		parts = append(parts, fmt.Sprintf("%d whose row has left the workbook", s.Archived))
	}
	return strings.Join(parts, ", ")
}

// arrival says which thing it is: where it is found, when it came, and what it is called.
func (r reconciliation) arrival(a *intake.Arrival) string {
	parts := []string{a.Where}
	if a.File != "" {
		_, record, _ := strings.Cut(a.Where, ", ")
		parts = []string{a.File}
		if record != "" {
			parts = append(parts, record)
		}
	}
	if a.Received.IsZero() {
		parts = append(parts, "date unknown")
	} else {
		parts = append(parts, r.time(a.Received))
	}
	if subject := words.OneLine(lead.SafeText(a.Subject, 80)); subject != "" {
		parts = append(parts, fmt.Sprintf("%q", subject))
	}
	return strings.Join(parts, ", ")
}

func (r reconciliation) time(t time.Time) string { return t.In(r.zone).Format("2006-01-02 15:04") }

// err says what to do about what has no row, nil when everything has one.
func (r reconciliation) err() error {
	n := map[intake.Remedy]int{}
	missing := r.Missing()
	for i := range missing {
		n[missing[i].Remedy]++
	}
	var all []error
	for _, s := range []struct {
		remedy intake.Remedy
		do     string
	}{
		{intake.NextPass, "run leadsheet once, which takes in what is missing, and leadsheet reconcile again; what then " +
			"still has none is told by leadsheet once itself"},
		{intake.ForgetRow, `the tab Intake says that all of the file is there: delete the row of the file with the ` +
			`outcome "file read" there, then run leadsheet once`},
		{intake.MoveBack, "it was put away already: move the message or the file back to where it came in, then run " +
			`leadsheet once; if the tab Intake has a row of the file with the outcome "file read", delete that row before`},
	} {
		if n[s.remedy] > 0 {
			all = append(all, fmt.Errorf("%d without a row in the tab Intake, see above: %s", n[s.remedy], s.do))
		}
	}
	return errors.Join(all...)
}

// The JSON of a reconciliation. Times are RFC 3339 in the workbook's zone.
type (
	reconciliationJSON struct {
		Since      string       `json:"since,omitempty"`
		NewerThan  string       `json:"waiting_newer_than"`
		Received   int          `json:"received"`
		Accounted  int          `json:"accounted"`
		WithoutRow int          `json:"without_row"`
		Waiting    int          `json:"waiting"`
		Sources    []sourceJSON `json:"sources"`
	}
	sourceJSON struct {
		Source     string               `json:"source"`
		Looked     bool                 `json:"looked"`
		Received   int                  `json:"received"`
		Accounted  int                  `json:"accounted"`
		WithoutRow int                  `json:"without_row"`
		Outcomes   map[lead.Outcome]int `json:"outcomes"`
		Again      int                  `json:"again"`
		Archived   int                  `json:"archived,omitempty"`
		Gone       int                  `json:"gone"`
		LeftOut    int                  `json:"left_out"`
		Waiting    []arrivalJSON        `json:"waiting"`
		Missing    []arrivalJSON        `json:"missing"`
	}
	arrivalJSON struct {
		Where    string `json:"where"`
		File     string `json:"file,omitempty"`
		Received string `json:"received,omitempty"`
		From     string `json:"from,omitempty"`
		Subject  string `json:"subject,omitempty"`
	}
)

// json prints the account for programs.
func (r reconciliation) json(out io.Writer, since string) error {
	all := reconciliationJSON{Since: since, NewerThan: r.fresh.In(r.zone).Format(time.RFC3339), Sources: []sourceJSON{}}
	for i := range r.Sources {
		s := &r.Sources[i]
		all.Received += s.Received()
		all.Accounted += s.Accounted()
		all.WithoutRow += len(s.Missing)
		all.Waiting += len(s.Waiting)
		all.Sources = append(all.Sources, sourceJSON{Source: s.Source, Looked: s.Looked, Received: s.Received(),
			Accounted: s.Accounted(), WithoutRow: len(s.Missing), Outcomes: s.Outcomes, Again: s.Again, Gone: s.Gone,
			Archived: s.Archived, LeftOut: s.LeftOut, Waiting: r.arrivalsJSON(s.Waiting), Missing: r.arrivalsJSON(s.Missing)})
	}
	return printJSON(out, "the account", all)
}

func (r reconciliation) arrivalsJSON(all []intake.Arrival) []arrivalJSON {
	out := []arrivalJSON{}
	for _, a := range all {
		j := arrivalJSON{Where: a.Where, File: a.File, From: a.From, Subject: a.Subject}
		if !a.Received.IsZero() {
			j.Received = a.Received.In(r.zone).Format(time.RFC3339)
		}
		out = append(out, j)
	}
	return out
}
