package reading

import (
	"net/url"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// campaign reads source and campaign from the address of a page that a form reports.
func (r *reader) campaign(q *Reading, value string) {
	if !strings.Contains(value, "utm_") && !strings.Contains(value, "gclid=") {
		return
	}
	at := strings.Index(value, "http")
	if at < 0 {
		return
	}
	u, err := url.Parse(strings.Trim(strings.Fields(value[at:])[0], "<>()[]\"'"))
	if err != nil {
		return
	}
	values := u.Query()
	if s := values.Get("utm_source"); s != "" {
		q.Source = message.Clean(s, 100)
	}
	if s := values.Get("utm_campaign"); s != "" && q.Campaign == "" {
		q.Campaign = message.Clean(s, 200)
	}
	for _, name := range []string{"utm_medium", "gclid"} {
		if s := values.Get(name); s != "" && !hasAnswer(q, name) {
			q.Answers = append(q.Answers, lead.Answer{Question: name, Value: message.Clean(s, 300)})
		}
	}
}

func hasAnswer(q *Reading, question string) bool {
	for _, a := range q.Answers {
		if a.Question == question {
			return true
		}
	}
	return false
}
