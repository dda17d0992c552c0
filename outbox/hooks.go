package outbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/signin"
)

const (
	hookTimeout = 30 * time.Second
	maxReply    = 64 << 10  // bytes of an answer that are read
	longestWait = time.Hour // that a service may ask for
	usualWait   = time.Minute
)

// hook is a service that takes messages over HTTP.
type hook struct {
	way     lead.Way
	setting hint.Setting
	called  string                    // for people
	address string                    // secret: whoever knows it can write there
	payload func(m *lead.Message) any // the body for a message, which goes as JSON
	// refusal is what the service says in an answer; it may be nil.
	refusal func(body []byte) string
	// wait is how long the body of an answer asks to wait; it may be nil.
	wait func(body []byte) time.Duration
}

// hooks returns those that are set.
func (c Config) hooks() []hook {
	var all []hook
	for _, h := range []hook{
		{way: lead.WaySlack, setting: hint.SlackWebhook, called: "Slack", address: c.Slack, payload: slackMessage,
			refusal: slackRefusal},
		{way: lead.WayTeams, setting: hint.TeamsWebhook, called: "Teams", address: c.Teams, payload: teamsMessage},
		{way: lead.WayTelegram, setting: hint.TelegramToken, called: "Telegram", address: c.telegram("sendMessage"),
			payload: c.telegramMessage, refusal: telegramRefusal, wait: telegramWait},
		{way: lead.WayWebhook, setting: hint.Webhook, called: "the webhook", address: c.Webhook, payload: notice},
	} {
		if h.address != "" && (h.way != lead.WayTelegram || c.TelegramChat != "") {
			all = append(all, h)
		}
	}
	return all
}

// Validate returns all mistakes in the configuration, nil when there are none. No message contains a secret.
func (c Config) Validate() []error {
	var faults []error
	if c.Mail != nil {
		faults = c.Mail.Validate()
	}
	if c.TelegramToken != "" && !isTelegramToken(c.TelegramToken) {
		faults = append(faults, fmt.Errorf("%v is no token of a bot: take it as BotFather shows it, such as "+
			"123456789:AAExample",
			hint.TelegramToken))
	}
	if c.TelegramChat != "" && !isTelegramChat(c.TelegramChat) {
		faults = append(faults, fmt.Errorf("%v is no number of a chat, such as 123456789 or, for a group, "+
			"-100123456789",
			hint.TelegramChat))
	}
	if c.TelegramChat != "" && c.TelegramToken == "" {
		faults = append(faults, fmt.Errorf("%v is set, but %v is not: a chat is written to by a bot", hint.TelegramChat,
			hint.TelegramToken))
	}
	for _, h := range c.hooks() {
		if h.way == lead.WayTelegram {
			continue
		}
		if err := h.check(); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}

// check tells what is wrong with the address.
func (h hook) check() error {
	if err := signin.CheckURL(h.address); err != nil {
		return hint.Because(err, "%v is no address of a webhook: copy it as the service shows it; it begins with "+
			"https:// (http:// is for this machine only)", h.setting)
	}
	u, err := url.Parse(h.address)
	if err != nil || strings.ContainsFunc(h.address, func(r rune) bool { return r <= ' ' }) {
		return hint.Because(err, "%v is no address of a webhook: copy it as the service shows it", h.setting)
	}
	if host := u.Hostname(); h.way == lead.WaySlack && strings.HasSuffix(host, "slack.com") &&
		host != "hooks.slack.com" {
		return fmt.Errorf("%v is not the address of an incoming webhook: it begins with https://hooks.slack.com/",
			h.setting)
	}
	return nil
}

// local reports whether the service runs on this machine.
func (h hook) local() bool {
	u, err := url.Parse(h.address)
	return err == nil && signin.Loopback(u.Hostname())
}

// hookSender sends to one service.
type hookSender struct {
	hook
	client *http.Client

	mu    sync.Mutex
	until time.Time // the service asked to be left alone
}

func newHookSender(h hook) *hookSender {
	return &hookSender{hook: h, client: &http.Client{Timeout: hookTimeout,
		// A message that goes elsewhere than it was told to would show customers' data to a stranger.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Flush implements Sender.
func (s *hookSender) Flush() { s.client.CloseIdleConnections() }

// Send implements Sender.
func (s *hookSender) Send(ctx context.Context, m *lead.Message) Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Now().Before(s.until) {
		return Result{Later, s.called + " takes no more messages for a while"}
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s.payload(m)); err != nil {
		return Result{Refused, "the message cannot be written as JSON"}
	}
	result := s.post(ctx, body.Bytes())
	result.Why = hide(result.Why, m, "")
	return result
}

// post makes the request. The library's errors hold the address, so they are never shown.
func (s *hookSender) post(ctx context.Context, body []byte) Result {
	var written atomic.Bool // another goroutine writes
	trace := &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) { written.Store(i.Err == nil) }}
	r, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodPost, s.address,
		bytes.NewReader(body))
	if err != nil {
		return Result{Refused, fmt.Sprintf("%v is no address of a webhook", s.setting)}
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "leadsheet")
	r.GetBody = nil // so that the library does not send it again of its own accord
	answer, err := s.client.Do(r)
	switch {
	case err != nil && written.Load():
		return Result{Unknown, fmt.Sprintf("the message was sent to %s, but no answer came: it may have arrived or not",
			s.called)}
	case err != nil && errors.Is(ctx.Err(), context.Canceled):
		return Result{Later, "leadsheet was stopped before the message was sent"}
	case err != nil:
		return Result{Later, fmt.Sprintf("%s cannot be reached: check the network", s.called)}
	}
	defer answer.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, maxReply)) // the status alone decides
	return s.outcome(answer, said)
}

