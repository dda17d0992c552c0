package gsheets

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// checker compares a body with its schema and collects the problems.
type checker struct {
	d        *Discovery
	problems []string
	omitted  int
}

// maxFound limits the number of problems listed, so that the text stays readable.
const maxFound = 12

func (c *checker) add(at, what string) {
	if at == "" {
		at = "body"
	}
	if len(c.problems) == maxFound {
		c.omitted++
		return
	}
	c.problems = append(c.problems, at+": "+what)
}

func (c *checker) err() error {
	if len(c.problems) == 0 {
		return nil
	}
	text := strings.Join(c.problems, "; ")
	if c.omitted > 0 {
		text += fmt.Sprintf("; and %d more", c.omitted)
	}
	return errors.New(text)
}

func (c *checker) value(at string, p *property, v any) {
	if v == nil {
		return // null is absent
	}
	switch {
	case p.Ref != "":
		c.object(at, p.Ref, v)
	case p.Type == "any":
	case p.Type == "array":
		list, ok := v.([]any)
		if !ok {
			c.add(at, "want a list, got "+kind(v))
			return
		}
		for i, item := range list {
			in := at + "[" + strconv.Itoa(i) + "]"
			if item == nil && p.Items.Type != "any" {
				c.add(in, "null within a list")
				continue
			}
			c.value(in, p.Items, item)
		}
	case p.Type == "object":
		fields, ok := v.(map[string]any)
		if !ok {
			c.add(at, "want an object, got "+kind(v))
			return
		}
		if p.Additional == nil {
			return
		}
		for _, key := range slices.Sorted(maps.Keys(fields)) {
			c.value(join(at, key), p.Additional, fields[key])
		}
	case p.Type == "boolean":
		if _, ok := v.(bool); !ok {
			c.add(at, "want true or false, got "+kind(v))
		}
	case p.Type == "integer", p.Type == "number":
		c.number(at, p, v)
	default:
		s, ok := v.(string)
		if !ok {
			c.add(at, "want text, got "+kind(v))
			return
		}
		c.text(at, p, s)
	}
}

// unions are the schemas of which at most one of these fields may be set; all fields where none are named. The document
// says it in its descriptions only.
var unions = map[string][]string{
	"Request":       nil,
	"Response":      nil,
	"ExtendedValue": nil,
	"DataFilter":    nil,
}

// maskSchemas holds the schema to which the field mask of each request refers, as the descriptions say.
var maskSchemas = map[string]string{
	"AppendCellsRequest":                  "CellData",
	"RepeatCellRequest":                   "CellData",
	"UpdateBandingRequest":                "BandedRange",
	"UpdateCellsRequest":                  "CellData",
	"UpdateDataSourceRequest":             "DataSource",
	"UpdateDeveloperMetadataRequest":      "DeveloperMetadata",
	"UpdateDimensionGroupRequest":         "DimensionGroup",
	"UpdateDimensionPropertiesRequest":    "DimensionProperties",
	"UpdateEmbeddedObjectBorderRequest":   "EmbeddedObjectBorder",
	"UpdateEmbeddedObjectPositionRequest": "OverlayPosition",
	"UpdateFilterViewRequest":             "FilterView",
	"UpdateNamedRangeRequest":             "NamedRange",
	"UpdateProtectedRangeRequest":         "ProtectedRange",
	"UpdateSheetPropertiesRequest":        "SheetProperties",
	"UpdateSlicerSpecRequest":             "SlicerSpec",
	"UpdateSpreadsheetPropertiesRequest":  "SpreadsheetProperties",
	"UpdateTableRequest":                  "Table",
}

