package facts

import (
	"cmp"
	"slices"

	"leadsheet/lead"
)

// moment is when an event happened. The events themselves are large, and are the caller's.
type moment struct {
	second     int64
	nanosecond int32
	event      int32 // its index in the history
}

func (m moment) compare(other moment) int {
	if c := cmp.Compare(m.second, other.second); c != 0 {
		return c
	}
	if c := cmp.Compare(m.nanosecond, other.nanosecond); c != 0 {
		return c
	}
	return cmp.Compare(m.event, other.event)
}

// inTime are the indices of the events in the order of time, those of one moment in the order of the history; nil where
// they are in that order.
func inTime(history []lead.Event) []int32 {
	if slices.IsSortedFunc(history, func(a, b lead.Event) int { return a.Time.Compare(b.Time) }) {
		return nil
	}
	moments := make([]moment, len(history))
	for i := range history {
		t := history[i].Time
		moments[i] = moment{t.Unix(), int32(t.Nanosecond()), int32(i)}
	}
	inOrder(moments)
	order := make([]int32, len(history))
	for i := range moments {
		order[i] = moments[i].event
	}
	return order
}

// inOrder sorts moments. Most events are written as they happen, and many of those that were written late in the order
// among themselves: what is in order already is only merged.
func inOrder(moments []moment) {
	late := make([]moment, 0, len(moments)/2)
	n := 0 // those before it are in order
	for _, m := range moments {
		if n > 0 && m.compare(moments[n-1]) < 0 {
			late = append(late, m)
			continue
		}
		moments[n] = m
		n++
	}
	if len(late) > len(moments)/2 {
		copy(moments[n:], late)
		slices.SortFunc(moments, moment.compare)
		return
	}
	if len(late) > 0 {
		inOrder(late)
	}
	for end := len(moments) - 1; len(late) > 0; end-- {
		if last := len(late) - 1; n == 0 || moments[n-1].compare(late[last]) < 0 {
			moments[end], late = late[last], late[:last]
		} else {
			n--
			moments[end] = moments[n]
		}
	}
}
