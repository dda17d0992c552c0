package queue

import (
	"cmp"
	"hash/fnv"
	"maps"
	"slices"
)

// process is a process as the leader plans with it.
type process struct {
	name  string
	teams map[string]bool // those that its folder has
	alive bool            // what it runs is left to it
	ready bool            // it is given teams
}

// task is a job that is not over.
type task struct {
	id     int64
	team   string
	owner  string
	ending bool // it was told to end
}

// decision is what the leader does: which teams are given to whom, and which jobs are told to end. A team that is to
// move is given to another process only when its job is over.
type decision struct {
	give map[string]string
	end  []task
}

// plan decides. A team stays where it is if that process lives and has it in its folder. One without a job goes to the
// process that has least to do and has it in its folder. If spread, teams move until nobody has more than one more than
// another: as few as possible, and none while the difference is small.
func plan(processes []process, tasks []task, spread bool) decision {
	s := newShares(processes)
	d := decision{give: map[string]string{}}
	busy := make(map[string]bool) // teams with a job: nobody is given these now
	stay := make(map[string]bool)
	for _, t := range tasks {
		busy[t.team] = true
		p := s.by[t.owner]
		switch {
		case p == nil || !p.alive || t.ending: // it is cleared when that is certain, or is about to be over
		case !p.teams[t.team]:
			d.end = append(d.end, t)
		default:
			stay[t.team] = true
			s.load[p.name]++
			s.keep[p.name] = append(s.keep[p.name], t)
		}
	}
	for _, team := range s.teams() {
		if stay[team] {
			continue
		}
		if to := s.least(team); to != "" {
			s.load[to]++
			if !busy[team] {
				d.give[team] = to
			}
		}
	}
	if spread {
		d.end = append(d.end, s.level()...)
	}
	return d
}

// shares is who has how much.
type shares struct {
	by    map[string]*process
	ready []*process
	load  map[string]int
	keep  map[string][]task // what stays with each
}

func newShares(processes []process) *shares {
	s := &shares{by: map[string]*process{}, load: map[string]int{}, keep: map[string][]task{}}
	for i := range processes {
		p := &processes[i]
		s.by[p.name] = p
		if p.ready {
			s.ready = append(s.ready, p)
		}
	}
	slices.SortFunc(s.ready, func(a, b *process) int { return cmp.Compare(a.name, b.name) })
	return s
}

// teams are those that somebody who is ready has, in an order of their own, so that names that are alike are spread.
func (s *shares) teams() []string {
	all := map[string]bool{}
	for _, p := range s.ready {
		maps.Copy(all, p.teams)
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(weight(a, ""), weight(b, "")), cmp.Compare(a, b))
	})
}

// least is the process that has least to do of those that have the team in their folder, or "". Among equals the one
// with the highest weight for the team: the same team comes to the same process again.
func (s *shares) least(team string) string {
	best := ""
	for _, p := range s.ready {
		if !p.teams[team] {
			continue
		}
		if best == "" || s.load[p.name] < s.load[best] ||
			s.load[p.name] == s.load[best] && weight(team, p.name) > weight(team, best) {
			best = p.name
		}
	}
	return best
}

// level are the jobs that end where there is much, for their teams to run where there is little.
func (s *shares) level() []task {
	total := 0
	for _, p := range s.ready {
		total += s.load[p.name]
	}
	limit := max(1, total/max(len(s.ready), 1)/8) // below it nothing moves; each move costs a team a start
	var end []task
	for {
		t, to, found := s.move(limit)
		if !found {
			return end
		}
		end = append(end, t)
		s.load[t.owner]--
		s.load[to]++
		s.keep[t.owner] = slices.DeleteFunc(s.keep[t.owner], func(k task) bool { return k.id == t.id })
		limit = 1
	}
}

// move is the next job to end, and who is to have its team: from who has most to who has least, if that has the team
// in its folder, else from and to those who come next, as long as they differ by more than limit.
func (s *shares) move(limit int) (task, string, bool) {
	order := slices.Clone(s.ready)
	slices.SortStableFunc(order, func(a, b *process) int { return cmp.Compare(s.load[b.name], s.load[a.name]) })
	for _, from := range order {
		for _, to := range slices.Backward(order) {
			if s.load[from.name]-s.load[to.name] <= limit {
				break
			}
			var best *task
			for i, t := range s.keep[from.name] {
				if to.teams[t.team] && (best == nil || weight(t.team, to.name) > weight(best.team, to.name)) {
					best = &s.keep[from.name][i]
				}
			}
			if best != nil {
				return *best, to.name, true
			}
		}
	}
	return task{}, "", false
}

// weight is a number that depends on the team and the process alone (rendezvous hashing).
func weight(team, process string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(team + "\x00" + process)) // cannot fail
	x := h.Sum64()
	x ^= x >> 33 // FNV alone leaves names that differ in their last letter side by side
	x *= 0xff51afd7ed558ccd
	return x ^ x>>33
}
