package facts

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
)

// Events are put in the order of time whatever order they were written in, and those of one moment stay in theirs.
func TestInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.SliceOf(rapid.IntRange(0, 20)).Draw(t, "seconds")
		history := make([]lead.Event, len(seconds))
		want := make([]int32, len(seconds))
		for i, s := range seconds {
			history[i].Time, want[i] = time.Unix(int64(s/2), int64(s%2)), int32(i)
		}
		slices.SortStableFunc(want, func(a, b int32) int { return seconds[a] - seconds[b] })
		if got := inTime(history); got == nil && !slices.IsSorted(seconds) || got != nil && !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
