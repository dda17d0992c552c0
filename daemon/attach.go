package daemon

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
)

// mostAttached is how large an export may be that a mail brings, in bytes: many mail servers refuse larger mails.
const mostAttached = 10 << 20

// errLargeExport says why a report goes without the export.
var errLargeExport = errors.New("the export of the workbook is too large for a mail, so the report goes without it")

// attach makes the export for the messages that are to bring it, as the workbook was when the pass read it. They go
// without it when it cannot be made.
func (d *Daemon) attach(ctx context.Context, v *view, messages []outgoing.Intent) error {
	var content []byte
	for i := range messages {
		if !messages[i].Export || d.Out.Export == nil || d.Out.Show != nil {
			continue
		}
		if content == nil {
			var err error
			content, err = d.Out.Export(ctx, d.extract(v, v.reportInput(), span{}, d.Now()).Export)
			if err != nil {
				return fmt.Errorf("make the export for the report, which goes without it: %w", err)
			}
			if len(content) > mostAttached {
				return errLargeExport
			}
		}
		messages[i].Files = append(messages[i].Files, lead.File{
			Name:    "leads-" + d.Now().In(v.state.Policy.Location()).Format("2006-01-02") + ".xlsx",
			Type:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			Content: content,
		})
	}
	return nil
}
