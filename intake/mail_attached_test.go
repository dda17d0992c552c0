package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// portfolio is a colleague's mail with n customers' messages attached.
func portfolio(n int) []byte {
	var b strings.Builder
	b.WriteString("From: Anna <anna@studio.example>\r\nTo: hello@studio.example\r\nSubject: Fwd: all of these\r\nMessage-ID: <all@studio.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nfrom the fair\r\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "--b\r\nContent-Type: message/rfc822\r\n\r\n%s", letter(i))
	}
	b.WriteString("--b--\r\n")
	return []byte(b.String())
}

// Every message attached to a colleague's mail is an inquiry of its own, from the mailbox, from its past and from the
// drop folder. In the order in which a pass that is cut short stores them, the mail itself is the last: as long as one
// of its messages is not stored, the mail is read again.
func TestMailbox_SeveralAttachedMessages(t *testing.T) {
	post := openPostOffice(t)
	if err := post.server.Deliver("INBOX", portfolio(4), now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	known := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}, Team: lead.Team{Addresses: []string{"anna@studio.example"}}}
	collect := func(s intake.Source) []lead.Inquiry {
		t.Helper()
		items, err := s.Collect(context.Background(), known)
		if err != nil {
			t.Fatal(err)
		}
		items = slices.DeleteFunc(items, func(in lead.Inquiry) bool { return known.Keys[in.Key] })
		slices.SortFunc(items, func(a, b lead.Inquiry) int { return strings.Compare(a.Key, b.Key) })
		return items
	}
	customers := func(items []lead.Inquiry) string {
		var all []string
		for _, in := range items {
			all = append(all, in.Email)
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	}
	const everybody = "c1@firm1.example c2@firm2.example c3@firm3.example c4@firm4.example"
	m := post.source(nil)
	for _, s := range []intake.Source{m, m, post.source(nil), &intake.Backfill{Account: post.box(), Log: slog.New(slog.DiscardHandler), From: "2020-01-01"}} {
		if got := customers(collect(s)); got != everybody {
			t.Errorf("%T brought %q", s, got)
		}
	}
	if got := customers(intake.ReadFile("all.eml", portfolio(4), now, known)); got != everybody {
		t.Errorf("the drop folder brought %q", got)
	}

	// Stored one by one, by a new process each: nothing is lost, nothing comes twice.
	stored := ""
	for range 4 {
		items := collect(post.source(nil))
		if len(items) == 0 {
			t.Fatalf("only %s were stored", stored)
		}
		stored += items[0].Email + " "
		known.Keys[items[0].Key], known.Places[items[0].Where] = true, true
	}
	for _, c := range strings.Fields(everybody) {
		if strings.Count(stored, c) != 1 {
			t.Errorf("stored %s", stored)
		}
	}
	if items := collect(post.source(nil)); len(items) != 0 {
		t.Errorf("then came %+v", items)
	}
}
