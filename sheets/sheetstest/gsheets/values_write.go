package gsheets

// appendUpdate appends an UpdateValuesResponse.
func (w writeSummary) appendUpdate(b []byte, id string, o *readOptions) []byte {
	b = append(b, `{"spreadsheetId":`...)
	b = appendString(b, id)
	b = append(b, `,"updatedRange":`...)
	b = appendString(b, a1(w.s, w.area))
	b = appendCount(b, "updatedRows", len(w.rows))
	b = appendCount(b, "updatedColumns", len(w.columns))
	b = appendCount(b, "updatedCells", w.cells)
	if o != nil {
		b = append(b, `,"updatedData":`...)
		b = o.appendRange(b, w.s, w.area)
	}
	return append(b, '}')
}

func appendCount(b []byte, name string, n int) []byte {
	if n == 0 {
		return b
	}
	b = append(b, `,"`...)
	b = append(append(b, name...), `":`...)
	return append(b, itoa(n)...)
}

// echoOptions returns how the response shows the written values; nil: not at all.
func (c *call) echoOptions(major string) (*readOptions, error) {
	if v := c.query.Get("includeValuesInResponse"); v != "true" && v != "True" {
		return nil, nil
	}
	o, err := parseReadOptions(c.query.Get("responseValueRenderOption"),
		c.query.Get("responseDateTimeRenderOption"), major)
	return &o, err
}

func updateValues(c *call) ([]byte, error) {
	var in valueRange
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	entered, err := isUserEntered(c.query.Get("valueInputOption"))
	if err != nil {
		return nil, err
	}
	o, err := c.echoOptions(in.Major)
	if err != nil {
		return nil, err
	}
	in.Range = c.arg
	var out []byte
	err = c.doc.change(false, func(e *edit) error {
		w, err := e.update(in, entered)
		if err == nil {
			out = w.appendUpdate(nil, c.id, o)
		}
		return err
	})
	return out, err
}

func batchUpdateValues(c *call) ([]byte, error) {
	var req struct {
		Option  string       `json:"valueInputOption"`
		Data    []valueRange `json:"data"`
		Include bool         `json:"includeValuesInResponse"`
		Render  string       `json:"responseValueRenderOption"`
		Date    string       `json:"responseDateTimeRenderOption"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	entered, err := isUserEntered(req.Option)
	if err != nil {
		return nil, err
	}
	var out []byte
	err = c.doc.change(false, func(e *edit) error {
		var all []writeSummary
		for _, in := range req.Data {
			w, err := e.update(in, entered)
			if err != nil {
				return err
			}
			all = append(all, w)
		}
		rows, columns, tabs, cells := map[[2]int]bool{}, map[[2]int]bool{}, map[int]bool{}, 0
		for _, w := range all {
			tab := int(w.s.id)
			for r := range w.rows {
				rows[[2]int{tab, r}] = true
			}
			for col := range w.columns {
				columns[[2]int{tab, col}] = true
			}
			tabs[tab] = true
			cells += w.cells
		}
		out = append([]byte(`{"spreadsheetId":`), marshal(c.id)...)
		out = appendCount(out, "totalUpdatedRows", len(rows))
		out = appendCount(out, "totalUpdatedColumns", len(columns))
		out = appendCount(out, "totalUpdatedCells", cells)
		out = appendCount(out, "totalUpdatedSheets", len(tabs))
		out = append(out, `,"responses":[`...)
		for i, w := range all {
			if i > 0 {
				out = append(out, ',')
			}
			var o *readOptions
			if req.Include {
				r, err := parseReadOptions(req.Render, req.Date, req.Data[i].Major)
				if err != nil {
					return err
				}
				o = &r
			}
			out = w.appendUpdate(out, c.id, o)
		}
		out = append(out, "]}"...)
		return nil
	})
	return out, err
}

// clear empties a range and returns its name.
func (e *edit) clear(text string) (string, error) {
	b, err := e.st.resolve(text)
	if err != nil {
		return "", err
	}
	s, a := e.sheet(b.s.id), b.bounded()
	if err := e.checkProtection(s, a); err != nil {
		return "", err
	}
	for r := a.r1; r < min(a.r2, len(s.lines)); r++ {
		for c := a.c1; c < min(a.c2, len(s.row(r))); c++ {
			if s.cell(r, c).Content() {
				e.write(s, r, c, Cell{})
			}
		}
	}
	return a1(s, a), nil
}

func clearValues(c *call) ([]byte, error) {
	var out []byte
	err := c.doc.change(false, func(e *edit) error {
		cleared, err := e.clear(c.arg)
		out = append([]byte(`{"spreadsheetId":`), marshal(c.id)...)
		out = append(out, `,"clearedRange":`...)
		out = append(appendString(out, cleared), '}')
		return err
	})
	return out, err
}

func batchClearValues(c *call) ([]byte, error) {
	var req struct {
		Ranges []string `json:"ranges"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	var cleared []string
	err := c.doc.change(false, func(e *edit) error {
		for _, r := range req.Ranges {
			text, err := e.clear(r)
			if err != nil {
				return err
			}
			cleared = append(cleared, text)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return marshal(tree{"spreadsheetId": c.id, "clearedRanges": cleared}), nil
}
