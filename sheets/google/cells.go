package google

import (
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/undo"
)

// cellOf reads a value as the values calls return it with UNFORMATTED_VALUE.
func cellOf(v any) sheets.Cell {
	switch v := v.(type) {
	case string:
		if v != "" {
			return sheets.Cell{Kind: sheets.TextCell, Text: v}
		}
	case float64:
		return sheets.Cell{Kind: sheets.NumberCell, Num: v}
	case bool:
		if v {
			return sheets.Cell{Kind: sheets.BoolCell, Num: 1}
		}
		return sheets.Cell{Kind: sheets.BoolCell}
	}
	return sheets.Cell{}
}

// extended reads a value as a grid's cells hold it.
func extended(v *api.ExtendedValue) sheets.Cell {
	switch {
	case v == nil:
	case v.StringValue != nil:
		return cellOf(*v.StringValue)
	case v.NumberValue != nil:
		return cellOf(*v.NumberValue)
	case v.BoolValue != nil:
		return cellOf(*v.BoolValue)
	case v.ErrorValue != nil:
		return cellOf("#" + v.ErrorValue.Type)
	}
	return sheets.Cell{}
}

// clean is a value as a cell takes it.
func clean(c sheets.Cell) sheets.Cell {
	if c.Kind == sheets.TextCell {
		c.Text = undo.Clip(c.Text)
	}
	return c
}
