package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// blindRetry sends a write again, under the next number, until somebody says that it went well.
func blindRetry(p *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	res, err := send(next, r, body)
	for i := 0; i < 3 && isBatch(r) && unclear(res, err) && !p.dead; i++ {
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

// renumber gives a batch a lock of its own that nobody else has.
func renumber(p *proc, b *batch) {
	for _, r := range b.requests {
		raw, ok := r["createDeveloperMetadata"]
		if !ok {
			continue
		}
		var m map[string]map[string]any
		if json.Unmarshal(raw, &m) != nil || m["developerMetadata"] == nil {
			continue
		}
		m["developerMetadata"]["metadataId"] = 2_000_000_000 + p.rng.IntN(100_000_000)
		if raw, err := json.Marshal(m); err == nil {
			r["createDeveloperMetadata"] = raw
		}
	}
}

// freshVersion takes a number that is always free: the lock locks nobody out.
func freshVersion(p *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	return rewriting(func(b *batch) { renumber(p, b) })(p, next, r, body)
}

// versionDeleted deletes the number within the batch that takes it, so that the next one finds it free.
func versionDeleted(p *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	return rewriting(func(b *batch) {
		for _, q := range b.requests {
			var m struct {
				DeveloperMetadata struct {
					MetadataID int64 `json:"metadataId"`
				} `json:"developerMetadata"`
			}
			if raw, ok := q["createDeveloperMetadata"]; ok && json.Unmarshal(raw, &m) == nil {
				b.requests = append(b.requests, map[string]json.RawMessage{"deleteDeveloperMetadata": json.RawMessage(
					fmt.Sprintf(`{"dataFilter":{"developerMetadataLookup":{"metadataId":%d}}}`, m.DeveloperMetadata.MetadataID))})
				return
			}
		}
	})(p, next, r, body)
}

// blindToLog hides what stood in the rows that were written: positions are trusted.
func blindToLog(_ *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	if isBatch(r) {
		b, err := parseBatch(body)
		if err != nil {
			return nil, err
		}
		drop("copyPaste")(b)
		logless(b)
		if body, err = b.bytes(); err != nil {
			return nil, err
		}
	}
	return send(next, r, body)
}

// logless leaves out the log's own text, so that the next reader finds none either.
func logless(b *batch) {
	kept := b.requests[:0]
	for _, r := range b.requests {
		if raw, ok := r["updateCells"]; ok &&
			(bytes.Contains(raw, []byte(`"head"`)) || bytes.Contains(raw, []byte("leadsheet keeps notes"))) {
			continue
		}
		kept = append(kept, r)
	}
	b.requests = kept
}

// unknownIsSuccess takes a lost answer for a good one.
func unknownIsSuccess(_ *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	res, err := send(next, r, body)
	if isBatch(r) && unclear(res, err) {
		return fake(r, http.StatusOK, "{}"), nil
	}
	return res, err
}

// unknownIsFailure takes a lost answer for a refusal, and does it all again under the number after.
func unknownIsFailure(p *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	if !isBatch(r) {
		return send(next, r, body)
	}
	b, err := parseBatch(body)
	if err != nil {
		return nil, err
	}
	if p.doubt {
		renumber(p, b)
		if body, err = b.bytes(); err != nil {
			return nil, err
		}
	}
	res, err := send(next, r, body)
	if p.doubt = unclear(res, err); p.doubt {
		return fake(
			r,
			http.StatusTooManyRequests,
			`{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}`,
		), nil
	}
	return res, err
}

// staleValues answers a read from a cache now and then.
func staleValues(p *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
	if short(r) != "batchGetByDataFilter" {
		return send(next, r, body)
	}
	if old, ok := p.cache[string(body)]; ok && p.rng.IntN(3) == 0 {
		return fake(r, http.StatusOK, old), nil
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

// twoBatches sends the second half of a batch on its own.
func twoBatches(_ *proc, next http.RoundTripper, r *http.Request, body []byte) (*http.Response, error) {
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
			cut = i // the last tab's rows come later: those of Intake
		}
	}
	b.requests = all[:cut]
	first, err := b.bytes()
	if err != nil {
		return nil, err
	}
	res, err := send(next, r, first)
	if unclear(res, err) || res.StatusCode != http.StatusOK {
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
