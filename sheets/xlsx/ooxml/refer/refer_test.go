package refer

import "testing"

func TestReferences(t *testing.T) {
	for part, want := range map[string]string{
		`<c:f>'Report data'!$B$2:$B$13</c:f>`:                           `<c:f>'Figures'!$B$2:$B$13</c:f>`,
		`<f>SUM('report data'!B2,'Report data'!B3)</f>`:                 `<f>SUM('Figures'!B2,'Figures'!B3)</f>`,
		`<f>&quot;'Report data'!B2&quot;&amp;'Report data'!B2</f>`:      `<f>&quot;'Report data'!B2&quot;&amp;'Figures'!B2</f>`,
		`<f>"'Report data'!B2"</f>`:                                     `<f>"'Report data'!B2"</f>`,
		`<f t="shared" si="0">'My Report data'!B2+'Report data'!B2</f>`: `<f t="shared" si="0">'My Report data'!B2+'Figures'!B2</f>`,
		`<f>'[1]Report data'!B2&apos;Report data&apos;!B2</f>`:          `<f>'[1]Report data'!B2&apos;Figures&apos;!B2</f>`,
		`<is><t>'Report data'!B2</t></is>`:                              `<is><t>'Report data'!B2</t></is>`,
		`<hyperlink ref="A1" location="'Report data'!A1"/>`:             `<hyperlink ref="A1" location="'Figures'!A1"/>`,
	} {
		if got := string(References([]byte(part), "Report data", "Figures")); got != want {
			t.Errorf("%s\nbecame %s\nwant   %s", part, got, want)
		}
	}
}

func TestRetitle(t *testing.T) {
	main := `<sheets><sheet name="Leads" sheetId="1"/><sheet state="hidden" name="Report data" sheetId="7"/></sheets>` +
		`<definedNames><definedName name="own">'Report data'!$A$1</definedName></definedNames>`
	want := `<sheets><sheet name="Leads" sheetId="1"/><sheet state="hidden" name="Figures" sheetId="7"/></sheets>` +
		`<definedNames><definedName name="own">'Figures'!$A$1</definedName></definedNames>`
	if got := string(Retitle([]byte(main), "Report data", "Figures")); got != want {
		t.Errorf("got %s", got)
	}
}
