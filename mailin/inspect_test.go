package mailin_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin"
	"leadsheet/mailin/mailtest"
)

// What a server says of itself is told without changing anything; a folder to move to that is not there is found before
// the first message would have to be moved.
func TestInspect(t *testing.T) {
	server, err := mailtest.NewMemory("me@example.com", "secret-word")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for _, folder := range []string{"INBOX", "INBOX", "Done"} {
		if err := server.Deliver(folder, []byte("Subject: x\r\n\r\ny\r\n"), time.Unix(1_700_000_000, 0)); err != nil {
			t.Fatal(err)
		}
	}
	box := mailin.Mailbox{Addr: server.Addr(), User: "me@example.com", Password: "secret-word", Security: "none",
		After: "move:Done"}
	info, err := box.Inspect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if info.Server != server.Addr() || info.Folder != "INBOX" || info.Messages != 2 ||
		!slices.Equal(info.Folders, []string{"Done", "INBOX"}) {
		t.Errorf("got %+v", info)
	}
	if !info.Move || !info.UIDPlus || info.CondStore || !slices.Contains(info.Capabilities, "MOVE") {
		t.Errorf("capabilities %+v", info)
	}

	box.After = "move:Elsewhere"
	if _, err := box.Inspect(context.Background()); err == nil ||
		!strings.Contains(err.Error(), `no folder "Elsewhere"`) || !strings.Contains(err.Error(), "Done") {
		t.Errorf("a folder that is not there: %v", err)
	}
	box.Password = "wrong-word"
	if _, err := box.Inspect(context.Background()); err == nil || strings.Contains(err.Error(), "wrong-word") ||
		!strings.Contains(err.Error(), "refused") {
		t.Errorf("a wrong password: %v", err)
	}
}
