package policy

import "leadsheet/lead"

// KindCache looks up the kind of each status once: there are few statuses and many leads and events.
type KindCache struct {
	policy *Policy
	seen   map[string]statusKind
}

// NewKindCache returns a look-up without statuses yet.
func NewKindCache(of *Policy) *KindCache { return &KindCache{of, map[string]statusKind{}} }

// statusKind is the kind of a status, if the tab Statuses knows it.
type statusKind struct {
	kind  StatusKind
	known bool
}

// Of is policy.Policy.KindOf.
func (k *KindCache) Of(status string) (StatusKind, bool) {
	s, seen := k.seen[status]
	if !seen {
		s.kind, s.known = k.policy.KindOf(status)
		k.seen[status] = s
	}
	return s.kind, s.known
}

// Open reports whether a lead still needs work; an unknown status counts as open.
func (k *KindCache) Open(l *lead.Lead) bool {
	kind, known := k.Of(l.Status)
	return !known || kind.Open()
}
