package lead

import "strings"

// Name is the way without its place.
func (w Way) Name() Way {
	name, _, _ := strings.Cut(string(w), " ")
	return Way(name)
}

// Place is where the way leads for a person, "" for a way that has one place only. A person is reached by Telegram in a
// chat of their own: "telegram 4711".
func (w Way) Place() string {
	_, place, _ := strings.Cut(string(w), " ")
	return strings.TrimSpace(place)
}
