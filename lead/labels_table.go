package lead

// labelWords are the words that forms use for a field, one line a language. They are compared after foldLabel, so
// case, accents on Latin letters, punctuation and camel case do not matter here.
var labelWords = []struct {
	field Field
	words string
}{
	{FieldName, "name|full name|your name|your full name|contact name|customer name|client name|lead name|respondent|" +
		"respondent name|invitee name|person name|contact person|first and last name|name and surname|" +
		"first name and last name|first last name"},
	{FieldName, "vor und nachname|vorname und nachname|vorname nachname|name vorname|nachname vorname|vorname name|" +
		"ansprechpartner|ansprechpartnerin|kontakt|kontaktperson|ihr name|ihr vollständiger name|vollständiger name|" +
		"name des ansprechpartners|dein name"},
	{FieldName, "nom|nom complet|nom et prénom|prénom et nom|nom prénom|prénom nom|noms et prénoms|votre nom|" +
		"votre nom complet|nom du contact"},
	{FieldName, "nombre|nombres|nombre completo|nombre y apellido|nombre y apellidos|nombres y apellidos|contacto|" +
		"su nombre|tu nombre|persona de contacto|nombre de contacto"},
	{FieldName, "nome|nome completo|seu nome|contato|nome e sobrenome|nome e apelido|nome do contato|o seu nome"},
	{FieldName, "nome e cognome|cognome e nome|nome cognome|nominativo|referente|il tuo nome|il suo nome|" +
		"persona di riferimento"},
	{FieldName, "naam|volledige naam|contactpersoon|uw naam|je naam|voor en achternaam|voornaam en achternaam"},
	{FieldName, "imię i nazwisko|imię nazwisko|nazwisko i imię|osoba kontaktowa|osoba do kontaktu|twoje imię i nazwisko"},
	{FieldName, "имя|фио|ф и о|имя и фамилия|фамилия и имя|имя фамилия|фамилия имя отчество|ваше имя|контактное лицо|" +
		"как вас зовут|как к вам обращаться"},
	{FieldName, "ім'я|піб|п і б|ім'я та прізвище|прізвище та ім'я|ім'я прізвище|прізвище ім'я по батькові|ваше ім'я|" +
		"контактна особа|як вас звати|як до вас звертатися"},

	{FieldFirstName, "first name|given name|fname|forename|firstname|name first|name first name|first|christian name"},
	{FieldFirstName, "vorname|ihr vorname|rufname|prénom|votre prénom|prénoms|primer nombre|nombre de pila|" +
		"primeiro nome|nome próprio|nome di battesimo"},
	{FieldFirstName, "voornaam|imię|twoje imię"},

	{FieldLastName, "last name|family name|surname|lname|lastname|name last|name last name|last|second name"},
	{FieldLastName, "nachname|familienname|zuname|ihr nachname|nom de famille|apellido|apellidos|primer apellido|" +
		"sobrenome|apelido|cognome|achternaam|familienaam|nazwisko|фамилия|ваша фамилия|прізвище|ваше прізвище"},

	{FieldEmail, "email|e-mail|mail|email address|email id|mail id|email addr|work email|business email|company email|" +
		"your email|email work|emailaddress"},
	{FieldEmail, "e-mail-adresse|mailadresse|mail adresse|emailadresse|geschäftliche e-mail|courriel|adresse e-mail|" +
		"adresse mail|adresse électronique|adresse de courriel|adresse courriel|adresse de messagerie"},
	{FieldEmail, "correo|correo electrónico|dirección de correo|dirección de correo electrónico|dirección de e-mail|" +
		"endereço de e-mail|correio eletrónico|correio eletrônico|endereço de correio eletrónico|endereço eletrônico"},
	{FieldEmail, "indirizzo email|indirizzo e-mail|indirizzo mail|indirizzo di posta elettronica|posta elettronica|" +
		"e-mailadres|mailadres|emailadres|adres e-mail|adres mailowy|adres poczty elektronicznej|poczta elektroniczna"},
	{FieldEmail, "почта|эл почта|электронная почта|адрес электронной почты|электронный адрес|имейл|емейл|мейл|емайл|" +
		"пошта|ел пошта|електронна пошта|електронна адреса|адреса електронної пошти|імейл"},

	{FieldPhone, "phone|phone number|phone no|phone nr|mobile|mobile phone|mobile number|mobile no|cell|cell phone|" +
		"cellphone|cell number|tel|tel no|telephone|telephone number|telephone no|contact number|whatsapp|whatsapp number|" +
		"sms|daytime phone|phonenumber|work phone|phone work"},
	{FieldPhone, "telefon|telefonnummer|telefon nr|telefonnr|tel nr|handy|handynummer|mobil|mobilnummer|mobiltelefon|" +
		"mobilfunknummer|rufnummer|rückrufnummer|durchwahl|festnetz|telefon mobil"},
	{FieldPhone, "téléphone|tél|numéro de téléphone|numéro de tél|n de téléphone|no de téléphone|téléphone portable|" +
		"téléphone mobile|portable|numéro|numéro de portable|numéro de mobile"},
	{FieldPhone, "teléfono|móvil|celular|número de teléfono|teléfono móvil|número de móvil|número de celular|" +
		"teléfono de contacto|telefone|telemóvel|número de telefone|número de telemóvel|telefone celular|" +
		"telefone de contato|fone"},
	{FieldPhone, "telefono|cellulare|recapito|recapito telefonico|numero di telefono|numero di cellulare|" +
		"numero telefonico|telefono cellulare|telefoon|telefoonnummer|mobiel|mobiele telefoon|mobiel nummer|gsm|gsm nummer"},
	{FieldPhone, "nr telefonu|numer telefonu|nr tel|telefon kontaktowy|telefon komórkowy|komórka|numer kontaktowy"},
	{FieldPhone, "телефон|номер|номер телефона|мобильный|мобильный телефон|контактный телефон|ваш телефон|тел|" +
		"номер телефону|мобільний|мобільний телефон|контактний телефон"},

	{FieldCompany, "company|company name|organisation|organization|organisation name|organization name|business|" +
		"business name|account|account name|employer|name of company|name of your company|name of organization"},
	{FieldCompany, "firma|firmenname|unternehmen|unternehmensname|name des unternehmens|name der firma|" +
		"name ihres unternehmens|organisation|arbeitgeber|betrieb"},
	{FieldCompany, "société|entreprise|raison sociale|nom de la société|nom de société|nom de l'entreprise|" +
		"nom de votre entreprise|nom entreprise|nom de l'organisation|organisme|empresa|compañía|razón social|" +
		"nombre de la empresa|nombre de empresa|nombre de su empresa|organización"},
	{FieldCompany, "nome da empresa|organização|razão social|companhia|azienda|società|ragione sociale|nome azienda|" +
		"nome dell'azienda|nome della società|organizzazione|impresa"},
	{FieldCompany, "bedrijf|bedrijfsnaam|naam bedrijf|organisatie|naam organisatie|nazwa|nazwa firmy|przedsiębiorstwo|" +
		"organizacja"},
	{FieldCompany, "компания|организация|фирма|название компании|название организации|компанія|організація|фірма|" +
		"назва компанії|назва організації|підприємство"},

	{FieldNeed, "message|your message|comment|comments|how can we help|how can we help you|project|project description|" +
		"project details|requirements|enquiry|inquiry|your enquiry|your inquiry|details|notes|note|request|question|" +
		"your question|questions|description|additional information|what do you need|message text|need|needs"},
	{FieldNeed, "nachricht|ihre nachricht|anliegen|ihr anliegen|anfrage|ihre anfrage|bemerkung|bemerkungen|bedarf|" +
		"mitteilung|kommentar|frage|ihre frage|beschreibung|projektbeschreibung|wunsch|wünsche|ihre mitteilung"},
	{FieldNeed, "votre message|votre demande|demande|besoin|votre besoin|vos besoins|besoins|commentaire|commentaires|" +
		"votre projet|projet|description du projet|objet de la demande|remarques"},
	{FieldNeed, "mensaje|su mensaje|tu mensaje|consulta|comentario|comentarios|necesidad|necesidades|su consulta|" +
		"solicitud|descripción|observaciones|mensagem|sua mensagem|comentário|comentários|necessidade|pedido|observações|" +
		"descrição"},
	{FieldNeed, "messaggio|il tuo messaggio|richiesta|la tua richiesta|esigenza|esigenze|commenti|commento|domanda|" +
		"descrizione|bericht|uw bericht|je bericht|vraag|uw vraag|opmerking|opmerkingen|omschrijving|toelichting|aanvraag"},
	{FieldNeed, "wiadomość|treść|treść wiadomości|twoja wiadomość|zapytanie|uwagi|opis|komentarz|pytanie|" +
		"treść zapytania|сообщение|ваше сообщение|комментарий|комментарии|вопрос|ваш вопрос|запрос|описание|повідомлення|" +
		"ваше повідомлення|коментар|коментарі|запит|питання|ваше питання|опис"},

	{FieldSource, "source|lead source|original source|how did you hear about us|how did you find us|how did you hear|" +
		"referred by|referral source|quelle|leadquelle|aufmerksam geworden|herkunft|" +
		"wie sind sie auf uns aufmerksam geworden"},
	{FieldSource, "origine|provenance|comment nous avez vous connu|fuente|origen|cómo nos conoció|cómo nos conociste|" +
		"origem|fonte|como nos conheceu|provenienza|come ci ha conosciuto|come ci hai conosciuto|bron|hoe gevonden|" +
		"hoe heeft u ons gevonden"},
	{FieldSource, "źródło|skąd|skąd o nas wiesz|źródło kontaktu|источник|откуда узнали|откуда вы о нас узнали|джерело|" +
		"звідки дізналися|звідки ви дізналися про нас"},

	{FieldBudget, "budget|your budget|price range|budget range|spend|monthly spend|preisrahmen|budgetrahmen|enveloppe|" +
		"enveloppe budgétaire|presupuesto|inversión|orçamento|verba|preventivo|budżet|бюджет"},

	{FieldTimeline, "timeline|timeframe|time frame|when|start date|deadline|project start|zeitraum|zeitrahmen|wann|" +
		"starttermin|wunschtermin|projektstart|délai|délais|échéance|quand|date de début|plazo|cuándo|fecha de inicio"},
	{FieldTimeline, "prazo|quando|início|data de início|tempistiche|tempistica|scadenza|data di inizio|termijn|wanneer|" +
		"startdatum|termin|kiedy|termin realizacji|срок|сроки|когда|терміни|термін|коли"},

	{FieldCountry, "country|nation|country region|land|pays|país|paese|nazione|kraj|страна|країна"},
	{FieldCity, "city|town|city town|stadt|ort|wohnort|ville|commune|ciudad|localidad|cidade|localidade|città|comune|" +
		"località|plaats|stad|woonplaats|miasto|miejscowość|город|місто"},
	{FieldJob, "job title|job|position|role|your role|job role|funktion|berufsbezeichnung|position im unternehmen|" +
		"fonction|poste|cargo|puesto|função|ruolo|qualifica|functie|functietitel|stanowisko|должность|посада"},
	{FieldWebsite, "website|web site|url|your website|company website|website url|homepage|webseite|internetseite|site|" +
		"site web|site internet|votre site|página web|sitio web|página|site da empresa|sito|sito web|sito internet|strona|" +
		"strona www|strona internetowa|www|сайт|ваш сайт|вебсайт|веб сайт"},

	{FieldConsent, "consent|gdpr|gdpr consent|i agree|i accept|privacy policy|privacy|opt in|newsletter|" +
		"marketing consent|terms|terms and conditions|einwilligung|datenschutz|datenschutzerklärung|dsgvo|einverständnis|" +
		"consentement|rgpd|j'accepte|consentimiento|acepto|política de privacidad"},
	{FieldConsent, "lgpd|aceito|consentimento|política de privacidade|consenso|accetto|consenso privacy|" +
		"informativa privacy|toestemming|akkoord|avg|privacyverklaring|zgoda|rodo|zgoda rodo|согласие|" +
		"согласие на обработку персональных данных|згода|згода на обробку персональних даних"},

	{FieldSubmitted, "timestamp|time stamp|submitted|submitted at|submitted on|submission date|submission time|" +
		"date submitted|submit date|submit date utc|submit time|created|created time|created at|created on|create date|" +
		"created date|date created|entry date|completion time|lead submit time|received|received at|optin time|added time|" +
		"date received"},
	{FieldSubmitted, "zeitstempel|erstellt am|erstellt|fertigstellungszeit|eingegangen am|eingang|eingesendet am|" +
		"gesendet am|übermittelt am|horodateur|date de soumission|heure de fin|date d'envoi|date de création|" +
		"marca temporal|fecha de envío|hora de finalización|fecha de creación"},
	{FieldSubmitted, "carimbo de data hora|data de envio|data do envio|hora de conclusão|informazioni cronologiche|" +
		"data di invio|data invio|ora di completamento|tijdstempel|datum verzonden|ingediend op|tijd van voltooien|" +
		"sygnatura czasowa|data przesłania|data wysłania|godzina ukończenia"},
	{FieldSubmitted, "отметка времени|дата отправки|время отправки|дата создания|время завершения|позначка часу|" +
		"дата надсилання|час надсилання|дата створення"},

	{FieldCampaign, "utm campaign|campaign name|campaign|kampagne|campagne|campaña|campanha|campagna|kampania|кампания|" +
		"кампанія"},
	{FieldMedium, "utm medium"},
	{FieldUTMSource, "utm source"},
}

