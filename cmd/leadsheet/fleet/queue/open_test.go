//go:build unix

package queue

import (
	"context"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// password is in no text.
const password = "s3cret-word"

// Whatever is wrong with the database is said in a sentence that says what to do, and holds no password.
func TestOpen_SaysWhatToDo(t *testing.T) {
	t.Parallel()
	server := postgres(t)
	url := server.Database(t)
	database := query[string](t, url, "SELECT current_database()")
	for _, statement := range []string{"REVOKE CREATE ON SCHEMA public FROM PUBLIC",
		"DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN PASSWORD '" + password + "'"} {
		if err := server.Exec(database, statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_ = server.Exec(database, "DROP OWNED BY guest")
		_ = server.Exec(database, "DROP ROLE guest")
	})
	web := answering(t, "HTTP/1.1 400 Bad Request\r\n\r\n")
	for _, c := range []struct{ name, url, want string }{
		{"no address", "fleet", "does not begin with postgres://"},
		{"another database", "mysql://leadsheet:" + password + "@db/fleet", "does not begin with postgres://"},
		{"a password with signs", "postgres://leadsheet:" + password + "/%zz?#@db/fleet", "%40 for @"},
		{"wrong password", server.URL(database, "guest", "wrong-"+password), "does not take the password of the user guest"},
		{"nobody known", server.URL(database, "stranger", password), "stranger"},
		{"no such database", server.URL("fleets", "postgres", password), "createdb"},
		{"no rights", server.URL(database, "guest", password), "GRANT USAGE, CREATE ON SCHEMA public"},
		{"no schema", url + "&search_path=elsewhere", "search_path"},
		{"no PostgreSQL", "postgres://leadsheet:" + password + "@" + web + "/fleet?sslmode=disable", "no PostgreSQL server"},
		{"no TLS", "postgres://leadsheet:" + password + "@" + answering(t, "N") + "/fleet?sslmode=require", "sslmode=disable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := Open(t.Context(), c.url, Options{})
			if err == nil {
				_ = q.Close()
				t.Fatalf("it opens; healthy: %v", q.Healthy())
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), password) {
				t.Errorf("error %q, want %q and no password", err, c.want)
			}
		})
	}
	t.Run("tables of another", func(t *testing.T) {
		q, err := Open(t.Context(), url, Options{})
		if err != nil {
			t.Fatal(err)
		}
		_ = q.Close()
		_, err = Open(t.Context(), server.URL(database, "guest", password), Options{})
		if err == nil || !strings.Contains(err.Error(), "belong to another user") {
			t.Errorf("error %v", err)
		}
		// With the rights, but without that of making tables, it opens.
		if err := server.Exec(database, `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO guest;
			GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO guest`); err != nil {
			t.Fatal(err)
		}
		if q, err = Open(t.Context(), server.URL(database, "guest", password), Options{}); err != nil {
			t.Fatal(err)
		}
		_ = q.Close()
	})
}

// answering is a server that is no PostgreSQL.
func answering(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 100))
			_, _ = conn.Write([]byte(answer))
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}

func TestUnfit(t *testing.T) {
	for _, c := range []struct {
		version, schema string
		standby         bool
		want            string
	}{
		{"130011", "public", false, "the database fleet at db is PostgreSQL 13; leadsheet needs PostgreSQL 14 or newer"},
		{"140001", "public", false, ""},
		{"180000", "public", false, ""},
		{"160004", "public", true, "is a standby"},
		{"160004", "", false, "search_path"},
	} {
		if got := unfit("the database fleet at db", c.version, c.schema, c.standby); c.want == "" && got != "" ||
			!strings.Contains(got, c.want) {
			t.Errorf("PostgreSQL %s: %q, want %q", c.version, got, c.want)
		}
	}
}

// A database that cannot be reached is waited for, and Healthy says so.
func TestOpen_OutOfReach(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	for host, want := range map[string]string{addr: "connection refused", "db.invalid:5432": "db.invalid"} {
		q, err := Open(t.Context(), "postgres://leadsheet:"+password+"@"+host+"/fleet", Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = q.Healthy()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), password) {
			t.Errorf("healthy: %v, want %q and no password", err, want)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		if err := q.Run(ctx, fixed("one"), func(context.Context, string) { t.Error("a team runs") }); err != nil {
			t.Error(err)
		}
		cancel()
		_ = q.Close()
	}
}

