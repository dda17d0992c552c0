package handover

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"leadsheet/lead"
)

// Plain writes everything as CSV: leads.csv, activity.csv, figures.csv and a README.txt. report is what the report
// says, as it is made into JSON.
func Plain(b *Business, report any, folder Folder) ([]Made, error) {
	made, err := writePlain(b, folder, "")
	if err != nil {
		return nil, err
	}
	rows, err := flatten(report)
	if err != nil {
		return nil, err
	}
	t := table{folder: folder, name: "figures", even: true,
		titles: []string{"Section", "Name", "Figure", "Value", "n", "Before"}}
	for _, r := range rows {
		if err = t.write(r); err != nil {
			break
		}
	}
	figures, err := t.close(err)
	if err != nil {
		return nil, err
	}
	made = append(made, figures...)
	return made, writeText(folder, "README.txt", plainReadme(b, made))
}

// writePlain writes leads.csv and activity.csv.
func writePlain(b *Business, folder Folder, before string) ([]Made, error) {
	leads := table{folder: folder, name: before + "leads", even: true}
	for _, c := range b.Columns {
		leads.titles = append(leads.titles, c.Title)
	}
	cells := make([]string, len(b.Columns))
	var err error
	for row := 0; row < b.Rows && err == nil; row++ {
		for i := range b.Columns {
			cells[i] = b.text(b.Value(row, i), &b.Columns[i])
		}
		err = leads.write(cells)
	}
	made, err := leads.close(err)
	if err != nil {
		return nil, err
	}
	activity := table{folder: folder, name: before + "activity", even: true}
	for _, c := range lead.ActivityTable() {
		activity.titles = append(activity.titles, c.Title)
	}
	for i := 0; i < len(b.Events) && err == nil; i++ {
		e := &b.Events[i]
		no := ""
		if e.No > 0 {
			no = strconv.Itoa(e.No)
		}
		err = activity.write([]string{b.moment(e.Time, false), e.Lead, string(e.What), e.Column, e.From, e.To, e.By, e.Why,
			no, b.moment(e.Recorded, false)})
	}
	events, err := activity.close(err)
	return append(made, events...), err
}

// writeText writes a text for people, with the ends of lines that all their programs know.
func writeText(folder Folder, name, text string) error {
	out, err := folder.Create(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = io.WriteString(out, bom+strings.ReplaceAll(text, "\n", "\r\n"))
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
