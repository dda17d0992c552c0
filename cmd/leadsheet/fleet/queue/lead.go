package queue

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// leader is what the leader remembers between two looks. Every process has one; only that of the leader is in use.
type leader struct {
	at       time.Time                              // the last look
	wanted   map[string]string                      // the team's process, for teams that have no job
	teams    map[string]map[string]bool             // by digest
	periodic map[string]rivertype.PeriodicJobHandle // by team
	ending   map[int64]time.Time                    // since when a job has been told to end
}

func newLeader() leader {
	return leader{wanted: map[string]string{}, teams: map[string]map[string]bool{},
		periodic: map[string]rivertype.PeriodicJobHandle{}, ending: map[int64]time.Time{}}
}

// lookNow is asked by River for a periodic job, of the leader alone. There is none to insert: it is the leader's clock.
func (q *Queue) lookNow() (river.JobArgs, *river.InsertOpts) {
	select {
	case q.tick <- struct{}{}:
	default:
	}
	return nil, nil
}

// constructor is asked by River, of the leader alone and each Look, for the job of one team. It is nil while the team
// has one, so that an idle fleet costs the database nothing for it.
func (q *Queue) constructor(team string) river.PeriodicJobConstructor {
	return func() (river.JobArgs, *river.InsertOpts) {
		q.mu.Lock()
		defer q.mu.Unlock()
		owner := q.leader.wanted[team]
		if owner == "" || time.Since(q.leader.at) > 3*q.times.Look {
			return nil, nil
		}
		opts := &river.InsertOpts{Queue: owner}
		if q.offset < -time.Second {
			// River would take the time of this machine, which to the database is in the future.
			opts.ScheduledAt = time.Now().Add(q.offset)
		}
		return lookAfterTeam{Team: team, Owner: owner}, opts
	}
}

// lead looks whenever River says that this process leads, until ctx ends.
func (q *Queue) lead(ctx context.Context, client *river.Client[pgx.Tx]) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.tick:
		}
		if err := q.look(ctx, client); err != nil && ctx.Err() == nil {
			q.log.Debug("the leader could not look", "error", q.explain("look after the fleet", err))
			q.beatNow() // which says what is wrong
		}
	}
}

// look sees who lives and what runs, clears what the dead have left, and gives and moves teams.
func (q *Queue) look(ctx context.Context, client *river.Client[pgx.Tx]) error {
	ctx, cancel := context.WithTimeout(ctx, 2*q.times.Beat)
	defer cancel()
	seen, tasks, err := q.survey(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(seen, func(s sighting) bool { return s.Name == q.name })
	if i < 0 {
		return nil // its first sign of life is on the way
	}
	steady := time.Duration(seen[i].steady * float64(time.Second))
	certain := steady >= q.times.Dead
	processes, settled := q.processes(seen, certain)
	if certain {
		if tasks, err = q.clear(ctx, processes, tasks); err != nil {
			return err
		}
	}
	d := plan(processes, tasks, settled && certain)
	if !certain && steady < q.times.Beat && slices.ContainsFunc(processes, func(p process) bool { return !p.ready }) {
		d = decision{} // the others have not had the time to be heard of
	}
	for _, t := range d.end {
		if _, err := client.JobCancel(ctx, t.id); err != nil {
			return fmt.Errorf("tell a process to end a team: %w", err)
		}
	}
	q.want(client, processes, d.give)
	if slices.ContainsFunc(seen, func(s sighting) bool { return s.now.Sub(s.Heard) > q.times.forget() }) && certain {
		if _, err := q.pool.Exec(ctx, sqlForget, q.times.forget()); err != nil {
			return fmt.Errorf("forget processes: %w", err)
		}
	}
	return nil
}

// survey reads who lives and what runs. The teams of a process are read only when they have changed.
func (q *Queue) survey(ctx context.Context) (seen []sighting, tasks []task, err error) {
	batch := &pgx.Batch{}
	batch.Queue(sqlMembers, q.times.Dead).Query(func(rows pgx.Rows) (err error) {
		seen, err = pgx.CollectRows(rows, scanSighting)
		return err
	})
	batch.Queue(sqlJobs, jobKind).Query(func(rows pgx.Rows) (err error) {
		tasks, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (t task, err error) {
			err = row.Scan(&t.id, &t.team, &t.owner, &t.ending)
			return t, err
		})
		return err
	})
	batch.Queue(sqlTeams, slices.Collect(maps.Keys(q.leader.teams))).Query(func(rows pgx.Rows) error {
		var digest string
		var teams []string
		_, err := pgx.ForEachRow(rows, []any{&digest, &teams}, func() error {
			set := make(map[string]bool, len(teams))
			for _, t := range teams {
				set[t] = true
			}
			q.leader.teams[digest] = set
			return nil
		})
		return err
	})
	if err := q.pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, nil, fmt.Errorf("read who lives and what runs: %w", err)
	}
	maps.DeleteFunc(q.leader.teams, func(digest string, _ map[string]bool) bool {
		return !slices.ContainsFunc(seen, func(s sighting) bool { return s.digest == digest })
	})
	return seen, tasks, nil
}