// dateWords are labels that are the time of submission when no other one is.
const dateWords = "date|datum|fecha|data|дата|date time"

// neverWords are words of labels that only look like one of our fields: who answers the lead, the name of the form or
// of the advertisement.
const neverWords = "form name|form name id|ad name|adset name|ad set name|user name|username|event type name|" +
	"file name|" +
	"project name|product name|product|event name|page name|contact owner|owner email|owner|owner name|agent|" +
	"agent email|agent name|" +
	"email status|email opt out|email optout|accepts email marketing|accepts sms marketing|referrer|referer|source url|" +
	"page url|landing page|" +
	"start date utc|start time|stage date utc|utm term|utm content|utm id|user agent|user ip|user id|created by|" +
	"created by user id|contact|" +
	"benutzername|dateiname|formularname|nom d'utilisateur|nom du formulaire|nom du fichier|nom du projet|" +
	"nombre de usuario|nombre del formulario|nombre del archivo|" +
	"nome de usuário|nome do formulário|nome utente|nome del modulo|nome file|gebruikersnaam|formuliernaam|bestandsnaam|" +
	"nazwa użytkownika|nazwa formularza|nazwa pliku|" +
	"имя пользователя|имя файла|название формы|ім'я користувача|ім'я файлу|назва форми"

// oppositeWords turn a permission into a refusal, or an address into something about an address.
const oppositeWords = "unsubscribed|unsubscribe|opt out|opted out|optout|do not|don't|blacklisted|no longer|keine|" +
	"kein|nicht|ne pas|pas|" +
	"no deseo|no quiero|no acepto|não|non|niet|geen|nie|не|без|abgemeldet|désinscrit|desabonné|disiscritto|" +
	"uitgeschreven|wypisany|отписан|відписаний"

