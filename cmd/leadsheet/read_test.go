package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadsheet/lead"
)

// Anybody can try a mail of their own: read --json says who wrote it, who forwarded it, where it stands in its thread,
// whether it is a lead, and whether a program may answer.
func TestReadMails(t *testing.T) {
	const forward = "From: Anna <anna@ours.example>\nTo: intake@ours.example\nMessage-ID: <f1@ours.example>\nSubject: Fwd: Roof\nDate: Mon, 3 Mar 2025 11:00:00 +0000\n\nPlease call her.\n\n" +
		"---------- Forwarded message ---------\nFrom: Jane Doe <jane@customer.example>\nDate: Mon, 3 Mar 2025\nSubject: Roof\nTo: <info@ours.example>\n\nA roof please.\n"
	const answer = "From: Anna <anna@ours.example>\nTo: Jane Doe <jane@customer.example>\nCc: intake@ours.example\nMessage-ID: <a1@ours.example>\nIn-Reply-To: <r1@customer.example>\n" +
		"References: <r0@customer.example> <r1@customer.example>\nSubject: Re: Roof\nDate: Mon, 3 Mar 2025 12:00:00 +0000\n\nWe will call.\n"
	const away = "From: Jane Doe <jane@customer.example>\nTo: info@ours.example\nAuto-Submitted: auto-replied\nSubject: Away\nDate: Mon, 3 Mar 2025 13:00:00 +0000\n\nI am away.\n"
	const letter = "From: Lee Roe <lee@other.example>\nTo: info@ours.example\nMessage-ID: <l1@other.example>\nSubject: Gate\nDate: Mon, 3 Mar 2025 14:00:00 +0000\n\nA gate please.\n"
	dir := t.TempDir()
	for name, text := range map[string]string{"1.eml": forward, "2.eml": answer, "3.eml": away, "4.eml": letter, "5.csv": "Name,Email,Message\nKim Poe,kim@form.example,A door\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"read", "--json", "--team", "ours.example", dir}, &out, &errs); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, errs.String())
	}
	var lines []readLine
	for s := range strings.Lines(out.String()) {
		var l readLine
		if err := json.Unmarshal([]byte(s), &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	if len(lines) != 5 {
		t.Fatalf("%d lines\n%s", len(lines), out.String())
	}
	if l := lines[0]; l.Kind != lead.Forwarded || l.Outcome != lead.NewLead || l.Email != "jane@customer.example" || l.ForwardedBy != "anna@ours.example" || l.OriginalFrom != "jane@customer.example" ||
		l.Note != "Please call her." || l.Need != "A roof please." || l.Answerable || l.Thread.MessageID != "f1@ours.example" {
		t.Errorf("forward: %+v", l)
	}
	if l := lines[1]; l.Kind != lead.ColleagueAnswer || l.Outcome != lead.AddedTo || !slices.Equal(l.AnsweredTo, []string{"jane@customer.example"}) || l.Thread.InReplyTo != "r1@customer.example" ||
		!slices.Equal(l.Thread.References, []string{"r0@customer.example", "r1@customer.example"}) || l.Reason != "first response, by anna@ours.example" {
		t.Errorf("a colleague's answer: %+v", l)
	}
	if l := lines[2]; l.Kind != lead.AutoReply || l.Outcome != lead.Ignored || l.Answerable || l.NoAnswer == "" {
		t.Errorf("an absence: %+v", l)
	}
	if l := lines[3]; l.Kind != lead.Direct || l.Outcome != lead.NewLead || !l.Answerable || l.NoAnswer != "" || l.ForwardedBy+l.OriginalFrom != "" || l.Thread.References == nil {
		t.Errorf("a letter: %+v", l)
	}
	if l := lines[4]; l.Kind != lead.ExportRow || l.Thread != nil || l.Answerable {
		t.Errorf("a record: %+v", l)
	}
}
