package lead

import (
	"strings"
	"sync"

	"leadsheet/lead/language"
)

// Field is what a form's question asks for.
type Field string

// The fields. FieldNone is a question of the form's own; its answer is kept with the question's text.
const (
	FieldNone      Field = ""
	FieldName      Field = "name"
	FieldFirstName Field = "first name"
	FieldLastName  Field = "last name"
	FieldEmail     Field = "email"
	FieldPhone     Field = "phone"
	FieldCompany   Field = "company"
	FieldNeed      Field = "need"
	FieldSource    Field = "source"
	FieldBudget    Field = "budget"
	FieldTimeline  Field = "timeline"
	FieldCountry   Field = "country"
	FieldCity      Field = "city"
	FieldJob       Field = "job"
	FieldWebsite   Field = "website"
	FieldConsent   Field = "consent"
	FieldSubmitted Field = "submitted"
	FieldCampaign  Field = "campaign"   // utm_campaign, or an advertisement's campaign name
	FieldMedium    Field = "utm medium" // utm_medium
	FieldUTMSource Field = "utm source" // utm_source: what was measured, not what the person said
)

// FieldOf returns what the label of one form field asks for, in any language of package language, or FieldNone. In
// doubt it returns FieldNone, because a wrong value is worse than a missing one. Words that mean a first or a last name
// only beside a partner column (fr Nom, de Name, it Nome, ...) are FieldName here; FieldsOf knows the whole header.
func FieldOf(label string) Field { return labelIndex().fieldOfBoth(label) }

// fieldOfBoth is fieldOf for a label that says the same in two languages, too: "Nimi / Name", "お名前 (Name)".
func (s *labelSet) fieldOfBoth(label string) Field {
	f := s.fieldOf(label)
	if f != FieldNone || len(label) > 100 || !strings.ContainsAny(label, "/|(") {
		return f
	}
	parts := strings.FieldsFunc(label, func(r rune) bool { return strings.ContainsRune("/|()", r) })
	for _, part := range parts {
		if strings.Trim(part, " *:") == "" {
			continue
		}
		g := s.fieldOf(part)
		if g == FieldNone || f != FieldNone && g != f {
			return FieldNone
		}
		f = g
	}
	if len(parts) < 2 {
		return FieldNone
	}
	return f
}

func (s *labelSet) fieldOf(label string) Field {
	plain, split := foldLabel(label, false), foldLabel(label, true)
	if plain == "" || s.isNever(plain) || s.isNever(split) {
		return FieldNone
	}
	for _, t := range []string{plain, split} {
		if f := s.lookup(t); f != FieldNone {
			return f
		}
	}
	if f := s.sentence(split); f != FieldNone {
		return f
	}
	if plain != split {
		return s.sentence(plain)
	}
	return FieldNone
}

// FieldsOf returns the field of every label of a header. Columns that stand beside each other explain each other:
// "Name" beside "Vorname" is the last name, "Nome" beside "Cognome" the first, "Date" the time of submission when no
// other column is. More than one column may have the same field.
func FieldsOf(labels []string) []Field { return labelIndex().fieldsOf(labels) }

// KeyFieldsOf is FieldsOf by the words of the first version alone. Keys of records depend on it: what is added to the
// languages later must not give a record that came in before another key.
func KeyFieldsOf(labels []string) []Field { return keyLabelIndex().fieldsOf(labels) }

func (s *labelSet) fieldsOf(labels []string) []Field {
	fields := make([]Field, len(labels))
	has := map[Field]int{}
	for i, l := range labels {
		fields[i] = s.fieldOf(l)
		has[fields[i]]++
	}
	first, last := has[FieldFirstName] > 0, has[FieldLastName] > 0
	dates := 0
	for i, l := range labels {
		switch key := foldLabel(l, false); {
		case fields[i] == FieldName && first && !last && (lastNameLabels[key] || s.lastBesideFirst[key]):
			fields[i] = FieldLastName
		case last && !first && (fields[i] == FieldName && firstNameLabels[key] || s.firstBesideLast[key]):
			fields[i] = FieldFirstName
		case key == "nazwa" && has[FieldCompany] > 1 && has[FieldName]+has[FieldLastName] == 0:
			fields[i] = FieldName
		case s.date[key] && has[FieldSubmitted] == 0 && dates == 0 && (i < 3 || i == len(labels)-1):
			fields[i] = FieldSubmitted
			dates++
		}
	}
	return fields
}

// Words whose meaning depends on the partner column, folded.
var (
	lastNameLabels = map[string]bool{"name": true, "nom": true, "naam": true, "your name": true, "ihr name": true,
		"votre nom": true}
	firstNameLabels = map[string]bool{"name": true, "nome": true, "nombre": true, "nombres": true,
		"имя": true, "імя": true,
		"ваше имя": true, "ваше імя": true, "seu nome": true, "your name": true, "su nombre": true}
)

// labelSet is the folded form of the words of labels.
type labelSet struct {
	exact                            map[string]Field
	never                            map[string]bool
	opposite, consent, blocks, stops phraseSet
	stopPhrases                      []string
	stopWord, role                   map[string]bool
	firstBesideLast, lastBesideFirst map[string]bool
	date                             map[string]bool
	sentences                        []sentenceRule
}

type sentenceRule struct {
	field Field
	words phraseSet
}

// labelFields are the fields whose labels stand in the files of languages.
var labelFields = []Field{FieldName, FieldFirstName, FieldLastName, FieldEmail, FieldPhone, FieldCompany, FieldNeed,
	FieldSource, FieldBudget, FieldTimeline, FieldCountry, FieldCity, FieldJob, FieldWebsite, FieldConsent,
	FieldSubmitted}

