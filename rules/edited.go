package rules

import (
	"slices"

	"leadsheet/lead"
)

// measured reports whether a form's source was worked out of everything that its visitor's way has left: a paid click
// from Bing is called Microsoft Ads then, and the parameters of its link must not make organic search of it again.
func measured(q *lead.Inquiry) bool {
	return q.Kind == lead.ExportRow && q.Source != "" &&
		slices.ContainsFunc(q.Answers, func(a lead.Answer) bool { return a.Question == "Channel" })
}
