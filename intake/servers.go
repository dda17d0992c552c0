package intake

import (
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// NoServer stands for a server that does not check senders.
const NoServer = "none"

// serverName learns under which name the server of a mailbox signs its checks of senders. What counts is whose field is
// on top of the mails of outsiders. In a new mailbox the first of them decides, and anywhere a name from the domain of
// the mailbox or its provider. Otherwise it takes several in a row: a sender can write such a field, but cannot take
// away the one that the server puts on top of it, so that a known name is given up only when the server itself writes
// another or none.
type serverName struct {
	name   string // "" while nothing is known
	seen   int    // mails of outsiders that came in before
	streak string // the name on the last ones
	length int    // how many they are
}

// How many mails in a row show a name where others came before, and how many another name than the known one.
const (
	streakToLearn  = 3
	streakToChange = 5
)

// begin takes over what is known. In a mailbox from which customers' mails have come already, the first one says
// little.
func (s *serverName) begin(known Known, mailbox string) {
	if s.name == "" {
		s.name = known.Learnt[mailbox]
	}
	if s.seen == 0 && known.Outsiders {
		s.seen = 1
	}
}

// observe looks at a mail that was read.
func (s *serverName) observe(r *reading.Reading, team lead.Team, account *mailin.Mailbox) {
	if outsider := r.From != "" && !team.Has(r.From) && !lead.SameOrganization(r.From, account.Label()); !outsider ||
		r.Kind == lead.Bounce || r.Kind == lead.Unreadable {
		return // programs of the server itself write such mails
	}
	name := r.Server
	if name == "" {
		name = NoServer
	}
	if s.seen++; s.sameAs(s.streak, name) {
		s.length++
	} else {
		s.streak, s.length = name, 1
	}
	enough := streakToChange
	switch {
	case s.sameAs(s.name, s.streak):
		return
	case s.name != "" && s.name != NoServer:
	case s.streak != NoServer && (s.length == s.seen || isOwn(s.streak, account)):
		enough = 1
	case s.name == "":
		enough = streakToLearn
	}
	if s.length >= enough {
		s.name = s.streak
	}
}

// providers are servers of which the mails are checked under another domain than they are fetched from.
var providers = [...]struct{ fetched, checks string }{
	{"gmail.com", "google.com"}, {"googlemail.com", "google.com"}, {"office365.com", "outlook.com"},
	{"office365.com", reading.UnnamedServer}, {"outlook.com", reading.UnnamedServer}, {"me.com", "icloud.com"},
}

// isOwn reports whether a name is from the domain of a mailbox, or of the server that it is fetched from.
func isOwn(name string, account *mailin.Mailbox) bool {
	host := account.Host()
	for _, p := range providers {
		if lead.InDomain(host, p.fetched) && (name == p.checks || lead.InDomain(name, p.checks)) {
			return true
		}
	}
	return lead.SameOrganization(name, account.Label()) || lead.SameOrganization(name, host)
}

// sameAs compares two names. A provider has many servers below one domain.
func (s *serverName) sameAs(a, b string) bool {
	return a == b || a != "" && b != "" && lead.SameOrganization(a, b)
}

// names are those that reading asks for; none while nothing is known.
func (s *serverName) names() []string {
	if s.name == "" || s.name == NoServer {
		return nil
	}
	return []string{s.name}
}

// Servers implements Learner.
func (m *Mailbox) Servers() []LearntServer { return []LearntServer{{m.Label(), m.server.name}} }
