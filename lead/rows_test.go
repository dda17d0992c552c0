package lead

import (
	"testing"
	"time"
)

func TestIsLead(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		what string
		row  Lead
		want bool
	}{
		{"a name", Lead{Name: "Ada"}, true},
		{"an address", Lead{Email: "ada@example.org"}, true},
		{"a number", Lead{Phone: "0170 1234567"}, true},
		{"a company", Lead{Company: "Ada Ltd"}, true},
		{"a need", Lead{Need: "a roof"}, true},
		{"a name in another script", Lead{Name: "李"}, true},
		{"an ID", Lead{ID: "L-1001"}, true},
		{"an ID of the team's own", Lead{ID: "K-7"}, true},
		{"nothing", Lead{}, false},
		{"a status", Lead{Status: "Closed"}, false},
		{"a status and an owner", Lead{Status: "Closed", Owner: "Kim", Quality: "hot", RefusalReason: "price"}, false},
		{"a comment", Lead{Comment: "ask Kim"}, false},
		{"a next step and its day", Lead{NextStep: "call", NextContact: at}, false},
		{"a sum", Lead{Value: 5000, HasValue: true}, false},
		{"a sum with its label in Received", Lead{Value: 5000, HasValue: true, Bad: []BadCell{{ColReceived, "Total"}}}, false},
		{"a column of the team's own", Lead{Extra: []Answer{{"Called", "TRUE"}}}, false},
		{"boxes", Lead{ID: "FALSE", Name: "FALSE", Email: "FALSE", Phone: "FALSE"}, false},
		{"totals", Lead{Name: "Total"}, false},
		{"totals in the first column", Lead{ID: "Grand total:", Value: 3, HasValue: true}, false},
		{"totals in French", Lead{Company: "Total général", HasValue: true}, false},
		{"a sum with its label", Lead{Name: "Suma", HasValue: true, Value: 7}, false},
		{"somebody called Suma", Lead{Name: "Suma"}, true},
		{"somebody called Sum", Lead{Name: "Sum", Phone: "0170 1234567", HasValue: true}, true},
		{"a customer of that name", Lead{Name: "Total", Email: "office@total.example"}, true},
		{"counts", Lead{Name: "12", Email: "12", Phone: "12", Need: "12"}, false},
		{"a formula's error", Lead{Name: "#REF!", Company: "#N/A"}, false},
		{"totals that an earlier version took for a lead", Lead{ID: "Total", Status: "New lead", Received: at}, true},
	} {
		if got := c.row.IsLead(); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}
