package outbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/outbox/sinktest"
)

const botToken = "123456789:AAEabcdefghijklmnopqrstuvwxyz012345"

// hooks is a receiver of webhooks, and an outbox that sends there by every way but mail.
func hooks(t *testing.T) (*sinktest.Hooks, *outbox.Outbox) {
	t.Helper()
	h := sinktest.StartHooks()
	t.Cleanup(h.Close)
	c := outbox.Config{Slack: h.URL + "/services/SECRETSLACK", Teams: h.URL + "/workflows/SECRETTEAMS",
		Webhook: h.URL + "/in?key=SECRETHOOK", TelegramToken: botToken, TelegramChat: "4711"}.TelegramAt(h.URL)
	if faults := c.Validate(); len(faults) > 0 {
		t.Fatal(faults)
	}
	return h, outbox.New(c)
}

func notice(ways ...lead.Way) *lead.Message {
	return &lead.Message{ID: "<L-1042.abc@example.com>", Occasion: lead.TellNew, Key: "k", Lead: "L-1042",
		Person: "Lee",
		To:     "lee@example.com", Ways: ways, Subject: "New: Anna <!channel> & Co",
		Text: "She writes:\n[click](https://evil.example) **now**\n<https://evil.example|bank>\nPhone +49 30 7654321"}
}

// Each service gets the message in its own form, and nothing that a customer writes is a mark-up there.
func TestOutbox_Payloads(t *testing.T) {
	h, box := hooks(t)
	for _, c := range []struct {
		way  lead.Way
		path string
		want map[string]any
	}{
		{lead.WaySlack, "/services/SECRETSLACK", map[string]any{"mrkdwn": false, "unfurl_links": false,
			"unfurl_media": false,
			"text": "Lee: New: Anna &lt;!channel&gt; &amp; Co\n\nShe writes:\n[click](https://evil.example) **now**\n" +
				"&lt;https://evil.example|bank&gt;\nPhone +49 30 7654321"}},
		{lead.WayTelegram, "/bot" + botToken + "/sendMessage", map[string]any{"chat_id": "4711",
			"link_preview_options": map[string]any{"is_disabled": true},
			"text": "Lee: New: Anna <!channel> & Co\n\nShe writes:\n[click](https://evil.example) **now**\n" +
				"<https://evil.example|bank>\nPhone +49 30 7654321"}},
		{lead.WayWebhook, "/in", map[string]any{"id": "<L-1042.abc@example.com>", "occasion": "new lead",
			"lead":   "L-1042",
			"person": "Lee", "address": "lee@example.com", "subject": "New: Anna <!channel> & Co",
			"text": notice().Text}},
	} {
		want(t, box.Send(t.Context(), notice(c.way)), outbox.Sent)
		posts := h.Posts()
		last := posts[len(posts)-1]
		var got map[string]any
		if err := json.Unmarshal(last.Body, &got); err != nil || last.Path != c.path ||
			fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: at %s\n got %v\nwant %v (%v)", c.way, last.Path, got, c.want, err)
		}
	}
	want(t, box.Send(t.Context(), notice(lead.WayTeams)), outbox.Sent)
	posts := h.Posts()
	card := string(posts[len(posts)-1].Body)
	for _, part := range []string{`"contentType":"application/vnd.microsoft.card.adaptive"`,
		`{"text":"Lee: New: Anna <!channel> & Co","type":"TextRun","weight":"Bolder"}`,
		`{"text":"[click](https://evil.example) **now**","type":"TextRun"}`} {
		if !strings.Contains(card, part) {
			t.Errorf("the card lacks %s: %s", part, card)
		}
	}
	if strings.Contains(card, "TextBlock\"") && !strings.Contains(card, "RichTextBlock") {
		t.Error("a block with mark-up")
	}
}

