package message

import "testing"

// Lines that a client broke are put together; those that the writer broke are not.
func TestUnflow(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a \nb\nc", "a b\nc"},
		{"a\n\nb", "a\n\nb"},
		{"> a \n> b\nc", "> a b\nc"},
		{"> a \n>> b", "> a \n>> b"},
		{"text\n-- \nJane ", "text\n-- \nJane "},
		{" stuffed \nline", "stuffed line"},
		{">\n> \n> x", ">  \n>  \n> x"},
		{"", ""},
	} {
		if got := JoinLines(TextLines(unflow(c.in, false))); got != JoinLines(TextLines(c.want)) {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}
