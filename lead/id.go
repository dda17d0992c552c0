package lead

import "strings"

// IsID reports whether a text is the ID of a lead: L- and a number.
func IsID(id string) bool {
	digits, ok := strings.CutPrefix(id, "L-")
	if !ok || digits == "" {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}