// consentWords inside a sentence make it a question for permission, whatever else it names.
const consentWords = "i agree|i accept|i consent|consent|gdpr|privacy policy|privacy|opt in|newsletter|marketing|" +
	"subscribe|terms and conditions|" +
	"ich stimme|stimme zu|einwilligung|einverstanden|datenschutz|datenschutzerklärung|dsgvo|j'accepte|consentement|rgpd|" +
	"politique de confidentialité|" +
	"acepto|consentimiento|política de privacidad|aceito|concordo|consentimento|lgpd|política de privacidade|accetto|" +
	"acconsento|consenso|" +
	"toestemming|akkoord|privacyverklaring|zgoda|zgadzam|wyrażam|rodo|akceptuję|согласие|согласен|согласна|соглашаюсь|" +
	"згода|згоден|згодна|погоджуюсь|погоджуюся"

// stopPhrases are what is around the field's word in a question or a polite label. Longer ones come first.
const stopPhrases = "could you please tell us|please tell us|please provide|please enter|please give us|please leave|" +
	"what is the best|what is your|what's your|whats your|what is|enter your|provide your|your best|" +
	"wie lautet|wie heißt|wie ist|was ist|bitte geben sie|bitte|geben sie|quel est|quelle est|quels sont|" +
	"merci d'indiquer|indiquez|veuillez indiquer|veuillez entrer|" +
	"cuál es|cual es|cuáles son|indique|escriba|por favor|qual é|qual è|qual e|quais são|quali sono|informe|digite|" +
	"indica|inserisci|" +
	"wat is|vul in|vul|jaki jest|jaka jest|jakie jest|jakie są|podaj|proszę podać|wpisz|proszę|какой у вас|какая у вас|" +
	"какой|какая|какое|каков|укажите|введите|пожалуйста|" +
	"який у вас|яка у вас|який|яка|яке|вкажіть|введіть|будь ласка"

