package intake_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// Each source says what it watches, by the name that people know, and which forms it could not read.
func TestWatched(t *testing.T) {
	answers := map[string][][]lead.Value{"Form responses": {cells("Timestamp", "Email Address", "Message"),
		cells(46268.75026620370, "zoe@example.com", "a shed")}}
	forms := &intake.Responses{Now: func() time.Time { return now }, Places: []intake.ResponseTabs{&tabs{rows: answers},
		&tabs{err: errors.New("unreachable")}, &tabs{err: intake.NeedsPerson(errors.New("share it"))}}}
	form := func(name string, missed bool) lead.Watched {
		return lead.Watched{Kind: lead.WatchedForm, Name: name, Missed: missed}
	}
	folder := t.TempDir()
	for _, c := range []struct {
		name   string
		source intake.Source
		look   bool
		want   []lead.Watched
	}{
		{"mailbox", &intake.Mailbox{Account: mailin.Mailbox{User: "hello@ours.example"}}, false, []lead.Watched{{Name: "hello@ours.example"}}},
		{"folder", &intake.Drop{Folder: folder}, true, []lead.Watched{{Kind: lead.WatchedFolder, Name: filepath.Base(folder)}}},
		{"a folder that is still to be made", &intake.Drop{Folder: filepath.Join(folder, "drop")}, true, nil},
		{"forms before the first look", forms, false, []lead.Watched{form("", false), form("", false), form("", false)}},
		{"forms", forms, true, []lead.Watched{form("Roof/enquiries", false), form("", true), form("", true)}},
	} {
		if c.look {
			_, _ = c.source.Collect(context.Background(), intake.Known{Zone: time.UTC})
		}
		if got := c.source.(intake.Observer).Watched(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
