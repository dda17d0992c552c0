package daemon

import (
	"errors"
	"slices"
)

// aside is a fault that holds up nothing that comes in: a message or a calendar that goes later, or in part.
type aside struct{ error }

// Unwrap returns the fault.
func (a *aside) Unwrap() error { return a.error }

// besides are faults that hold up nothing that comes in, as one; nil for none.
func besides(faults ...error) error {
	if err := errors.Join(faults...); err != nil {
		return &aside{err}
	}
	return nil
}

// holdsUp reports whether something that comes in waits because of an error.
func holdsUp(err error) bool {
	switch x := err.(type) {
	case nil, *aside:
		return false
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(x.Unwrap(), holdsUp)
	}
	return true
}
