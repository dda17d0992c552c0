//go:build unix

package queue

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"leadsheet/cmd/leadsheet/fleet/queue/pgtest"
)

// The tests share teams among processes over a real PostgreSQL, at a tenth of the usual times. Those that stop the
// server are not parallel, so they have it alone.

// quick are a tenth of DefaultTimes; but a machine that is busy with other tests may leave a process waiting for
// seconds, so signs of life are as long apart as the time allows after which a process counts as dead.
func quick() Times {
	d := DefaultTimes()
	return Times{Beat: d.Beat / 5, Dead: d.Dead / 5, Look: d.Look / 10, Settle: d.Settle / 10, Retry: d.Retry / 10,
		Well: d.Well / 10}
}

// childOf is the environment of a process that a test begins to kill it: the address of the database.
const childOf = "DATABASE_OF_A_CHILD"

// server is one PostgreSQL for all tests, begun by the first that needs it.
var server struct {
	sync.Mutex
	*pgtest.Server
}

func TestMain(m *testing.M) {
	if url := os.Getenv(childOf); url != "" {
		child(url)
		return
	}
	code := m.Run()
	if server.Server != nil {
		server.Close()
	}
	os.Exit(code)
}

// postgres is the server.
func postgres(t *testing.T) *pgtest.Server {
	t.Helper()
	server.Lock()
	defer server.Unlock()
	if server.Server == nil {
		server.Server = pgtest.Start(t)
	}
	return server.Server
}

// child is a process of the fleet: it writes "+ team" when it begins to run one and "- team" when it ends.
func child(url string) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	q, err := Open(ctx, url, Options{Name: "child", Times: quick(), Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("= " + q.name)
	err = q.Run(ctx, func() []string { return strings.Fields(os.Getenv("TEAMS")) },
		func(ctx context.Context, team string) {
			fmt.Println("+ " + team)
			<-ctx.Done()
			fmt.Println("- " + team)
		})
	fmt.Println("= ended", err)
	_ = q.Close()
}

// board is what the processes of a test run, as seen from outside.
type board struct {
	t     *testing.T
	mu    sync.Mutex
	runs  map[string][]string // the processes that run a team
	begun map[string]int      // how often a team was begun
	twice []string            // teams that two processes ran at once
}

func newBoard(t *testing.T) *board {
	return &board{t: t, runs: map[string][]string{}, begun: map[string]int{}}
}

func (b *board) begin(process, team string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.runs[team] = append(b.runs[team], process)
	b.begun[team]++
	if len(b.runs[team]) > 1 {
		b.twice = append(b.twice, team)
	}
}

func (b *board) end(process, team string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := slices.Index(b.runs[team], process); i >= 0 {
		b.runs[team] = slices.Delete(b.runs[team], i, i+1)
	}
}

// killed forgets what a process ran.
func (b *board) killed(process string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for team, by := range b.runs {
		b.runs[team] = slices.DeleteFunc(by, func(p string) bool { return p == process })
	}
}

// loads are how many teams each process runs.
func (b *board) loads() map[string]int {
	b.mu.Lock()
	defer b.mu.Unlock()
	loads := map[string]int{}
	for _, by := range b.runs {
		for _, p := range by {
			loads[p]++
		}
	}
	return loads
}

func (b *board) starts() (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, k := range b.begun {
		n += k
	}
	return n
}

// wait waits until the loads, sorted, are as wanted.
func (b *board) wait(what string, within time.Duration, want ...int) time.Duration {
	b.t.Helper()
	began := time.Now()
	for {
		var got []int
		for _, n := range b.loads() {
			got = append(got, n)
		}
		slices.Sort(got)
		if slices.Equal(got, want) {
			return time.Since(began)
		}
		if time.Since(began) > within {
			b.t.Fatalf("%s: after %v the processes run %v, want %v", what, within, b.loads(), want)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// once fails if two processes ran one team at the same time.
func (b *board) once() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.twice) > 0 {
		b.t.Errorf("two processes ran at once: %v", b.twice)
	}
}

// member is a process of the fleet in the test's own process.
type member struct {
	*Queue
	stop func() // as SIGTERM; waits until Run has returned
	log  *lines
}

// lines is what was logged.
type lines struct {
	mu   sync.Mutex
	text []string
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, string(p))
	return len(p), nil
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.text)
}

// join begins a process that runs teams until it is told to end.
func (b *board) join(url string, teams func() []string) *member {
	b.t.Helper()
	return b.joinWith(url, teams, func(ctx context.Context, _ string) { <-ctx.Done() })
}