// stopWords are articles, possessives and other words that say nothing about the field.
const stopWords = "please|your|the|my|our|a|an|of|for|here|enter|is|are|best|to|reach|you|us|at|on|in|we|can|which|" +
	"ihr|ihre|ihren|ihrem|ihrer|dein|deine|mein|meine|der|die|das|den|an|unter|sie|erreichen|wir|welcher|welche|" +
	"votre|vos|ton|ta|le|la|les|l|un|une|de|du|mon|su|sus|tu|el|los|las|mi|seu|sua|o|teu|tua|meu|minha|" +
	"il|lo|tuo|suo|vostro|vostra|uw|je|jouw|mijn|het|een|twój|twoja|twoje|pana|pani|państwa|mój|swój|" +
	"ваш|ваша|ваше|вашу|вашего|твой|мой|свой|твоє|ваша|вашої|твій|мій|свій"

// roleWords say whose name, address or number it is; they are cut only in front of such a field.
const roleWords = "customer|client|lead|contact|person|invitee|respondent|primary|personal|work|business|main|" +
	"default|private|professional|valid|direct|daytime|new|confirm|" +
	"kunde|kunden|geschäftlich|geschäftliche|private|dienstlich|dienstliche|berufliche|contact|professionnel|" +
	"professionnelle|personnel|personnelle|" +
	"contacto|profesional|corporativo|contato|profissional|corporativo|aziendale|zakelijk|zakelijke|privé|służbowy|" +
	"kontaktowy|рабочий|рабочая|контактный|контактная|личный|личная|робочий|контактний|особистий"

