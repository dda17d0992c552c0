package google

import (
	"context"
	"fmt"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets/google/clock"
)

// insertedRows: a new lead's row is made by the batch itself, so it must come to stand where the batch says.
func (p *prober) insertedRows(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "new leads never overwrite others",
		What:    "a row that is inserted below a filtered range lands there, the others stay as they are",
	}
	p.say("P5: inserting a row under a filter")
	before, err := p.rows(ctx)
	if err != nil {
		return f, err
	}
	const at = probeLeads + 1
	insert := &api.InsertDimensionRequest{InheritFromBefore: true,
		Range: &api.DimensionRange{SheetId: probeSheet, Dimension: "ROWS", StartIndex: at, EndIndex: at + 1}}
	row := p.put(at, 0, []string{"r7", "show", "v7"})
	after, err := p.written(ctx, "insert a row", &api.Request{InsertDimension: insert}, row)
	if err != nil {
		return f, err
	}
	kept := true
	for i := range at {
		kept = kept && after.same(i, before.line(i, 3)...)
	}
	landed := after.same(at, "r7", "show", "v7")
	f.Held, f.Detail = kept && landed, "it landed, and nothing else changed"
	if !f.Held {
		f.Detail = fmt.Sprintf("it landed: %t, the others are as they were: %t. While somebody filters with the basic "+
			"filter, new leads may land elsewhere: use filter views instead", landed, kept)
	}
	return f, nil
}

// followedRows: whether row metadata follows a sort; leadsheet does not rely on it.
func (p *prober) followedRows(ctx context.Context) (Finding, error) {
	f := Finding{
		Promise: "for information: nothing relies on it",
		What:    "metadata of a row follows it when rows are sorted",
		Held:    true,
	}
	p.say("P7: metadata of a row that is sorted")
	const id = probeBase + 70
	row := &api.DeveloperMetadata{MetadataId: id, MetadataKey: probeKey, MetadataValue: "r1", Visibility: "DOCUMENT",
		Location: &api.DeveloperMetadataLocation{
			DimensionRange: &api.DimensionRange{SheetId: probeSheet, Dimension: "ROWS", StartIndex: 1, EndIndex: 2},
		}}
	_, err := p.batch(
		ctx,
		"sort rows",
		&api.Request{ClearBasicFilter: &api.ClearBasicFilterRequest{SheetId: probeSheet}},
		&api.Request{CreateDeveloperMetadata: &api.CreateDeveloperMetadataRequest{DeveloperMetadata: row}},
		&api.Request{
			SortRange: &api.SortRangeRequest{
				Range:     p.area(1, probeLeads+2, 0, 3),
				SortSpecs: []*api.SortSpec{{SortOrder: "DESCENDING"}},
			},
		},
	)
	if err != nil {
		if refused(err) {
			f.Detail = "could not be tried: " + err.Error()
			return f, nil
		}
		return f, err
	}
	ask := &api.BatchGetValuesByDataFilterRequest{
		DataFilters: []*api.DataFilter{{DeveloperMetadataLookup: &api.DeveloperMetadataLookup{MetadataId: id}}},
	}
	var got *api.BatchGetValuesByDataFilterResponse
	err = p.b.read(ctx, "find the row", func(ctx context.Context) (err error) {
		got, err = p.b.svc.Spreadsheets.Values.BatchGetByDataFilter(p.b.id, ask).Context(ctx).Do()
		return err
	})
	f.Detail = "it stays where it was"
	switch {
	case err != nil:
		f.Detail = "could not be tried: " + err.Error()
	case len(got.ValueRanges) == 0 || got.ValueRanges[0].ValueRange == nil:
		f.Detail = "it is gone"
	case grid(got.ValueRanges[0].ValueRange.Values).at(0, 0) == "r1":
		f.Detail = "it does"
	}
	return f, nil
}

// clock: times in the workbook and the age of locks are by our clock.
func (p *prober) clock(context.Context) (Finding, error) {
	f := Finding{Promise: "times and deadlines are right",
		What: "this machine's clock agrees with Google's", Held: true}
	switch d := p.skew.Round(time.Second); {
	case !p.timed:
		f.Detail = "Google did not tell its time"
	case d == 0:
		f.Detail = "no difference to speak of"
	default:
		f.Held, f.Detail = d.Abs() <= clock.Max, fmt.Sprintf("this machine is %s", clock.Ahead(d))
		if !f.Held {
			f.Detail += ". Deadlines are wrong by as much: set the clock (timedatectl set-ntp true)"
		}
	}
	return f, nil
}
