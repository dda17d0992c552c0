package reading

import "slices"

// decide notes a rule or structure by which the message was read, in the order in which they applied.
func (q *Reading) decide(rule string) {
	if !slices.Contains(q.Decided, rule) {
		q.Decided = append(q.Decided, rule)
	}
}
