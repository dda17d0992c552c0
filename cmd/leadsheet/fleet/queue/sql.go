package queue

// What is asked of the database besides River's own statements. River's table of jobs is read by them, and written only
// to end jobs of a process that cannot do it itself; the names are those of River's migrations up to version 6.
const (
	// sqlBeat is a sign of life: $1 name, $2 digest of teams, $3 held, $4 longest gap of a steady process.
	sqlBeat = `UPDATE leadsheet_process SET beat = now(), held = $3,
		steady = CASE WHEN beat < now() - $4::interval THEN now() ELSE steady END
		WHERE name = $1 AND digest = $2`

	// sqlEnter is the first sign of life, and the one after the teams have changed; $5 has them.
	sqlEnter = `INSERT INTO leadsheet_process AS p (name, digest, held, teams) VALUES ($1, $2, $3,
		coalesce($5::text[], '{}'))
		ON CONFLICT (name) DO UPDATE SET beat = now(), held = excluded.held, digest = excluded.digest,
		teams = excluded.teams, steady = CASE WHEN p.beat < now() - $4::interval THEN now() ELSE p.steady END`

	// sqlMembers are all processes; $1 is the time after which one is dead.
	sqlMembers = `SELECT name, since, beat, held, digest, beat > now() - $1::interval, now(),
		extract(epoch FROM now() - steady)::float8, extract(epoch FROM now() - since)::float8
		FROM leadsheet_process ORDER BY name`

	// sqlMine are the jobs that the database has running in the queue $1; $2 is their kind.
	sqlMine = `SELECT id, coalesce(args->>'team', ''), metadata ? 'cancel_attempted_at' FROM river_job
		WHERE state = 'running' AND queue = $1 AND kind = $2`

	// sqlEnd ends jobs $1 of the queue $2 that run nowhere.
	sqlEnd = `UPDATE river_job SET state = 'cancelled', finalized_at = now()
		WHERE id = ANY($1) AND queue = $2 AND finalized_at IS NULL`

	// sqlJobs are the jobs of all teams that are not over; $1 is their kind.
	sqlJobs = `SELECT id, coalesce(args->>'team', ''), queue, metadata ? 'cancel_attempted_at' FROM river_job
		WHERE kind = $1 AND finalized_at IS NULL ORDER BY id`

	// sqlTeams are the teams behind the digests that are not among $1.
	sqlTeams = `SELECT DISTINCT ON (digest) digest, teams FROM leadsheet_process
		WHERE digest <> ALL(coalesce($1::text[], '{}'))`

	// sqlClear ends the jobs of the dead, and those $5 that did not end when they were told to. It does so only if the
	// process $2 was heard of without a gap for $3, the time after which one is dead, so that after an outage everybody
	// has had time to be heard of; $4 is the longest gap. $1 is the kind of job, $6 what River's pages show of it.
	sqlClear = `UPDATE river_job SET state = 'cancelled', finalized_at = now(), errors = array_append(errors, $6::jsonb)
		WHERE kind = $1 AND finalized_at IS NULL
		AND (id = ANY($5) OR NOT EXISTS (SELECT 1 FROM leadsheet_process p
			WHERE p.name = river_job.queue AND p.beat > now() - $3::interval))
		AND EXISTS (SELECT 1 FROM leadsheet_process m
			WHERE m.name = $2 AND m.steady <= now() - $3::interval AND m.beat > now() - $4::interval)`

	// sqlForget forgets processes that were not heard of for long; $1 is how long.
	sqlForget = `DELETE FROM leadsheet_process WHERE beat < now() - $1::interval`

	// sqlGiveBack ends all jobs in the queue $1 of a process that ends; $2 is their kind.
	sqlGiveBack = `UPDATE river_job SET state = 'cancelled', finalized_at = now()
		WHERE queue = $1 AND kind = $2 AND finalized_at IS NULL`

	// sqlForgetMe forgets the process $1, which ends.
	sqlForgetMe = `DELETE FROM leadsheet_process WHERE name = $1`

	// sqlRights tells whether the user may use the tables.
	sqlRights = `SELECT bool_and(has_table_privilege(t, p)) AND
			has_table_privilege('river_migration', 'SELECT') AND has_sequence_privilege('river_job_id_seq', 'USAGE')
		FROM unnest(ARRAY['leadsheet_process', 'river_job', 'river_leader', 'river_queue']) t,
			unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p`
)
