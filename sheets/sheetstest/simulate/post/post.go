// Package post plays the mail server of a simulation, and checks what leadsheet sends: nobody outside is written to
// twice, nothing is sent to a customer before it is claimed in the workbook, and the team hears of every new lead.
package post

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/outbox"
)

// World is what the server needs of the simulation around it.
type World struct {
	Now func() time.Time
	// Say adds a line to the trace, and Fail records a broken invariant.
	Say  func(format string, args ...any)
	Fail func(invariant, format string, args ...any)
	// Activity are the rows of the stored workbook that tell of messages.
	Activity func() []Row
}

// Process is one run of leadsheet, as the server sees it.
type Process struct {
	ID int
	// Step lets others act; it fails once the process is killed.
	Step func(what string) error
}

// Server is a mail server and the memory of it.
type Server struct {
	to   World
	rng  *rand.Rand // of its own
	rate float64    // of messages that are not simply accepted
	down time.Time  // until then it accepts nothing
	ids  int

	// Calm says that every message is accepted from now on.
	Calm bool
	// Alone says that one daemon runs at a time: then nobody is told twice what the workbook says was sent.
	Alone bool

	// Skewed says that the clocks of processes differ: then they do not agree on when sending began.
	Skewed bool

	accepted []Accepted
	lapsed   map[string]bool // Message-IDs whose rows people have taken out of Activity, or copied
	ever     map[string]bool // Message-IDs that were claimed at some time
	told     []byte          // the store of what the team was told
	lost     int             // how often that store was lost

	// Began is when the first process started that sends, and Before are the requests that were in the workbook then.
	began  bool
	before map[string]bool
}

// Accepted is a message that the server has taken, whether the sender knows or not.
type Accepted struct {
	lead.Message
	At    time.Time
	Needs []string // the requests that it tells of, as the mailbox of the simulation words them
}

// New returns a server, of which a seed decides how reliable it is.
func New(to World, seed uint64) *Server {
	s := &Server{to: to, rng: rand.New(rand.NewPCG(seed, 0x5e4d)), lapsed: map[string]bool{}, ever: map[string]bool{},
		before: map[string]bool{}}
	if s.rng.IntN(4) > 0 {
		s.rate = 0.6 * s.rng.Float64()
	}
	return s
}

// NewID returns a new Message-ID for a message about a lead, "" for none.
func (s *Server) NewID(about string) string {
	s.ids++
	if about == "" {
		about = "leadsheet"
	}
	return fmt.Sprintf("<%s.%032d@team.example>", about, s.ids)
}

// Sender is how a process sends.
func (s *Server) Sender(p Process) outbox.Sender { return &sender{s, p} }

type sender struct {
	s *Server
	p Process
}

// Flush implements outbox.Sender.
func (x *sender) Flush() {}

// The words of the answers, which stand in Activity.
const (
	sayDown    = "the mail server did not answer"
	sayRefused = "the mail server refused the message"
	sayLost    = "the connection was lost before the mail server answered"
)

// Send implements outbox.Sender: others get a turn before the message is accepted, and before the answer arrives.
func (x *sender) Send(_ context.Context, m *lead.Message) outbox.Result {
	s := x.s
	if x.p.Step("sends a message") != nil {
		return outbox.Result{State: outbox.Later, Why: sayDown}
	}
	s.checkBegin(x.p, m)
	fate := s.fate()
	s.to.Say("d%d sends %s to %s about %q %q (%s): %s", x.p.ID, m.Occasion, m.Recipient(), m.Lead, m.Key, m.ID, fate)
	switch fate {
	case fateDown:
		return outbox.Result{State: outbox.Later, Why: sayDown}
	case fateRefused:
		return outbox.Result{State: outbox.Refused, Why: sayRefused}
	case fateLost:
		return outbox.Result{State: outbox.Unknown, Why: sayLost}
	}
	s.accept(x.p, m)
	switch err := x.p.Step("hears that a message was accepted"); {
	case err != nil, fate == fateUnheard:
		return outbox.Result{State: outbox.Unknown, Why: sayLost}
	}
	return outbox.Result{State: outbox.Sent}
}