// outcome reads an answer.
func (s *hookSender) outcome(answer *http.Response, said []byte) Result {
	code := answer.StatusCode
	if code >= 200 && code < 300 {
		return Result{State: Sent}
	}
	if code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable {
		s.until = time.Now().Add(s.asked(answer, said))
	}
	why := fmt.Sprintf("%s answers %d", s.called, code)
	if s.refusal != nil {
		if text := oneLine(s.withoutSecrets(s.refusal(said)), maxSaid); text != "" {
			why += " (" + text + ")"
		}
	}
	switch {
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code == http.StatusTooEarly,
		code >= 500:
		return Result{Later, why}
	case code < 400:
		return Result{Refused, fmt.Sprintf("%s: it points elsewhere: correct %v", why, s.setting)}
	}
	if s.way == lead.WayTelegram && (code == http.StatusBadRequest || code == http.StatusForbidden) {
		return Result{Refused, fmt.Sprintf("%s: somebody of the chat has to write to the bot once; "+
			"check %v", why, hint.TelegramChat)}
	}
	return Result{Refused, fmt.Sprintf("%s: check %v", why, s.setting)}
}

// asked is how long the service wants to be left alone.
func (s *hookSender) asked(answer *http.Response, said []byte) time.Duration {
	wait := usualWait
	text := answer.Header.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		wait = time.Duration(min(n, int(longestWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = time.Until(at)
	} else if s.wait != nil && s.wait(said) > 0 {
		wait = s.wait(said)
	}
	return max(min(wait, longestWait), 0)
}

// withoutSecrets takes the address, and the parts of its path that are secret, out of a text of the service.
func (h hook) withoutSecrets(text string) string {
	text = strings.ReplaceAll(text, h.address, "***")
	u, err := url.Parse(h.address)
	if err != nil {
		return ""
	}
	for _, part := range strings.FieldsFunc(u.Path+"/"+u.RawQuery,
		func(r rune) bool { return strings.ContainsRune("/=&", r) }) {
		if part = strings.TrimPrefix(part, botPrefix); len(part) > 7 {
			text = strings.ReplaceAll(text, part, "***")
		}
	}
	return text
}
