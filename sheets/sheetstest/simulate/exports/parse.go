package exports

import (
	"crypto/sha256"
	"time"

	"leadsheet/intake"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// Parsed is what leadsheet's parser finds in an export.
type Parsed struct {
	Held    string          // the key of the row that says that records of it were held back
	Records []*lead.Inquiry // with their own keys
	// Contents are those of the records, by own key, as keys in Intake have them.
	Contents map[string]ledger.Content
}

// Parse reads an export as leadsheet does. What cannot be read holds no record.
func Parse(content string, now time.Time) *Parsed {
	x := &Parsed{Contents: map[string]ledger.Content{},
		Held: ledger.OfHeldBack(sha256.Sum256([]byte(content))).String()}
	items, got := intake.ReadExport("export.csv", []byte(content), now, intake.Known{Zone: time.UTC, Country: "US"})
	if got == nil {
		return x
	}
	for i := range items {
		if in := &items[i]; in.Kind == lead.ExportRow && in.Ignore == "" && in.Problem == "" {
			x.Records = append(x.Records, in)
		}
	}
	for _, r := range got.Records {
		x.Contents[r.Key] = ledger.ContentOf([3]byte(r.Content[:3]))
	}
	return x
}
