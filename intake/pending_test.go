package intake

import (
	"testing"
	"time"

	"leadsheet/intake/claims"
	"leadsheet/lead"
)

// read is a message that has been read, received at that minute.
func read(key string, minute int, ignore string) *pending {
	return &pending{key: key, read: true, in: lead.Inquiry{Key: key, Ignore: ignore,
		Received: time.Date(2026, 11, 23, 10, minute, 0, 0, time.UTC)}}
}

func TestPending_StoredMessagesAreReleasedButForTheirKeys(t *testing.T) {
	all := pendingMessages{"INBOX:7:1": read("m:a", 1, ""), "INBOX:7:2": read("m:b", 2, "")}
	all.at("INBOX:7:1").attached = []lead.Inquiry{{Key: "m+1:a"}}
	known := Known{Keys: map[string]bool{"m:a": true}, Places: map[string]bool{"INBOX:7:3": true}}
	all.releaseStored(known)
	for place, want := range map[string]struct{ stored, read bool }{
		"INBOX:7:1": {true, false}, "INBOX:7:2": {false, true}, "INBOX:7:3": {true, false}, "INBOX:7:4": {false, false},
	} {
		if all.isStored(place, known) != want.stored || all.isRead(place) != want.read {
			t.Errorf("%s: stored %v, read %v", place, all.isStored(place, known), all.isRead(place))
		}
	}
	if p := all.at("INBOX:7:1"); p.key != "m:a" || p.attached != nil {
		t.Errorf("%+v", p)
	}
	// The workbook was put back to an older copy: what was released is to be fetched again.
	if forgotten := (Known{}); all.isStored("INBOX:7:1", forgotten) || all.isRead("INBOX:7:1") {
		t.Error("a message that the workbook has forgotten counts as stored")
	}
}

func TestPending_InTheOrderOfTheServer(t *testing.T) {
	all := pendingMessages{"INBOX:7:10": read("m:c", 1, ""), "INBOX:7:9": read("m:b", 2, ""), "Web:3:99": read("m:a", 3, "")}
	all.at("INBOX:7:8").tries = claims.Tries{Count: 1}
	var keys string
	for _, p := range all.inOrder([]string{"Web", "INBOX"}) {
		keys += p.key
	}
	if keys != "m:am:bm:c" {
		t.Error(keys)
	}
}

func TestPending_WaitingSince(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 11, 23, 10, minute, 0, 0, time.UTC) }
	all := pendingMessages{"INBOX:7:1": read("m:a", 1, "a newsletter"), "INBOX:7:2": read("m:b", 2, ""),
		"INBOX:7:3": read("m:c", 3, ""), "INBOX:7:4": read("m:d", 4, "")}
	known := Known{Keys: map[string]bool{"m:b": true}, Places: map[string]bool{"INBOX:7:3": true}}
	if got := all.waitingSince(known); !got.Equal(at(4)) {
		t.Errorf("%v", got)
	}
	known.Waiting = at(0)
	if got := all.waitingSince(known); !got.Equal(at(0)) {
		t.Errorf("with a lead that waits: %v", got)
	}
	if got := (pendingMessages{}).waitingSince(Known{}); !got.IsZero() {
		t.Errorf("nobody waits: %v", got)
	}
}
