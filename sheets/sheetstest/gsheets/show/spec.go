package show

// Embedded is a chart of a tab, in the form of the API, as far as it is drawn.
type Embedded struct {
	Spec struct {
		AltText    string `json:"altText"`
		BasicChart struct {
			ChartType   string `json:"chartType"`
			HeaderCount int    `json:"headerCount"`
			Domains     []struct {
				Domain Data `json:"domain"`
			} `json:"domains"`
			Series []struct {
				Series     Data   `json:"series"`
				Type       string `json:"type"`
				ColorStyle struct {
					RGBColor *Color `json:"rgbColor"`
				} `json:"colorStyle"`
			} `json:"series"`
		} `json:"basicChart"`
	} `json:"spec"`
	Position struct {
		OverlayPosition struct {
			AnchorCell struct {
				RowIndex    int `json:"rowIndex"`
				ColumnIndex int `json:"columnIndex"`
			} `json:"anchorCell"`
			OffsetX int `json:"offsetXPixels"`
			OffsetY int `json:"offsetYPixels"`
			Width   int `json:"widthPixels"`
			Height  int `json:"heightPixels"`
		} `json:"overlayPosition"`
	} `json:"position"`
}

// Data is where the numbers or names of a chart stand.
type Data struct {
	SourceRange struct {
		Sources []struct {
			SheetID int64 `json:"sheetId"`
			FromRow int   `json:"startRowIndex"`
			EndRow  int   `json:"endRowIndex"`
			FromCol int   `json:"startColumnIndex"`
		} `json:"sources"`
	} `json:"sourceRange"`
}

// Rule is a rule that gives cells a colour by their numbers, in the form of the API, as far as it is drawn.
type Rule struct {
	Ranges []struct {
		FromRow int `json:"startRowIndex"`
		EndRow  int `json:"endRowIndex"`
		FromCol int `json:"startColumnIndex"`
	} `json:"ranges"`
	GradientRule *struct {
		Maxpoint struct {
			ColorStyle struct {
				RGBColor *Color `json:"rgbColor"`
			} `json:"colorStyle"`
		} `json:"maxpoint"`
	} `json:"gradientRule"`
}

// Shade is the colour of a number that is such a part of the largest one, from white on; "" where the rule has none.
func (u *Rule) Shade(part float64) string {
	if u.GradientRule == nil || u.GradientRule.Maxpoint.ColorStyle.RGBColor == nil {
		return ""
	}
	full := u.GradientRule.Maxpoint.ColorStyle.RGBColor
	mix := Color{Red: 1 - part*(1-full.Red), Green: 1 - part*(1-full.Green), Blue: 1 - part*(1-full.Blue)}
	return mix.CSS()
}
