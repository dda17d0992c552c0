package queue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// gap is the longest time between two signs of life of a process that counts as steady. It is so much shorter than
// Dead that everybody who lives is heard of again before those are dead that were not heard of in the gap. It has room
// for a database that takes long to answer one of them, which must not delay by Dead that teams are taken over.
func (t Times) gap() time.Duration { return 3 * t.Beat }

// fresh is how long ago a process that is to be given teams was heard of.
func (t Times) fresh() time.Duration { return 5 * t.Beat / 2 }

// forget is how long a process that was not heard of is still shown.
func (t Times) forget() time.Duration { return 30 * t.Dead }

// beats gives signs of life until ctx ends: every Beat, sooner when something has changed, and five times as often
// while the database does not answer.
func (q *Queue) beats(ctx context.Context) {
	for {
		every := q.times.Beat
		if q.down() {
			every /= 5
		}
		timer := time.NewTimer(every)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-q.kick:
			timer.Stop()
		case <-timer.C:
		}
		if err := q.beat(ctx); err != nil && ctx.Err() == nil {
			q.failed(err)
		}
	}
}

// beatNow asks for a sign of life at once.
func (q *Queue) beatNow() {
	select {
	case q.kick <- struct{}{}:
	default:
	}
}

// beat tells the database that this process lives, learns who else does, and compares what runs here with what the
// database has running here. Where a table has gone, it is made again.
func (q *Queue) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*q.times.Beat)
	defer cancel()
	err := q.exchange(ctx)
	if missingTable(err) {
		if err = q.migrate(ctx); err == nil {
			err = q.exchange(ctx)
		}
	}
	if err != nil {
		return q.explain("give a sign of life", err)
	}
	q.answered()
	return nil
}

// missingTable tells whether an error of the database says that a table is not there.
func missingTable(err error) bool {
	var answer *pgconn.PgError
	return asPgError(err, &answer) && answer.Code == "42P01"
}

// exchange is the sign of life and what comes back for it, in one round trip.
func (q *Queue) exchange(ctx context.Context) error {
	q.mu.Lock()
	digest, teams, running := q.digest, slices.Sorted(maps.Keys(q.listed)), maps.Clone(q.holds)
	q.mu.Unlock()
	batch := &pgx.Batch{}
	known := false
	batch.Queue(sqlBeat, q.name, digest, len(running), q.times.gap()).Exec(func(tag pgconn.CommandTag) error {
		known = tag.RowsAffected() > 0
		return nil
	})
	var seen []sighting
	batch.Queue(sqlMembers, q.times.Dead).Query(func(rows pgx.Rows) (err error) {
		seen, err = pgx.CollectRows(rows, scanSighting)
		return err
	})
	mine := map[int64]job{}
	batch.Queue(sqlMine, q.name, jobKind).Query(func(rows pgx.Rows) error {
		var id int64
		var j job
		_, err := pgx.ForEachRow(rows, []any{&id, &j.team, &j.ending}, func() error {
			mine[id] = j
			return nil
		})
		return err
	})
	if err := q.pool.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	if !known {
		_, err := q.pool.Exec(ctx, sqlEnter, q.name, digest, len(running), q.times.gap(), teams)
		if err != nil {
			return err
		}
		q.beatNow() // to see itself among the members
	}
	q.remember(seen)
	return q.reconcile(ctx, running, mine)
}

// job is what the database has running in this process.
type job struct {
	team   string
	ending bool // it was told to end
}

// sighting is a row of the table of processes.
type sighting struct {
	Member
	digest       string
	now          time.Time
	steady, here float64 // seconds since the last gap, and since it came
}

func scanSighting(row pgx.CollectableRow) (sighting, error) {
	var s sighting
	err := row.Scan(&s.Name, &s.Since, &s.Heard, &s.Teams, &s.digest, &s.Alive, &s.now, &s.steady, &s.here)
	return s, err
}

// remember keeps who was seen, and how far the machine's clock is from the database's.
func (q *Queue) remember(seen []sighting) {
	members := make([]Member, 0, len(seen))
	for _, s := range seen {
		s.Self = s.Name == q.name
		members = append(members, s.Member)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.members = members
	if len(seen) > 0 {
		q.offset = time.Until(seen[0].now)
	}
}

// databaseNow is the time by the database's clock.
func (q *Queue) databaseNow() time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	return time.Now().Add(q.offset)
}

// reconcile ends the holds that ran before the exchange and whose job is not running any more, or is to end: this
// process was taken for dead, or did not hear a notice. Jobs that the database has running here and that are not,
// twice in a row, are ended there: the database did not hear of their end.
func (q *Queue) reconcile(ctx context.Context, running map[*held]bool, mine map[int64]job) error {
	q.mu.Lock()
	here := map[int64]bool{}
	for h := range running {
		here[h.job] = true
		if j := mine[h.job]; j.ending || j.team != h.team {
			h.cancel()
		}
	}
	for h := range q.holds {
		here[h.job] = true
	}
	ghosts := map[int64]bool{}
	var over []int64
	for id := range mine {
		if !here[id] {
			ghosts[id] = true
			if q.ghosts[id] {
				over = append(over, id)
			}
		}
	}
	q.ghosts = ghosts
	q.mu.Unlock()
	if len(over) == 0 {
		return nil
	}
	_, err := q.pool.Exec(ctx, sqlEnd, over, q.name)
	return err
}

// list sets the teams that this process's folder has, and ends what runs here of others.
func (q *Queue) list(teams []string) {
	listed := make(map[string]bool, len(teams))
	for _, t := range teams {
		listed[t] = true
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if maps.Equal(listed, q.listed) && q.digest != "" {
		return
	}
	hash := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(listed)), "\n")))
	q.listed, q.digest = listed, hex.EncodeToString(hash[:12])
	for h := range q.holds {
		if !listed[h.team] {
			h.cancel()
		}
	}
	q.beatNow()
}

// follow asks every second which teams there are, until ctx ends.
func (q *Queue) follow(ctx context.Context) {
	for ctx.Err() == nil {
		pause(ctx, min(time.Second, q.times.Beat))
		if ctx.Err() == nil {
			q.list(q.teams())
		}
	}
}

// down tells whether the database did not answer last.
func (q *Queue) down() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.failing != nil
}

// failed keeps why the database was not reached; it is said at once, and again every hour.
func (q *Queue) failed(err error) {
	q.mu.Lock()
	now := q.now()
	if q.failing == nil {
		q.since = now
	}
	first := q.failing == nil
	q.failing = err
	say := first || now.Sub(q.said) >= time.Hour
	if say {
		q.said = now
	}
	since, beaten := q.since, q.beaten
	q.mu.Unlock()
	switch {
	case !say:
	case beaten:
		q.log.Warn("the database of the fleet does not answer; the teams of this process go on, and it is tried again",
			"since", since, "error", err)
	default:
		q.log.Warn("the database of the fleet is waited for; no team runs here until then", "since", since, "error", err)
	}
}

// answered keeps that the database was reached.
func (q *Queue) answered() {
	q.mu.Lock()
	was, since := q.failing, q.since
	q.failing, q.beaten = nil, true
	q.mu.Unlock()
	if was != nil {
		q.log.Info("the database of the fleet answers again", "since", since)
	}
}
