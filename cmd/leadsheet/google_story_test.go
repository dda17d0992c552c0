package main

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// sheet is a Google Sheet served on a socket, for the built program.
type sheet struct {
	*gsheets.Doc
	server *gsheets.Server
}

// onGoogle points an installation at a new Google Sheet.
func (in *installation) onGoogle() *sheet {
	in.t.Helper()
	server := gsheets.New(gsheets.Options{Check: true})
	web := httptest.NewServer(server)
	in.t.Cleanup(func() {
		web.Close()
		for _, v := range server.Violations() {
			in.t.Error(v)
		}
	})
	doc := server.Create("Our leads")
	in.env = append(in.env, "LEADSHEET_BOOK=https://docs.google.com/spreadsheets/d/"+doc.ID()+"/edit#gid=0", "LEADSHEET_GOOGLE_ENDPOINT="+web.URL+"/")
	return &sheet{doc, server}
}

// table reads a tab by column title.
func (s *sheet) table(tab string) []map[string]string {
	grid := s.Rows(tab)
	var out []map[string]string
	for i, r := range grid {
		row := map[string]string{}
		all := ""
		for j, c := range r {
			if j < len(grid[0]) {
				row[grid[0][j].String()] = c.String()
			}
			all += c.String()
		}
		if i > 0 && all != "" {
			out = append(out, row)
		}
	}
	return out
}

// The same two hundred messages as in the story of the local workbook, into a Google Sheet. The second pass reads, and
// writes nothing.
func TestStoryTwoHundredMessagesIntoAGoogleSheet(t *testing.T) {
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	in := install(t, mail)
	s := in.onGoogle()
	start := time.Now().Add(-5 * time.Hour).Truncate(time.Second)
	var wantEmails []string
	wantOutcomes := map[string]int{}
	for i := range 200 {
		raw, outcome, email := mixed(i)
		mail.DeliverAt(raw, start.Add(time.Duration(i)*time.Minute))
		wantOutcomes[outcome]++
		if email != "" {
			wantEmails = append(wantEmails, email)
		}
	}
	t.Log(in.once())
	before := s.server.Counts()
	t.Log(in.once())
	if after := s.server.Counts(); after.Writes != before.Writes {
		t.Errorf("the second pass wrote %d times", after.Writes-before.Writes)
	}
	checkMixed(t, s.table, wantOutcomes, wantEmails)
}

// Fifty runs, each killed at a random moment, on a network that fails one call in seven, while mail arrives and the team
// sorts, comments, deletes and moves rows in the same sheet: Intake adds up, no lead is lost or doubled, no edit is gone.
func TestStoryGoogleKilledFiftyTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	in := install(t, mail)
	s := in.onGoogle()
	in.once()
	rnd := rand.New(rand.NewPCG(3, 50))
	storm := &storm{rnd: rand.New(rand.NewPCG(4, 50))}
	s.server.SetFault(storm.fault)
	team := &team{sheet: s, comments: map[string]string{}, deleted: map[string]bool{}}
	sent := 0
	for range 50 {
		for range 1 + rnd.IntN(3) {
			mail.Deliver(enquiry(sent))
			sent++
		}
		cmd := in.command("once")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rnd.IntN(900))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		for range 6 {
			team.work(rnd.IntN(4), rnd.IntN(1000))
			time.Sleep(time.Duration(rnd.IntN(60)) * time.Millisecond)
		}
		_ = cmd.Wait() // mostly killed
		timer.Stop()
	}
	s.server.SetFault(nil)
	storm.land()
	for range 5 {
		if out := in.once(); strings.Contains(out, "Nothing new") {
			break
		}
	}

	checkKilled(t, s.table, sent, team.comments, team.deleted)
	t.Logf("%d messages, %d comments, %d rows deleted, %d calls failed, %d writes arrived late", sent, len(team.comments), len(team.deleted), storm.failed, storm.late)
}

// storm makes calls fail: refused, unanswered before or after they were applied, applied later.
type storm struct {
	mu           sync.Mutex
	rnd          *rand.Rand
	waiting      []func()
	failed, late int
}

func (s *storm) fault(c gsheets.Call) gsheets.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.waiting); n > 0 && s.rnd.IntN(3) == 0 {
		go s.waiting[n-1]()
		s.waiting = s.waiting[:n-1]
	}
	if s.rnd.IntN(7) > 0 {
		return gsheets.Fault{}
	}
	s.failed++
	switch s.rnd.IntN(4) {
	case 0:
		return gsheets.Fault{Status: 503}
	case 1:
		return gsheets.Fault{Cut: true}
	case 2:
		return gsheets.Fault{Cut: true, Apply: true}
	}
	if !c.Write {
		return gsheets.Fault{Status: 429}
	}
	s.late++
	return gsheets.Fault{Cut: true, Later: func(apply func()) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waiting = append(s.waiting, apply)
	}}
}

// land lets all late writes arrive.
func (s *storm) land() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, apply := range s.waiting {
		apply()
	}
	s.waiting = nil
}

// team is people with the sheet open in a browser.
type team struct {
	sheet    *sheet
	n        int
	comments map[string]string // by the lead's mail address
	deleted  map[string]bool
}

func (p *team) work(what, which int) {
	grid := p.sheet.table("Leads")
	if len(grid) < 3 {
		return
	}
	row := grid[which%len(grid)]
	id, who := row["ID"], row["Email"]
	people := p.sheet.People(nil)
	p.n++
	switch what {
	case 0:
		p.comments[who] = fmt.Sprintf("called %d", p.n)
		people.Edit("Leads", id, "Comment", sheets.Cell{Kind: 1, Text: p.comments[who]})
	case 1:
		if p.n%3 == 0 {
			people.DeleteRow("Leads", id)
			p.deleted[who] = true
			delete(p.comments, who)
		}
	case 2:
		people.Sort("Leads", "Name")
	case 3:
		people.MoveRow("Leads", id, grid[0]["ID"])
	}
}
