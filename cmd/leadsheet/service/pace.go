package service

import (
	"sync"
	"time"
)

// atMostEvery returns a function that is true at most once in every gap, for any number of goroutines.
func atMostEvery(gap time.Duration, now func() time.Time) func() bool {
	var mu sync.Mutex
	var last time.Time
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		at := now()
		if since := at.Sub(last); !last.IsZero() && since >= 0 && since < gap {
			return false
		}
		last = at
		return true
	}
}