// joinTimes is join with other times.
func (b *board) joinTimes(url string, teams func() []string, times Times) *member {
	b.t.Helper()
	return b.begins(url, teams, times, func(ctx context.Context, _ string) { <-ctx.Done() })
}

// joinWith is join with another run.
func (b *board) joinWith(url string, teams func() []string, run func(context.Context, string)) *member {
	b.t.Helper()
	return b.begins(url, teams, quick(), run)
}

func (b *board) begins(url string, teams func() []string, times Times, run func(context.Context, string)) *member {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log := &lines{}
	q, err := Open(ctx, url, Options{Name: "member", Times: times, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		b.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- q.Run(ctx, teams, func(ctx context.Context, team string) {
			b.begin(q.name, team)
			defer b.end(q.name, team)
			run(ctx, team)
		})
	}()
	stop := sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				b.t.Error(err)
			}
		case <-time.After(20 * time.Second):
			b.t.Error("Run does not end")
		}
		_ = q.Close()
		if b.loads()[q.name] > 0 {
			b.t.Error("Run has ended before its holds")
		}
	})
	b.t.Cleanup(stop)
	b.t.Cleanup(func() {
		if b.t.Failed() {
			b.t.Logf("%s: %s", q.name, strings.Join(log.all(), ""))
		}
	})
	return &member{Queue: q, stop: stop, log: log}
}

// fixed is a folder that stays as it is.
func fixed(teams ...string) func() []string { return func() []string { return teams } }

// query reads one value of the database.
func query[T any](t *testing.T, url, statement string) (value T) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if err := conn.QueryRow(context.Background(), statement).Scan(&value); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return value
}

// process is a child: a process of its own that a test can kill.
type childProcess struct {
	cmd  *exec.Cmd
	name string
}

// spawn begins a process of its own, and follows on the board what it runs.
func (b *board) spawn(url string, teams ...string) *childProcess {
	b.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childOf+"="+url, "TEAMS="+strings.Join(teams, " "))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	c := &childProcess{cmd: cmd}
	named := make(chan string, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			switch sign, rest, _ := strings.Cut(scan.Text(), " "); sign {
			case "=":
				c.name = cmp.Or(c.name, rest)
				select {
				case named <- rest:
				default:
				}
			case "+":
				b.begin(c.name, rest)
			case "-":
				b.end(c.name, rest)
			}
		}
	}()
	b.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
		_ = cmd.Wait()
	})
	select {
	case <-named:
	case <-time.After(20 * time.Second):
		b.t.Fatal("the child does not begin")
	}
	return c
}

func TestFleet_TeamsFollowWhoComesAndLeaves(t *testing.T) {
	t.Parallel()
	url, b := postgres(t).Database(t), newBoard(t)
	teams := fixed(names(30)...)
	first := b.join(url, teams)
	t.Logf("one process has them after %v", b.wait("one process", 30*time.Second, 30))
	if got := first.Share(); got != 1 {
		t.Errorf("the share of one is %v", got)
	}
	second := b.join(url, teams)
	t.Logf("two have half each after %v", b.wait("two processes", 30*time.Second, 15, 15))
	third := b.join(url, teams)
	t.Logf("three have a third each after %v", b.wait("three processes", 30*time.Second, 10, 10, 10))
	if got := b.starts(); got != 30+15+10 {
		t.Errorf("teams were begun %d times, want %d", got, 30+15+10)
	}
	time.Sleep(2 * quick().Beat)
	if got := third.Share(); got != 1.0/3 {
		t.Errorf("the share of one of three is %v", got)
	}
	ran := 0
	for _, m := range first.Members() {
		ran += m.Teams
	}
	if ran != 30 {
		t.Errorf("the members run %d teams: %+v", ran, first.Members())
	}
	began := time.Now()
	second.stop()
	t.Logf("one has ended after %v", time.Since(began))
	t.Logf("what one gave back is run after %v", b.wait("one has left", 30*time.Second, 15, 15))
	first.stop()
	t.Logf("what another gave back is run after %v", b.wait("two have left", 30*time.Second, 30))
	third.stop()
	b.once()
	if n := query[int](t, url, "SELECT count(*) FROM river_job WHERE finalized_at IS NULL"); n != 0 {
		t.Errorf("%d jobs are left", n)
	}
	if n := query[int](t, url, "SELECT count(*) FROM leadsheet_process"); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}
