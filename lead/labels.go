package lead

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
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

// FieldOf returns what the label of one form field asks for, in any of ten languages (en de fr es pt it nl pl ru uk),
// or FieldNone. In doubt it returns FieldNone, because a wrong value is worse than a missing one. Words that mean a
// first or a last name only beside a partner column (fr Nom, de Name, it Nome, ...) are FieldName here; FieldsOf knows
// the whole header.
func FieldOf(label string) Field {
	words := labelIndex()
	plain, split := foldLabel(label, false), foldLabel(label, true)
	if plain == "" || words.never[plain] || words.never[split] {
		return FieldNone
	}
	for _, s := range []string{plain, split} {
		if f := words.exact[s]; f != FieldNone {
			return f
		}
	}
	if f := words.sentence(split); f != FieldNone {
		return f
	}
	if plain != split {
		return words.sentence(plain)
	}
	return FieldNone
}

// FieldsOf returns the field of every label of a header. Columns that stand beside each other explain each other:
// "Name" beside "Vorname" is the last name, "Nome" beside "Cognome" the first, "Date" the time of submission when no
// other column is. More than one column may have the same field.
func FieldsOf(labels []string) []Field {
	fields := make([]Field, len(labels))
	has := map[Field]int{}
	for i, l := range labels {
		fields[i] = FieldOf(l)
		has[fields[i]]++
	}
	first, last := has[FieldFirstName] > 0, has[FieldLastName] > 0
	dates := 0
	for i, l := range labels {
		switch key := foldLabel(l, false); {
		case fields[i] == FieldName && first && !last && lastNameLabels[key]:
			fields[i] = FieldLastName
		case fields[i] == FieldName && last && !first && firstNameLabels[key]:
			fields[i] = FieldFirstName
		case key == "nazwa" && has[FieldCompany] > 1 && has[FieldName]+has[FieldLastName] == 0:
			fields[i] = FieldName
		case dateLabels[key] && has[FieldSubmitted] == 0 && dates == 0 && (i < 3 || i == len(labels)-1):
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
	dateLabels = map[string]bool{"date": true, "datum": true, "fecha": true, "data": true, "дата": true, "date time": true}
)

// labelSet is the folded form of the tables.
type labelSet struct {
	exact                            map[string]Field
	never                            map[string]bool
	opposite, consent, stops, blocks []string
	stopWord, role                   map[string]bool
	sentences                        []sentenceRule
}

type sentenceRule struct {
	field Field
	words []string
}

// labelIndex folds the tables, once; in the source they have their usual spelling.
var labelIndex = sync.OnceValue(func() *labelSet {
	s := &labelSet{exact: map[string]Field{}, never: foldedSet(neverWords),
		stopWord: foldedSet(stopWords), role: foldedSet(roleWords),
		opposite: foldList(oppositeWords), consent: foldList(consentWords), stops: foldList(stopPhrases),
		blocks: foldList(sentenceBlocks)}
	for _, row := range labelWords {
		for _, w := range foldList(row.words) {
			if _, taken := s.exact[w]; !taken {
				s.exact[w] = row.field
			}
		}
	}
	for _, row := range sentenceWords {
		s.sentences = append(s.sentences, sentenceRule{row.field, foldList(row.words)})
	}
	return s
})

func foldList(words string) []string {
	list := strings.Split(words, "|")
	for i, w := range list {
		list[i] = foldLabel(w, false)
	}
	return list
}

func foldedSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range foldList(words) {
		m[w] = true
	}
	return m
}

// sentence finds the field in a folded label that is no plain field word.
func (s *labelSet) sentence(label string) Field {
	if hasAny(label, s.opposite) {
		return FieldNone
	}
	if hasAny(label, s.consent) {
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
		if !hasAny(label, rule.words) {
			continue
		}
		if address := rule.field == FieldEmail || rule.field == FieldPhone || rule.field == FieldCompany; address {
			if found != FieldNone || tokens > 9 || hasAny(label, s.blocks) || s.isOthers(label, rule) {
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
	for _, stop := range s.stops {
		if hasAny(label, []string{stop}) {
			return false
		}
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
	for _, stop := range s.stops {
		if strings.Contains(rest, stop) {
			rest = strings.TrimSpace(strings.Replace(" "+rest+" ", " "+stop+" ", " ", 1))
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
	if s.never[label] {
		return FieldNone
	}
	return s.exact[label]
}

func removeWords(words []string, drop map[string]bool) []string {
	var keep []string
	for _, w := range words {
		if !drop[w] {
			keep = append(keep, w)
		}
	}
	return keep
}

// hasAny reports whether one of the phrases is in label as whole words.
func hasAny(label string, phrases []string) bool {
	padded := " " + label + " "
	for _, p := range phrases {
		if strings.Contains(label, p) && strings.Contains(padded, " "+p+" ") {
			return true
		}
	}
	return false
}

var (
	labelNumber   = regexp.MustCompile(`^\s*(?:[qQ]?\d{1,3}\s*[.):]|[qQ]\d{1,3}\b)\s*`)
	labelRequired = regexp.MustCompile(`(?i)[(\[]\s*(?:required|optional|pflichtfeld|erforderlich|freiwillig|` +
		`obligatoire|facultatif|optionnel|obligatorio|opcional|obrigatório|obbligatorio|facoltativo|opzionale|` +
		`verplicht|optioneel|wymagane|opcjonalne|opcjonalnie|обязательно|обязательное поле|необязательно|` +
		`обов'язково|необов'язково)\s*[)\]]`)
	labelElision = regexp.MustCompile(`\b(?:l|d|j|n|s|c|m|qu|dell|nell|all|sull|un)'(\pL)`)
	emailParts   = regexp.MustCompile(`\be mail(s?)\b`)
)

// foldLabel brings a label to the form in which labels are compared: compatibility forms, case, accents of Latin
// letters, numbering, required marks and punctuation are gone. With camel, wordsLikeThis are split.
func foldLabel(label string, camel bool) string {
	s := norm.NFKC.String(strings.ToValidUTF8(label, ""))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u2019' || r == '\u2018' || r == '\u02bc' || r == '\u0060' || r == '\u00b4':
			return '\''
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	s = labelNumber.ReplaceAllString(s, "")
	s = labelRequired.ReplaceAllString(s, " ")
	if camel {
		s = splitCamel(s)
	}
	s = labelElision.ReplaceAllString(strings.ToLower(s), "$1")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\'':
		case r == 'ё':
			b.WriteRune('е')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			writeFolded(&b, r)
		case unicode.Is(unicode.Mn, r):
			b.WriteRune(r) // NFKC leaves marks only where no composed letter exists
		default:
			b.WriteByte(' ')
		}
	}
	s = strings.Join(strings.Fields(b.String()), " ")
	return emailParts.ReplaceAllString(s, "email$1")
}

// writeFolded writes a Latin letter without its accents and any other letter as it is: й is not и.
func writeFolded(b *strings.Builder, r rune) {
	if r < 0x80 || !unicode.Is(unicode.Latin, r) {
		b.WriteRune(r)
		return
	}
	switch r {
	case 'ł':
		b.WriteByte('l')
	case 'ß':
		b.WriteString("ss")
	case 'ø':
		b.WriteByte('o')
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	default:
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				b.WriteRune(d)
			}
		}
	}
}

// splitCamel puts a space where a word begins inside a word: firstName, UTMSource.
func splitCamel(s string) string {
	rs := []rune(s)
	var b strings.Builder
	for i, r := range rs {
		if i > 0 && unicode.IsUpper(r) {
			prev := rs[i-1]
			next := i+1 < len(rs) && unicode.IsLower(rs[i+1])
			if unicode.IsLower(prev) || unicode.IsUpper(prev) && next {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
