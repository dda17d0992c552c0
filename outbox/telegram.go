package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/hint"
)

// Chat is a chat in which somebody has written to the bot lately.
type Chat struct{ Number, Name string }

// TelegramChats returns the name of the bot, and the chats in which it was written to lately. Nothing is sent. The
// error says what to do.
func (c Config) TelegramChats(ctx context.Context) (bot string, chats []Chat, err error) {
	var me struct {
		Result struct {
			Username string `json:"username"`
		} `json:"result"`
	}
	if err := c.askTelegram(ctx, "getMe", &me); err != nil {
		return "", nil, err
	}
	var updates struct {
		Result []struct {
			Message *telegramPost `json:"message"`
			Member  *telegramPost `json:"my_chat_member"`
			Channel *telegramPost `json:"channel_post"`
		} `json:"result"`
	}
	if c.askTelegram(ctx, "getUpdates", &updates) != nil {
		return oneLine(me.Result.Username, maxName), nil, nil // the bot is good, but another program reads what it gets
	}
	known := map[int64]bool{}
	for _, u := range updates.Result {
		for _, p := range []*telegramPost{u.Message, u.Member, u.Channel} {
			if p != nil && p.Chat.ID != 0 && !known[p.Chat.ID] {
				known[p.Chat.ID] = true
				chats = append(chats, Chat{Number: strconv.FormatInt(p.Chat.ID, 10), Name: p.name()})
			}
		}
	}
	return oneLine(me.Result.Username, maxName), chats, nil
}

// telegramPost is where something was written.
type telegramPost struct {
	Chat struct {
		ID    int64  `json:"id"`
		Title string `json:"title"`
		First string `json:"first_name"`
		Last  string `json:"last_name"`
	} `json:"chat"`
}

func (p *telegramPost) name() string {
	return oneLine(strings.Join([]string{p.Chat.Title, p.Chat.First, p.Chat.Last}, " "), maxName)
}

// askTelegram calls a method that changes nothing.
func (c Config) askTelegram(ctx context.Context, method string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.telegram(method), nil)
	if err != nil {
		return fmt.Errorf("%v is no token of a bot", hint.TelegramToken)
	}
	answer, err := newHookSender(hook{way: lead.WayTelegram}).client.Do(r)
	if err != nil { // it holds the address, which is secret
		return hint.Because(nil, "Telegram cannot be reached: check the network")
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxUpdates))
	switch {
	case answer.StatusCode == http.StatusUnauthorized, answer.StatusCode == http.StatusNotFound:
		return hint.Because(nil, "Telegram does not know the bot: copy its token from BotFather into %v again",
			hint.TelegramToken)
	case err != nil || answer.StatusCode != http.StatusOK || json.Unmarshal(body, into) != nil:
		return hint.Because(err, "Telegram answers %d: try again later", answer.StatusCode)
	}
	return nil
}

// maxUpdates is how many bytes of messages to the bot are read.
const maxUpdates = 1 << 20
