package clocks

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// What other products get wrong about clocks (definitions of the project, section 3).
func TestFaultsOfOtherProducts(t *testing.T) {
	t.Run("Frappe: a day off adds a day and keeps the time of day", func(t *testing.T) {
		p := team(t, func(p *policy.Policy) {
			for d := time.Monday; d <= time.Friday; d++ {
				p.Calendar.Week[d] = []policy.Span{{From: 540, To: 1020}}
			}
		})
		for _, at := range []string{"2026-11-21 15:00", "2026-11-22 10:00", "2026-11-21 23:00"} {
			if got := First(p, "Email", "", clock(t, p, at)); !got.Equal(clock(t, p, "2026-11-23 09:30")) {
				t.Errorf("%s: due %s", at, got)
			}
		}
	})
	t.Run("Frappe: one span a day", func(t *testing.T) {
		p := team(t, lunch)
		if got := First(p, "Email", "", clock(t, p, "2026-11-20 12:50")); !got.Equal(clock(t, p, "2026-11-20 14:20")) {
			t.Errorf("due %s", got)
		}
	})
	t.Run("Frappe: a further answer is counted from our last one", func(t *testing.T) {
		p := team(t)
		wrote := clock(t, p, "2026-11-20 10:00")
		if got := Later(p, "Email", "", wrote); !got.Equal(wrote.Add(4 * time.Hour)) {
			t.Errorf("due %s", got)
		}
	})
	t.Run("SuiteCRM: minutes are lost", func(t *testing.T) {
		p := team(t, func(p *policy.Policy) { p.RespondWithin = 90 * time.Minute })
		if got := First(p, "Email", "", clock(t, p, "2026-11-20 16:47")); !got.Equal(clock(t, p, "2026-11-23 09:17")) {
			t.Errorf("due %s", got)
		}
	})
	t.Run("Chatwoot: without hours all times are 0", func(t *testing.T) {
		p := team(t, func(p *policy.Policy) { p.Calendar.Week = [7][]policy.Span{} })
		at := clock(t, p, "2026-11-21 15:00")
		if p.Calendar.WorkBetween(at, at.Add(5*time.Hour)) != 5*time.Hour || !First(p, "Email", "", at).Equal(at.Add(30*time.Minute)) {
			t.Error("no hours are no working time")
		}
	})
	t.Run("Odoo: when a lead was assigned is written anew at each hand-over", func(t *testing.T) {
		p := team(t)
		o := ownership(t, p, [2]string{"2026-11-20 10:00", "Ann"}, [2]string{"2026-11-23 10:00", "Bob"}, [2]string{"2026-11-24 10:00", "Ann"})
		if len(o) != 3 || o[0] != (Held{"Ann", clock(t, p, "2026-11-20 10:00")}) {
			t.Errorf("%+v", o)
		}
	})
	t.Run("Odoo, Frappe: credit moves with the owner", func(t *testing.T) {
		p := team(t)
		turn := Turn{Since: clock(t, p, "2026-11-20 10:00"), Due: clock(t, p, "2026-11-20 10:30"), First: true}
		for _, later := range []string{"Bob", "Cid", "Zoe"} {
			o := ownership(t, p, [2]string{"2026-11-20 10:00", "Ann"}, [2]string{"2026-11-20 10:31", later})
			if e := Late(p, &turn, o, time.UTC, clock(t, p, "2026-11-24 10:00")); e.To != "Ann" || e.What != lead.Late {
				t.Errorf("handed over to %s: %+v", later, e)
			}
		}
	})
}
