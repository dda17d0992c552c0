package rules

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// byHeader is a mail of which only the header could be read, and whole the same mail when all of it has come.
func byHeader(w *world, edit func(*lead.Inquiry)) (header, whole lead.Inquiry) {
	header = w.mail("kim")
	header.Kind, header.Need, header.Subject = lead.Unreadable, "A shed", "A shed"
	header.Where, header.MessageID = "INBOX:7:2", "1@kim.example"
	header.Problem = "could not read this message, the mail server does not hand it over: open it in the mailbox, INBOX:7:2"
	whole = header
	whole.Key, whole.Kind, whole.Problem = "m:abcdefghijklmnopqrstuvwxyz", lead.Direct, ""
	whole.Need, whole.Phone, whole.Company = "I need a shed of 3 by 4 m.", "+49 170 1234567", "Kim & Co"
	whole.Completes = &lead.Completes{Key: header.Key, Said: []lead.Inquiry{header}}
	if edit != nil {
		edit(&whole)
	}
	return header, whole
}

func TestWholeMessageFillsWhatNobodyHasTouched(t *testing.T) {
	w := newWorld(t)
	header, whole := byHeader(w, nil)
	w.pass(header)
	if l := w.lead("L-1001"); !strings.Contains(l.Attention, "could not read") {
		t.Fatalf("by its header: %+v", l)
	}
	work := w.pass(whole)
	l := w.lead("L-1001")
	if l.Need != whole.Need || l.Phone != whole.Phone || l.Company != whole.Company ||
		strings.Contains(l.Attention, "could not read") {
		t.Errorf("%+v", l)
	}
	if r := w.state.Intake; len(work.Intake) != 0 || len(r) != 1 || r[0].Outcome != lead.NewLead || r[0].Lead != "L-1001" {
		t.Errorf("%+v", r)
	}
	if work := w.pass(whole); !work.Empty() {
		t.Errorf("once more: %+v", work)
	}
}

func TestWholeMessageLeavesEditsAlone(t *testing.T) {
	w := newWorld(t)
	header, whole := byHeader(w, nil)
	w.pass(header)
	l := w.lead("L-1001")
	l.Need, l.Phone = "shed, as told on the phone", "+49 30 99"
	w.pass()
	work := w.pass(whole)
	if l = w.lead("L-1001"); l.Need != "shed, as told on the phone" || l.Phone != "+49 30 99" || l.Company != "Kim & Co" {
		t.Errorf("%+v", l)
	}
	told := false
	for _, e := range work.Events {
		told = told || e.What == lead.Noted && strings.Contains(e.Why, whole.Need)
	}
	if !told {
		t.Errorf("the text is nowhere: %+v", work.Events)
	}
}

// The lead is gone, or the mail turns out to be a newsletter: nothing is made anew, and nothing changed.
func TestWholeMessageWithoutALead(t *testing.T) {
	w := newWorld(t)
	header, whole := byHeader(w, nil)
	w.pass(header)
	w.state.Leads = nil
	w.pass()
	if work := w.pass(whole); len(work.NewLeads)+len(work.Intake) != 0 || w.state.Intake[0].Outcome != lead.AddedTo {
		t.Errorf("%+v, %+v", work, w.state.Intake)
	}
	w = newWorld(t)
	header, whole = byHeader(w, func(q *lead.Inquiry) { q.Kind, q.Ignore = lead.BulkMail, "newsletter" })
	w.pass(header)
	w.pass(whole)
	if l := w.lead("L-1001"); l.Need != "A shed" || w.state.Intake[0].Outcome == lead.Damaged {
		t.Errorf("%+v, %+v", l, w.state.Intake)
	}
}
