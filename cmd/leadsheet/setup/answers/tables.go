package answers

// TableRow returns the values, given by column title, in the order of the columns.
func TableRow(columns []string, values map[string]string) []string {
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = values[c]
	}
	return row
}
