package reading

import "testing"

// A mail of format=flowed is read with its lines put together.
func TestFlowedMail(t *testing.T) {
	q := Parse(msgMail(msgJane+"Subject: Roof\nContent-Type: text/plain; charset=utf-8; format=flowed",
		"We need a \nroof.\n\nPlease call.\n"), Envelope{}, msgOptions)
	if q.Need != "We need a roof.\n\nPlease call." {
		t.Errorf("need %q", q.Need)
	}
}

// A plain text that only says that the message is HTML is not the message.
func TestTextStub(t *testing.T) {
	q := Parse(msgMail(msgJane+"Subject: Roof\nContent-Type: multipart/alternative; boundary=b",
		"--b\n\nYour mail program does not support HTML messages.\n--b\nContent-Type: text/html\n\n<p>A roof, please.</p>\n"+
			"--b--"), Envelope{}, msgOptions)
	if q.Need != "A roof, please." {
		t.Errorf("need %q", q.Need)
	}
}
