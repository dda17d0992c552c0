package sabotage

import (
	"context"
	"time"

	"leadsheet/daemon/told"
	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/sheets"
)

// OfSending returns the sabotages of what is sent. That of Told needs a workbook that is a local file.
func OfSending() []Sabotage {
	return []Sabotage{
		{Name: "sent-before-claimed", Breaks: []string{"I5"}, Sends: true, Book: sentFirst},
		{Name: "sent-again", Breaks: []string{"I5"}, From: 27, Sends: true, Sender: sentAgain},
		{Name: "outcomes-forgotten", Breaks: []string{"I5", "I7"}, Sends: true, Book: outcomesForgotten},
		{Name: "others-claims-ignored", Breaks: []string{"I5"}, Sends: true, Book: claimsIgnored},
		{Name: "told-ignored", Breaks: []string{"I5"}, Sends: true, OfFile: true, Told: toldIgnored},
	}
}

// eventOf is a row of Activity that a batch adds.
func eventOf(a *sheets.Append, row []sheets.Cell) lead.Event {
	text := func(title string) string {
		for i, column := range a.Columns {
			if column == title && i < len(row) {
				return row[i].String()
			}
		}
		return ""
	}
	return lead.Event{What: lead.EventKind(text(lead.ColWhat)), Lead: text(lead.ColLead), Column: text(lead.ColColumn),
		From: text(lead.ColFrom), To: text(lead.ColTo), Why: text(lead.ColWhy)}
}

// sentFirst sends what a batch claims before the batch is stored.
func sentFirst(p *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			for i := range b.Appends {
				for _, row := range b.Appends[i].Rows {
					e := eventOf(&b.Appends[i], row)
					if b.Appends[i].Tab != lead.TabActivity || e.What != lead.Sending {
						continue
					}
					m := lead.Message{ID: e.To, Occasion: lead.Occasion(e.Column), Key: e.Why, Lead: e.Lead, To: e.From,
						Before: time.Now().Add(time.Hour)}
					_ = p.Sender.Send(ctx, &m) // it is sent once more when it is stored
				}
			}
			return book.Commit(ctx, snap, b)
		}}
}

// outcomesForgotten does not store what has become of messages.
func outcomesForgotten(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			var kept []sheets.Append
			for _, a := range b.Appends {
				rows := a.Rows
				a.Rows = nil
				for _, row := range rows {
					switch eventOf(&a, row).What {
					case lead.Sent, lead.NotSent, lead.SentOrNot:
					default:
						a.Rows = append(a.Rows, row)
					}
				}
				if len(a.Rows) > 0 {
					kept = append(kept, a)
				}
			}
			b.Appends = kept
			return book.Commit(ctx, snap, b)
		}}
}

// claimsIgnored does not see the claims of other processes, and what has become of them.
func claimsIgnored(_ *Process, book sheets.Book) sheets.Book {
	own := map[string]bool{}
	return &wrappedBook{Book: book,
		read: func(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
			snap, err := book.Read(ctx, tabs...)
			if err != nil || snap.Tabs[lead.TabActivity] == nil {
				return snap, err
			}
			t := snap.Tabs[lead.TabActivity]
			for r, row := range t.Rows {
				e := eventOf(&sheets.Append{Columns: t.Columns}, row)
				if e.What.OfSending() && e.What != lead.SendingBegan && !own[e.To] {
					blank := append([]sheets.Cell(nil), row...)
					blank[t.Col(lead.ColWhat)] = lead.TextValue(string(lead.Noted))
					t.Rows[r] = blank
				}
			}
			return snap, nil
		},
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			for i := range b.Appends {
				for _, row := range b.Appends[i].Rows {
					if e := eventOf(&b.Appends[i], row); b.Appends[i].Tab == lead.TabActivity && e.What.OfSending() {
						own[e.To] = true
					}
				}
			}
			return book.Commit(ctx, snap, b)
		}}
}

// sentAgain sends a message once more of which nobody has heard whether it was accepted.
func sentAgain(_ *Process, to outbox.Sender) outbox.Sender { return &stubborn{to} }

type stubborn struct{ outbox.Sender }

// Send implements outbox.Sender.
func (s *stubborn) Send(ctx context.Context, m *lead.Message) outbox.Result {
	r := s.Sender.Send(ctx, m)
	if r.State == outbox.Unknown {
		r = s.Sender.Send(ctx, m)
	}
	return r
}

// toldIgnored does not read what the team was told by earlier processes.
func toldIgnored(s told.Store) told.Store { return &deaf{s} }

type deaf struct{ told.Store }

// Read implements told.Store.
func (*deaf) Read() ([]byte, error) { return nil, nil }
