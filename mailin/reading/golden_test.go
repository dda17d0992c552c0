package reading

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// golden is what the .json beside a message says.
type golden struct {
	Kind         lead.MessageKind `json:"kind"`
	Name         string           `json:"name"`
	Email        string           `json:"email"`
	Phone        string           `json:"phone"`
	Company      string           `json:"company"`
	Need         string           `json:"need"`
	Source       string           `json:"source,omitempty"`
	Campaign     string           `json:"campaign,omitempty"`
	ForwardedBy  string           `json:"forwarded_by,omitempty"`
	OriginalFrom string           `json:"original_from,omitempty"`
	Note         string           `json:"note,omitempty"`
	AnsweredTo   []string         `json:"answered_to,omitempty"`
	InReplyTo    string           `json:"in_reply_to,omitempty"`
	References   []string         `json:"references,omitempty"`
	Answers      []lead.Answer    `json:"answers,omitempty"`
	Ignore       string           `json:"ignore,omitempty"`
	Problem      string           `json:"problem,omitempty"`
	NoAnswer     string           `json:"no_answer,omitempty"`
}

// The messages in testdata are read as the files beside them say. UPDATE_GOLDEN=1 writes those files anew: read the
// difference before committing it.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*/*.eml")
	if err != nil || len(paths) < 48 {
		t.Fatalf("%d messages, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			q := Parse(raw, Envelope{Received: time.Unix(1_700_000_000, 0)}, msgOptions)
			g := golden{q.Kind, q.Name, q.Email, q.Phone, q.Company, q.Need, q.Source, q.Campaign, q.ForwardedBy,
				q.OriginalFrom, q.Note,
				q.AnsweredTo, q.InReplyTo, q.References, q.Answers, q.Ignore, q.Problem, q.NoAnswer}
			var b bytes.Buffer
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			if err := enc.Encode(g); err != nil {
				t.Fatal(err)
			}
			file := strings.TrimSuffix(path, ".eml") + ".json"
			if os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != strings.ReplaceAll(string(want), "\r\n", "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
