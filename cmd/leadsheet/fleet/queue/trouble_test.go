//go:build unix

package queue

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// leads tells whether a process is River's leader.
func leads(t *testing.T, url, process string) bool {
	t.Helper()
	return query[string](t, url, "SELECT coalesce(max(leader_id), '') FROM river_leader") == process
}

// A process is killed, once the leader and once another: the others run its teams soon, and nothing else moves.
func TestFleet_KilledProcess(t *testing.T) {
	t.Parallel()
	server := postgres(t)
	url, b := server.Database(t), newBoard(t)
	teams := names(12)
	first := b.spawn(url, teams...)
	b.wait("one process", 30*time.Second, 12)
	second := b.join(url, fixed(teams...))
	b.wait("two processes", 30*time.Second, 6, 6)
	third := b.spawn(url, teams...)
	b.wait("three processes", 30*time.Second, 4, 4, 4)
	time.Sleep(quick().Dead) // whoever is to judge has been steady for as long

	kill := func(c *childProcess) {
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		b.killed(c.name)
	}
	if !leads(t, url, first.name) {
		t.Fatal("the first process does not lead")
	}
	kill(third)
	t.Logf("taken over after %v", b.wait("another than the leader is killed", 30*time.Second, 6, 6))
	kill(first)
	// River's leader is replaced after 15 s without a sign of life, which no option shortens.
	if err := server.Exec(query[string](t, url, "SELECT current_database()"), "DELETE FROM river_leader"); err != nil {
		t.Fatal(err)
	}
	t.Logf("taken over after %v", b.wait("the leader is killed", 30*time.Second, 12))
	if got, want := b.starts(), 12+6+4+4+6; got != want {
		t.Errorf("teams were begun %d times, want %d", got, want)
	}
	b.once()
	if said := strings.Join(second.log.all(), ""); !strings.Contains(said, "not heard of any more") ||
		!strings.Contains(said, first.name) {
		t.Errorf("nothing was said of it: %s", said)
	}
	alone := func() bool { // which the others of this process hear of with their next sign of life
		alive := 0
		for _, m := range second.Members() {
			if m.Alive {
				alive++
			}
		}
		return alive == 1 && second.Share() == 1
	}
	for deadline := time.Now().Add(10 * time.Second); !alone(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("members %+v, share %v", second.Members(), second.Share())
		}
	}
}

