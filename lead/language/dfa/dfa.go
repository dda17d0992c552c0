// Package dfa says whether a text holds what a regular expression describes, in one step for each letter however many
// words the expression lists. Package regexp follows all words of a list at once, letter by letter, and the lists of
// thirty languages have hundreds: what most texts cost there is finding out that they hold none of them. Results are
// those of package regexp, which is asked for everything but whether there is a match.
//
// The automaton is built while texts are read: a state is the set of places in the expression that a text may have
// reached, and is computed when a text first reaches it. The number of states is limited; beyond it they are thrown
// away.
package dfa

import (
	"regexp"
	"regexp/syntax"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// Regexp is a regular expression. It may be used by several goroutines at once. An expression is read and compiled when
// it is first asked.
type Regexp struct {
	machine func() *machine
	full    func() *regexp.Regexp
}

// New returns the expression in the syntax of package regexp. The first question panics when it has none.
func New(expression string) *Regexp {
	return &Regexp{
		machine: sync.OnceValue(func() *machine { return newMachine(expression) }),
		full:    sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) }),
	}
}

// Full returns the expression of package regexp.
func (re *Regexp) Full() *regexp.Regexp { return re.full() }

// MatchString reports whether a text holds a match.
func (re *Regexp) MatchString(s string) bool {
	if matches, known := re.machine().match(s); known {
		return matches
	}
	return re.full().MatchString(s)
}

// FindString is that of package regexp, as are the methods below.
func (re *Regexp) FindString(s string) string {
	if !re.MatchString(s) {
		return ""
	}
	return re.full().FindString(s)
}

// FindStringIndex returns where the first match is, nil for none.
func (re *Regexp) FindStringIndex(s string) []int {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindStringIndex(s)
}

// FindStringSubmatch returns the first match and its groups, nil for none.
func (re *Regexp) FindStringSubmatch(s string) []string {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindStringSubmatch(s)
}

// FindStringSubmatchIndex returns where the first match and its groups are, nil for none.
func (re *Regexp) FindStringSubmatchIndex(s string) []int {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindStringSubmatchIndex(s)
}

// FindAllString returns the first n matches, all of them when n is negative.
func (re *Regexp) FindAllString(s string, n int) []string {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindAllString(s, n)
}

// FindAllStringIndex returns where the first n matches are, all of them when n is negative.
func (re *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch returns the first n matches with their groups, all of them when n is negative.
func (re *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex returns where they are.
func (re *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !re.MatchString(s) {
		return nil
	}
	return re.full().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces every match.
func (re *Regexp) ReplaceAllString(s, by string) string {
	if !re.MatchString(s) {
		return s
	}
	return re.full().ReplaceAllString(s, by)
}

// SubexpIndex returns the number of a named group, -1 for none.
func (re *Regexp) SubexpIndex(name string) int { return re.full().SubexpIndex(name) }

// machine is the automaton of an expression.
type machine struct {
	prog     *syntax.Prog
	anchored bool // a match begins at the head of the text
	alphabet alphabet
	context  syntax.EmptyOp // what the expression asks of the places between letters
	states   atomic.Pointer[states]

	mu      sync.Mutex // guards what is below, and the building of states
	visited []uint32   // by instruction: the round in which it was visited
	round   uint32
	first   map[first]*reached // what the beginning of a match reaches, in expressions that are not anchored
}

// states are the states found so far.
type states struct {
	start *state
	byKey map[string]*state
}

// maxStates is how many states of one expression are kept.
const maxStates = 500

// state is a set of places in the expression, with what precedes it in the text.
type state struct {
	places []uint32 // instructions, before those that read nothing
	before rune     // one that stands for the letter before; -1 at the head of the text
	// next are the states behind each class of letters; those of the classes without an ASCII letter are apart, since
	// few texts need them.
	next []atomic.Pointer[state]
	wide atomic.Pointer[[]atomic.Pointer[state]]
}

// found and lost are where texts end of which nothing more need be read.
var found, lost = &state{}, &state{}

func newMachine(expression string) *machine {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(err)
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		panic(err)
	}
	m := &machine{prog: prog, visited: make([]uint32, len(prog.Inst)), first: map[first]*reached{}}
	m.anchored = prog.StartCond()&syntax.EmptyBeginText != 0
	for i := range prog.Inst {
		if inst := &prog.Inst[i]; inst.Op == syntax.InstEmptyWidth {
			m.context |= syntax.EmptyOp(inst.Arg)
		}
	}
	m.alphabet = alphabetOf(prog, m.context)
	m.states.Store(m.newStates())
	return m
}

func (m *machine) newStates() *states {
	all := &states{byKey: map[string]*state{}}
	var places []uint32
	if m.anchored {
		places = []uint32{uint32(m.prog.Start)}
	}
	all.start = m.newState(places, m.standIn(-1))
	return all
}

func (m *machine) newState(places []uint32, before rune) *state {
	return &state{places: places, before: before, next: make([]atomic.Pointer[state], m.alphabet.narrow+1)}
}

// match reports whether a text holds a match; known is false when there are too many states to say so.
func (m *machine) match(s string) (matches, known bool) {
	all := m.states.Load()
	at := all.start
	for i := 0; i < len(s); {
		var next *state
		if b := s[i]; b < utf8.RuneSelf {
			class := m.alphabet.low[b]
			i++
			if next = at.next[class].Load(); next == nil {
				next = m.step(all, at, int(class))
			}
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			i += size
			next = m.behind(all, at, m.alphabet.class(r))
		}
		switch next {
		case found:
			return true, true
		case lost:
			return false, true
		case nil:
			return false, false
		}
		at = next
	}
	next := at.next[m.alphabet.narrow].Load()
	if next == nil {
		next = m.step(all, at, end)
	}
	return next == found, next != nil
}

// behind returns the state behind a letter outside of ASCII, nil when there are too many states.
func (m *machine) behind(all *states, at *state, class int) *state {
	if class < m.alphabet.narrow {
		if next := at.next[class].Load(); next != nil {
			return next
		}
	} else if wide := at.wide.Load(); wide != nil {
		if next := (*wide)[class-m.alphabet.narrow].Load(); next != nil {
			return next
		}
	}
	return m.step(all, at, class)
}
