package forms

import "testing"

// Rows share what was found of the row before only when they say the same.
func TestOriginsOfRowsOneAfterTheOther(t *testing.T) {
	e := read(t, "Submitted at,Name,Email,utm_source,utm_medium,Message\n2026-03-14 10:00:00,A,a@b.example,google,cpc,x\n2026-03-14 10:01:00,B,b@b.example,google,cpc,x\n"+
		"2026-03-14 10:02:00,C,c@b.example,,,x\n2026-03-14 10:03:00,D,d@b.example,bing,organic,x\n2026-03-14 10:04:00,E,e@b.example,google,cpc,x\n")
	for i, want := range []string{"Google Ads", "Google Ads", "", "bing", "Google Ads"} {
		q := e.Inquiries[i]
		if q.Source != want || (want != "") != (len(q.Answers) == 3) {
			t.Errorf("row %d: %q, %q", i, q.Source, q.Answers)
		}
	}
}
