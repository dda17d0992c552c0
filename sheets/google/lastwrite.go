package google

import (
	"context"
	"time"

	"leadsheet/sheets/google/lock"
)

// LastWrite returns when leadsheet last wrote to the spreadsheet, by the clock of who wrote; zero if it never has. It
// is one small call.
func (b *Book) LastWrite(ctx context.Context) (time.Time, error) {
	got, err := b.readStructure(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return lock.LastWrite(got), nil
}
