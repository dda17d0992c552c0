package facts

import (
	"cmp"
	"slices"

	"leadsheet/lead"
)

// moment is when an event happened. The events themselves are large, and are the caller's.
type moment struct {
	second    int64
	part, who int32 // nanoseconds, and the index of the event
}

func (m moment) compare(other moment) int {
	if c := cmp.Compare(m.second, other.second); c != 0 {
		return c
	}
	if c := cmp.Compare(m.part, other.part); c != 0 {
		return c
	}
	return cmp.Compare(m.who, other.who)
}

// inTime are the indices of the events in the order of time, those of one moment in the order of the history; nil where
// they are in that order. Most events are written as they happen: only those that were written late are sorted, and put
// between the others.
func inTime(history []lead.Event) []int32 {
	if slices.IsSortedFunc(history, func(a, b lead.Event) int { return a.Time.Compare(b.Time) }) {
		return nil
	}
	moments := make([]moment, len(history)) // those in order from the front, late ones from the back
	n, end := 0, len(moments)
	for i := range history {
		t := history[i].Time
		m := moment{t.Unix(), int32(t.Nanosecond()), int32(i)}
		if n > 0 && m.compare(moments[n-1]) < 0 {
			end--
			moments[end] = m
		} else {
			moments[n] = m
			n++
		}
	}
	usual, late := moments[:n], moments[n:]
	slices.SortFunc(late, moment.compare)
	order := make([]int32, 0, len(history))
	for _, m := range usual {
		for len(late) > 0 && late[0].compare(m) < 0 {
			order, late = append(order, late[0].who), late[1:]
		}
		order = append(order, m.who)
	}
	for _, m := range late {
		order = append(order, m.who)
	}
	return order
}
