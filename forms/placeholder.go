package forms

import (
	"strings"
	"unicode/utf8"

	"leadsheet/lead"
)

// placeholders are what people and programs write where they have nothing to write, in the form in which they are
// compared: small letters, no blanks around. Those of shortOnes are names of people, too, and say nothing in an address
// or a number only.
var (
	placeholders = textSet("-|--|---|----|–|—|_|.|..|...|…|/|//|*|**|?|??|n/a|n.a.|n. a.|n.a|n\\a|#n/a|null|" +
		"nil|none|(none)|" +
		"undefined|nan|tbd|tba|unknown|not known|not provided|(not provided)|not given|not set|(not set)|" +
		"not available|not applicable|not specified|not stated|no answer|no response|blank|empty|(empty)|" +
		"(blank)|no name|no email|no e-mail|no mail|no phone|no number|no phone number|don't have|" +
		"don't have one|do not have|anonymous|keine|keiner|keines|keine angabe|keine angaben|k.a.|k. a.|k.a|" +
		"ohne|ohne angabe|nicht angegeben|nicht bekannt|nicht vorhanden|unbekannt|entfällt|anonym|" +
		"keine e-mail|keine mail|keine telefonnummer|kein telefon|aucun|aucune|néant|inconnu|inconnue|" +
		"non renseigné|non renseignée|non communiqué|non précisé|non disponible|pas de téléphone|pas de mail|" +
		"pas d'email|sans objet|anonyme|ninguno|ninguna|no tiene|no tengo|desconocido|desconocida|" +
		"no indicado|no disponible|no aplica|sin correo|sin teléfono|sin datos|anónimo|nenhum|nenhuma|" +
		"não tem|não tenho|desconhecido|não informado|não disponível|sem telefone|sem email|sem e-mail|" +
		"anônimo|nessuno|nessuna|sconosciuto|non disponibile|non indicato|non fornito|anonimo|geen|onbekend|" +
		"niet bekend|niet opgegeven|n.v.t.|nvt|anoniem|brak|nie dotyczy|nie podano|nieznany|nieznane|anonim|" +
		"нет|не указан|не указано|не указана|неизвестно|отсутствует|аноним|немає|нема|не вказано|невідомо|" +
		"відсутній|анонім")
	shortOnes = textSet("na|no|x|xx|xxx|xxxx|0|00|000|0000|00000|000000|0000000000|nein|non|nee|nie|não|" +
		"nao|ні|sin|sans|sem|" +
		"/|nope|k a|n a")
)

func textSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Split(list, "|") {
		m[s] = true
	}
	return m
}

// beginnings are how long placeholders are that begin with a byte, as bits: nearly all values are told from them by
// that.
var beginnings = func() (out [256]uint64) {
	for _, set := range []map[string]bool{placeholders, shortOnes} {
		for s := range set {
			for _, first := range []byte{s[0], strings.ToUpper(s)[0]} {
				out[first] |= 1 << len(s)
			}
		}
	}
	return out
}()

// isPlaceholder reports whether a value stands for nothing in a column of that field.
func isPlaceholder(f lead.Field, v string) bool {
	if v != "" && (v[0] <= ' ' || v[len(v)-1] <= ' ' || v[0] >= utf8.RuneSelf) {
		v = strings.TrimSpace(v)
	}
	if len(v) == 0 || len(v) > 63 || beginnings[v[0]]&(1<<len(v)) == 0 {
		return false
	}
	v = strings.ToLower(v)
	if placeholders[v] {
		return true
	}
	switch f {
	case lead.FieldEmail, lead.FieldPhone:
		return shortOnes[v]
	case lead.FieldName:
		return v == "n a" || v == "na" || strings.Trim(v, "x") == ""
	}
	return false
}

// personal reports whether a field identifies a person.
func personal(f lead.Field) bool {
	switch f {
	case lead.FieldName, lead.FieldFirstName, lead.FieldLastName, lead.FieldEmail, lead.FieldPhone:
		return true
	}
	return false
}