// sentenceWords name a field wherever they are in a sentence; the first line that matches wins.
var sentenceWords = []struct {
	field Field
	words string
}{
	{FieldSource, "how did you hear|how did you find|how did you learn|where did you hear|how you heard|" +
		"auf uns aufmerksam|wie haben sie uns gefunden|wie haben sie von uns erfahren|woher kennen|nous avez vous connu|" +
		"avez vous entendu parler|nous avez vous trouvé|" +
		"nos conoció|nos conociste|nos ha conocido|nos encontró|nos conheceu|nos encontrou|ci ha conosciuto|" +
		"ci hai conosciuto|ci hai trovato|ons gevonden|van ons gehoord|kent u ons|o nas wiesz|o nas dowiedział|się o nas|" +
		"о нас узнали|вы узнали о нас|узнали о нас|про нас дізналися|дізналися про нас|ви дізналися"},
	{FieldNeed, "can we help|we help you|tell us about|tell us more|describe your|what are you looking for|" +
		"what do you need|können wir ihnen helfen|können wir helfen|können wir für sie tun|wobei können wir|" +
		"beschreiben sie|pouvons nous vous aider|décrivez|" +
		"podemos ayudarle|podemos ayudarte|podemos ayudar|describa|podemos ajudar|podemos ajudá|descreva|possiamo aiutarti|" +
		"possiamo aiutarla|possiamo aiutare|descrivi|kunnen we helpen|kunnen we u helpen|kunnen wij u helpen|" +
		"kunnen we je helpen|beschrijf|" +
		"możemy pomóc|możemy ci pomóc|możemy państwu pomóc|opisz|можем помочь|можем вам помочь|опишите|можемо допомогти|" +
		"можемо вам допомогти|опишіть"},
	{FieldBudget, "budget|price range|preisrahmen|presupuesto|orçamento|budżet|бюджет"},
	{FieldTimeline, "timeline|timeframe|when do you|when would you|when are you planning|bis wann|wann möchten|" +
		"wann soll|wann wollen|quand souhaitez|cuándo desea|cuándo quiere|quando pretende|quando deseja|quando vorresti|" +
		"quando vuole|wanneer wilt|wanneer wil|kiedy chcesz|kiedy planujesz|когда вы|когда планируете|коли ви|коли плануєте"},
	{FieldWebsite, "website|webseite|site web|página web|sito web|strona internetowa"},
	{FieldJob, "job title|berufsbezeichnung"},
	{FieldEmail, "email|email address|mailadresse|courriel|correo electrónico|posta elettronica|emailadres|" +
		"электронной почты|электронная почта|електронної пошти|електронна пошта"},
	{FieldPhone, "phone|phone number|telephone|telefon|telefonnummer|handynummer|mobilnummer|rufnummer|téléphone|" +
		"teléfono|telefone|telemóvel|telefono|cellulare|telefoon|telefoonnummer|telefonu|телефон|телефона|телефону"},
	{FieldCompany, "company name|company do you work|name of your company|firmenname|nom de votre entreprise|" +
		"nombre de su empresa|nome da sua empresa|nome della tua azienda|bedrijfsnaam|nazwa firmy|название компании|" +
		"название вашей компании|назва компанії|назва вашої компанії"},
}

// sentenceBlocks keep sentenceWords from e-mail, phone and company: they ask about such a thing, not for it.
const sentenceBlocks = "how many|how often|how much|how would|how should|prefer|preferred|method|status|verified|" +
	"type|owner|agent|provider|marketing|size|system|software|or|app|time|consent|campaign|service|accepts|sent|opened|" +
	"clicks|bounced|" +
	"wie viele|wie oft|bevorzugt|bevorzugte|oder|anbieter|anlage|uhrzeit|combien|préférez|préféré|ou|horaire|cuántos|" +
	"cuántas|prefiere|preferido|o|hora|quantos|quantas|prefere|preferido|" +
	"quanti|quante|preferisci|preferito|oppure|hoeveel|voorkeur|of|ile|preferowany|czy|lub|сколько|предпочитаете|или|" +
	"удобное|скільки|бажаний|або|чи|зручний"