// labelIndex folds the tables and the files of languages, once; in the source they have their usual spelling.
var labelIndex = sync.OnceValue(func() *labelSet { return newLabelSet(language.Words) })

// keyLabelIndex is the tables alone.
var keyLabelIndex = sync.OnceValue(func() *labelSet { return newLabelSet(func(string) []string { return nil }) })

// newLabelSet folds the tables, and lists of languages.
func newLabelSet(words func(list string) []string) *labelSet {
	filler := words("label filler")
	s := &labelSet{exact: map[string]Field{},
		never:           foldedSet(foldList(neverWords), foldAll(words("field none"))),
		stopWord:        foldedSet(foldList(stopWords), foldAll(filler), foldAll(words("label required"))),
		role:            foldedSet(foldList(roleWords)),
		firstBesideLast: foldedSet(foldAll(words("first name beside last"))),
		lastBesideFirst: foldedSet(foldAll(words("last name beside first"))),
		date:            foldedSet(foldList(dateWords), foldAll(words("date label"))),
		opposite:        newPhraseSet(foldList(oppositeWords), foldAll(words("label refused"))),
		consent:         newPhraseSet(foldList(consentWords), foldAll(words("label agreed"))),
		blocks:          newPhraseSet(foldList(sentenceBlocks), foldAll(words("label blocked"))),
		stopPhrases:     foldList(stopPhrases),
	}
	for _, w := range foldAll(filler) {
		if strings.Contains(w, " ") {
			s.stopPhrases = append(s.stopPhrases, w)
		}
	}
	s.stops = newPhraseSet(s.stopPhrases)
	add := func(field Field, list []string) {
		for _, w := range list {
			if _, taken := s.exact[w]; !taken && !s.never[w] {
				s.exact[w] = field
			}
		}
	}
	for _, row := range labelWords {
		add(row.field, foldList(row.words))
	}
	for _, field := range labelFields {
		add(field, foldAll(words("field "+string(field))))
	}
	of := map[Field][]string{FieldNeed: words("sentence need"), FieldSource: words("sentence source"),
		FieldPhone: words("sentence phone"), FieldEmail: words("sentence email")}
	for _, row := range sentenceWords {
		phrases := newPhraseSet(foldList(row.words), foldAll(of[row.field]))
		s.sentences = append(s.sentences, sentenceRule{row.field, phrases})
	}
	return s
}

func foldList(words string) []string { return foldAll(strings.Split(words, "|")) }

func foldAll(words []string) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = withoutBlanks(foldLabel(w, false))
	}
	return list
}

func foldedSet(lists ...[]string) map[string]bool {
	m := map[string]bool{}
	for _, list := range lists {
		for _, w := range list {
			m[w] = true
		}
	}
	return m
}

// sentence finds the field in a folded label that is no plain field word.
func (s *labelSet) sentence(label string) Field {
	if s.opposite.in(label) {
		return FieldNone
	}
	if s.consent.in(label) {
		return FieldConsent
	}
	if f := s.lookupCore(label); f != FieldNone {
		return f
	}
	tokens := len(strings.Fields(label))
	if tokens > 25 {
		return FieldNone
	}
	found := FieldNone
	for _, rule := range s.sentences {
		if !rule.words.in(label) {
			continue
		}
		if address := rule.field == FieldEmail || rule.field == FieldPhone || rule.field == FieldCompany; address {
			if found != FieldNone || tokens > 9 || s.blocks.in(label) || s.isOthers(label, rule) {
				return FieldNone // "by phone or e-mail?" asks for neither
			}
			found = rule.field
			continue
		}
		return rule.field
	}
	return found
}

// isOthers reports whether a short label that is not a question asks for the address of another person: "Manager
// email".
func (s *labelSet) isOthers(label string, rule sentenceRule) bool {
	if s.stops.in(label) {
		return false
	}
	for _, w := range strings.Fields(label) {
		if s.stopWord[w] {
			return false
		}
	}
	return len(strings.Fields(label)) < 4 && rule.field != FieldCompany
}

// lookupCore cuts stop phrases, stop words and role words off and looks the rest up.
func (s *labelSet) lookupCore(label string) Field {
	rest := label
	if s.stops.in(rest) {
		for _, stop := range s.stopPhrases {
			if strings.Contains(rest, stop) {
				rest = strings.TrimSpace(strings.Replace(" "+rest+" ", " "+stop+" ", " ", 1))
			}
		}
	}
	if f := s.lookup(rest); f != FieldNone {
		return f
	}
	words := strings.Fields(rest)
	words = removeWords(words, s.stopWord)
	if f := s.lookup(strings.Join(words, " ")); f != FieldNone {
		return f
	}
	switch f := s.lookup(strings.Join(removeWords(words, s.role), " ")); f {
	case FieldName, FieldFirstName, FieldLastName, FieldEmail, FieldPhone, FieldCountry, FieldCity:
		return f
	}
	return FieldNone
}

func (s *labelSet) lookup(label string) Field {
	if s.isNever(label) {
		return FieldNone
	}
	if f := s.exact[label]; f != FieldNone {
		return f
	}
	return s.exact[withoutBlanks(label)]
}

func (s *labelSet) isNever(label string) bool { return s.never[label] || s.never[withoutBlanks(label)] }

func removeWords(words []string, drop map[string]bool) []string {
	var keep []string
	for _, w := range words {
		if !drop[w] {
			keep = append(keep, w)
		}
	}
	return keep
}