func (c *checker) object(at, schema string, v any) {
	fields, ok := v.(map[string]any)
	if !ok {
		c.add(at, "want an object, got "+kind(v))
		return
	}
	s := c.d.schemas[schema]
	if s == nil {
		c.add(at, "there is no schema "+schema)
		return
	}
	var set []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		p, in := s.Properties[name], join(at, name)
		if p == nil {
			c.add(in, "unknown field of "+schema)
			continue
		}
		if fields[name] != nil {
			set = append(set, name)
		}
		c.value(in, p, fields[name])
		if mask, isText := fields[name].(string); isText && p.Format == "google-fieldmask" {
			if root := maskSchemas[schema]; root != "" {
				c.mask(in, root, mask)
			}
		}
	}
	if _, union := unions[schema]; union && len(set) > 1 {
		c.add(at, "only one of "+strings.Join(set, ", ")+" may be set")
	}
}

func (c *checker) text(at string, p *property, s string) {
	switch {
	case p.Enum != nil:
		if !slices.Contains(p.Enum, s) {
			c.add(at, fmt.Sprintf("%q is none of its values", s))
		}
	case p.Format == "google-datetime":
		if _, err := time.Parse(time.RFC3339Nano, s); err != nil {
			c.add(at, fmt.Sprintf("%q is no moment", s))
		}
	case p.Type == "integer", p.Type == "number":
		c.number(at, p, s)
	}
}

// number accepts numbers as text too: JSON needs this for 64-bit numbers, and the API accepts it for all.
func (c *checker) number(at string, p *property, v any) {
	var s string
	switch v := v.(type) {
	case json.Number:
		s = v.String()
	case string:
		if s = v; p.Type == "number" && (s == "NaN" || s == "Infinity" || s == "-Infinity") {
			return
		}
	default:
		c.add(at, "want a number, got "+kind(v))
		return
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
		c.add(at, fmt.Sprintf("%q is no number", s))
	case p.Type == "number":
	case f != math.Trunc(f):
		c.add(at, s+" is no whole number")
	case p.Format == "int32" && (f < math.MinInt32 || f > math.MaxInt32):
		c.add(at, s+" is beyond 32 bits")
	}
}

func kind(v any) string {
	switch v := v.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "text"
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return "a number"
	}
	return fmt.Sprintf("%T", v)
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// mask checks a field mask below a schema.
func (c *checker) mask(at, schema, mask string) {
	if strings.TrimSpace(mask) == "" {
		return
	}
	rest := c.paths(at, &property{Ref: schema}, mask)
	if rest != "" {
		c.add(at, fmt.Sprintf("the field mask %q cannot be read from %q on", mask, rest))
	}
}

// paths reads comma-separated paths below p up to a closing parenthesis or the end, and returns what it left.
func (c *checker) paths(at string, p *property, mask string) (rest string) {
	for {
		mask = c.path(at, p, mask)
		next, more := strings.CutPrefix(mask, ",")
		if !more {
			return mask
		}
		mask = next
	}
}

func (c *checker) path(at string, p *property, mask string) (rest string) {
	for {
		mask = strings.TrimLeft(mask, " ")
		end := strings.IndexAny(mask, ",./()")
		if end < 0 {
			end = len(mask)
		}
		name := strings.TrimRight(mask[:end], " ")
		p = c.step(at, p, name)
		mask = mask[end:]
		switch {
		case strings.HasPrefix(mask, "("):
			inner := c.paths(at, p, mask[1:])
			closed, ok := strings.CutPrefix(inner, ")")
			if !ok {
				c.add(at, "a parenthesis is not closed in the field mask")
				return ""
			}
			return strings.TrimLeft(closed, " ")
		case strings.HasPrefix(mask, "."), strings.HasPrefix(mask, "/"):
			mask = mask[1:]
		default:
			return mask
		}
	}
}

// step returns the property of the field name of p; nil if it is unknown, and then any path below it is accepted.
func (c *checker) step(at string, p *property, name string) *property {
	for p != nil && p.Type == "array" {
		p = p.Items
	}
	if p != nil && p.Ref != "" {
		p = c.d.schemas[p.Ref]
	}
	switch {
	case name == "":
		c.add(at, "the field mask has an empty name")
		return nil
	case p == nil || name == "*":
		return nil
	case p.Additional != nil:
		return p.Additional
	}
	next := p.Properties[name]
	if next == nil {
		c.add(at, fmt.Sprintf("the field mask names %q, which is unknown", name))
	}
	return next
}
