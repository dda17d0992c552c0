package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// jobKind is the kind of the jobs by which teams are looked after.
const jobKind = "look_after_team"

// lookAfterTeam is a job that lasts as long as a process runs a team. The team alone makes it unique: while a job of it
// is not over, the database takes no other.
type lookAfterTeam struct {
	Team  string `json:"team" river:"unique"`
	Owner string `json:"owner"` // the process in whose queue the job is
}

// Kind is the job's name in River.
func (lookAfterTeam) Kind() string { return jobKind }

// InsertOpts are the same for all of these jobs.
func (lookAfterTeam) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 25, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning,
		rivertype.JobStateScheduled}}}
}

// held is a team that runs in this process.
type held struct {
	job    int64 // its number in River
	team   string
	cancel context.CancelFunc
	done   chan struct{} // closed when the hold has returned
}

// worker runs the jobs of River.
type worker struct {
	river.WorkerDefaults[lookAfterTeam]
	q *Queue
}

// Timeout is none: a job lasts as long as the team is run here.
func (*worker) Timeout(*river.Job[lookAfterTeam]) time.Duration { return -1 }

// NextRetry is when a team whose run has ended by itself runs again.
func (w *worker) NextRetry(job *river.Job[lookAfterTeam]) time.Time {
	return w.q.databaseNow().Add(w.q.times.delay(job.Attempt))
}

// Work runs the team until the job is cancelled, or the run has ended by itself.
func (w *worker) Work(ctx context.Context, job *river.Job[lookAfterTeam]) error {
	return w.q.work(ctx, job.ID, job.Args.Team)
}

// newClient is River as this process takes part in it: it works on its own queue, and can be the leader.
func (q *Queue) newClient() (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &worker{q: q}); err != nil {
		return nil, fmt.Errorf("prepare the work on teams: %w", err)
	}
	const most = 5000 // teams in one process
	client, err := river.NewClient(riverpgxv5.New(q.pool), &river.Config{
		ID:      q.name,
		Logger:  slog.New(&riverLog{q: q, said: newSaid()}),
		Queues:  map[string]river.QueueConfig{q.name: {MaxWorkers: most}},
		Workers: workers,
		// River tells of new jobs; polling is for notices that were lost, and for jobs that begin a moment later.
		FetchPollInterval: q.times.Look,
		FetchCooldown:     min(river.FetchCooldownDefault, q.times.Look),
		// What is over is of no use but to look at.
		CompletedJobRetentionPeriod: time.Hour,
		CancelledJobRetentionPeriod: time.Hour,
		DiscardedJobRetentionPeriod: 24 * time.Hour,
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(q.times.Look), q.lookNow,
			&river.PeriodicJobOpts{RunOnStart: true})},
	})
	if err != nil {
		return nil, fmt.Errorf("prepare River: %w", err)
	}
	return client, nil
}

// work runs the team as the job of this number. Its error is seen in River's pages, and makes River run it again later.
func (q *Queue) work(ctx context.Context, id int64, team string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	h := &held{job: id, team: team, cancel: cancel, done: make(chan struct{})}
	defer close(h.done)
	q.mu.Lock()
	if !q.listed[team] { // the folder has changed meanwhile; the leader will hear of it
		q.mu.Unlock()
		return nil
	}
	for other := range q.holds {
		if other.team == team { // the database has only this job of the team, so that one is over there
			other.cancel()
		}
	}
	q.holds[h] = true
	turn := q.turns[team]
	if turn == nil {
		turn = make(chan bool, 1)
		q.turns[team] = turn
	}
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		delete(q.holds, h)
		q.mu.Unlock()
	}()
	select { // what this process ran of the team before may still be ending
	case turn <- true:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil
	}
	return q.run(ctx, team)
}

// run calls hold. While the database does not answer, River cannot call again; then it is done here.
func (q *Queue) run(ctx context.Context, team string) error {
	for failures := 1; ; failures++ {
		began := time.Now()
		panicked := q.call(ctx, team)
		lasted := time.Since(began)
		switch {
		case ctx.Err() != nil:
			return nil
		case lasted < q.times.Well && !panicked:
			q.log.Warn("the run of a team has ended by itself; it begins again later", "team", team,
				"after", lasted.Round(time.Millisecond))
		}
		switch {
		case q.down():
			if lasted >= q.times.Well {
				failures = 1
			}
			pause(ctx, q.times.delay(failures))
		case panicked:
			return fmt.Errorf("the run of the team ended in a panic after %s", lasted.Round(time.Millisecond))
		case lasted >= q.times.Well:
			return nil
		default:
			return fmt.Errorf("the run of the team ended by itself after %s", lasted.Round(time.Millisecond))
		}
		if ctx.Err() != nil {
			return nil
		}
	}
}

// call runs hold; a panic ends the run of this team alone. Its text is logged here, and not in the database.
func (q *Queue) call(ctx context.Context, team string) (panicked bool) {
	defer func() {
		if p := recover(); p != nil {
			panicked = true
			q.log.Error("a panic has ended the run of a team; it begins again", "team", team, "panic", p,
				"stack", string(debug.Stack()))
		}
	}()
	q.hold(ctx, team)
	return false
}

// held are the teams that run here.
func (q *Queue) held() []*held {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Collect(maps.Keys(q.holds))
}

// asPgError tells whether the server has answered with an error, and with which.
func asPgError(err error, answer **pgconn.PgError) bool { return errors.As(err, answer) }
