package gsheets

import (
	"fmt"
	"net/http"
	"testing"
)

// Every colour has an old field and a new one. Whichever is set, both are answered, with numbers of 32 bits.
func TestColors(t *testing.T) {
	format := func(format, fields string) string {
		return fmt.Sprintf(`{"repeatCell":{"range":{"endRowIndex":1,"endColumnIndex":1},`+
			`"cell":{"userEnteredFormat":%s},"fields":%q}}`, format, fields)
	}
	const both = `{"backgroundColor":{"red":0.5},"backgroundColorStyle":{"rgbColor":{"red":0.5}}}`
	const cell = "sheets.data.rowData.values.userEnteredFormat"
	of := func(what string) string { return `{"sheets":[{"data":[{"rowData":[{"values":[` + what + `]}]}]}]}` }
	for _, c := range []struct {
		what, requests, fields, want string
	}{
		{"the new field", format(`{"backgroundColorStyle":{"rgbColor":{"red":0.5}}}`, "userEnteredFormat"),
			cell, of(`{"userEnteredFormat":` + both + `}`)},
		{"the old field", format(`{"backgroundColor":{"red":0.5}}`, "userEnteredFormat"),
			cell, of(`{"userEnteredFormat":` + both + `}`)},
		{"both: the new one counts",
			format(`{"backgroundColor":{"blue":1},"backgroundColorStyle":{"rgbColor":{"red":0.5}}}`, "userEnteredFormat"),
			cell, of(`{"userEnteredFormat":` + both + `}`)},
		{"a mask of the old field takes the new one along",
			format(`{"backgroundColorStyle":{"rgbColor":{"blue":1}}}`, "userEnteredFormat") + "," +
				format(`{"backgroundColor":{"red":0.5}}`, "userEnteredFormat.backgroundColor"),
			cell, of(`{"userEnteredFormat":` + both + `}`)},
		{"and clears it",
			format(`{"backgroundColorStyle":{"rgbColor":{"blue":1}},"wrapStrategy":"WRAP"}`, "userEnteredFormat") + "," +
				format(`{}`, "userEnteredFormat.backgroundColor"),
			cell, of(`{"userEnteredFormat":{"wrapStrategy":"WRAP"}}`)},
		{"as many digits as 32 bits have",
			format(`{"textFormat":{"foregroundColor":{"red":0.25882352941}}}`, "userEnteredFormat"),
			cell + ".textFormat.foregroundColorStyle",
			of(`{"userEnteredFormat":{"textFormat":{"foregroundColorStyle":{"rgbColor":{"red":0.25882354}}}}}`)},
		{"over the white of the spreadsheet", format(`{"backgroundColor":{"red":0.5}}`, "userEnteredFormat"),
			"sheets.data.rowData.values.effectiveFormat(backgroundColor,backgroundColorStyle)",
			of(`{"effectiveFormat":` + both + `}`)},
		{"a tab", `{"updateSheetProperties":{"properties":{"tabColor":{"red":0.5}},"fields":"tabColor"}}`,
			"sheets.properties(tabColor,tabColorStyle)",
			`{"sheets":[{"properties":{"tabColor":{"red":0.5},"tabColorStyle":{"rgbColor":{"red":0.5}}}}]}`},
		{"a rule", rule("1", "2"), "sheets.conditionalFormats.booleanRule.format",
			`{"sheets":[{"conditionalFormats":[{"booleanRule":{"format":{"backgroundColor":{"red":1},` +
				`"backgroundColorStyle":{"rgbColor":{"red":1}}}}}]}]}`},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := tell(t, Options{})
			if status, body := s.raw(c.requests); status != http.StatusOK {
				t.Fatal(body)
			}
			if got := s.get(c.fields); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