// Texts without end are cut to what the services take.
func TestOutbox_LongTexts(t *testing.T) {
	h, box := hooks(t)
	m := notice(lead.WaySlack, lead.WayTeams, lead.WayTelegram, lead.WayWebhook)
	m.Text = strings.Repeat("wörd\n", 2<<20)
	want(t, box.Send(t.Context(), m), outbox.Sent)
	m.Text = strings.Repeat("ö", 5<<20)
	want(t, box.Send(t.Context(), m), outbox.Sent)
	for _, p := range h.Posts() {
		if most := map[bool]int{true: 300 << 10, false: 20 << 10}[p.Path == "/in"]; len(p.Body) > most {
			t.Errorf("%s got %d bytes", p.Path, len(p.Body))
		}
	}
}

// The status of an answer decides. A service that wants to be left alone is.
func TestOutbox_Answers(t *testing.T) {
	for name, c := range map[string]struct {
		way    lead.Way
		status int
		header string
		body   string
		state  outbox.State
		says   string
		rests  bool // and is left alone afterwards
	}{
		"busy": {lead.WaySlack, 429, "30", "rate_limited", outbox.Later, "Slack answers 429 (rate_limited)",
			true},
		"busy, no time": {lead.WayTeams, 429, "", "", outbox.Later, "Teams answers 429", true},
		"busy, a date": {lead.WayWebhook, 503, time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), "",
			outbox.Later, "503", true},
		"busy, at once": {lead.WayWebhook, 429, "0", "", outbox.Later, "429", false},
		"telegram, busy": {lead.WayTelegram, 429, "",
			`{"description":"Too Many Requests","parameters":{"retry_after":9999999999}}`, outbox.Later,
			"Telegram answers 429 (Too Many Requests)", true},
		"broken": {lead.WaySlack, 500, "", "<html>anna.kunde</html>", outbox.Later,
			"Slack answers 500", false},
		"gone": {lead.WaySlack, 404, "", "no_service", outbox.Refused, "Slack answers 404 (no_service): " +
			"check {setting slack webhook}", false},
		"no chat": {lead.WayTelegram, 400, "", `{"description":"Bad Request: chat not found at ` + botToken + `"}`,
			outbox.Refused,
			"Telegram answers 400 (Bad Request: chat not found at ***)", false},
		"elsewhere": {lead.WayWebhook, 307, "", "", outbox.Refused, "it points elsewhere", false},
		"timed out": {lead.WayWebhook, 408, "", "", outbox.Later, "408", false},
		"an endless": {lead.WaySlack, 403, "", strings.Repeat("invalid_token", 1<<20), outbox.Refused,
			"Slack answers 403: check", false},
	} {
		t.Run(name, func(t *testing.T) {
			h, box := hooks(t)
			h.Answer(func(w http.ResponseWriter, _ *http.Request, n int) bool {
				if n > 0 {
					return false
				}
				if c.header != "" {
					w.Header().Set("Retry-After", c.header)
				}
				if c.status == 307 {
					w.Header().Set("Location", h.URL+"/elsewhere")
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
				return true
			})
			m := notice(c.way)
			got := box.Send(t.Context(), m)
			want(t, got, c.state, c.says)
			if strings.Contains(got.Why, "SECRET") || strings.Contains(got.Why, botToken) || strings.Contains(got.Why,
				h.URL) {
				t.Errorf("it shows a secret: %s", got.Why)
			}
			next := box.Send(t.Context(), m)
			if rested := next.State == outbox.Later; rested != c.rests || rested == (len(h.Posts()) == 2) {
				t.Errorf("afterwards %+v, %d posts", next, len(h.Posts()))
			}
		})
	}
}

