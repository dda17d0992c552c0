package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What came in within the same second is taken in the order in which it came: messages of a mailbox file and records of
// an export that knows no times.
func TestStorySameSecondKeepsItsOrder(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		var csv, mbox strings.Builder
		csv.WriteString("Name,Email,Message\n")
		for i := 1; i <= 300; i++ {
			fmt.Fprintf(&csv, "Customer %d,c%d@firm%d.example,%d chairs\n", i, i, i, i)
		}
		const pairs = 12
		for i := 1; i <= pairs; i++ {
			for n, text := range []string{"Please send an offer for a fence.", "In white, please."} {
				fmt.Fprintf(&mbox, "From p%d@pair%d.example Fri Nov 20 08:00:00 2026\nFrom: Pat %d <p%d@pair%d.example>\nTo: hello@studio.example\n"+
					"Date: Fri, 20 Nov 2026 08:00:00 +0000\nSubject: Fence\nMessage-ID: <%d.%d@pair.example>\n\n%s\n\n", i, i, i, i, i, i, n, text)
			}
		}
		in.drop("form.csv", csv.String(), at)
		in.drop("saved.mbox", mbox.String(), at)
		in.run("once", "--at", "2026-11-20T10:00:00Z")

		leads := in.leads()
		for i := 1; i <= pairs; i++ {
			l := leads[fmt.Sprintf("L-%d", 1000+i)]
			if l["Email"] != fmt.Sprintf("p%d@pair%d.example", i, i) || l["Need"] != "Please send an offer for a fence." {
				t.Errorf("pair %d: %v asks for %v", i, l["Email"], l["Need"])
			}
		}
		for i := 1; i <= 300; i++ {
			if l := leads[fmt.Sprintf("L-%d", 1000+pairs+i)]; l["Name"] != fmt.Sprintf("Customer %d", i) {
				t.Fatalf("row %d of the export became %v", i, l["Name"])
			}
		}
	})
}
