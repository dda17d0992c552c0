package mailin

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
		if got := joinLines(textLines(unflow(c.in, false))); got != joinLines(textLines(c.want)) {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
	q := Examine(msgMail(msgJane+"Subject: Roof\nContent-Type: text/plain; charset=utf-8; format=flowed", "We need a \nroof.\n\nPlease call.\n"), Envelope{}, msgOptions)
	if q.Need != "We need a roof.\n\nPlease call." {
		t.Errorf("need %q", q.Need)
	}
}

// A plain text that only says that the message is HTML is not the message.
func TestTextStub(t *testing.T) {
	q := Examine(msgMail(msgJane+"Subject: Roof\nContent-Type: multipart/alternative; boundary=b", "--b\n\nYour mail program does not support HTML messages.\n--b\nContent-Type: text/html\n\n<p>A roof, please.</p>\n--b--"), Envelope{}, msgOptions)
	if q.Need != "A roof, please." {
		t.Errorf("need %q", q.Need)
	}
}
