package fleet

import (
	"bytes"
	"context"
	"crypto/sha256"
	"net/http"
	"os"
	"sync"
	"time"

	"leadsheet/sheets/google"
	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/google/quota"
)

// accounts are the accounts of Google that the teams sign in with. Teams of one account share its client, so that there
// is one access token, and its quota. It is the place of whatever else is done once for an account.
type accounts struct {
	quota *quota.Pool

	mu  sync.Mutex
	all map[sameSignIn]*account
}

// sameSignIn is what teams have in common that share an account: the sign-in, and the content of its file. With a new
// key in the file, the account is another one.
type sameSignIn struct {
	signIn google.SignIn
	key    [sha256.Size]byte
}

// serviceAccount is what Google writes into the key file of a service account.
const serviceAccount = "service_account"

// account is an account of Google.
type account struct {
	client *http.Client
	who    google.Account
	quota  *quota.Account
	feed   *changes.Feed // of Google Drive; nil when nobody wants it
	users  int           // teams
}

func newAccounts(share func() float64) *accounts {
	return &accounts{quota: quota.NewPool(share), all: map[sameSignIn]*account{}}
}

// user are the accounts as one team uses them.
type user struct {
	of *accounts

	mu    sync.Mutex
	lanes map[sameSignIn]*quota.Lane
}

func (a *accounts) user() *user { return &user{of: a, lanes: map[sameSignIn]*quota.Lane{}} }

// open returns how a workbook of an account is opened. It is a setup.Config's Google.
func (u *user) open(ctx context.Context, s google.SignIn) (google.Options, error) {
	data, _ := os.ReadFile(s.Credentials) // what is wrong with it, signing in says
	key := sameSignIn{s, sha256.Sum256(data)}
	if s.Credentials == "" || bytes.Contains(data, []byte(`"`+serviceAccount+`"`)) {
		key.signIn.Token = "" // which only persons have
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.of.mu.Lock()
	defer u.of.mu.Unlock()
	a := u.of.all[key]
	if a == nil {
		client, who, err := s.Client(ctx)
		if err != nil {
			return google.Options{}, err
		}
		name := who.Address
		if name == "" {
			name = s.Credentials + " " + key.signIn.Token + " " + s.Endpoint
		}
		a = &account{client: client, who: who, quota: u.of.quota.Account(who.Project, name),
			feed: s.Changes(client, who)}
		u.of.all[key] = a
	}
	if u.lanes[key] == nil {
		u.lanes[key] = a.quota.Lane()
		a.users++
	}
	return google.Options{Client: a.client, Endpoint: s.Endpoint, Account: a.who.Address, Limiter: u.lanes[key],
		Changes: a.feed}, nil
}

// begin says that a pass of the team begins.
func (u *user) begin(wasWoken bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, lane := range u.lanes {
		lane.Begin(wasWoken)
	}
}

// end says that it has ended, and returns after how long the next one is due.
func (u *user) end(wait time.Duration, active bool) time.Duration {
	u.mu.Lock()
	defer u.mu.Unlock()
	longest := wait
	for _, lane := range u.lanes {
		longest = max(longest, lane.End(wait, active))
	}
	return longest
}

// close gives up the accounts of the team. An account that nobody uses any more is forgotten.
func (u *user) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.of.mu.Lock()
	defer u.of.mu.Unlock()
	for key, lane := range u.lanes {
		lane.Close()
		delete(u.lanes, key)
		if a := u.of.all[key]; a != nil {
			if a.users--; a.users == 0 {
				delete(u.of.all, key)
			}
		}
	}
}

// turns are the turns of one team's daemon.
type turns struct {
	gate *gate
	user *user
	pass *pass // at hand
}

// Begin implements daemon.Turns.
func (t *turns) Begin(ctx context.Context, wasWoken bool) error {
	p, err := t.gate.enter(ctx, wasWoken)
	if err == nil {
		t.pass = p
		t.user.begin(wasWoken)
	}
	return err
}

// End implements daemon.Turns.
func (t *turns) End(wait time.Duration, active bool) time.Duration {
	t.leave()
	return t.user.end(wait, active)
}

// leave gives the turn back, if there is one.
func (t *turns) leave() {
	if t.pass != nil {
		t.pass.end()
		t.pass = nil
	}
}
