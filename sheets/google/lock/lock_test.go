package lock

import (
	"testing"
	"time"

	api "google.golang.org/api/sheets/v4"
)

var now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// stored is what a structure read shows after a batch of these requests.
func stored(s *api.Spreadsheet, reqs []*api.Request) *api.Spreadsheet {
	out := &api.Spreadsheet{DeveloperMetadata: s.DeveloperMetadata, NamedRanges: s.NamedRanges}
	for _, r := range reqs {
		switch {
		case r.CreateDeveloperMetadata != nil:
			out.DeveloperMetadata = append(out.DeveloperMetadata, r.CreateDeveloperMetadata.DeveloperMetadata)
		case r.AddNamedRange != nil:
			out.NamedRanges = append(out.NamedRanges, r.AddNamedRange.NamedRange)
		case r.DeleteNamedRange != nil:
			var kept []*api.NamedRange
			for _, n := range out.NamedRanges {
				if n.NamedRangeId != r.DeleteNamedRange.NamedRangeId {
					kept = append(kept, n)
				}
			}
			out.NamedRanges = kept
		}
	}
	return out
}

// In both forms a write knows itself again, another's write is not taken for it, and what was not stored is free.
func TestLock_Fates(t *testing.T) {
	for _, form := range []Form{ByMetadata, ByName} {
		marks := Marks{State: State{Form: form}}
		s := stored(&api.Spreadsheet{}, New(marks).Missing(1, "made", now))
		a, b := New(marks), New(marks)
		at := a.Seen(s, now)
		if b.Seen(s, now) != at {
			t.Fatalf("%s: two see different turns", form)
		}
		reqs := a.Requests(1, at, "a1", now)
		if a.Seen(s, now); a.Fate(at, "a1", false) != Free {
			t.Errorf("%s: what was not stored is not free", form)
		}
		s = stored(s, reqs)
		if a.Seen(s, now); a.Fate(at, "a1", false) != Ours {
			t.Errorf("%s: it does not know its own write again", form)
		}
		if b.Seen(s, now); b.Fate(at, "b1", false) != Others {
			t.Errorf("%s: it takes another's write for its own", form)
		}
		if got := b.Seen(s, now); got != (Turn{at.Number + 1, "a1"}) || Writes(s) != got.Number || !LastWrite(s).Equal(now) {
			t.Errorf("%s: turn %v of %d writes, the last at %v", form, got, Writes(s), LastWrite(s))
		}
	}
}

// What people and other programs have put there is passed over, and marks come back as they were made.
func TestMarks(t *testing.T) {
	s := &api.Spreadsheet{NamedRanges: []*api.NamedRange{{NamedRangeId: "leadsheetX", Name: "x"}, {NamedRangeId: "leadsheetXaXbXc"},
		{NamedRangeId: "12345", Name: RangeName}}}
	for _, text := range []string{"", " ", "own", "own x", "own name", "own other held 1", "\x00"} {
		for _, key := range []string{homeKey, formKey, key, "theirs"} {
			s.DeveloperMetadata = append(s.DeveloperMetadata, &api.DeveloperMetadata{MetadataKey: key, MetadataValue: text})
		}
	}
	if at := New(Marks{State: State{Form: ByName}}).Seen(s, now); at != (Turn{}) {
		t.Errorf("turn %v", at)
	}
	m := MarksOf("mine", s.DeveloperMetadata)
	if m.Home || m.State != (State{Form: ByMetadata}) {
		t.Errorf("got %+v", m)
	}
	reqs := append(m.Missing("mine"), HomeMark("mine", 7))
	s = stored(s, append(reqs, m.Keep("mine", State{ByName, now, true})...))
	m = MarksOf("mine", s.DeveloperMetadata)
	if !m.Home || m.Carried != 7 || m.Missing("mine") != nil || m.State.Form != ByName || !m.State.Held || !m.State.Tried.Equal(now) {
		t.Errorf("got %+v", m)
	}
	// A copy begins with the form of its original, untried.
	if c := MarksOf("copy", s.DeveloperMetadata); c.Home || len(c.Origins) != 2 || c.State != (State{Form: ByName}) {
		t.Errorf("got %+v", c)
	}
}
