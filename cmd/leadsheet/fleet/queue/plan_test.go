package queue

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// fleet is a table of processes and jobs on which plans are played as the database would have them.
type fleet struct {
	processes []process
	tasks     []task
	next      int64
}

// join adds a process whose folder has these teams.
func (f *fleet) join(name string, teams ...string) {
	set := map[string]bool{}
	for _, t := range teams {
		set[t] = true
	}
	f.processes = append(f.processes, process{name: name, teams: set, alive: true, ready: true})
}

// leave takes a process out, with its jobs.
func (f *fleet) leave(name string) {
	f.processes = slices.DeleteFunc(f.processes, func(p process) bool { return p.name == name })
	f.tasks = slices.DeleteFunc(f.tasks, func(t task) bool { return t.owner == name })
}

// round plays one plan; those told to end are over afterwards. It returns how many were told.
func (f *fleet) round() (gave, ended int) {
	d := plan(f.processes, f.tasks, true)
	for _, team := range slices.Sorted(maps.Keys(d.give)) {
		f.next++
		f.tasks = append(f.tasks, task{id: f.next, team: team, owner: d.give[team]})
	}
	f.tasks = slices.DeleteFunc(f.tasks, func(t task) bool {
		return slices.ContainsFunc(d.end, func(e task) bool { return e.id == t.id })
	})
	return len(d.give), len(d.end)
}

// settle plays plans until nothing happens, and returns how many teams moved.
func (f *fleet) settle(t interface{ Fatalf(string, ...any) }) (moved int) {
	for range 20 {
		gave, ended := f.round()
		moved += ended
		if gave == 0 && ended == 0 {
			return moved
		}
	}
	t.Fatalf("the plan does not come to rest")
	return 0
}

func (f *fleet) loads() map[string]int {
	loads := map[string]int{}
	for _, p := range f.processes {
		loads[p.name] = 0
	}
	for _, t := range f.tasks {
		loads[t.owner]++
	}
	return loads
}

func names(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("team-%03d", i))
	}
	return all
}

func TestPlan_FewTeamsMove(t *testing.T) {
	f := &fleet{}
	f.join("a", names(50)...)
	f.settle(t)
	if got := f.loads()["a"]; got != 50 {
		t.Fatalf("one process runs %d of 50 teams", got)
	}
	f.join("b", names(50)...)
	if moved := f.settle(t); moved != 25 {
		t.Errorf("%d teams moved when a second process came, want 25", moved)
	}
	f.join("c", names(50)...)
	if moved := f.settle(t); moved != 16 {
		t.Errorf("%d teams moved when a third process came, want 16", moved)
	}
	f.leave("b")
	if moved := f.settle(t); moved != 0 {
		t.Errorf("%d teams moved between those that stayed", moved)
	}
	if loads := f.loads(); loads["a"] != 25 || loads["c"] != 25 {
		t.Errorf("after one has left: %v", loads)
	}
}

// A small difference costs no team a new start.
func TestPlan_SmallDifferenceStays(t *testing.T) {
	f := &fleet{}
	f.join("a", names(40)...)
	f.join("b", names(40)...)
	f.settle(t)
	f.tasks = slices.DeleteFunc(f.tasks, func(k task) bool { return k.owner == "b" && k.id%20 == 0 })
	for i := range f.processes {
		maps.DeleteFunc(f.processes[i].teams, func(team string, _ bool) bool {
			return !slices.ContainsFunc(f.tasks, func(k task) bool { return k.team == team })
		})
	}
	if moved := f.settle(t); moved != 0 {
		t.Errorf("%d teams moved for %v", moved, f.loads())
	}
}

// A process is given only teams that its own folder has.
func TestPlan_FoldersThatDiffer(t *testing.T) {
	f := &fleet{}
	f.join("old", "one", "two")
	f.join("new", "two", "three", "four")
	f.settle(t)
	where := map[string]string{}
	for _, k := range f.tasks {
		where[k.team] = k.owner
	}
	if where["one"] != "old" || where["three"] != "new" || where["four"] != "new" || where["two"] != "old" {
		t.Errorf("shared as %v", where)
	}
}

func TestPlan_NothingIsTakenFromWhoMayLive(t *testing.T) {
	all := map[string]bool{"one": true, "two": true}
	d := plan([]process{{name: "a", teams: all, alive: true, ready: true}, {name: "b", teams: all, alive: true}},
		[]task{{id: 1, team: "one", owner: "b"}, {id: 2, team: "two", owner: "gone"}}, true)
	if len(d.give) != 0 || len(d.end) != 0 {
		t.Errorf("decided %+v, want nothing", d)
	}
}

// Whoever comes and goes with whatever folder: every team that somebody has is run by exactly one who has it, and those
// with equal folders have equally many.
func TestPlan_EveryTeamIsRunOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &fleet{}
		all := names(rapid.IntRange(0, 40).Draw(t, "teams"))
		equal := rapid.Bool().Draw(t, "equal folders")
		came := 0
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			if len(f.processes) > 1 && rapid.Bool().Draw(t, "leaves") {
				f.leave(f.processes[rapid.IntRange(0, len(f.processes)-1).Draw(t, "who")].name)
			} else {
				came++
				folder := all
				if !equal {
					folder = rapid.SliceOfDistinct(rapid.SampledFrom(append(all, "own")), rapid.ID[string]).Draw(t, "folder")
				}
				f.join(fmt.Sprintf("process-%d", came), folder...)
			}
			f.settle(t)
		}
		owner := map[string]string{}
		for _, k := range f.tasks {
			if owner[k.team] != "" {
				t.Fatalf("%s has two jobs", k.team)
			}
			owner[k.team] = k.owner
		}
		for _, p := range f.processes {
			for team := range p.teams {
				i := slices.IndexFunc(f.processes, func(p process) bool { return p.name == owner[team] })
				if i < 0 || !f.processes[i].teams[team] {
					t.Fatalf("%s is run by %q", team, owner[team])
				}
			}
		}
		loads := slices.Collect(maps.Values(f.loads()))
		if limit := max(1, len(all)/len(loads)/8); equal && slices.Max(loads)-slices.Min(loads) > limit {
			t.Fatalf("shared as %v", loads)
		}
	})
}

func TestTimes_DelayGrows(t *testing.T) {
	times := DefaultTimes()
	var got []string
	for n := range 9 {
		got = append(got, times.delay(n).String())
	}
	if want := "[5s 5s 10s 20s 40s 1m20s 2m40s 5m0s 5m0s]"; fmt.Sprint(got) != want {
		t.Errorf("delays %v, want %s", got, want)
	}
}
