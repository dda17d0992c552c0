package google

import (
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// show plans which tabs are hidden or shown. It is an error that Is sheets.ErrConflict if users have changed one of
// them since it was read.
func (p *plan) show(tabs []sheets.TabShown) error {
	for _, t := range tabs {
		switch info := p.b.st.tab(t.Tab); {
		case info == nil:
		case t.Unread:
			if info.Hidden != t.Want {
				p.shown = append(p.shown, t)
			}
		case info.Hidden != t.Was:
			return &Error{Kind: Conflict, Doing: "store in the spreadsheet", Text: "people have hidden or shown tabs meanwhile"}
		case t.Want != t.Was:
			p.shown = append(p.shown, t)
		}
	}
	return nil
}

// shownRequests hides and shows tabs, showing first. Google refuses a batch that hides the last tab that is seen: that
// one stays.
func (p *plan) shownRequests() []*api.Request {
	seen := 0
	for i := range p.b.st.tabs {
		if !p.b.st.tabs[i].Hidden {
			seen++
		}
	}
	var out []*api.Request
	for _, hide := range []bool{false, true} {
		for _, t := range p.shown {
			switch {
			case t.Want != hide || hide && seen == 1:
				continue
			case hide:
				seen--
			default:
				seen++
			}
			out = append(out, &api.Request{UpdateSheetProperties: &api.UpdateSheetPropertiesRequest{
				Properties: &api.SheetProperties{SheetId: p.b.st.tab(t.Tab).ID, Hidden: hide,
					ForceSendFields: []string{"SheetId", "Hidden"}},
				Fields: hiddenField,
			}})
		}
	}
	return out
}

// hiddenField is the mask of a request that hides or shows a tab.
const hiddenField = "hidden"
