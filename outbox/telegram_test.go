package outbox_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"leadsheet/outbox"
	"leadsheet/outbox/sinktest"
)

// Who sets up a bot sees in which chats it was written to. Nothing is sent, and the token is not shown.
func TestConfig_TelegramChats(t *testing.T) {
	h := sinktest.StartHooks()
	defer h.Close()
	answers := map[string]string{
		"getMe": `{"ok":true,"result":{"username":"firm_bot"}}`,
		"getUpdates": `{"ok":true,"result":[
			{"message":{"chat":{"id":4711,"first_name":"Lee","last_name":"Doe"},"text":"hi"}},
			{"my_chat_member":{"chat":{"id":-100123,"title":"Sales\r\n<b>"}}},
			{"message":{"chat":{"id":4711,"first_name":"Lee"}}},
			{"poll":{}}]}`,
	}
	status := http.StatusOK
	h.Answer(func(w http.ResponseWriter, r *http.Request, _ int) bool {
		method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		if r.URL.Path != "/bot"+botToken+"/"+method || r.Method != http.MethodGet {
			t.Errorf("asked %s %s", r.Method, r.URL.Path)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answers[method])
		return true
	})
	c := outbox.Config{TelegramToken: botToken}.TelegramAt(h.URL)
	bot, chats, err := c.TelegramChats(t.Context())
	if err != nil || bot != "firm_bot" || len(chats) != 2 || chats[0] != (outbox.Chat{Number: "4711",
		Name: "Lee Doe"}) ||
		chats[1] != (outbox.Chat{Number: "-100123", Name: "Sales <b>"}) {
		t.Errorf("%q, %+v, %v", bot, chats, err)
	}
	for code, says := range map[int]string{401: "does not know the bot", 404: "does not know the bot",
		500: "answers 500"} {
		status = code
		if _, _, err := c.TelegramChats(t.Context()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%d: %v", code, err)
		}
	}
	h.Close()
	if _, _, err := c.TelegramChats(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be reached") ||
		strings.Contains(err.Error(), botToken) {
		t.Errorf("%v", err)
	}
}

// A Message-ID says which lead it is about, cannot be guessed, and comes from the sender's domain.
func TestNewID(t *testing.T) {
	for _, c := range []struct{ lead, from, head, tail string }{
		{"L-1042", "Sales <sales@firm.example>", "<L-1042.", "@firm.example>"},
		{"", "sales@müller.example", "<leadsheet.", "@xn--mller-kva.example>"},
		{"L-1> x", "", "<L-1x.", "@leadsheet.invalid>"},
	} {
		a, b := outbox.NewID(c.lead, c.from), outbox.NewID(c.lead, c.from)
		if a == b || !strings.HasPrefix(a, c.head) || !strings.HasSuffix(a, c.tail) ||
			len(a) != len(c.head)+32+len(c.tail) {
			t.Errorf("%+v: %s, %s", c, a, b)
		}
	}
}
