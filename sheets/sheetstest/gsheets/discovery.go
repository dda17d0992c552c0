package gsheets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Discovery is Google's own description of the Sheets API, against which requests and answers are checked: it knows
// every call, every field and every enumeration, but not which fields a call needs.
type Discovery struct {
	schemas map[string]*property
	common  map[string]*property // query parameters of every call
	methods []*method
}

// property is a schema, a field, a list's item or a parameter.
type property struct {
	Type       string               `json:"type"`
	Format     string               `json:"format"`
	Ref        string               `json:"$ref"`
	Enum       []string             `json:"enum"`
	Items      *property            `json:"items"`
	Additional *property            `json:"additionalProperties"`
	Properties map[string]*property `json:"properties"`
	// Of parameters only.
	Location string `json:"location"`
	Repeated bool   `json:"repeated"`
}

type method struct {
	ID         string               `json:"id"`
	HTTPMethod string               `json:"httpMethod"`
	Path       string               `json:"path"`
	Parameters map[string]*property `json:"parameters"`
	Request    property             `json:"request"`
	Response   property             `json:"response"`
}

type resource struct {
	Methods   map[string]*method   `json:"methods"`
	Resources map[string]*resource `json:"resources"`
}

// discoveryModule is the module that the document ships with.
const discoveryModule = "google.golang.org/api"

// LoadDiscovery reads the document out of the module that this program is built with. It asks the go command where the
// module is, so it works within the repository only, and the caller keeps the result.
func LoadDiscovery() (*Discovery, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", discoveryModule).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, bytes.TrimSpace(exit.Stderr))
		}
		return nil, fmt.Errorf("find the module %s (run this within the repository): %w", discoveryModule, err)
	}
	dir := string(bytes.TrimSpace(out))
	if dir == "" {
		return nil, fmt.Errorf("find the module %s: it is not downloaded, run go mod download", discoveryModule)
	}
	data, err := os.ReadFile(filepath.Join(dir, "sheets", "v4", "sheets-api.json"))
	if err != nil {
		return nil, fmt.Errorf("read the discovery document: %w", err)
	}
	return parseDiscovery(data)
}

func parseDiscovery(data []byte) (*Discovery, error) {
	var doc struct {
		Schemas    map[string]*property `json:"schemas"`
		Parameters map[string]*property `json:"parameters"`
		resource
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("read the discovery document: %w", err)
	}
	d := &Discovery{schemas: doc.Schemas, common: doc.Parameters}
	d.collect(&doc.resource)
	if len(d.schemas) == 0 || len(d.methods) == 0 {
		return nil, errors.New("read the discovery document: it describes no calls")
	}
	// Of two templates that match a path the longer one applies: values/{range}:append before values/{range}.
	slices.SortFunc(d.methods, func(a, b *method) int {
		if n := len(b.Path) - len(a.Path); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return d, nil
}

func (d *Discovery) collect(r *resource) {
	for _, m := range r.Methods {
		d.methods = append(d.methods, m)
	}
	for _, sub := range r.Resources {
		d.collect(sub)
	}
}

// Method finds the call that a request makes: its id without the leading "sheets." ("spreadsheets.values.append"), and
// the schemas of its body and its answer; "" for a call without a body. The path is the raw one, still escaped, because
// a range may hold an escaped slash or colon.
func (d *Discovery) Method(httpMethod, rawPath string) (id, requestSchema, responseSchema string, ok bool) {
	for _, m := range d.methods {
		if m.HTTPMethod == httpMethod && matchesTemplate(m.Path, strings.TrimPrefix(rawPath, "/")) {
			return strings.TrimPrefix(m.ID, "sheets."), m.Request.Ref, m.Response.Ref, true
		}
	}
	return "", "", "", false
}

// matchesTemplate compares a path with a template such as "v4/spreadsheets/{spreadsheetId}/values/{range}:append".
func matchesTemplate(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, w := range want {
		if !strings.HasPrefix(w, "{") {
			if w != got[i] {
				return false
			}
			continue
		}
		_, verb, _ := strings.Cut(w, "}")
		if rest, found := strings.CutSuffix(got[i], verb); !found || rest == "" {
			return false
		}
	}
	return true
}

// CheckQuery checks the query parameters of a call by its id: that they are known, and of the right type. The mask in
// "fields" is checked against the schema of the answer.
func (d *Discovery) CheckQuery(id string, query url.Values) error {
	i := slices.IndexFunc(d.methods, func(m *method) bool { return strings.TrimPrefix(m.ID, "sheets.") == id })
	if i < 0 {
		return fmt.Errorf("check the query: there is no call %q", id)
	}
	m := d.methods[i]
	c := &checker{d: d}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		p := m.Parameters[name]
		if p == nil || p.Location != "query" {
			p = d.common[name]
		}
		at := "?" + name
		if p == nil {
			c.add(at, "unknown parameter of "+id)
			continue
		}
		if len(query[name]) > 1 && !p.Repeated {
			c.add(at, "given more than once")
		}
		for _, v := range query[name] {
			switch {
			case name == "fields":
				c.mask(at, m.Response.Ref, v)
			case p.Type == "boolean":
				if !strings.EqualFold(v, "true") && !strings.EqualFold(v, "false") { // "False" is recorded
					c.add(at, fmt.Sprintf("want true or false, got %q", v))
				}
			default:
				c.text(at, p, v)
			}
		}
	}
	return c.err()
}

// Check checks a body against a schema by name: every field known, at every depth, and of the right type. JSON null is
// the same as absent; an empty body is an empty object. The error names all violations by their JSON paths:
// "requests[0].updateCells.foo: unknown field of UpdateCellsRequest".
func (d *Discovery) Check(schema string, body []byte) error {
	s := d.schemas[schema]
	if s == nil {
		return fmt.Errorf("check a body: there is no schema %q", schema)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return fmt.Errorf("check a body as %s: %w", schema, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("check a body as %s: there is something behind its end", schema)
	}
	c := &checker{d: d}
	c.value("", &property{Ref: schema}, v)
	return c.err()
}

// CheckMask checks that every path of a field mask leads to a field of the schema: "a,b.c,d(e,f/g),*".
func (d *Discovery) CheckMask(schema, mask string) error {
	if d.schemas[schema] == nil {
		return fmt.Errorf("check a field mask: there is no schema %q", schema)
	}
	c := &checker{d: d}
	c.mask("fields", schema, mask)
	return c.err()
}
