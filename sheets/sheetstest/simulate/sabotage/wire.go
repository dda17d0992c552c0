package sabotage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// blindRetry sends a write again with another version number until one is confirmed.
func blindRetry(p *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	res, err := send(next, r, body)
	for i := 0; i < 3 && isBatch(r) && isUncertain(res, err) && !p.Ended(); i++ {
		again, batchErr := parseBatch(body)
		if batchErr != nil {
			return nil, batchErr
		}
		renumber(p, again)
		if body, batchErr = again.bytes(); batchErr != nil {
			return nil, batchErr
		}
		res, err = send(next, r, body)
	}
	return res, err
}

// renumber replaces the version number of a batch by one that no other batch uses.
func renumber(p *Process, b *batch) {
	for _, r := range b.requests {
		raw, ok := r["createDeveloperMetadata"]
		if !ok {
			continue
		}
		var m map[string]map[string]any
		if json.Unmarshal(raw, &m) != nil || m["developerMetadata"] == nil {
			continue
		}
		m["developerMetadata"]["metadataId"] = 2_000_000_000 + p.Rand.IntN(100_000_000)
		if raw, err := json.Marshal(m); err == nil {
			r["createDeveloperMetadata"] = raw
		}
	}
}

// freshVersion uses a version number that is always free, so that the lock excludes no one.
func freshVersion(p *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	return rewriting(func(b *batch) { renumber(p, b) })(p, next, r, body)
}

// noToken leaves out the lock by name, but for the batch that makes it.
func noToken(b *batch) {
	if len(b.requests) == 1 {
		return
	}
	dropKind("deleteNamedRange")(b)
	dropKind("addNamedRange")(b)
}

// versionDeleted deletes the version number in the batch that creates it, so that the next batch finds it free.
func versionDeleted(b *batch) {
	for _, q := range b.requests {
		var m struct {
			DeveloperMetadata struct {
				MetadataID int64 `json:"metadataId"`
			} `json:"developerMetadata"`
		}
		if raw, ok := q["createDeveloperMetadata"]; ok && json.Unmarshal(raw, &m) == nil {
			b.requests = append(b.requests, map[string]json.RawMessage{"deleteDeveloperMetadata": json.RawMessage(
				fmt.Sprintf(`{"dataFilter":{"developerMetadataLookup":{"metadataId":%d}}}`,
					m.DeveloperMetadata.MetadataID))})
			return
		}
	}
}

// blindToLog removes the log of overwritten values, so that positions are trusted: the copies of the values, and the
// text of the log, so that the next reader finds none.
func blindToLog(b *batch) {
	dropKind("copyPaste")(b)
	b.requests = slices.DeleteFunc(b.requests, func(r map[string]json.RawMessage) bool {
		raw, ok := r["updateCells"]
		return ok && (bytes.Contains(raw, []byte(`"head"`)) || bytes.Contains(raw, []byte("leadsheet keeps notes")))
	})
}

// unknownIsSuccess treats a lost answer as success.
func unknownIsSuccess(_ *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	res, err := send(next, r, body)
	if isBatch(r) && isUncertain(res, err) {
		return fakeResponse(r, http.StatusOK, "{}"), nil
	}
	return res, err
}

// unknownIsFailure treats a lost answer as a refusal, and sends the write again with another version number.
func unknownIsFailure(p *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	if !isBatch(r) {
		return send(next, r, body)
	}
	b, err := parseBatch(body)
	if err != nil {
		return nil, err
	}
	if p.uncertain {
		renumber(p, b)
		if body, err = b.bytes(); err != nil {
			return nil, err
		}
	}
	res, err := send(next, r, body)
	if p.uncertain = isUncertain(res, err); p.uncertain {
		return fakeResponse(
			r,
			http.StatusTooManyRequests,
			`{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}`,
		), nil
	}
	return res, err
}

// staleValues sometimes answers a read from a cache.
func staleValues(p *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, ":batchGetByDataFilter") {
		return send(next, r, body)
	}
	if old, ok := p.cache[string(body)]; ok && p.Rand.IntN(3) == 0 {
		return fakeResponse(r, http.StatusOK, old), nil
	}
	res, err := send(next, r, body)
	if err != nil || res.StatusCode != http.StatusOK {
		return res, err
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if p.cache == nil {
		p.cache = map[string]string{}
	}
	p.cache[string(body)] = string(text)
	res.Body = io.NopCloser(bytes.NewReader(text))
	return res, nil
}

// twoBatches sends the second half of a batch as a separate one.
func twoBatches(_ *Process, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	if !isBatch(r) {
		return send(next, r, body)
	}
	b, err := parseBatch(body)
	if err != nil || !b.has("insertDimension") {
		return send(next, r, body)
	}
	all, cut := b.requests, len(b.requests)
	for i, q := range all {
		if _, ok := q["insertDimension"]; ok {
			cut = i // the rows of the last tab, Intake, go into the second half
		}
	}
	b.requests = all[:cut]
	first, err := b.bytes()
	if err != nil {
		return nil, err
	}
	res, err := send(next, r, first)
	if isUncertain(res, err) || res.StatusCode != http.StatusOK {
		return res, err
	}
	second, err := json.Marshal(map[string]any{"requests": all[cut:]})
	if err != nil {
		return nil, err
	}
	if more, err := send(next, r, second); err != nil || more.StatusCode != http.StatusOK {
		return more, err
	}
	return res, nil
}
