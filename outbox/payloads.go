package outbox

import (
	"encoding/json"
	"strings"
	"time"

	"leadsheet/lead"
)

// Limits of the services, with something to spare.
const (
	maxSlack    = 3500 // bytes; Slack cuts texts at 4,000 characters
	maxTeams    = 8000 // bytes; a card has 28 KB at most
	maxTelegram = 3500 // bytes; Telegram takes 4,096 UTF-16 units
	maxLines    = 60
)

// told is the message as one text: who it is for, what it is about, and the text. Several people read a channel, so the
// name comes first.
func told(m *lead.Message, most int) string {
	head := oneLine(m.Subject, maxSubject)
	if person := oneLine(m.Person, maxName); person != "" {
		head = person + ": " + head
	}
	text := strings.ReplaceAll(strings.ToValidUTF8(m.Text, "\ufffd"), "\x00", "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(head+"\n\n"+strings.TrimSpace(text), "\n")
	if len(lines) > maxLines {
		lines = append(lines[:maxLines:maxLines], "[…]")
	}
	return cut(strings.TrimSpace(strings.Join(lines, "\n")), most)
}

// slackMessage is a text in which nothing is a mark-up, a mention or a preview: customers write parts of it.
func slackMessage(m *lead.Message) any {
	text := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(told(m, maxSlack))
	return map[string]any{"text": text, "mrkdwn": false, "unfurl_links": false, "unfurl_media": false}
}

// slackRefusal is the answer of Slack, such as channel_is_archived.
func slackRefusal(body []byte) string {
	text := strings.TrimSpace(string(body))
	if len(text) > 50 || strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "" // a page of something between
	}
	return text
}

// teamsMessage is an adaptive card. Its texts are runs, which know no mark-up, other than the simpler blocks of text.
func teamsMessage(m *lead.Message) any {
	type object = map[string]any
	body := make([]object, 0, maxLines)
	for i, line := range strings.Split(told(m, maxTeams), "\n") {
		if line == "" {
			continue
		}
		run := object{"type": "TextRun", "text": line}
		if i == 0 {
			run["weight"] = "Bolder"
		}
		body = append(body, object{"type": "RichTextBlock", "inlines": []object{run}})
	}
	card := object{"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard",
		"version": "1.4", "body": body}
	return object{"type": "message", "attachments": []object{
		{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}}}
}

const (
	telegramAddress = "https://api.telegram.org"
	botPrefix       = "bot" // before the token in an address
)

// telegram is the address of a method of the bot, "" when there is no bot.
func (c Config) telegram(method string) string {
	if !isTelegramToken(c.TelegramToken) {
		return ""
	}
	at := telegramAddress
	if c.telegramAt != "" {
		at = c.telegramAt
	}
	return at + "/" + botPrefix + c.TelegramToken + "/" + method
}

// isTelegramToken tells whether a text has the form of a bot's token: a number, a colon, letters.
func isTelegramToken(text string) bool {
	number, secret, ok := strings.Cut(text, ":")
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return ok && number != "" && strings.Trim(number, "0123456789") == "" && len(secret) >= 20 &&
		strings.Trim(secret, letters) == ""
}

// telegramMessage is a text without mark-up to the chat.
func (c Config) telegramMessage(m *lead.Message) any {
	return map[string]any{"chat_id": c.TelegramChat, "text": told(m, maxTelegram),
		"link_preview_options": map[string]any{"is_disabled": true}}
}

// isTelegramChat tells whether a text is the number of a chat: that of a group is negative.
func isTelegramChat(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// telegramAnswer is what Telegram says.
type telegramAnswer struct {
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

func telegramRefusal(body []byte) string {
	var a telegramAnswer
	if json.Unmarshal(body, &a) != nil {
		return ""
	}
	return a.Description
}

func telegramWait(body []byte) time.Duration {
	var a telegramAnswer
	if json.Unmarshal(body, &a) != nil {
		return 0
	}
	return time.Duration(min(a.Parameters.RetryAfter, int(longestWait/time.Second))) * time.Second
}

// Notice is what the JSON webhook gets. The same ID is the same message: one may come twice.
type Notice struct {
	ID       string   `json:"id"`
	Occasion string   `json:"occasion"`
	Lead     string   `json:"lead,omitempty"`
	Leads    []string `json:"leads,omitempty"`
	Person   string   `json:"person,omitempty"`
	Address  string   `json:"address,omitempty"`
	Subject  string   `json:"subject"`
	Text     string   `json:"text"`
}

func notice(m *lead.Message) any {
	return Notice{ID: m.ID, Occasion: string(m.Occasion), Lead: m.Lead, Leads: m.Leads, Person: m.Person, Address: m.To,
		Subject: oneLine(m.Subject, maxSubject), Text: cut(strings.ToValidUTF8(m.Text, "\ufffd"), maxText)}
}
