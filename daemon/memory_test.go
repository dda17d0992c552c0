package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon/memory"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// mailed is the n-th inquiry as a mail with a Message-ID.
func mailed(n int) lead.Inquiry {
	q := inquiry(n)
	q.MessageID, q.Subject = fmt.Sprintf("%d@firm.example", n), fmt.Sprintf("Chairs %d", n)
	q.Received = now.AddDate(0, -1, -n)
	return q
}

// archive puts all rows of Intake into the memory, as an archive does, and takes out all tables that grow.
func (y *diary) archive() {
	y.t.Helper()
	d := y.start()
	pass(y.t, d)
	snap, m, began, err := d.Packed(context.Background(), lead.TabLeads, lead.TabIntake)
	if err != nil {
		y.t.Fatal(err)
	}
	for _, r := range sheets.Intake(snap.Tabs[lead.TabIntake], time.UTC) {
		if err := m.AddRow(&r); err != nil {
			y.t.Fatal(err)
		}
	}
	for _, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
		if err := m.AddContact(l.ID, lead.ContactOf(&l), "US", 0); err != nil {
			y.t.Fatal(err)
		}
	}
	b := sheets.Batch{}
	if len(began) > 0 {
		b.Appends = append(b.Appends, sheets.AppendEvents(sheets.Numbered(began, snap.Tabs[lead.TabActivity], now), time.UTC))
	}
	memory.Put(&b, snap.Tabs[lead.TabMemory], m)
	if _, err := d.Book.Commit(context.Background(), snap, b); err != nil {
		y.t.Fatal(err)
	}
	for _, tab := range []string{lead.TabIntake, lead.TabLeads} {
		y.desk.hands.DeleteRows(tab, 1, len(snap.Tabs[tab].Rows))
	}
	activity := y.read(lead.TabActivity)
	for r := len(activity.Rows) - 1; r >= 0; r-- {
		if activity.At(r, activity.Col(lead.ColLead)).String() != lead.Workbook {
			y.desk.hands.DeleteRows(lead.TabActivity, r+1, 1)
		}
	}
}

// What has left the workbook does not come in again, its numbers are not used again, and an answer to it is a new lead
// that names the old one.
func TestMemory_WhatLeftTheWorkbookIsKnown(t *testing.T) {
	for name, open := range desks {
		t.Run(name, func(t *testing.T) {
			y := newDiary(t, open(t))
			y.source.items = []lead.Inquiry{mailed(1), mailed(2), mailed(3)}
			running := y.start()
			pass(t, running)
			y.archive()
			if sum := y.pass(); len(sum.Intake) != 0 || sum.Created != 0 {
				t.Fatalf("came in again: %+v", sum.Intake)
			}
			if sum := pass(t, running); len(sum.Intake) != 0 { // it was running all the time
				t.Fatalf("came in again in another process: %+v", sum.Intake)
			}
			y.settled("after the archive")
			copied, reply, again, fresh := mailed(1), mailed(4), mailed(5), mailed(6)
			copied.Key, copied.Where = "k:copy", "other@team.example: INBOX:1:1"
			reply.InReplyTo, reply.Email, reply.From = mailed(2).MessageID, mailed(2).Email, mailed(2).From
			reply.Received, again.Received, fresh.Received = now, now, now
			again.Email, again.From = mailed(3).Email, mailed(3).From
			y.source.items = append(y.source.items, copied, reply, again, fresh)
			sum := y.pass()
			got := map[string]string{}
			for _, r := range sum.Intake {
				got[r.Key] = fmt.Sprint(r.Outcome, " ", r.Lead)
			}
			want := map[string]string{"k:copy": "duplicate ", "k:4": "new lead ", "k:5": "new lead ", "k:6": "new lead "}
			for key, text := range want {
				if !strings.HasPrefix(got[key], text) {
					t.Errorf("%s became %q, want %q", key, got[key], text)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%v", got)
			}
			earlier := map[string]string{}
			for _, l := range sheets.Leads(y.read(lead.TabLeads), time.UTC) {
				earlier[l.Email] = l.Earlier
				if l.ID <= "L-1003" {
					t.Errorf("the number of %s was given before", l.ID)
				}
			}
			for email, text := range map[string]string{mailed(2).Email: " (archived)", mailed(3).Email: " (archived)", fresh.Email: ""} {
				if (earlier[email] == "") != (text == "") || !strings.HasSuffix(earlier[email], text) {
					t.Errorf("%s: Earlier leads says %q", email, earlier[email])
				}
			}
			y.settled("after the answers")
		})
	}
}

// A memory that was changed by people holds up what may be old, says so, and takes in what is new.
func TestMemory_DamageHoldsUpWhatMayBeOld(t *testing.T) {
	for name, open := range desks {
		t.Run(name, func(t *testing.T) {
			y := newDiary(t, open(t))
			y.source.items = []lead.Inquiry{mailed(1), mailed(2)}
			y.archive()
			tab := y.read(lead.TabMemory)
			part := slices.IndexFunc(tab.Rows, func(r []sheets.Cell) bool { return r[0].String() == "1" })
			was := tab.At(part, 1)
			fresh := mailed(7)
			fresh.Received = now
			y.source.items = append(y.source.items, mailed(8), fresh)
			y.set(lead.TabMemory, part, lead.ColContent, lead.TextValue(was.Text[:50]))
			y.clock = y.clock.Add(time.Hour)
			sum, err := y.start().Pass(context.Background())
			if !errors.Is(err, packed.ErrDamaged) || !strings.Contains(err.Error(), "3 now") {
				t.Errorf("%v", err)
			}
			if sum.Created != 1 {
				t.Errorf("%+v", sum.Intake)
			}
			y.set(lead.TabMemory, part, lead.ColContent, was)
			if sum := y.pass(); sum.Created != 1 || sum.Intake[0].Key != "k:8" {
				t.Errorf("%+v", sum.Intake)
			}
			y.desk.hands.DeleteRows(lead.TabMemory, 1, 2)
			y.clock = y.clock.Add(time.Hour)
			if sum, err := y.start().Pass(context.Background()); !errors.Is(err, packed.ErrDamaged) || len(sum.Intake) > 0 {
				t.Errorf("emptied: %v, %+v", err, sum.Intake)
			}
		})
	}
}