// A service that closes the connection may have taken the message; one that is not there has not.
func TestOutbox_NoAnswer(t *testing.T) {
	h, box := hooks(t)
	h.Answer(func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
		return true
	})
	want(t, box.Send(t.Context(), notice(lead.WaySlack)), outbox.Unknown, "may have arrived or not")
	if n := len(h.Posts()); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
	h.Close()
	got := box.Send(t.Context(), notice(lead.WaySlack, lead.WayTelegram))
	want(t, got, outbox.Later, "by slack: Slack cannot be reached", "by telegram: Telegram cannot be reached")
	if strings.Contains(got.Why, "SECRET") || strings.Contains(got.Why, botToken) {
		t.Errorf("it shows a secret: %s", got.Why)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	want(t, box.Send(ctx, notice(lead.WaySlack)), outbox.Later, "was stopped")
}

// With several ways one is enough, and what failed is said. Customers get mail, whatever else is set.
func TestOutbox_SeveralWays(t *testing.T) {
	h := sinktest.StartHooks()
	defer h.Close()
	mails, err := sinktest.Start(sinktest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer mails.Close()
	box := outbox.New(outbox.Config{Mail: &outbox.Server{Addr: mails.Addr, Security: "none", From: "sales@example.com"},
		Slack: h.URL + "/slack"})
	defer box.Flush()
	if got := box.Ways(); !slices.Equal(got, []lead.Way{lead.WayMail, lead.WaySlack}) {
		t.Errorf("the ways are %v", got)
	}
	want(t, box.Send(t.Context(), notice(lead.WayMail, lead.WaySlack, lead.WaySlack)), outbox.Sent)
	if len(mails.Received()) != 1 || len(h.Posts()) != 1 {
		t.Errorf("%d mails, %d posts", len(mails.Received()), len(h.Posts()))
	}
	mails.Next(sinktest.AtRcpt, sinktest.Fault{Code: 450, Text: "later"})
	want(t, box.Send(t.Context(), notice(lead.WayMail, lead.WaySlack)), outbox.Sent, "by mail: ", "450 later")
	want(t, box.Send(t.Context(), notice(lead.WayTeams)), outbox.Refused, "{setting teams webhook} is not set")
	want(t, box.Send(t.Context(), notice("pigeon")), outbox.Refused, `no way called "pigeon"`)
	want(t, box.Send(t.Context(), notice()), outbox.Sent)
	m := message()
	m.Ways = []lead.Way{lead.WaySlack}
	want(t, box.Send(t.Context(), m), outbox.Sent)
	if len(mails.Received()) != 3 || len(h.Posts()) != 2 {
		t.Errorf("%d mails, %d posts", len(mails.Received()), len(h.Posts()))
	}
}

// A trial with a made-up time tells nobody outside this machine.
func TestOutbox_LocalOnly(t *testing.T) {
	c := outbox.Config{LocalOnly: true, Mail: &outbox.Server{Addr: "smtp.example.com", From: "a@example.com"},
		Slack: "https://hooks.slack.com/services/T/B/x", Teams: "http://127.0.0.1:1/x", TelegramToken: botToken,
		TelegramChat: "4711"}
	if got := outbox.New(c).Ways(); !slices.Equal(got, []lead.Way{lead.WayTeams}) {
		t.Errorf("the ways are %v", got)
	}
	c.Mail.Addr = "localhost:25"
	if got := outbox.New(c).Ways(); !slices.Equal(got, []lead.Way{lead.WayMail, lead.WayTeams}) {
		t.Errorf("the ways are %v", got)
	}
}

func TestConfig_Validate(t *testing.T) {
	good := func() outbox.Config {
		return outbox.Config{Mail: &outbox.Server{Addr: "smtp.example.com", User: "u", Password: "p",
			From: "Sales <sales@example.com>"},
			Slack:   "https://hooks.slack.com/services/T0/B0/x",
			Teams:   "https://example.logic.azure.com/workflows/x?sig=y",
			Webhook: "http://127.0.0.1:8080/in", TelegramToken: botToken, TelegramChat: "4711"}
	}
	for name, c := range map[string]struct {
		change func(*outbox.Config)
		want   string
	}{
		"all is well": {func(*outbox.Config) {}, ""},
		"nothing":     {func(c *outbox.Config) { *c = outbox.Config{} }, ""},
		"no sign-in":  {func(c *outbox.Config) { c.Mail.User, c.Mail.Password = "", "" }, ""},
		"no password": {func(c *outbox.Config) { c.Mail.Password = "" }, "has a user name but no password: " +
			"set {setting smtp password}"},
		"no user": {func(c *outbox.Config) { c.Mail.User = "" }, "needs a user name: set {setting smtp " +
			"user}"},
		"a line break": {func(c *outbox.Config) { c.Mail.Password = "a\nb" }, "contains a line break"},
		"no from": {func(c *outbox.Config) { c.Mail.From = "" }, "no address that messages come from: set " +
			"{setting smtp from}"},
		"a wrong from": {func(c *outbox.Config) { c.Mail.From = "Sales" }, "{setting smtp from} is no mail " +
			"address"},
		"two from": {func(c *outbox.Config) { c.Mail.From = "a@b.example, c@d.example" },
			"is no mail address"},
		"umlaut from": {func(c *outbox.Config) { c.Mail.From = "jörg@example.com" }, "plain Latin letters"},
		"idn from":    {func(c *outbox.Config) { c.Mail.From = "sales@müller.example" }, ""},
		"none, far away": {func(c *outbox.Config) { c.Mail.Security = "none" }, "in the clear: use tls or " +
			"starttls for smtp.example.com"},
		"none, here": {func(c *outbox.Config) { c.Mail.Addr, c.Mail.Security = "127.0.0.1", "none" }, ""},
		"another security": {func(c *outbox.Config) { c.Mail.Security = "ssl" },
			`is "ssl": write tls, starttls or none`},
		"imaps": {func(c *outbox.Config) { c.Mail.Addr = "imaps://x" }, `begins with "imaps://"`},
		"smtps, starttls": {func(c *outbox.Config) { c.Mail.Addr, c.Mail.Security = "smtps://x", "starttls" },
			"begins with smtps://"},
		"password in it": {func(c *outbox.Config) { c.Mail.Addr = "u:secret@x" }, "give user and password apart"},
		"no port":        {func(c *outbox.Config) { c.Mail.Addr = "x:abc" }, "no host name and port"},
		"port 0":         {func(c *outbox.Config) { c.Mail.Addr = "x:0" }, "no number from 1 to 65535"},
		"ipv6":           {func(c *outbox.Config) { c.Mail.Addr = "[2001:db8::1]:587" }, ""},
		"no CA file": {func(c *outbox.Config) { c.Mail.CAFile = "/nowhere/ca.pem" },
			"read the CA file for sending"},
		"slack's page": {func(c *outbox.Config) { c.Slack = "https://app.slack.com/client/T0/SECRET" },
			"{setting slack webhook} is not the address of an incoming webhook"},
		"teams, unencrypted": {func(c *outbox.Config) { c.Teams = "http://example.com/SECRET" },
			"{setting teams webhook} is no address of a webhook"},
		"a word": {func(c *outbox.Config) { c.Webhook = "SECRET" }, "{setting webhook} is no address of " +
			"a webhook"},
		"a blank": {func(c *outbox.Config) { c.Webhook = "https://example.com/a SECRET" },
			"{setting webhook} is no address of a webhook"},
		"no token": {func(c *outbox.Config) { c.TelegramToken = "SECRET" }, "{setting telegram token} is " +
			"no token of a bot"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good()
			c.change(&config)
			faults := config.Validate()
			switch {
			case c.want == "" && len(faults) > 0:
				t.Errorf("faults %v", faults)
			case c.want != "" && (len(faults) != 1 || !strings.Contains(faults[0].Error(), c.want)):
				t.Errorf("faults %v, want one with %q", faults, c.want)
			}
			if strings.Contains(strings.ToLower(fmt.Sprint(faults)), "secret") {
				t.Errorf("they show a secret: %v", faults)
			}
		})
	}
}
