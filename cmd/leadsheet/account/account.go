// Package account says what became of everything that came in, for people and for programs.
package account

import (
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

// Account is an account as it is printed.
type Account struct {
	intake.Account
	Zone  *time.Location // in which times are said
	Fresh time.Time      // what came in later may wait for the next pass
}

// Print prints the account for people; book is the name of the workbook.
func (r Account) Print(out io.Writer, book string) error {
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
func (r Account) source(b *strings.Builder, s *intake.SourceAccount) {
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
		line("%d waiting for the next pass: newer than %s", n, r.time(r.Fresh))
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
			parts = append(parts, plural(n, string(o)))
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
func (r Account) arrival(a *intake.Arrival) string {
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

func (r Account) time(t time.Time) string { return t.In(r.Zone).Format("2006-01-02 15:04") }

type (
	// Document is an account for programs. Times are RFC 3339 in the workbook's zone.
	Document struct {
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

// Document is the account for programs; since is the day from which on it was made, "" for everything.
func (r Account) Document(since string) Document {
	all := Document{Since: since, NewerThan: r.Fresh.In(r.Zone).Format(time.RFC3339), Sources: []sourceJSON{}}
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
	return all
}

func (r Account) arrivalsJSON(all []intake.Arrival) []arrivalJSON {
	out := []arrivalJSON{}
	for _, a := range all {
		j := arrivalJSON{Where: a.Where, File: a.File, From: a.From, Subject: a.Subject}
		if !a.Received.IsZero() {
			j.Received = a.Received.In(r.Zone).Format(time.RFC3339)
		}
		out = append(out, j)
	}
	return out
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
