// Package policy is what the rule tabs of a workbook say: statuses, people, sources, qualities, reasons and settings,
// with working hours and their arithmetic. It reads the tabs as text, says which cells it does not understand, and has
// the first content of a new workbook.
//
// Everything here is a pure function of its arguments.
package policy

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
	"leadsheet/rules/policy/templates"
)

// Table is a rule tab as text: header titles and rows. Ticks are TRUE and FALSE, dates 2006-01-02.
type Table struct {
	Title   string
	Columns []string
	Rows    [][]string
}

// Check is what the cell "Check" of a rule tab's row should hold; an empty Text means that the row is fine.
type Check struct {
	Tab  string
	Row  int // index in Table.Rows
	Text string
	// Hint says that the text tells of no mistake.
	Hint bool
}

// Policy is what a team has decided: the content of the rule tabs.
type Policy struct {
	Statuses  []Status
	Team      []Person
	Sources   []Source
	Qualities []Quality
	Reasons   []string
	Groups    []ReasonGroup // of Reasons; "" where the tab says none
	FollowUp  []Step
	Replies   []templates.Reply // those that are left out are among them: nothing is sent by another row in their place
	Senders   lead.SenderRules  // the ticked rows that have no mistake
	// HasSenders says that the workbook has the tab Senders, so that rows can be added to it. Named are the senders of
	// all of its rows, in small letters.
	HasSenders bool
	Named      []string

	// Scoring says that leads are scored by Scores, and DealFrom is the score from which the deal is proposed. Board and
	// Lists say that these pages are made, Lists of Filters.
	Scoring, Board, Lists bool
	Scores                []ScoreRow
	DealFrom              float64
	Filters               []Filter

	// Acknowledge says that requests are acknowledged. Booking is where customers choose a time to talk; "" for nowhere.
	Acknowledge bool
	Booking     string

	FiguresCover Cover // the period of the tab Figures; "" is the last 30 days

	Business string
	Currency string // in which values are, as the reports show it; "" where that is not said
	Zone     *time.Location
	Country  string // for phones without a country code: DE
	Calendar Calendar

	RespondWithin time.Duration // working time until the first response
	AnswerLater   time.Duration // working time until the answer to a message after the first response
	// AnswerBy is until when, in minutes since midnight of the next working day, what came outside working hours is
	// answered; 0: so much working time after opening as RespondWithin says.
	AnswerBy   int
	WarnAfter  time.Duration // the working time left at which a response is called due
	StaleAfter int           // days without contact
	// KeepFor is after how many months without anything new an ended lead goes to the archive; 0: never.
	KeepFor      int
	ContactsADay int  // people of a list whom one team member contacts on a day
	CustomerFor  int  // days after winning in which an answer in the won lead's thread is no new request
	Revert       bool // a status that breaks a rule is put back
	ShowAll      bool // the tabs that a new workbook hides are to be seen
	// Hidden says of tabs whether users do not see them at present; nil: they see all.
	Hidden      map[string]bool
	ShowUnsaid  bool // the tab Settings does not say whether to show all tabs
	SystemOwner string
	// HandOverAfter is the working time after which a lead without a first answer goes to the next person, counted from
	// when the answer was due; 0: never.
	HandOverAfter time.Duration
	NoTeam        bool // the tab Team is empty: Team is who was there last
	Faults        []Fault
	Roster        Roster
	// StatusFollows says that a status which leadsheet has set follows what is known of the contact.
	StatusFollows bool
	Domains       []string // the team's mail domains
	// Servers are the names with which the team's mail servers sign their checks of senders; none where they are to be
	// learnt. Unchecked says that the checks are not looked at.
	Servers   []string
	Unchecked bool

	Notices Notices

	// Words is the language in which leadsheet writes.
	Words words.Language
}

// Status is a row of the tab Statuses.
type Status struct {
	Name, Meaning string
	Kind          StatusKind
	Requires      []string // titles of columns that must be filled
	Next          []string // statuses that may follow; none means any
	Aliases       []string // other names that count as this status
	StaleAfter    int      // days without contact; 0: as Settings say
}

// Source is a row of the tab Sources.
type Source struct {
	Name          string
	Words         []string
	RespondWithin time.Duration // 0: as Settings say
	Urgent        bool
	AfterHours    AfterHours
	Cost          float64 // a month
	// CheckedBy looks at the source by hand, every so many days; "" and 0: nobody has to. LastChecked is midnight of the
	// day on which somebody looked last, in the business zone; zero for never.
	CheckedBy    string
	CheckedEvery int
	LastChecked  time.Time
}

// Quality is a row of the tab Quality.
type Quality struct {
	Name, Meaning string
	ScoreFrom     float64
	RespondWithin time.Duration // 0: as Settings say
	AfterHours    AfterHours
	Signals       []string
}

