package queue

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// lockNumber is of the advisory lock that processes take while they make tables; it has no meaning.
const lockNumber = 7309120457

// tables of the fleet besides River's; each statement may be repeated. A later version adds columns by statements
// behind these, with IF NOT EXISTS. Rows are small and written often, so pages have room for their next versions.
var tables = []string{
	`CREATE TABLE IF NOT EXISTS leadsheet_process (
		name text PRIMARY KEY,
		since timestamptz NOT NULL DEFAULT now(),
		beat timestamptz NOT NULL DEFAULT now(),
		steady timestamptz NOT NULL DEFAULT now(),
		held integer NOT NULL DEFAULT 0,
		digest text NOT NULL DEFAULT '',
		teams text[] NOT NULL DEFAULT '{}'
	) WITH (fillfactor = 50)`,
	`COMMENT ON TABLE leadsheet_process IS 'Processes of leadsheet fleet: beat is the last sign of life, steady since
		when there was no gap between them, held how many teams it runs, teams those that its folder has.'`,
}

// migrate makes the tables that are missing. Where nothing is missing, no right to make tables is needed.
func (q *Queue) migrate(ctx context.Context) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(q.pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("prepare River's tables: %w", err)
	}
	if complete, err := q.complete(ctx, migrator.Validate); err != nil || complete {
		return err
	}
	lock, err := q.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	// The lock belongs to the connection: closing it gives it back, whatever happened.
	defer func() { _ = lock.Hijack().Close(context.WithoutCancel(ctx)) }()
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", lockNumber); err != nil {
		return fmt.Errorf("take the turn: %w", err)
	}
	// Another process may have been at it meanwhile.
	if complete, err := q.complete(ctx, migrator.Validate); err != nil || complete {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("make River's tables: %w", err)
	}
	for _, statement := range tables {
		if _, err := lock.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make the table of processes: %w", err)
		}
	}
	return nil
}

// made tells whether the table of processes is there, which is made last.
func (q *Queue) made(ctx context.Context) (there bool, err error) {
	err = q.pool.QueryRow(ctx, "SELECT to_regclass('leadsheet_process') IS NOT NULL").Scan(&there)
	if err != nil {
		return false, fmt.Errorf("look for the tables of the fleet: %w", err)
	}
	return there, nil
}

// complete tells whether all tables are there.
func (q *Queue) complete(ctx context.Context,
	validate func(context.Context, *rivermigrate.ValidateOpts) (*rivermigrate.ValidateResult, error)) (bool, error) {
	if there, err := q.made(ctx); err != nil || !there {
		return false, err
	}
	result, err := validate(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("look for River's tables: %w", err)
	}
	return result.OK, nil
}
