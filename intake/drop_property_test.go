package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

// writer writes the records of one form as one vendor does; viewer is the zone of the account that downloads it.
type writer struct {
	vendor string
	header []string
	row    func(i int, at time.Time, viewer *time.Location) []string
	ids    bool
}

func mail(i int) string { return fmt.Sprintf("p%d@firm%d.example", i, i) }

var writers = []writer{
	{"Meta", []string{"id", "created_time", "ad_id", "is_organic", "platform", "full_name", "email", "phone_number", "lead_status"}, func(i int, at time.Time, viewer *time.Location) []string {
		return []string{fmt.Sprintf("l:10000000000000%02d", i), at.In(viewer).Format("2006-01-02T15:04:05-07:00"), "ag:1", "FALSE", "fb", fmt.Sprintf("Person %c", 'A'+i), mail(i), fmt.Sprintf("p:+4917012345%02d", i), "complete"}
	}, true},
	{"Google Forms", []string{"Timestamp", "Email Address", "Your name", "What do you need?"}, func(i int, at time.Time, viewer *time.Location) []string {
		_, offset := at.In(viewer).Zone()
		return []string{at.In(viewer).Format("2006/01/02 3:04:05 PM") + fmt.Sprintf(" GMT%+d", offset/3600), mail(i), fmt.Sprintf("Person %c", 'A'+i), "Roof;Walls"}
	}, false},
	{"Typeform", []string{"#", "Your name", "Your email", "Message", "Submit Date (UTC)", "Network ID"}, func(i int, at time.Time, _ *time.Location) []string {
		return []string{fmt.Sprintf("%032x", i+1), fmt.Sprintf("Person %c", 'A'+i), mail(i), "a shed", at.UTC().Format("2006-01-02 15:04:05"), "abc"}
	}, true},
	{"Gravity Forms", []string{"Name", "Email", "Message", "Entry Id", "Entry Date", "Date Updated", "Source Url"}, func(i int, at time.Time, _ *time.Location) []string {
		return []string{fmt.Sprintf("Person %c", 'A'+i), mail(i), "a shed", fmt.Sprint(i + 1), at.UTC().Format("2006-01-02 15:04:05"), "", "https://site.example/"}
	}, true},
	{"a site of one's own", []string{"Name", "Email", "Date", "Message", "City"}, func(i int, at time.Time, _ *time.Location) []string {
		return []string{fmt.Sprintf("Person %c", 'A'+i), mail(i), at.UTC().Format("02/01/2006 15:04"), "a shed", "Ulm"}
	}, false},
	{"none", []string{"Name", "Email", "Message", "City"}, func(i int, _ time.Time, _ *time.Location) []string {
		return []string{fmt.Sprintf("Person %c", 'A'+i), mail(i), "a shed", "Ulm"}
	}, false},
}

// An export that is renamed, dropped again, sorted otherwise, with other columns first, with rows copied, or downloaded
// in another time zone brings every lead once.
func TestDrop_EveryRecordExactlyOnce(t *testing.T) {
	policy, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	known := intake.Known{Country: policy.Country, Zone: policy.Zone}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(writers).Draw(t, "vendor")
		n := rapid.IntRange(1, 8).Draw(t, "people")
		start := now.AddDate(0, 0, -20)
		file := func(label string) []byte {
			viewer := time.FixedZone("", 3600*rapid.IntRange(-8, 9).Draw(t, label+" zone"))
			columns := rapid.Permutation(indices(len(w.header))).Draw(t, label+" columns")
			order := rapid.Permutation(indices(n)).Draw(t, label+" rows")
			for range rapid.IntRange(0, 2).Draw(t, label+" copies") {
				order = append(order, rapid.SampledFrom(order).Draw(t, label+" copy"))
			}
			var b strings.Builder
			line := func(cells []string) {
				for i, c := range columns {
					if i > 0 {
						b.WriteByte(',')
					}
					b.WriteString(`"` + cells[c] + `"`)
				}
				b.WriteString("\r\n")
			}
			line(w.header)
			for _, i := range order {
				line(w.row(i, start.Add(time.Duration(i)*7001*time.Second), viewer))
			}
			return []byte(b.String())
		}
		var items []lead.Inquiry
		for i := range rapid.IntRange(1, 3).Draw(t, "files") {
			name := fmt.Sprintf("export (%d).csv", i)
			items = append(items, intake.ReadFile(name, file(name), now, known)...)
		}
		work := rules.Plan(rules.State{Policy: policy}, items, now)
		if len(work.NewLeads) != n {
			t.Fatalf("%s: %d people, %d leads", w.vendor, n, len(work.NewLeads))
		}
		keys := map[string]bool{}
		for _, in := range items {
			keys[in.Key] = true
			if in.Problem != "" && w.vendor != "a site of one's own" {
				t.Fatalf("%s: %s", w.vendor, in.Problem)
			}
		}
		if w.ids && len(keys) != n || len(keys) > 3*n {
			t.Fatalf("%s: %d people, %d keys", w.vendor, n, len(keys))
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