// Step is a row of the tab Follow-up.
type Step struct {
	Day   int // days after what it is counted from
	After StepAfter
	For   []string // qualities and statuses; none means all leads
	Do    string
	// Reply is the mail that leadsheet sends when the day has come; "" where a person is to take the step.
	Reply string
}

// StepAfter is what the days of a step are counted from.
type StepAfter string

// What steps are counted from.
const (
	AfterRequest StepAfter = "request" // it came in, and nobody has reached the customer yet
	AfterContact StepAfter = "contact" // the first contact
	AfterOffer   StepAfter = "offer"
)

// StatusKind says what a status means to the rules, whatever the team calls it.
type StatusKind string

// The kinds of statuses.
const (
	KindNew         StatusKind = "new"
	KindWorking     StatusKind = "working"
	KindContacted   StatusKind = "contacted"
	KindQualifying  StatusKind = "qualifying"
	KindDeal        StatusKind = "deal"
	KindPostponed   StatusKind = "postponed"
	KindUnqualified StatusKind = "unqualified"
	KindClosed      StatusKind = "closed"
	KindWon         StatusKind = "won"
	KindNoLead      StatusKind = "no lead" // never was one: it is in no figure
)

// Kinds returns all kinds in the order in which a lead usually passes through them.
func Kinds() []StatusKind {
	return []StatusKind{KindNew, KindWorking, KindContacted, KindQualifying, KindDeal, KindPostponed, KindUnqualified,
		KindClosed, KindWon, KindNoLead}
}

// Open reports whether a lead of that kind still needs work.
func (k StatusKind) Open() bool {
	return k != KindUnqualified && k != KindClosed && k != KindWon && k != KindNoLead
}

// KindOf returns the kind of a status; false when the tab Statuses does not know it.
func (p Policy) KindOf(status string) (StatusKind, bool) {
	if s := p.FindStatus(status); s != nil {
		return s.Kind, true
	}
	return "", false
}

// First returns the status of a lead that has just come in: the first one of kind new.
func (p Policy) First() string {
	if s := p.StatusOf(KindNew); s != "" || len(p.Statuses) == 0 {
		return s
	}
	return p.Statuses[0].Name
}

// StatusOf returns the first status of a kind; "" for none.
func (p Policy) StatusOf(kind StatusKind) string {
	for i := range p.Statuses {
		if p.Statuses[i].Kind == kind {
			return p.Statuses[i].Name
		}
	}
	return ""
}

// TeamAddresses returns the addresses of the tab Team and the domains of Settings.
func (p Policy) TeamAddresses() lead.Team {
	t := lead.Team{Domains: p.Domains}
	for _, m := range p.Team {
		if m.Email != "" {
			t.Addresses = append(t.Addresses, m.Email)
		}
	}
	return t
}

// UnknownSource is the name of the source for inquiries that match no row of the tab Sources.
const UnknownSource = "Unknown"

// FindSource returns the source of that name; nil for one that the tab Sources lacks.
func (p Policy) FindSource(name string) *Source {
	for i := range p.Sources {
		if words.Same(p.Sources[i].Name, name) {
			return &p.Sources[i]
		}
	}
	return nil
}

// SourceNamed is the row of a default source, by its name in package words, whatever language its title is in.
func (p Policy) SourceNamed(name string) *Source {
	for _, word := range p.Words.Spellings(words.Sources, name) {
		if s := p.FindSource(word); s != nil {
			return s
		}
	}
	return nil
}

// FindQuality returns the quality of that name; nil for one that the tab Quality lacks.
func (p Policy) FindQuality(name string) *Quality {
	for i := range p.Qualities {
		if words.Same(p.Qualities[i].Name, name) {
			return &p.Qualities[i]
		}
	}
	return nil
}

// SeeTab is the title of a tab in texts that send users there, and how to show the tab where it is hidden.
func (p Policy) SeeTab(tab string) string {
	title := p.Words.Tab(tab)
	if !p.Hidden[tab] {
		return title
	}
	setting := p.Words.Word(words.SettingNames, SettingShow)
	return p.Words.Texts().Layout.HiddenTab.With(title, p.Words.Word(words.Choices, yes), setting,
		p.Words.Tab(lead.TabSettings))
}

// Location is the time zone of the business, UTC while none is set.
func (p Policy) Location() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// Typed reads what people type into cells as the team of this workbook writes it. now decides the year of a day that is
// written without one; with a zero now such a day has none.
func (p *Policy) Typed(now time.Time) typed.Reader {
	r := typed.NewReader(p.Country, p.Location(), now)
	r.Own = r.Currency(p.Currency)
	return r
}
