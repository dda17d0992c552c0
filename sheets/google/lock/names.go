package lock

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"
)

// The lock by name is one named range, the token. Each batch deletes the token that it has seen and adds the next one
// under the same name, with an ID that tells number, tag and time. So a batch fails as a whole when another was first,
// for two reasons: the token that it deletes is gone, and the name that it adds is taken. A token that a person has
// deleted is made anew by a batch that does nothing else, and what was read before that is read again.
const (
	RangeName  = "leadsheet_lock"
	tokenStart = "leadsheet"
	tokenCut   = "X" // tags and stamps have none
)

// nameLock is the lock by name.
type nameLock struct {
	tokens []token         // that are in the spreadsheet; the first is the one that counts
	others map[string]bool // names of other ranges, in lower case
	taken  map[string]bool // names that were refused although they are not shown: of ranges whose cells were deleted
	sent   token           // that was last sent
}

// token is a named range that is the lock.
type token struct {
	Turn
	id, name string
	stamp    time.Time
}

func (t Turn) token(stamp time.Time) string {
	return strings.Join([]string{tokenStart, strconv.FormatInt(t.Number, 10), t.Tag, formatStamp(stamp)}, tokenCut)
}

// tokensOf are the tokens among named ranges, the one that counts first.
func tokensOf(all []*api.NamedRange) []token {
	var out []token
	for _, n := range all {
		parts := strings.Split(n.NamedRangeId, tokenCut)
		if len(parts) != 4 || parts[0] != tokenStart {
			continue
		}
		number, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil {
			continue
		}
		out = append(out, token{Turn{number, parts[2]}, n.NamedRangeId, n.Name, parseStamp(parts[3])})
	}
	slices.SortFunc(out, func(a, b token) int {
		return cmp.Or(cmp.Compare(b.Number, a.Number), cmp.Compare(a.id, b.id))
	})
	return out
}

// Seen implements Lock.
func (l *nameLock) Seen(s *api.Spreadsheet, _ time.Time) Turn {
	l.tokens, l.others = tokensOf(s.NamedRanges), map[string]bool{}
	for _, n := range s.NamedRanges {
		if !slices.ContainsFunc(l.tokens, func(t token) bool { return t.id == n.NamedRangeId }) {
			l.others[strings.ToLower(n.Name)] = true
		}
	}
	if len(l.tokens) == 0 {
		return Turn{}
	}
	return l.tokens[0].Turn
}

// Missing implements Lock.
func (l *nameLock) Missing(tab int64, tag string, now time.Time) []*api.Request {
	if len(l.tokens) > 0 {
		return nil
	}
	return []*api.Request{l.add(tab, Turn{1, tag}, now)}
}

// Again implements Lock: the name is taken by a range that is not shown.
func (l *nameLock) Again() { l.taken[l.sent.name] = true }

// Requests implements Lock.
func (l *nameLock) Requests(tab int64, at Turn, tag string, now time.Time) []*api.Request {
	var reqs []*api.Request
	for _, t := range l.tokens {
		reqs = append(reqs, DeleteName(t.id))
	}
	return append(reqs, l.add(tab, Turn{at.Number + 1, tag}, now))
}

// add is the request that adds a token.
func (l *nameLock) add(tab int64, t Turn, now time.Time) *api.Request {
	l.sent = token{Turn: t, id: t.token(now), name: l.name(), stamp: now}
	return &api.Request{AddNamedRange: &api.AddNamedRangeRequest{NamedRange: &api.NamedRange{NamedRangeId: l.sent.id,
		Name: l.sent.name, Range: &api.GridRange{SheetId: tab, EndRowIndex: 1, EndColumnIndex: 1,
			ForceSendFields: []string{"SheetId", "StartRowIndex", "StartColumnIndex"}}}}}
}

// name is that of the token, or the first that is not known to be taken.
func (l *nameLock) name() string {
	if len(l.tokens) > 0 && strings.HasPrefix(strings.ToLower(l.tokens[0].name), RangeName) {
		return l.tokens[0].name // which this batch gives back
	}
	name := RangeName
	for n := 2; l.others[name] || l.taken[name]; n++ {
		name = RangeName + "_" + strconv.Itoa(n)
	}
	return name
}

// Stored implements Lock.
func (l *nameLock) Stored(Turn, string, time.Time) Turn {
	l.tokens = []token{l.sent}
	return l.sent.Turn
}

// Fate implements Lock. A batch of ours that another has followed is not told from one that was not stored: what
// follows is the same, for then the content is read anew. So it is when the name is taken by a range that is not shown.
func (l *nameLock) Fate(at Turn, tag string, nameTaken bool) Fate {
	switch {
	case slices.ContainsFunc(l.tokens, func(t token) bool { return t.Tag == tag }):
		return Ours
	case len(l.tokens) == 0 || l.tokens[0].Turn != at:
		return Others
	case nameTaken && l.tokens[0].name != l.sent.name:
		l.taken[l.sent.name] = true
		return Others
	}
	return Free
}
