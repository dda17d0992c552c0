package fleet

import (
	"os"
	"path/filepath"
	"testing"

	"leadsheet/sheets/google"
)

// Teams with the same sign-in share the client and the quota of the account, wherever their own folders are; teams with
// others do not. An account that nobody uses is forgotten.
func TestAccounts_AreShared(t *testing.T) {
	all := newAccounts(nil)
	open := func(s google.SignIn) (*user, google.Options) {
		t.Helper()
		u := all.user()
		o, err := u.open(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		return u, o
	}
	here := google.SignIn{Endpoint: "http://127.0.0.1:1/", Token: "kim/google-token.json"}
	kim, kims := open(here)
	here.Token = "lee/google-token.json"
	lee, lees := open(here)
	here.Endpoint = "http://127.0.0.1:2/"
	sam, sams := open(here)
	if kims.Client != lees.Client || kims.Limiter == lees.Limiter {
		t.Error("teams of one account have a client each, or one part of the quota")
	}
	if kims.Client == sams.Client || len(all.all) != 2 {
		t.Errorf("%d accounts, want 2", len(all.all))
	}
	if again, err := kim.open(t.Context(), google.SignIn{Endpoint: "http://127.0.0.1:1/"}); err != nil || again.Limiter != kims.Limiter {
		t.Errorf("the second spreadsheet of a team has a part of its own: %v", err)
	}
	kim.close()
	if lee.close(); len(all.all) != 1 {
		t.Errorf("%d accounts are left, want 1", len(all.all))
	}
	sam.close()

	key := filepath.Join(t.TempDir(), "key.json") // what is wrong with it is a fault of the team
	if err := os.WriteFile(key, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := all.user().open(t.Context(), google.SignIn{Credentials: key}); err == nil || len(all.all) != 0 {
		t.Errorf("a wrong key: %v, %d accounts", err, len(all.all))
	}
}
