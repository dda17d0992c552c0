package health

import "time"

// Account says of each source how much came in and how much of it has a row in the tab Intake.
type Account struct {
	At    time.Time `json:"at"`    // when it was made; zero while none could be
	Tried time.Time `json:"tried"` // when that was tried last
	// Why says what could not be looked at; "" for an account of everything.
	Why     string          `json:"why,omitempty"`
	Sources []SourceAccount `json:"sources"`
}

// SourceAccount is the account of one source.
type SourceAccount struct {
	Source    string `json:"source"`
	Looked    bool   `json:"looked"` // else its rows are known, but not what stands there
	Received  int    `json:"received"`
	Accounted int    `json:"accounted"` // of them, those with a row
	Waiting   int    `json:"waiting"`   // so new that they may wait for the next pass
	Missing   int    `json:"missing"`   // without a row
	LeftOut   int    `json:"left_out"`  // besides, not to be taken in
	// Places are those of the first messages without a row, as FOLDER:UIDVALIDITY:UID. Files have none: their names
	// may be a customer's words.
	Places []string `json:"places,omitempty"`
}

// Missing is how much has no row, of all sources.
func (a *Account) Missing() (n int) {
	for i := range a.Sources {
		n += a.Sources[i].Missing
	}
	return n
}

// Received is how much came in, at all sources.
func (a *Account) Received() (n int) {
	for i := range a.Sources {
		n += a.Sources[i].Received
	}
	return n
}

// Accounted is how much has a row, of all sources.
func (a *Account) Accounted() (n int) {
	for i := range a.Sources {
		n += a.Sources[i].Accounted
	}
	return n
}

// AddsUp reports whether all could be looked at and nothing is without a row.
func (a *Account) AddsUp() bool { return a.Why == "" && a.Missing() == 0 }