// Processes that begin at once make the tables once.
func TestOpen_SeveralAtOnce(t *testing.T) {
	t.Parallel()
	url := postgres(t).Database(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			q, err := Open(t.Context(), url, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := q.Healthy(); err != nil {
				t.Error(err)
			}
			_ = q.Close()
		})
	}
	all.Wait()
}

// An idle fleet of many teams costs the database and its processes little, and few connections.
func TestFleet_ManyTeamsCostLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("measures")
	}
	server := postgres(t)
	url, b := server.Database(t), newBoard(t)
	teams := fixed(names(500)...)
	join := func() *member { return b.joinTimes(url, teams, DefaultTimes()) }
	first := join()
	t.Logf("one process begins 500 teams after %v", b.wait("one process", 60*time.Second, 500))
	join()
	join()
	const seconds = 5
	for deadline := time.Now().Add(20 * time.Second); len(first.Members()) < 3; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("three do not see each other")
		}
	}
	count := "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
	query[string](t, url, "SELECT pg_stat_reset()::text")
	before, cpu, theirs := query[int64](t, url, count), used(), server.CPU()
	time.Sleep(seconds * time.Second)
	after, own, db := query[int64](t, url, count), used()-cpu, server.CPU()-theirs
	connections := query[int](t, url, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'leadsheet'")
	t.Logf("idle, three processes of 500 teams: %.1f transactions a second, %.1f%% of a core, the database %.1f%%, %d connections",
		float64(after-before)/seconds, 100*own.Seconds()/seconds, 100*db.Seconds()/seconds, connections)
	if got := float64(after-before) / seconds; got > 25 {
		t.Errorf("%.1f transactions a second", got)
	}
	if connections > 3*4 {
		t.Errorf("%d connections", connections)
	}
}

// used is the processor time of this process.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// The clocks of machines may be wrong: what River is told to wait for is by the database's clock.
func TestClocks(t *testing.T) {
	for _, wrong := range []time.Duration{-time.Hour, time.Hour} { // the machine's clock is ahead, or behind
		q := &Queue{times: DefaultTimes(), offset: wrong, leader: newLeader()}
		q.leader.at, q.leader.wanted = time.Now(), map[string]string{"one": "process"}
		database := time.Now().Add(wrong)
		job := &river.Job[lookAfterTeam]{JobRow: &rivertype.JobRow{Attempt: 2}}
		if wait := (&worker{q: q}).NextRetry(job).Sub(database).Round(time.Second); wait != 10*time.Second {
			t.Errorf("%v: a run that has ended twice begins again after %v", wrong, wait)
		}
		args, opts := q.constructor("one")()
		if args == nil || opts.ScheduledAt.After(database.Add(time.Second)) && wrong < 0 {
			t.Errorf("%v: the job is to begin at %v, and the database has %v", wrong, opts.ScheduledAt, database)
		}
		if wrong < 0 && opts.ScheduledAt.IsZero() {
			t.Errorf("%v: River would take the machine's time", wrong)
		}
		if args, _ := q.constructor("another")(); args != nil {
			t.Errorf("a job for a team that has one: %v", args)
		}
	}
}

func TestProcessName(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range []string{"", "Web1.example.com", "web1.example.com", "...", strings.Repeat("long", 40), "müller"} {
		got, err := processName(name)
		if err != nil {
			t.Fatal(err)
		}
		if seen[got] || len(got) > 50 || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			strings.HasPrefix(got, "-") {
			t.Errorf("%q is named %q", name, got)
		}
		seen[got] = true
	}
	if host, err := os.Hostname(); err == nil && host != "" {
		got, _ := processName("")
		if first, _, _ := strings.Cut(strings.ToLower(host), "."); !strings.HasPrefix(got, first) {
			t.Errorf("without a name it is %q on %s", got, host)
		}
	}
}
