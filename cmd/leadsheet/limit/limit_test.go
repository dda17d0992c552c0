package limit

import (
	"math"
	"testing"
)

func TestMemoryLimit(t *testing.T) {
	for _, c := range []struct {
		share, machine uint64
		want           int64
	}{
		{0, 0, 0},
		{0, 4 << 30, 3 << 30},
		{1 << 30, 4 << 30, 768 << 20},
		{8 << 30, 4 << 30, 3 << 30},
		{1 << 30, 0, 768 << 20},
		{math.MaxUint64, 0, math.MaxInt64 / 4 * 3},
	} {
		if got := memoryLimit(c.share, c.machine); got != c.want {
			t.Errorf("%d of %d: %d, want %d", c.share, c.machine, got, c.want)
		}
	}
}
