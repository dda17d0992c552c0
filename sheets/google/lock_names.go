package google

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets/google/undo"
)

// The lock by name is one named range, the token. Each batch deletes the token that it has seen and adds the next one
// under the same name, with an ID that tells number, tag and time. So a batch fails as a whole when another was first,
// for two reasons: the token that it deletes is gone, and the name that it adds is taken. A token that a person has
// deleted is made anew by a batch that does nothing else, and what was read before that is read again.
const (
	lockName   = "leadsheet_lock"
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
	turn
	id, name string
	stamp    time.Time
}

func (t turn) token(stamp time.Time) string {
	return strings.Join([]string{tokenStart, strconv.FormatInt(t.number, 10), t.tag, formatStamp(stamp)}, tokenCut)
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
		out = append(out, token{turn{number, parts[2]}, n.NamedRangeId, n.Name, parseStamp(parts[3])})
	}
	slices.SortFunc(out, func(a, b token) int {
		return cmp.Or(cmp.Compare(b.number, a.number), cmp.Compare(a.id, b.id))
	})
	return out
}

// seen implements lockForm.
func (l *nameLock) seen(s *api.Spreadsheet, _ time.Time) turn {
	l.tokens, l.others = tokensOf(s.NamedRanges), map[string]bool{}
	for _, n := range s.NamedRanges {
		if !slices.ContainsFunc(l.tokens, func(t token) bool { return t.id == n.NamedRangeId }) {
			l.others[strings.ToLower(n.Name)] = true
		}
	}
	if len(l.tokens) == 0 {
		return turn{}
	}
	return l.tokens[0].turn
}

// missing implements lockForm.
func (l *nameLock) missing(st *structure, tag string, now time.Time) []*api.Request {
	if len(l.tokens) > 0 {
		return nil
	}
	return []*api.Request{l.add(st, turn{1, tag}, now)}
}

// again implements lockForm: the name is taken by a range that is not shown.
func (l *nameLock) again() { l.taken[l.sent.name] = true }

// requests implements lockForm.
func (l *nameLock) requests(st *structure, at turn, tag string, now time.Time) []*api.Request {
	var reqs []*api.Request
	for _, t := range l.tokens {
		reqs = append(reqs, deleteName(t.id))
	}
	return append(reqs, l.add(st, turn{at.number + 1, tag}, now))
}

// add is the request that adds a token.
func (l *nameLock) add(st *structure, t turn, now time.Time) *api.Request {
	l.sent = token{turn: t, id: t.token(now), name: l.name(), stamp: now}
	return &api.Request{AddNamedRange: &api.AddNamedRangeRequest{NamedRange: &api.NamedRange{NamedRangeId: l.sent.id,
		Name: l.sent.name, Range: &api.GridRange{SheetId: st.lockTab(), EndRowIndex: 1, EndColumnIndex: 1,
			ForceSendFields: []string{"SheetId", "StartRowIndex", "StartColumnIndex"}}}}}
}

// name is that of the token, or the first that is not known to be taken.
func (l *nameLock) name() string {
	if len(l.tokens) > 0 && strings.HasPrefix(strings.ToLower(l.tokens[0].name), lockName) {
		return l.tokens[0].name // which this batch gives back
	}
	name := lockName
	for n := 2; l.others[name] || l.taken[name]; n++ {
		name = lockName + "_" + strconv.Itoa(n)
	}
	return name
}

// lockTab is the tab to which the token points: the hidden one, which people rarely delete, or else the first.
func (s *structure) lockTab() int64 {
	if t := s.tab(undo.TabTitle); t != nil {
		return t.ID
	}
	for _, t := range s.tabs {
		if t.Rows > 0 && t.Cols > 0 {
			return t.ID
		}
	}
	return 0
}

// stored implements lockForm.
func (l *nameLock) stored(turn, string, time.Time) turn {
	l.tokens = []token{l.sent}
	return l.sent.turn
}

// fate implements lockForm. A batch of ours that another has followed is not told from one that was not stored: what
// follows is the same, for then the content is read anew. So it is when the name is taken by a range that is not shown.
func (l *nameLock) fate(at turn, tag string, err error) fate {
	switch {
	case slices.ContainsFunc(l.tokens, func(t token) bool { return t.tag == tag }):
		return ours
	case len(l.tokens) == 0 || l.tokens[0].turn != at:
		return others
	case kindOf(err) == Refused && l.tokens[0].name != l.sent.name && strings.Contains(err.Error(), "addNamedRange"):
		l.taken[l.sent.name] = true
		return others
	}
	return free
}