// fate is what becomes of a message.
type fate string

const (
	fateAccepted fate = "accepted"
	fateDown     fate = "nothing accepted"
	fateRefused  fate = "refused"
	fateLost     fate = "lost before it was accepted"
	fateUnheard  fate = "accepted, and the answer lost"
)

func (s *Server) fate() fate {
	if s.Calm {
		return fateAccepted
	}
	if s.to.Now().Before(s.down) {
		return fateDown
	}
	if s.rng.Float64() >= s.rate {
		return fateAccepted
	}
	switch s.rng.IntN(8) {
	case 0:
		s.down = s.to.Now().Add(time.Duration(s.rng.IntN(50)) * time.Minute)
		return fateDown
	case 1, 2:
		return fateDown
	case 3:
		return fateRefused
	case 4, 5:
		return fateLost
	}
	return fateUnheard
}

// need is how the mailbox of the simulation words a request.
var need = regexp.MustCompile(`message f?\d+: \d+ chairs`)

// accept takes a message.
func (s *Server) accept(p Process, m *lead.Message) {
	a := Accepted{*m, s.to.Now(), need.FindAllString(m.Text, -1)}
	s.checkTwice(p, &a)
	s.checkBefore(p, &a)
	s.accepted = append(s.accepted, a)
}

// Count is how many messages the server has accepted.
func (s *Server) Count() int { return len(s.accepted) }

// Store is where a process keeps what the team was told.
type Store struct {
	S *Server
	P Process
}

// Read implements told.Store.
func (x Store) Read() ([]byte, error) { return slices.Clone(x.S.told), nil }

// Write implements told.Store.
func (x Store) Write(data []byte) error {
	if err := x.P.Step("keeps what the team was told"); err != nil {
		return err
	}
	x.S.told = slices.Clone(data)
	return nil
}

// LoseTold deletes what the team was told, now and then.
func (s *Server) LoseTold() {
	if len(s.told) > 0 && s.rng.IntN(2) == 0 {
		s.to.Say("what the team was told is deleted")
		s.told, s.lost = nil, s.lost+1
	}
}

// Begin says that the first process that sends is about to start. needs are the requests that stand in the workbook.
func (s *Server) Begin(needs []string) {
	if s.began {
		return
	}
	s.began = true
	for _, n := range needs {
		for _, text := range need.FindAllString(n, -1) {
			s.before[text] = true
		}
	}
}

// Anew says that the workbook is made anew: nothing was there before.
func (s *Server) Anew() { clear(s.before) }

// isAlert reports whether a message tells the team of something new, once.
func isAlert(o lead.Occasion) bool {
	return o == lead.TellNew || o == lead.TellHot || o == lead.TellBurst
}

// Row is a row of Activity that tells of a message.
type Row struct {
	What                                    lead.EventKind
	Lead, Occasion, Recipient, ID, Why, Key string
}

// Look notes what Activity says after people have done something: rows that have gone, or that are there twice, excuse
// what follows.
func (s *Server) Look() {
	now, claims := map[string]bool{}, map[string]int{}
	for _, r := range s.to.Activity() {
		now[r.ID+string(r.What)] = true
		if r.What == lead.Sending || r.What == lead.SendingBegan {
			claims[r.ID]++
		}
	}
	for key := range s.ever {
		if id := key[:strings.LastIndexByte(key, '>')+1]; !now[key] {
			s.lapsed[id] = true
		}
	}
	for id, n := range claims {
		s.lapsed[id] = s.lapsed[id] || n > 1
	}
	s.Stored()
}

// Stored notes what Activity says after leadsheet has written.
func (s *Server) Stored() {
	for _, r := range s.to.Activity() {
		s.ever[r.ID+string(r.What)] = true
	}
}
