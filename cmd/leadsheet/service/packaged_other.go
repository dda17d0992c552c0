//go:build !linux

package service

// FindPackaged finds nothing: packages with a service are for Linux.
func FindPackaged(string) (Plan, bool) { return Plan{}, false }

// StandIn changes nothing, as there is no service of a package.
func StandIn(string) (*Plan, error) { return nil, nil }
