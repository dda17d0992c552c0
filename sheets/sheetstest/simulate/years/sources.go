package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets/sheetstest/idlecost"
)

// mailbox holds all that ever came by mail. It offers what is younger than since, as a mailbox from which old messages
// are taken out, or all.
type mailbox struct {
	items []lead.Inquiry
	since time.Time
}

// Name says what it is.
func (m *mailbox) Name() string { return "mailbox" }

// Collect returns what is not known.
func (m *mailbox) Collect(_ context.Context, known intake.Known) ([]lead.Inquiry, error) {
	var out []lead.Inquiry
	for i := len(m.items) - 1; i >= 0 && !m.items[i].Received.Before(m.since); i-- {
		if in := m.items[i]; !known.HasKey(in.Key) {
			out = append(out, in)
		}
	}
	return out, nil
}

// Settle does nothing: the mails stay.
func (m *mailbox) Settle(context.Context, []lead.Inquiry) error { return nil }

// asked is what somebody has entered into the form of the website.
type asked struct {
	no                 int
	at                 time.Time
	name, email, phone string
	text               string
}

// website has a form, whose entries are exported into the drop folder.
type website struct {
	folder  string
	entries []asked
}

// export writes the entries since a moment into the drop folder, over the export before.
func (s *website) export(since time.Time) error {
	var b strings.Builder
	out := csv.NewWriter(&b)
	rows := [][]string{{"Submission ID", "Created At", "Name", "Email", "Phone", "Message"}}
	for _, e := range s.entries {
		if !e.at.Before(since) {
			rows = append(rows, []string{fmt.Sprint(70_000 + e.no), e.at.Format("2006-01-02 15:04:05"), e.name, e.email, e.phone,
				e.text})
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	path := filepath.Join(s.folder, "contact-form.csv")
	if err := os.WriteFile(path+".new", []byte(b.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// customer is somebody new.
func customer(r *rand.Rand, n int) (name, email, phone string) {
	first, last := idlecost.Syllables(r, 2+r.IntN(2)), idlecost.Syllables(r, 2+r.IntN(3))
	return strings.ToUpper(first[:1]) + first[1:] + " " + strings.ToUpper(last[:1]) + last[1:],
		fmt.Sprintf("%s.%s@%s%d.example", first, last, idlecost.Syllables(r, 2), n),
		fmt.Sprintf("+49 %d %d", 30+r.IntN(900), 1_000_000+r.IntN(8_999_999))
}
