package dfa

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync/atomic"
)

// end is the class of the end of a text.
const end = -1

// reached is what a letter leads to.
type reached struct {
	places []uint32
	match  bool // a match ends before the letter
}

// first is where a match may begin.
type first struct {
	context syntax.EmptyOp
	class   int
}

// step computes the state behind a letter and keeps it. It is nil when there are too many.
func (m *machine) step(all *states, at *state, class int) *state {
	m.mu.Lock()
	defer m.mu.Unlock()
	letter := rune(-1)
	if class != end {
		letter = m.alphabet.letters[class]
	}
	context := syntax.EmptyOpContext(at.before, letter) & m.context
	next := lost
	var to reached
	if !m.anchored {
		begun := m.begin(first{context, class}, letter)
		to = reached{slices.Clone(begun.places), begun.match}
	}
	if !to.match {
		m.newRound()
		for _, pc := range at.places {
			m.follow(pc, context, letter, &to)
		}
	}
	switch {
	case to.match:
		next = found
	case class == end || m.anchored && len(to.places) == 0:
	default:
		if next = m.stateOf(all, to.places, m.standIn(letter)); next == nil {
			m.states.CompareAndSwap(all, m.newStates())
			return nil
		}
	}
	m.keep(at, class, next)
	return next
}

// keep stores the state behind a letter.
func (m *machine) keep(at *state, class int, next *state) {
	switch {
	case class == end:
		at.next[m.alphabet.narrow].Store(next)
	case class < m.alphabet.narrow:
		at.next[class].Store(next)
	default:
		wide := at.wide.Load()
		if wide == nil {
			list := make([]atomic.Pointer[state], len(m.alphabet.letters)-m.alphabet.narrow)
			wide = &list
			at.wide.Store(wide)
		}
		(*wide)[class-m.alphabet.narrow].Store(next)
	}
}

// begin returns what a match reaches that begins before a letter.
func (m *machine) begin(f first, letter rune) *reached {
	if known := m.first[f]; known != nil {
		return known
	}
	to := &reached{}
	m.newRound()
	m.follow(uint32(m.prog.Start), f.context, letter, to)
	m.first[f] = to
	return to
}

// newRound begins to visit instructions.
func (m *machine) newRound() {
	if m.round++; m.round == 0 {
		clear(m.visited)
		m.round = 1
	}
}

// follow adds what is reached from an instruction with a letter.
func (m *machine) follow(pc uint32, context syntax.EmptyOp, letter rune, to *reached) {
	stack := []uint32{pc}
	for len(stack) > 0 {
		pc, stack = stack[len(stack)-1], stack[:len(stack)-1]
		if m.visited[pc] == m.round {
			continue
		}
		m.visited[pc] = m.round
		switch inst := &m.prog.Inst[pc]; inst.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, inst.Arg, inst.Out)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, inst.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(inst.Arg)&^context == 0 {
				stack = append(stack, inst.Out)
			}
		case syntax.InstMatch:
			to.match = true
			return
		case syntax.InstFail:
		default:
			if letter >= 0 && inst.MatchRune(letter) {
				to.places = append(to.places, inst.Out)
			}
		}
	}
}

// stateOf returns the state of some places, nil when there are too many states.
func (m *machine) stateOf(all *states, places []uint32, before rune) *state {
	slices.Sort(places)
	places = slices.Compact(places)
	key := make([]byte, 0, 4+4*len(places))
	key = binary.LittleEndian.AppendUint32(key, uint32(before))
	for _, pc := range places {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	if known := all.byKey[string(key)]; known != nil {
		return known
	}
	if len(all.byKey) >= maxStates {
		return nil
	}
	s := m.newState(places, before)
	all.byKey[string(key)] = s
	return s
}

// standIn returns a letter that stands for one as what precedes a place: those that the expression does not tell apart
// have the same.
func (m *machine) standIn(before rune) rune {
	const line, word = syntax.EmptyBeginLine | syntax.EmptyEndLine, syntax.EmptyWordBoundary | syntax.EmptyNoWordBoundary
	switch {
	case before < 0 && m.context&(syntax.EmptyBeginText|line) != 0:
		return -1
	case before == '\n' && m.context&line != 0:
		return '\n'
	case before >= 0 && m.context&word != 0 && syntax.IsWordChar(before):
		return 'a'
	}
	return ' '
}
