package intake

import (
	"fmt"
	"runtime/debug"

	"leadsheet/forms"
	"leadsheet/intake/claims"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// Parsers read messages and exports. A nil field stands for the parser of package mailin/reading or forms. Tests use
// parsers that crash the process.
type Parsers struct {
	Message func(raw []byte, env reading.Envelope, opts reading.Options) reading.Reading
	Export  func(data []byte, opts forms.Options) (*forms.Export, error)
}

func (p Parsers) message(raw []byte, env reading.Envelope, opts reading.Options) reading.Reading {
	if p.Message != nil {
		return p.Message(raw, env, opts)
	}
	return reading.Parse(raw, env, opts)
}

func (p Parsers) export(data []byte, opts forms.Options) (*forms.Export, error) {
	defer limitHeap(len(data))()
	if p.Export != nil {
		return p.Export(data, opts)
	}
	return forms.Read(data, opts)
}

// limitHeap makes the garbage collector run more often while a large file is read, and returns a function that ends
// that. It costs a little time; without it a machine with little memory cannot read a long export.
func limitHeap(size int) (end func()) {
	const large, percent = 2 << 20, 50
	if size < large {
		return func() {}
	}
	was := debug.SetGCPercent(percent)
	if was >= 0 && was < percent {
		debug.SetGCPercent(was)
	}
	return func() { debug.SetGCPercent(was) }
}

// stoppedText says that an input has crashed the process too often.
func stoppedText(thing string) string {
	return fmt.Sprintf("reading this %s stopped leadsheet %d times, so it is no longer tried", thing, claims.MaxCrashes)
}

// errStopped says why a file is no longer read.
func errStopped(name string, size int64) error {
	advice := "open it in a spreadsheet; if it is an export of yours, save it as a new .csv and drop that"
	if mailin.Handles(name) {
		advice = "open it in a mail program; if it is a request, write it into the tab Leads"
	}
	return fmt.Errorf("%s (%s): %s", stoppedText("file"), sizeText(size), advice)
}

func sizeText(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// mailClaim is the name of a message in the claims.
func mailClaim(where string) string { return "message " + where }

// exportsClaim is the name in the claims of the exports attached to a message.
func exportsClaim(where string) string { return "exports of message " + where }

// claimsOf are the names of messages in the claims.
func claimsOf(refs []mailin.Ref) []string {
	out := make([]string, len(refs))
	for i, ref := range refs {
		out[i] = mailClaim(ref.Where)
	}
	return out
}
