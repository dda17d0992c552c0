package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// scenario holds the parameters of a world, which a seed draws once.
type scenario struct {
	turns          int // maximum length of the storm
	daemons        int
	faults         float64 // rate of calls that fail
	crashes        int
	editRate       float64 // rate of turns with an edit
	editorActions  int     // edits in the storm
	messages       int
	messagesBefore int // messages taken in before the storm
	leapRate       float64
	mailRate       float64 // rate of turns with a message
	poll           time.Duration
	quota          bool
	reports        bool
	skewed         bool // clocks differ by up to two minutes
	revert         bool // statuses that break a rule are reverted
	startInStorm   bool // no quiet start: the workbook is created in the storm
	leads          int  // limit of leads with edits that a pass handles; 0: none
	batch          int  // size limit of a batch in bytes; 0: Google's
	byDrive        bool // Drive is asked what has changed
	inParts        bool // reads leave out what is rare, as they do with large spreadsheets
	actions        []action
	tables         []policy.Table
}

func drawScenario(rng *rand.Rand, seed uint64, sends bool) scenario {
	s := scenario{
		turns:          minTurns + rng.IntN(220),
		daemons:        1 + rng.IntN(3),
		crashes:        rng.IntN(4),
		editRate:       0.02 + 0.4*rng.Float64()*rng.Float64(),
		editorActions:  rng.IntN(25),
		messages:       1 + rng.IntN(6),
		messagesBefore: rng.IntN(6),
		leapRate:       0.03 * rng.Float64(),
		mailRate:       0.03,
		poll:           time.Duration(5+rng.IntN(55)) * time.Second,
		quota:          rng.IntN(4) == 0,
		reports:        seed%8 == 0,
		startInStorm:   rng.IntN(5) == 0,
		skewed:         rng.IntN(3) == 0,
	}
	if rng.IntN(4) > 0 {
		s.faults = 0.15 + 0.25*rng.Float64()
	} else {
		s.crashes = 0
	}
	// Each world uses only some of the actions, so that rare combinations become likely in some worlds.
	for _, k := range actions() {
		if rng.IntN(5) < 2 {
			s.actions = append(s.actions, k)
		}
	}
	if len(s.actions) == 0 {
		s.actions = actions()
	}
	if seed%5 == 0 { // not drawn: the schedules of the other seeds stay as they were
		s.actions = append(s.actions, action{"time zone", 8, (*editors).zone})
	}
	s.revert = rng.IntN(3) == 0
	s.tables = teamTables(s.revert, sends)
	// The limits are drawn separately, so that the schedule of a seed does not depend on them.
	own := rand.New(rand.NewPCG(seed, 0xb09d))
	if own.IntN(2) == 0 {
		s.leads = 1 + own.IntN(2)
	}
	if own.IntN(3) == 0 {
		s.batch = 2000 + own.IntN(60_000)
	}
	s.inParts, s.byDrive = own.IntN(2) == 0, seed%4 == 2
	return s
}

// asFile makes the parameters those of a workbook that is a file.
func (s *scenario) asFile(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 0xf11e5))
	s.turns *= 4 // an operation on a file is a step, too
	s.editorActions += 15
	s.messages += 3
	s.crashes *= 2
	s.mailRate = 0.08
	s.quota, s.batch, s.leads = false, 0, 0
	s.reports = seed%32 == 0
	s.startInStorm = s.startInStorm && rng.IntN(8) == 0
	// A program undoes what its own person has done since it opened the file: that was never saved.
	s.actions = slices.DeleteFunc(s.actions, func(a action) bool { return a.name == "undo" || a.name == "restore" })
	for _, a := range localActions() {
		if rng.IntN(4) == 0 {
			s.actions = append(s.actions, a)
		}
	}
	if len(s.actions) == 0 {
		s.actions = slices.DeleteFunc(actions(), func(a action) bool { return a.name == "undo" || a.name == "restore" })
	}
}

// teamTables returns the rule tabs with a team of two. sends says that customers get acknowledgements.
func teamTables(revert, sends bool) []policy.Table {
	tables := policy.DefaultTables()
	for i := range tables {
		switch tables[i].Title {
		case "Team":
			row := func(name string) []string {
				return []string{name, name + "@team.example", "", "TRUE", "", "1", "", "", "", "", ""}
			}
			tables[i].Rows = [][]string{row("Anna"), row("Ben")}
		case "Settings":
			for _, r := range tables[i].Rows {
				switch {
				case r[0] == "Broken rules" && revert:
					r[1] = "revert"
				case r[0] == lead.SettingAcknowledge && sends:
					r[1] = "yes"
				}
			}
		}
	}
	return tables
}
