package forms

import (
	"strings"
	"sync"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// The titles of this file are those of exports: a program has chosen them, not whoever made the form. The labels of
// forms are in package lead, in all languages. Titles are as table.Fold leaves them; "|" stands between alternatives.

// exportTitles are titles that lead.FieldOf does not know.
var exportTitles = []struct {
	field  lead.Field
	titles string
}{
	{lead.FieldEmail, "electronic mail|mail 1|email 1|e mail 1|e mails|emails|email addresses|mail address|" +
		"email adress"},
	{lead.FieldPhone, "landline|mob|mob no|mobile no|ph|ph no|phone no|contact no|contact number|text number|" +
		"numer tel|tel portable|tél portable|best number to reach you|best contact number|whatsapp no|phone 1|" +
		"telephone 1|" +
		"phones|cel|cell no|home phone|office phone|switchboard|daytime telephone"},
	{lead.FieldName, "fn|customer full name|name first last|name last first|person|wie heißen sie|wie heisst du|" +
		"wie heißt du|comment vous appelez vous|cómo se llama|cómo te llamas|como se chama|come si chiama|" +
		"come ti chiami|" +
		"hoe heet u|hoe heet je|jak się nazywasz|jak się pan nazywa"},
	{lead.FieldFirstName, "first names|name vorname|vornamen|contact first|person first name"},
	{lead.FieldLastName, "contact last|person last name"},
	{lead.FieldCompany, "company account|associated company|org|organisation 1 name|organization 1 name|" +
		"business account|" +
		"company organization|company organisation|firm|firm name|which company do you represent|" +
		"which company are you from|company or organization|company or organisation"},
	{lead.FieldNeed, "remarks|remark|requirement|lead message|inquiry text|inquiry message|enquiry text|" +
		"enquiry message|query|" +
		"body|text|message body|customer note|customer notes|customer message|customer comments|questions comments|" +
		"questions and comments|additional comments|additional notes|anything else|service required|" +
		"services required|" +
		"notizen|notiz|anmerkung|anmerkungen|need|needs|your requirements|comments questions|project brief|brief|" +
		"what can we do for you|further details|further information|special requests|special request|remarques|" +
		"notas|nota"},
	{lead.FieldCampaign, "lead campaign|campaign title"},
	{lead.FieldSubmitted, "conversion date|conversion time|creation|creation date|creation time|date added|" +
		"date joined|" +
		"profile created on|profile created|entry datesubmitted|entry date submitted|entry datecreated|" +
		"recordeddate|" +
		"recorded date|order date|order created|registration time|registration date|date scheduled|date registered|" +
		"registered|registered on|registered at|registered date|lead date|lead time|lead created|lead created at|" +
		"lead created date|enquiry date|inquiry date|enquiry time|lead timestamp|request date|date requested|" +
		"requested on|" +
		"requested at|date of enquiry|date of inquiry|date of request|signup date|sign up date|signed up|" +
		"signed up at|" +
		"booked on|booked at|booking date|date booked|application date|applied on|date applied|contacted on|" +
		"call date|" +
		"conversation date|response date|date time submitted|datetime|date and time|time|date created utc|" +
		"event created|" +
		"message date|sent at|sent on|date sent|purchase date|date purchased|anfragedatum|datum der anfrage|" +
		"bestelldatum|anmeldedatum|registriert am|angelegt am|erstellungsdatum|eingangsdatum|datum uhrzeit|" +
		"date de la demande|date d inscription|date inscription|date de commande|créé le|date heure|" +
		"fecha de la solicitud|" +
		"fecha de registro|fecha de pedido|fecha y hora|creado|creado el|data da solicitação|data de registo|" +
		"data de registro|data de criação|criado em|data e hora|data richiesta|data della richiesta|" +
		"data di registrazione|" +
		"data creazione|data ora|data e ora|aanvraagdatum|datum aanvraag|aangemaakt op|datum en tijd|" +
		"data zgłoszenia|" +
		"data utworzenia|data i godzina|дата заявки|дата регистрации|дата и время|створено|создано|дата заявки|" +
		"дата реєстрації|дата та час|tidspunkt|dato|dato og tid|indsendt|oprettet|innsendt|opprettet|skapad|" +
		"datum och tid|" +
		"inskickat|päivämäärä|pvm|päiväys|lähetetty|luotu|vytvořeno|odesláno|datum a čas|vytvorené|dátum|" +
		"létrehozva|beküldve|" +
		"data și ora|creat la|ημερομηνία|ημερομηνία υποβολής|datum i vrijeme|poslano|tarih|oluşturulma|" +
		"oluşturulma tarihi|" +
		"gönderim tarihi|kayıt tarihi|日期|时间|提交时间|提交日期|创建时间|時間|提交時間|日時|送信日時|登録日|登録日時|受付日時|作成日時|날짜|시간|제출 시간|" +
		"제출 일시|등록일|등록일시|접수일|작성일|תאריך|תאריך שליחה|التاريخ|تاريخ الإرسال"},
}

// titleFields are the fields of exportTitles.
var titleFields = sync.OnceValue(func() map[string]lead.Field {
	m := map[string]lead.Field{}
	for _, row := range exportTitles {
		for _, t := range strings.Split(row.titles, "|") {
			if _, taken := m[t]; !taken {
				m[t] = row.field
			}
		}
	}
	return m
})

// loneTitles are titles of which each may be anything, but that are a field where no other column is it, and where the
// values look like it.
var loneTitles = map[lead.Field]string{
	lead.FieldEmail: "contact|kontakt|contacto|contatto|contato|contact 1|reach|reach me at|address",
	lead.FieldPhone: "|contact|kontakt|contacto|contatto|contato|whatsapp|reach|number|contact 1|contact 2|nummer|" +
		"numéro|" +
		"número|numero|numer|номер",
	lead.FieldName: "customer|client|lead|contact|prospect|buyer|guest|attendee|participant|patient|student|" +
		"parent|applicant|" +
		"registrant|subscriber|member|kunde|kundin|klient|kontakt|interessent|teilnehmer|gast|cliente|contacto|" +
		"contatto|" +
		"contato|klant|klientka|клиент|контакт|клієнт|lead contact person|deal contact person",
	lead.FieldNeed: "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|тема",
}

// withWords begin what a title says of how to write a number: with country code.
const withWords = "with|incl|including|inkl|mit|avec|con|com|met|z"

// foreignWords in a title say that it is about another person than the one who asks: somebody of the business, or
// somebody whom the asker names.
var foreignWords = textSet("owner|owners|agent|agents|manager|managers|managed|assigned|assignee|sales|" +
	"salesperson|rep|reps|" +
	"representative|created|creator|partner|partners|referrer|referrers|referred|referral|referee|refer|friend|" +
	"friends|" +
	"colleague|colleagues|cc|bcc|status|from|admin|administrator|approver|approved|assistant|assistants|secretary|" +
	"emergency|spouse|wife|husband|host|hosts|organizer|organiser|organizers|teacher|instructor|coach|trainer|" +
	"therapist|" +
	"doctor|physician|landlord|vendor|supplier|supervisor|witness|beneficiary|staff|employee|consultant|advisor|" +
	"adviser|" +
	"broker|recruiter|interviewer|reference|references|modified|updated|sender|support|reply|our|" +
	"inhaber|besitzer|eigentümer|verkäufer|vertrieb|makler|maklerin|betreuer|berater|bearbeiter|zuständig|" +
	"mitarbeiter|" +
	"vorgesetzter|empfohlen|empfehlung|freund|freunde|freundes|notfall|notfallkontakt|assistent|assistenz|" +
	"assistentin|" +
	"sekretariat|vermieter|lehrer|propriétaire|responsable|commercial|ami|amis|parrain|urgence|assistante|" +
	"gestionnaire|" +
	"propietario|agente|gerente|asesor|amigo|amiga|emergencia|referido|proprietário|dono|emergência|proprietario|" +
	"responsabile|amico|emergenza|eigenaar|vriend|nood|noodcontact|beheerder|właściciel|opiekun|znajomy|przyjaciel|" +
	"alarmowy|владелец|менеджер|друг|друга|экстренный|ответственный|власник|відповідальний|ägare|vän|ejer|ven")

// aboutWords in a title say that it is about an address, a number or a name, and does not hold one.
var aboutWords = textSet("status|type|typ|consent|marketing|subscribed|unsubscribed|opt|optin|optout|verified|" +
	"bounced|valid|" +
	"validation|count|code|codes|country|extension|ext|fax|time|preferred|preference|prefer|method|call|calls|sms|" +
	"sent|" +
	"opened|clicked|clicks|provider|domain|id|ids|size|website|industry|language|list|lists|score|source|date|day|" +
	"tracking|" +
	"permission|receive|newsletter|updates|may|can|should|do|not|blacklisted|hash|md5|sha256|format|formatted|" +
	"angezeigter|einwilligung|vorwahl|land|uhrzeit|consentement|indicatif|prefijo|prefixo|prefisso|voorkeur|zgoda|" +
	"согласие|згода|subject|body|template|footer|name|names|vorname|nachname|street|city|zip|state|postcode|" +
	"revenue|employees|owner|lookup|priority|wanted|needed|when|how|why")

// nameRoles are what may stand beside the word for a name: whose it is.
var nameRoles = textSet("full|your|the|of|s|name|names|first|last|parent|parents|guardian|attendee|applicant|" +
	"guest|student|" +
	"pupil|child|patient|registrant|billing|participant|delegate|member|visitor|subscriber|enquirer|inquirer|" +
	"caller|user|" +
	"recipient|booker|passenger|traveller|traveler|tenant|candidate|donor|volunteer|bride|customer|client|lead|" +
	"contact|" +
	"prospect|person|payer|cardholder|primary|main|buyer|purchaser|shopper|homeowner|requester|requestor|" +
	"respondent|" +
	"invitee|kunde|kunden|kontakt|ansprechpartner|teilnehmer|teilnehmers|gast|patienten|client|participant|invité|" +
	"cliente|participante|contacto|contatto|contato|klant|deelnemer|1")

// companyRoles are what may stand beside the word for a company.
var companyRoles = textSet("account|associated|primary|main|current|name|1|your|client|customer|lead|contact|" +
	"employer|work|" +
	"billing|shipping|which|do|you|represent|are|from|the|of|for|with|company|organization|organisation|or|" +
	"business|person|buyer|attendee|deal")

// needRoles are what may stand beside the word for the request.
var needRoles = textSet("lead|customer|client|inquiry|enquiry|text|additional|your|and|of|the|buyer|contact|form|" +
	"any|other|" +
	"further|initial|message|comments|questions|body|visitor|user|1|more|optional|field|or|a|to|us|for|requests|" +
	"special")

// The ranks of qualified titles: several columns may be called an address.
var (
	firstWords = textSet("1|first|primary|main|billing|work|business|parent|parents|guardian|buyer|customer|" +
		"client|lead|" +
		"contact|attendee|registrant|your|mobile|hauptkontakt|geschäftlich|geschaftlich|dienstlich|professionnel")
	lastWords = textSet("2|3|4|5|second|secondary|other|additional|alternative|alternate|alt|backup|old|user|" +
		"child|kid|" +
		"student|pupil|corporate|company|office|shipping|zweite|weitere|autre|otro|otra|outro|altra|altro|andere|" +
		"inny|другой|" +
		"account|system|login|paypal")
)

// needRanks are which of several columns of a request has it, the first line before the others: what the customer
// wrote before what somebody noted.
var needRanks = []string{
	"message|messages|enquiry|inquiry|request|nachricht|anfrage|anliegen|mitteilung|message|demande|mensaje|" +
		"consulta|" +
		"solicitud|mensagem|pedido|messaggio|richiesta|bericht|vraag|aanvraag|wiadomość|zapytanie|treść|сообщение|" +
		"запрос|" +
		"повідомлення|запит|help|meddelande|besked|melding|viesti|zpráva|správa|üzenet|mesaj|μήνυμα|poruka|съобщение",
	"question|questions|requirement|requirements|project|need|needs|frage|bedarf|projekt|besoin|besoins|projet|" +
		"necesidad|" +
		"necessidade|esigenza|domanda|pytanie|вопрос|питання|query|body",
	"comment|comments|description|details|kommentar|beschreibung|commentaire|commentaires|comentario|comentarios|" +
		"comentário|comentários|descripción|descrição|descrizione|commento|omschrijving|komentarz|opis|" +
		"комментарий|описание|" +
		"коментар|опис|text",
}

// noteWords in a title say that it is what somebody noted about a request.
var noteWords = textSet("note|notes|remark|remarks|notiz|notizen|bemerkung|bemerkungen|anmerkung|anmerkungen|" +
	"remarques|remarque|" +
	"notas|nota|observaciones|observações|note|uwagi|internal|intern|interne|interna|interno|staff|agent|admin|" +
	"call|crm|" +
	"opmerking|opmerkingen|примечание|примітка")

// needRank says how surely a column of requests has what the customer wrote: less is surer.
func needRank(fold string) int {
	words := strings.Fields(fold)
	for _, w := range words {
		if noteWords[w] {
			if strings.Contains(fold, "internal") || strings.Contains(fold, "intern") {
				return len(needRanks) + 2
			}
			return len(needRanks) + 1
		}
	}
	for rank, list := range needRanks {
		for _, w := range words {
			if has(list, w) {
				return rank
			}
		}
	}
	return len(needRanks)
}

// addressTypes takes out what address books write: EMAIL;TYPE=WORK.
var addressTypes = strings.NewReplacer("TYPE=", " ", "type=", " ")

// titleWords are the words of a title: those that are one word in another spelling, too.
func titleWords(title string) []string {
	title = addressTypes.Replace(title)
	words := strings.Fields(table.Fold(splitWords(title)))
	out := words[:0]
	for i := 0; i < len(words); i++ {
		if words[i] == "e" && i+1 < len(words) && strings.HasPrefix(words[i+1], "mail") {
			words[i+1] = "e" + words[i+1]
			continue
		}
		out = append(out, words[i])
	}
	return out
}

// splitWords puts a blank where a word begins inside a word: RecipientEmail.
func splitWords(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i > 0 && s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			b.WriteByte(' ')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
