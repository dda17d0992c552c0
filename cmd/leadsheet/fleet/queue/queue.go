// Package queue shares the teams of a fleet among any number of processes, over River on PostgreSQL.
//
// Every process says in a small table that it lives and which teams its folder has. River elects a leader among them.
// The leader gives each team to one process: a job "look_after_team" in the queue of that process, which is unique for
// the team, so the database has no two of them. The job lasts as long as the team is looked after. A process that was
// not heard of for Times.Dead has its jobs taken away, and others get its teams; one that ends gives them back at once.
//
// Two processes at one team for a while, as after a pause of one of them, do no harm: the lock that travels with each
// write of a workbook keeps them apart. So a database that goes away stops nothing that runs. Only names of teams and
// of processes, and times, are in the database; times are compared by its clock.
package queue

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// Options say how a process takes part.
type Options struct {
	// Name is what people call this process, as the name of its machine; something random is added, so that each start
	// of a process is known from those before. Empty is the name of the machine.
	Name string
	// Log is told what the one who runs the fleet should know; nil is nobody.
	Log *slog.Logger
	// Now is the clock of this machine, in whose time Healthy speaks; nil is time.Now.
	Now func() time.Time
	// Times are how long things take; those that are zero have the values of DefaultTimes.
	Times Times
}

// Times are the delays by which the processes notice each other. All processes of a fleet should have the same.
type Times struct {
	Beat   time.Duration // between two signs of life
	Dead   time.Duration // without a sign of life, after which the teams of a process go to others
	Look   time.Duration // between two looks of the leader
	Settle time.Duration // that the processes must have been the same before teams move to spread them evenly
	Retry  time.Duration // before a team whose run has ended by itself runs again; doubled each time, up to 60 times
	Well   time.Duration // after which a run that ends by itself is no failure
}

// DefaultTimes let another process run the teams of one that was killed within 45 seconds.
func DefaultTimes() Times {
	return Times{Beat: 5 * time.Second, Dead: 20 * time.Second, Look: 2 * time.Second, Settle: 10 * time.Second,
		Retry: 5 * time.Second, Well: time.Minute}
}

// orDefault has the values of DefaultTimes where t has none.
func (t Times) orDefault() Times {
	d := DefaultTimes()
	for _, p := range []struct{ value, standard *time.Duration }{{&t.Beat, &d.Beat}, {&t.Dead, &d.Dead},
		{&t.Look, &d.Look}, {&t.Settle, &d.Settle}, {&t.Retry, &d.Retry}, {&t.Well, &d.Well}} {
		if *p.value <= 0 {
			*p.value = *p.standard
		}
	}
	return t
}

// delay is how long a team waits whose run has ended by itself for the nth time in a row.
func (t Times) delay(n int) time.Duration {
	return min(t.Retry<<min(max(n, 1)-1, 6), 60*t.Retry)
}

// Member is a process of the fleet, as the database knew it last.
type Member struct {
	Name  string
	Self  bool      // whether it is this process
	Since time.Time // when it came, by the database's clock
	Heard time.Time // its last sign of life, by the database's clock
	Alive bool      // whether that was not too long ago
	Teams int       // how many teams it ran then
}

// Queue is one process's part in the fleet. Its methods may be called from any goroutine.
type Queue struct {
	name  string // of this process: of the River client, its queue and its row
	where string // the database, in words that hold no password
	times Times
	now   func() time.Time
	log   *slog.Logger
	pool  *pgxpool.Pool

	teams func() []string
	hold  func(ctx context.Context, team string)
	kick  chan struct{} // a sign of life is to be given at once
	tick  chan struct{} // River says that this process leads, and that it is time to look

	mu      sync.Mutex
	listed  map[string]bool      // the teams that this process's folder has
	digest  string               // of listed
	holds   map[*held]bool       // what runs here
	turns   map[string]chan bool // one holder a team in this process
	ghosts  map[int64]bool       // jobs that the database has running here, and that did not at the last beat
	members []Member
	beaten  bool          // whether the last beat reached the database
	failing error         // why it did not
	since   time.Time     // when that began
	said    time.Time     // when that was said last
	offset  time.Duration // what is to be added to this machine's clock for that of the database
	leader  leader
}

// Open connects to the database and prepares it; several processes may do so at once. url is as
// postgres://user:password@host/name. An error says what to do about a database that refuses this program, and never
// holds a password; one that cannot be reached is no error: Healthy says so, and Run waits for it.
func Open(ctx context.Context, url string, o Options) (*Queue, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	name, err := processName(o.Name)
	if err != nil {
		return nil, err
	}
	q := &Queue{name: name, where: describe(config), times: o.Times.orDefault(), now: o.Now, log: o.Log,
		kick: make(chan struct{}, 1), tick: make(chan struct{}, 1), listed: map[string]bool{},
		holds: map[*held]bool{}, turns: map[string]chan bool{}, ghosts: map[int64]bool{}}
	q.leader = newLeader()
	if q.now == nil {
		q.now = time.Now
	}
	if q.log == nil {
		q.log = slog.New(slog.DiscardHandler)
	}
	// Creating a pool connects to nothing.
	if q.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("prepare connections to %s: %w", q.where, err)
	}
	if err := q.prepare(ctx); err != nil {
		if refusal(err) || ctx.Err() != nil {
			q.closePool()
			return nil, err
		}
		q.failed(err)
	}
	return q, nil
}

