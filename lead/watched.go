package lead

// Watched is a place in which leadsheet looks for what customers write.
type Watched struct {
	Kind WatchedKind
	// Name is how people know the place: a mail address, the name of a folder, the title of the spreadsheet into which a
	// form writes. It is "" for a form of which only the place is known.
	Name string
	// Missed says that the last look has not read all of it.
	Missed bool
}

// WatchedKind is what kind of place is watched.
type WatchedKind uint8

// The kinds of places.
const (
	WatchedMailbox WatchedKind = iota
	WatchedFolder
	WatchedForm
	WatchedSent // a colleague's mailbox, of which only the folder of sent mails is watched
)
