package dfa

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// lowRunes is how many letters have their class in a table: those of the Latin, Greek, Cyrillic and Hebrew scripts.
const lowRunes = 0x600

// alphabet is the classes of letters that an expression does not tell apart.
type alphabet struct {
	low     [lowRunes]uint16
	from    []rune   // the first letters of ranges, in order
	classes []uint16 // of these ranges
	letters []rune   // one letter of each class
	narrow  int      // the classes with an ASCII letter are the first ones
}

// class returns the class of a letter.
func (a *alphabet) class(r rune) int {
	if r >= 0 && r < lowRunes {
		return int(a.low[r])
	}
	return a.search(r)
}

func (a *alphabet) search(r rune) int {
	i, exact := slices.BinarySearch(a.from, r)
	if !exact {
		i--
	}
	return int(a.classes[i])
}

// alphabetOf finds the classes of an expression: at first all letters are one, and each set of letters that the
// expression names divides the classes that it holds in part.
func alphabetOf(prog *syntax.Prog, context syntax.EmptyOp) alphabet {
	sets := setsOf(prog)
	if context&(syntax.EmptyBeginLine|syntax.EmptyEndLine) != 0 {
		sets = append(sets, []rune{'\n', '\n'})
	}
	if context&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0 {
		sets = append(sets, []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'})
	}
	a := alphabet{from: []rune{0}}
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			a.from = append(a.from, set[i], set[i+1]+1)
		}
	}
	slices.Sort(a.from)
	a.from = slices.Compact(a.from)
	classes, last := make([]int, len(a.from)), 0
	for _, set := range sets {
		divided := map[int]int{}
		for i := 0; i < len(set); i += 2 {
			at, _ := slices.BinarySearch(a.from, set[i])
			for ; at < len(a.from) && a.from[at] <= set[i+1]; at++ {
				class, known := divided[classes[at]]
				if !known {
					last++
					class = last
					divided[classes[at]] = class
				}
				classes[at] = class
			}
		}
	}
	a.number(classes)
	return a
}

// number gives the classes of the ranges numbers in the order of their first letters.
func (a *alphabet) number(classes []int) {
	numbers := map[int]uint16{}
	a.classes = make([]uint16, len(classes))
	for i, class := range classes {
		n, known := numbers[class]
		if !known {
			n = uint16(len(numbers))
			numbers[class] = n
			a.letters = append(a.letters, a.from[i])
		}
		a.classes[i] = n
		if a.from[i] < utf8.RuneSelf {
			a.narrow = len(numbers)
		}
	}
	for r := range a.low {
		a.low[r] = uint16(a.search(rune(r)))
	}
}

// setsOf returns the sets of letters that an expression names, as pairs of first and last, each set once.
func setsOf(prog *syntax.Prog) [][]rune {
	var sets [][]rune
	known := map[string]bool{}
	for i := range prog.Inst {
		inst := &prog.Inst[i]
		switch inst.Op {
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		default:
			continue
		}
		set := inst.Rune
		if len(set) == 1 {
			set = []rune{set[0], set[0]}
			if syntax.Flags(inst.Arg)&syntax.FoldCase != 0 {
				for r := unicode.SimpleFold(set[0]); r != set[0]; r = unicode.SimpleFold(r) {
					set = append(set, r, r)
				}
			}
		}
		key := make([]byte, 0, 4*len(set))
		for _, r := range set {
			key = binary.LittleEndian.AppendUint32(key, uint32(r))
		}
		if !known[string(key)] {
			known[string(key)] = true
			sets = append(sets, set)
		}
	}
	return sets
}
