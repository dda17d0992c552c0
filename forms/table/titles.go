package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead"
)

// mutable are the titles of columns that users or programs change after the submission: statuses, owners, counters.
// They tell neither which form a table is of nor which submission a row is.
var mutable = foldedTitles(
	"lead_status", "inbox_url", "Stage", "Owner", "Labels", "Status", "Entry Status", "Viewed",
	"Starred", "Entry Notes",
	"Last Updated", "Date Updated", "Updated By", "Last modified time", "Total points", "Quiz feedback", "Tags",
	"MEMBER_RATING", "LAST_CHANGED", "Last Activity Date", "Contact owner", "Lifecycle Stage", "Total Spent",
	"Total Orders", "Canceled", "Lead owner", "Lead status", "Modified time", "Modified by", "Last activity time",
	"Number of pageviews", "Number of sessions", "Read", "Is read", "Payment status",
)

func foldedTitles(titles ...string) map[string]bool {
	folded := make(map[string]bool, len(titles))
	for _, title := range titles {
		folded[Fold(title)] = true
	}
	return folded
}

// Mutable reports whether users or programs change the column of this folded title after the submission.
func Mutable(folded string) bool { return mutable[folded] }

// HeaderSet is what two headers have in common when they have the same titles in any order. Blank titles and mutable
// columns do not count.
func HeaderSet(headers []string) string {
	var set []string
	for _, h := range headers {
		if f := Fold(h); f != "" && !mutable[f] {
			set = append(set, f)
		}
	}
	slices.Sort(set)
	return strings.Join(set, "\x1f")
}

// uniqueTitles makes header cells fit to be questions: one line, never blank, never twice.
func uniqueTitles(headers []string) []string {
	out, used, next := make([]string, len(headers)), map[string]bool{}, map[string]int{}
	for i, h := range headers {
		title := strings.Clone(strings.Join(strings.Fields(lead.SafeText(h, 1000)), " "))
		if title == "" {
			title = fmt.Sprintf("Column %d", i+1)
		}
		out[i] = title
		for used[strings.ToLower(out[i])] {
			if next[title] == 0 {
				next[title] = 1
			}
			next[title]++
			out[i] = fmt.Sprintf("%s (%d)", title, next[title])
		}
		used[strings.ToLower(out[i])] = true
	}
	return out
}

// Fold brings a title to the form in which titles are compared: letters, digits and # in small letters, one space
// between words.
func Fold(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(lead.SafeText(title, 0)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '#'
	}), " ")
}
