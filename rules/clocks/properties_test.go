package clocks

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/rules/policy"
)

// anyTeam draws a team with its hours, days off and targets, in a zone with clock changes.
func anyTeam(t *rapid.T, tb testing.TB) *policy.Policy {
	p := team(tb, people)
	for d := range p.Calendar.Week {
		var spans []policy.Span
		for at := 0; at < 1380 && rapid.Bool().Draw(t, "span"); {
			from := rapid.IntRange(at, 1380).Draw(t, "from")
			to := rapid.IntRange(from+1, 1440).Draw(t, "to")
			spans, at = append(spans, policy.Span{From: from, To: to}), to
		}
		p.Calendar.Week[d] = spans
	}
	if rapid.Bool().Draw(t, "holidays") {
		p.Calendar.Off = map[int]bool{326: true, 1225: true, 20261025: true}
	}
	p.AnswerBy = rapid.SampledFrom([]int{0, 540, 720}).Draw(t, "by")
	p.RespondWithin = time.Duration(rapid.IntRange(1, 3000).Draw(t, "within")) * time.Minute
	return p
}

// moments are around both changes of the clock in 2026, among others.
func moment(t *rapid.T, label string) time.Time {
	base := rapid.SampledFrom([]int64{1774746000, 1792890000, 1795165200}).Draw(t, label+" near")
	return time.Unix(base+rapid.Int64Range(-9*86400, 9*86400).Draw(t, label), 0)
}

func TestWorkingTimeIsAdditive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := anyTeam(r, t)
		a := moment(r, "a")
		b := a.Add(time.Duration(rapid.Int64Range(0, 12*86400).Draw(r, "b")) * time.Second)
		c := b.Add(time.Duration(rapid.Int64Range(0, 12*86400).Draw(r, "c")) * time.Second)
		ab, bc, ac := p.Calendar.WorkBetween(a, b), p.Calendar.WorkBetween(b, c), p.Calendar.WorkBetween(a, c)
		if ab+bc != ac || ab < 0 || bc < 0 || ac > c.Sub(a) {
			r.Fatalf("%s to %s is %s, to %s %s more, and in all %s", a, b, ab, c, bc, ac)
		}
		if p.Calendar.WorkBetween(c, a) != 0 && c != a {
			r.Fatalf("working time runs backwards")
		}
	})
}

// What is due is never due before it came, both clocks agree on that, and the owner's never ends before the customer's.
func TestClocksAreNeverNegative(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := anyTeam(r, t)
		source := rapid.SampledFrom([]string{"", "Email", "Emergency call", "Night desk", "WhatsApp", "Tender"}).Draw(r, "source")
		quality := rapid.SampledFrom([]string{"", "hot", "warm", "alarm"}).Draw(r, "quality")
		at := moment(r, "at")
		for n, due := range []time.Time{First(p, source, quality, at), Later(p, source, quality, at)} {
			if due.Before(at) || Ceiling(p.Calendar, at).Before(at) {
				r.Fatalf("what came at %s is due at %s", at, due)
			}
			turn := Turn{Source: source, Quality: quality, Since: at, Due: due, First: n == 0}
			owner := rapid.SampledFrom([]string{"Ann", "Cid", "Zoe"}).Draw(r, "owner")
			had := at.Add(time.Duration(rapid.Int64Range(-86400, 9*86400).Draw(r, "had")) * time.Second)
			own, later := Owner(p, &turn, owner, had)
			if own.Due.Before(due) || own.Due.Before(own.From) || own.From.Before(at) || later && !own.Due.After(due) {
				r.Fatalf("came %s, due %s; %s from %s: from %s by %s", at, due, owner, had, own.From, own.Due)
			}
		}
		if hotter, ok := Hotter(p, source, quality, at); ok && hotter.Before(at) {
			r.Fatalf("what became %s at %s is due at %s", quality, at, hotter)
		}
	})
}
