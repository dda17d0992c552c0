package facts

import (
	"cmp"
	"slices"

	"leadsheet/lead"
)

// inTime are the indices of the events in the order of time; nil where they are in that order.
func inTime(history []lead.Event) []int32 {
	if slices.IsSortedFunc(history, func(a, b lead.Event) int { return a.Time.Compare(b.Time) }) {
		return nil
	}
	type moment struct { // the events themselves are large, and are the caller's
		second    int64
		part, who int32
	}
	moments := make([]moment, len(history))
	for i := range history {
		t := history[i].Time
		moments[i] = moment{t.Unix(), int32(t.Nanosecond()), int32(i)}
	}
	slices.SortFunc(moments, func(a, b moment) int {
		return cmp.Or(cmp.Compare(a.second, b.second), cmp.Compare(a.part, b.part), cmp.Compare(a.who, b.who))
	})
	order := make([]int32, len(history))
	for i := range moments {
		order[i] = moments[i].who
	}
	return order
}
