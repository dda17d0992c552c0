package google

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"google.golang.org/api/googleapi"
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets/google/call"
	"leadsheet/sheets/google/poll"
)

// values reads whole tabs in one request, or their first rows only.
func (b *Book) values(ctx context.Context, ids []int64, rows int64) (map[int64]poll.Range, error) {
	areas := make([]poll.Area, len(ids))
	for i, id := range ids {
		areas[i] = poll.Area{Tab: id, RowEnd: int(rows)}
	}
	return b.ranges(ctx, areas)
}

// ranges reads one range of each of several tabs in one request, by rows.
func (b *Book) ranges(ctx context.Context, areas []poll.Area) (map[int64]poll.Range, error) {
	ask, err := askFor(areas, "ROWS")
	if err != nil {
		return nil, err
	}
	got, err := b.fetch(ctx, ask, nil)
	if err != nil {
		return nil, err
	}
	return got.byTab(areas)
}

// byTab are the ranges by the id of their tab, one for each area that was asked for.
func (a *answer) byTab(areas []poll.Area) (map[int64]poll.Range, error) {
	out := make(map[int64]poll.Range, len(a.ranges))
	for _, v := range a.ranges {
		out[v.Area.Tab] = v
	}
	for _, r := range areas {
		if _, ok := out[r.Tab]; !ok {
			return nil, errLacks()
		}
	}
	return out, nil
}

func errLacks() error {
	return &Error{Kind: Refused, Doing: "read the spreadsheet", Text: "Google's answer lacks a tab that was asked for"}
}

// askFor is the request for the values of areas. Answers by columns are smaller when they are compressed: what stands
// in one column is alike.
func askFor(areas []poll.Area, dimension string) (string, error) {
	ask := &api.BatchGetValuesByDataFilterRequest{
		MajorDimension:       dimension,
		ValueRenderOption:    "UNFORMATTED_VALUE",
		DateTimeRenderOption: "SERIAL_NUMBER",
	}
	for _, a := range areas {
		ask.DataFilters = append(ask.DataFilters, &api.DataFilter{GridRange: &api.GridRange{
			SheetId: a.Tab, StartRowIndex: int64(a.Row), EndRowIndex: int64(a.RowEnd), StartColumnIndex: int64(a.Col),
			EndColumnIndex: int64(a.ColEnd)}})
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return "", fmt.Errorf("read the spreadsheet: %w", err)
	}
	return string(body), nil
}

// answer is what came for a request for values.
type answer struct {
	ask, text string
	ranges    []poll.Range
	same      bool // as the one before; there are no ranges then
}

// fetch asks for values. It is the one call that carries all content, in every pass, so it does not go through the
// generated types, which would box each cell. What is the same as the answer before is not even looked at.
func (b *Book) fetch(ctx context.Context, ask string, before *answer) (*answer, error) {
	got, size := &answer{ask: ask}, 0
	if before != nil {
		size = len(before.text)
	}
	err := b.read(ctx, "read the spreadsheet", func(ctx context.Context) (err error) {
		got.text, err = b.post(
			ctx,
			"values:batchGetByDataFilter?alt=json&prettyPrint=false"+
				"&fields=valueRanges(valueRange(range,values),dataFilters(gridRange))",
			[]byte(ask), size,
		)
		if err != nil {
			return err
		}
		if got.same = before != nil && before.ask == ask && before.text == got.text; !got.same {
			got.ranges, err = poll.Parse(got.text)
		}
		return err
	})
	return got, err
}

// post does a call below the spreadsheet by hand and returns the answer's text, which is expected to have about that
// size.
func (b *Book) post(ctx context.Context, method string, body []byte, size int) (string, error) {
	req, err := http.NewRequestWithContext(
		ctx,
		http.MethodPost,
		googleapi.ResolveRelative(b.svc.BasePath, "v4/spreadsheets/"+b.id+"/"+method),
		bytes.NewReader(body),
	)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", call.UserAgent)
	res, err := b.client.Do(req)
	if err != nil {
		return "", err
	}
	defer googleapi.CloseBody(res)
	if err := googleapi.CheckResponse(res); err != nil {
		return "", err
	}
	var text strings.Builder
	if res.ContentLength > 0 {
		size = int(min(res.ContentLength, 1<<28))
	}
	text.Grow(size + size/64)
	if _, err := io.Copy(&text, res.Body); err != nil {
		return "", err
	}
	return text.String(), nil
}
