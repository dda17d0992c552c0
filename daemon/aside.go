package daemon

import (
	"errors"
	"slices"

	"leadsheet/intake"
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
	return err != nil && !consistsOf(err, func(e error) bool { _, is := e.(*aside); return is })
}

// onlyPartly reports whether all that is wrong is that some places of a source of several could not be read, or nothing
// that holds up what comes in.
func onlyPartly(err error) bool {
	return consistsOf(err, func(e error) bool {
		switch e.(type) {
		case *intake.Partly, *aside:
			return true
		}
		return false
	})
}

// consistsOf reports whether every error that was joined in err, whatever was written before it, is of a kind.
func consistsOf(err error, kind func(error) bool) bool {
	if kind(err) {
		return true
	}
	switch x := err.(type) {
	case interface{ Unwrap() []error }:
		return !slices.ContainsFunc(x.Unwrap(), func(e error) bool { return !consistsOf(e, kind) })
	case interface{ Unwrap() error }:
		return consistsOf(x.Unwrap(), kind)
	}
	return false
}