// processName is a name that no other process has: letters, digits, - and _, as River has them in names of queues.
func processName(name string) (string, error) {
	if name == "" {
		host, err := os.Hostname()
		if err != nil || host == "" {
			host = "leadsheet"
		}
		name = host
	}
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	name = strings.Trim(name[:min(len(name), 40)], "-")
	random := make([]byte, 4)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("name this process: %w", err)
	}
	return strings.TrimLeft(name+"-"+hex.EncodeToString(random), "-"), nil
}

// Run calls hold, in a goroutine each, for every team that this process is to run: once at a time for one team, and
// again some seconds after it has returned by itself. It ends the context of a hold when the team is to be run by
// another process, or is no longer in teams, which is asked every second. Run waits for a database that does not
// answer. It returns when ctx has ended and every hold has returned; it is called once.
func (q *Queue) Run(ctx context.Context, teams func() []string, hold func(ctx context.Context, team string)) error {
	q.teams, q.hold = teams, hold
	q.list(teams())
	client, err := q.begin(ctx)
	if err != nil {
		return err
	}
	if client == nil { // the end came while the database was waited for
		return nil
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	var parts sync.WaitGroup
	parts.Go(func() { q.beats(running) })
	parts.Go(func() { q.follow(ctx) })
	parts.Go(func() { q.lead(ctx, client) })
	<-ctx.Done()
	q.leave(client)
	stop()
	parts.Wait()
	q.sayGoodbye()
	return nil
}

// begin waits for the database, says that this process lives, and starts River. Without error and client, ctx has
// ended.
func (q *Queue) begin(ctx context.Context) (*river.Client[pgx.Tx], error) {
	client, err := q.newClient()
	if err != nil {
		return nil, err
	}
	for n := 1; ctx.Err() == nil; n++ {
		if err := q.prepare(ctx); err != nil {
			q.failed(err)
		} else if err := q.beat(ctx); err != nil {
			q.failed(err)
		} else if err := client.Start(context.WithoutCancel(ctx)); err != nil {
			q.failed(q.explain("start to share the teams", err))
		} else {
			return client, nil
		}
		pause(ctx, min(time.Duration(n)*q.times.Beat/5, 3*q.times.Beat))
	}
	return nil, nil
}

// leave ends what runs here and waits for it; River stops fetching first. Signs of life are given until all has ended,
// so that nobody takes a team that is still being run.
func (q *Queue) leave(client *river.Client[pgx.Tx]) {
	q.list(nil)
	stopping, cancel := context.WithTimeout(context.Background(), 2*q.times.Beat)
	defer cancel()
	err := client.StopAndCancel(stopping)
	for _, h := range q.held() {
		<-h.done
	}
	if err != nil {
		// What the database does not hear now, it hears of by the missing signs of life.
		q.log.Debug("River has not stopped in time", "error", err)
	}
}

// sayGoodbye gives back what the database still has of this process.
func (q *Queue) sayGoodbye() {
	ctx, cancel := context.WithTimeout(context.Background(), q.times.Beat)
	defer cancel()
	batch := &pgx.Batch{}
	batch.Queue(sqlGiveBack, q.name, jobKind)
	batch.Queue(sqlForgetMe, q.name)
	if err := q.pool.SendBatch(ctx, batch).Close(); err != nil {
		q.log.Debug("the database was not told that this process ends", "error", err)
	}
}

// Share is this process's part of what the fleet may use of a shared quota: 1 over the number of processes that were
// alive when the database was heard of last.
func (q *Queue) Share() float64 {
	alive := 0
	for _, m := range q.Members() {
		if m.Alive {
			alive++
		}
	}
	return 1 / float64(max(alive, 1))
}

// Members are the processes of the fleet by name, as of the last answer of the database. One that was not heard of is
// among them for some minutes.
func (q *Queue) Members() []Member {
	q.mu.Lock()
	defer q.mu.Unlock()
	return append([]Member(nil), q.members...)
}

// Healthy is nil while the database answers, and else an error that says since when not, and what becomes of the teams.
func (q *Queue) Healthy() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failing == nil {
		return nil
	}
	since := q.since.Format("2006-01-02 15:04:05")
	if !q.beaten {
		return fmt.Errorf("the database of the fleet is waited for since %s, and no team runs here until it answers: %w",
			since, q.failing)
	}
	return fmt.Errorf("the database of the fleet has not answered since %s; the teams of this process go on: %w",
		since, q.failing)
}

// Close ends the connections. It is called after Run has returned.
func (q *Queue) Close() error {
	q.closePool()
	return nil
}

// closePool waits for connections in use, but not longer than for a few seconds: the process is about to end.
func (q *Queue) closePool() {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		q.pool.Close()
	}()
	select {
	case <-closed:
	case <-time.After(5 * time.Second):
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