// processes are those that were seen, as the plan wants them. Unless it is certain who is dead, because this process
// itself had a gap, everybody counts as alive. Settled is whether nobody has come just now.
func (q *Queue) processes(seen []sighting, certain bool) (all []process, settled bool) {
	settled = true
	for _, s := range seen {
		p := process{name: s.Name, teams: q.leader.teams[s.digest], alive: s.Alive || !certain,
			ready: s.now.Sub(s.Heard) <= q.times.fresh()}
		all = append(all, p)
		if s.Alive && (!p.ready || s.here < q.times.Settle.Seconds()) {
			settled = false
		}
	}
	return all, settled
}

// clear ends the jobs of the dead, and those that did not end although they were told to long ago; what remains is
// returned. Whether a process is dead is decided by the database once more.
func (q *Queue) clear(ctx context.Context, processes []process, tasks []task) ([]task, error) {
	alive := map[string]bool{}
	for _, p := range processes {
		alive[p.name] = p.alive
	}
	left := map[string]int{} // jobs by processes that are dead
	var stuck []int64
	ending := map[int64]time.Time{}
	for _, t := range tasks {
		if !alive[t.owner] {
			left[t.owner]++
		} else if t.ending {
			since, known := q.leader.ending[t.id]
			if !known {
				since = time.Now()
			}
			ending[t.id] = since
			if time.Since(since) > 2*q.times.Dead { // a pass at hand may take its time
				stuck = append(stuck, t.id)
			}
		}
	}
	q.leader.ending = ending
	if len(left) == 0 && len(stuck) == 0 {
		return tasks, nil
	}
	note := fmt.Sprintf(`{"at": %q, "attempt": 1, "trace": "",
		"error": "the process was not heard of, or did not end the team"}`, q.databaseNow().UTC().Format(time.RFC3339Nano))
	rows, err := q.pool.Query(ctx, sqlClear+" RETURNING id", jobKind, q.name, q.times.Dead, q.times.gap(), stuck, note)
	if err != nil {
		return nil, fmt.Errorf("clear what the dead have left: %w", err)
	}
	cleared, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("clear what the dead have left: %w", err)
	}
	if len(left) > 0 && len(cleared) > 0 {
		q.log.Warn("a process of the fleet is not heard of any more; its teams go to others",
			"processes", slices.Sorted(maps.Keys(left)), "teams", len(cleared))
	}
	if len(stuck) > 0 {
		q.log.Warn("a process of the fleet does not end teams that are to move; others run them now", "teams", len(stuck))
	}
	return slices.DeleteFunc(tasks, func(t task) bool { return slices.Contains(cleared, t.id) }), nil
}

// want keeps whose each team is to be, and has River ask for the jobs of all teams.
func (q *Queue) want(client *river.Client[pgx.Tx], processes []process, give map[string]string) {
	q.mu.Lock()
	q.leader.at, q.leader.wanted = time.Now(), give
	q.mu.Unlock()
	teams := map[string]bool{}
	for _, p := range processes {
		maps.Copy(teams, p.teams)
	}
	var gone []rivertype.PeriodicJobHandle
	for team, handle := range q.leader.periodic {
		if !teams[team] {
			gone = append(gone, handle)
			delete(q.leader.periodic, team)
		}
	}
	if len(gone) > 0 {
		client.PeriodicJobs().RemoveMany(gone)
	}
	var added []string
	var jobs []*river.PeriodicJob
	for team := range teams {
		if _, known := q.leader.periodic[team]; !known {
			added = append(added, team)
			jobs = append(jobs, river.NewPeriodicJob(river.PeriodicInterval(q.times.Look), q.constructor(team),
				&river.PeriodicJobOpts{RunOnStart: true}))
		}
	}
	if len(jobs) == 0 {
		return
	}
	handles, err := client.PeriodicJobs().AddManySafely(jobs)
	if err != nil { // only two of one name could be refused, and these have none
		q.log.Warn("River did not take the jobs of the teams", "error", err)
		return
	}
	for i, team := range added {
		q.leader.periodic[team] = handles[i]
	}
}