// A process that is stopped for a while, as a machine is that sleeps: others run its teams, and when it goes on it ends
// its own runs soon.
func TestFleet_PausedProcess(t *testing.T) {
	t.Parallel()
	url, b := postgres(t).Database(t), newBoard(t)
	teams := names(6)
	b.join(url, fixed(teams...))
	b.wait("one process", 30*time.Second, 6)
	paused := b.spawn(url, teams...)
	b.wait("two processes", 30*time.Second, 3, 3)
	if err := paused.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Logf("taken over after %v", b.wait("one is paused", 30*time.Second, 3, 6))
	if err := paused.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for len(b.doubled()) > 0 {
		if time.Since(began) > 30*time.Second {
			t.Fatalf("run by two still: %v", b.doubled())
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("the overlap ends after %v", time.Since(began))
	b.wait("it takes part again", 30*time.Second, 3, 3)
}

// doubled are the teams that two processes run now.
func (b *board) doubled() (teams []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for team, by := range b.runs {
		if len(by) > 1 {
			teams = append(teams, team)
		}
	}
	return teams
}

// The database goes away for longer than the time after which a process counts as dead, and comes back: nothing ends,
// nothing moves, and little is said. A run that ends meanwhile is begun again without it.
func TestFleet_DatabaseGoesAway(t *testing.T) {
	server := postgres(t)
	url, b := server.Database(t), newBoard(t)
	teams := fixed(names(8)...)
	var mu sync.Mutex
	end := make(chan struct{}) // closed to have the run of one team end
	run := func(ctx context.Context, team string) {
		mu.Lock()
		ends := end
		mu.Unlock()
		if team != "team-000" {
			ends = nil
		}
		select {
		case <-ctx.Done():
		case <-ends:
			mu.Lock()
			end = nil
			mu.Unlock()
		}
	}
	first := b.joinWith(url, teams, run)
	b.wait("one process", 30*time.Second, 8)
	second := b.joinWith(url, teams, run)
	b.wait("two processes", 30*time.Second, 4, 4)
	if err := first.Healthy(); err != nil {
		t.Errorf("before: %v", err)
	}
	begun := b.starts()
	server.Stop()
	time.Sleep(time.Second)
	if err := first.Healthy(); err == nil || !strings.Contains(err.Error(), "has not answered since") {
		t.Errorf("without a database it is healthy: %v", err)
	}
	close(end)
	time.Sleep(quick().Dead + time.Second)
	if got := b.starts(); got != begun+1 {
		t.Errorf("without the database teams were begun %d times, want once", got-begun)
	}
	if first.Share() != 0.5 {
		t.Errorf("without the database the share is %v", first.Share())
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(quick().Dead + 2*time.Second)
	b.wait("the database is back", time.Second, 4, 4)
	b.once()
	if got := b.starts(); got != begun+1 {
		t.Errorf("after its return teams were begun %d times, want none", got-begun-1)
	}
	if err := second.Healthy(); err != nil {
		t.Errorf("after its return: %v", err)
	}
	for _, m := range []*member{first, second} {
		said := slices.DeleteFunc(m.log.all(), func(l string) bool { return strings.Contains(l, "level=DEBUG") })
		if len(said) > 6 {
			t.Errorf("it said %d things: %s", len(said), strings.Join(said, ""))
		}
	}
}

// A fleet begins before its database does.
func TestFleet_StartWithoutDatabase(t *testing.T) {
	server := postgres(t)
	url, b := server.Database(t), newBoard(t)
	server.Stop()
	m := b.join(url, fixed("one", "two"))
	time.Sleep(2 * time.Second)
	if err := m.Healthy(); err == nil {
		t.Error("without a database it is healthy")
	}
	if said := m.log.all(); len(said) != 1 || !strings.Contains(said[0], "waited for") {
		t.Errorf("it said: %s", strings.Join(said, ""))
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	b.wait("the database is there", 30*time.Second, 2)
}

// Somebody empties the database, or restores one without the tables.
func TestFleet_DatabaseIsEmptied(t *testing.T) {
	t.Parallel()
	server := postgres(t)
	url, b := server.Database(t), newBoard(t)
	m := b.join(url, fixed("one", "two"))
	b.wait("one process", 30*time.Second, 2)
	begun := b.starts()
	if err := server.Exec(query[string](t, url, "SELECT current_database()"),
		"DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); b.starts() < begun+2; {
		if time.Now().After(deadline) {
			t.Fatalf("the teams are not begun again: %v", m.Healthy())
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.wait("the tables are back", 30*time.Second, 2)
}

// The folders of two machines are not equal yet: each runs only what its own has, and follows what is added and removed.
func TestFleet_FoldersThatDiffer(t *testing.T) {
	t.Parallel()
	url, b := postgres(t).Database(t), newBoard(t)
	var mu sync.Mutex
	folder := []string{"one", "two"}
	first := b.join(url, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(folder)
	})
	b.wait("one process", 30*time.Second, 2)
	second := b.join(url, fixed("two", "three"))
	b.wait("a second with another folder", 30*time.Second, 1, 2)
	if got := b.where(); got["one"] != first.name || got["three"] != second.name {
		t.Errorf("run by %v", got)
	}
	mu.Lock()
	folder = []string{"one", "four"}
	mu.Unlock()
	b.wait("a team has left the first folder", 30*time.Second, 2, 2)
	want := map[string]string{"one": first.name, "four": first.name, "two": second.name, "three": second.name}
	if got := b.where(); !maps.Equal(got, want) {
		t.Errorf("run by %v, want %v", got, want)
	}
	mu.Lock()
	folder = nil
	mu.Unlock()
	b.wait("the first folder is empty", 30*time.Second, 2)
	b.once()
}

// where is who runs each team.
func (b *board) where() map[string]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	where := map[string]string{}
	for team, by := range b.runs {
		if len(by) > 0 {
			where[team] = strings.Join(by, " and ")
		}
	}
	return where
}

// The run of a team ends by itself at once, or in a panic: it is begun again, later each time, and River shows it. The
// other team runs on. Where the machine is slow, the team may be given out anew meanwhile: then it begins at the first
// attempt again.
func TestFleet_RunThatEndsAtOnce(t *testing.T) {
	t.Parallel()
	url, b := postgres(t).Database(t), newBoard(t)
	var mu sync.Mutex
	var at []time.Time
	m := b.joinWith(url, fixed("good", "bad"), func(ctx context.Context, team string) {
		if team == "bad" {
			mu.Lock()
			at = append(at, time.Now())
			n := len(at)
			mu.Unlock()
			if n%2 == 0 {
				panic("of hans@example.com")
			}
			return
		}
		<-ctx.Done()
	})
	times := func() []time.Time {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(at)
	}
	b.wait("the good one", 30*time.Second, 1)
	var shown string
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		got := times()
		shown = query[string](t, url, `SELECT coalesce(max(attempt || ' tries ' || array_to_string(errors, ' ')), '')
			FROM river_job WHERE args->>'team' = 'bad' AND finalized_at IS NULL`)
		tries, _, _ := strings.Cut(shown, " ")
		n, _ := strconv.Atoi(tries)
		if last := len(got) - 1; n >= 4 && last >= 3 && got[last-2].Sub(got[last-3]) >= m.times.Retry &&
			got[last].Sub(got[last-1]) >= 3*m.times.Retry && strings.Contains(shown, "ended by itself after") &&
			strings.Contains(shown, "ended in a panic") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("begun at %v; River shows %s", got, shown)
		}
	}
	if said := strings.Join(m.log.all(), ""); !strings.Contains(said, "ended by itself") || !strings.Contains(said, "team=bad") {
		t.Errorf("it said: %s", said)
	}
	if strings.Contains(shown, "hans") {
		t.Errorf("the text of the panic is in the database: %s", shown)
	}
}

// Jobs whose end the database did not hear of do not stay: their team is run again.
func TestFleet_JobThatRunsNowhere(t *testing.T) {
	t.Parallel()
	server := postgres(t)
	url, b := server.Database(t), newBoard(t)
	m := b.join(url, fixed("one"))
	b.wait("one process", 30*time.Second, 1)
	database := query[string](t, url, "SELECT current_database()")
	// As if the run had ended while the database was away, and the note of it was lost.
	if err := server.Exec(database, fmt.Sprintf(`UPDATE river_job SET state = 'cancelled', finalized_at = now();
		INSERT INTO river_job (kind, args, queue, state, max_attempts, attempted_at, unique_key, unique_states)
		SELECT kind, args, queue, 'running', 25, now(), unique_key, unique_states FROM river_job WHERE queue = '%s'`,
		m.name)); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); b.starts() < 2; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the team is not run again")
		}
	}
	b.wait("it is run", 30*time.Second, 1)
}
