package lead

import (
	"slices"
	"testing"
)

func TestFieldOf(t *testing.T) {
	cases := []struct {
		want   Field
		labels []string
	}{
		{FieldName, []string{"Name", "Full Name*", "Your name:", "your-name", "fullName", "full_name", "1. Name (required)", "Q3: What is your name?", "Vor- und Nachname", "Ansprechpartner", "Ihr Name *",
			"Nom", "Nom et prénom", "Votre nom", "Quel est votre nom ?", "Nombre", "Nombre y apellidos", "¿Cuál es su nombre?", "Nome completo", "Seu nome", "Nome e cognome", "Nominativo", "Naam", "Wat is uw naam?",
			"Imię i nazwisko", "ФИО", "Ф.И.О.", "Ваше имя", "Имя", "ПІБ", "Ваше ім’я", "Ім'я", "Контактна особа", "Person - Name", "Customer name", "Invitee Name"}},
		{FieldFirstName, []string{"First name", "firstName", "FNAME", "Name (First)", "Name - First Name", "Given Name", "Vorname", "Prénom", "Primeiro nome", "Voornaam", "Imię"}},
		{FieldLastName, []string{"Last name", "lastName", "Surname", "Nachname", "Nom de famille", "Apellidos", "Sobrenome", "Cognome", "Achternaam", "Nazwisko", "Фамилия", "Прізвище"}},
		{FieldEmail, []string{"Email", "E-Mail", "eMail", "EMAIL ADDRESS *", "your-email", "work_email", "Business Email ", "Contact Email", "E-Mail-Adresse", "Wie lautet Ihre E-Mail-Adresse?", "Courriel", "Adresse e-mail",
			"Adresse électronique", "Quelle est votre adresse e-mail ?", "Correo electrónico", "¿Cuál es tu correo electrónico?", "Endereço de e-mail", "Qual é o seu e-mail?", "Indirizzo email", "Qual è la tua email?", "E-mailadres", "Adres e-mail",
			"Podaj swój adres e-mail", "Эл. почта", "Электронная почта", "Пошта", "Електронна адреса", "What is the best email address to reach you?", "Invitee Email", "Person - Email - Work"}},
		{FieldPhone, []string{"Phone", "phone_number", "phoneNumber", "Mobile", "WhatsApp", "Tel.", "Contact number", "Telefon", "Telefonnummer", "Handynummer", "Unter welcher Telefonnummer erreichen wir Sie?", "Téléphone", "Tél.", "N° de téléphone", "Teléfono móvil",
			"Telefone", "Telemóvel", "Cellulare", "Numero di telefono", "Telefoonnummer", "Nr telefonu", "Numer telefonu", "Телефон", "Номер телефона", "Мобільний", "What's your phone number?", "Ваш телефон *"}},
		{FieldCompany, []string{"Company", "Company Name", "companyName", "Account Name", "Organization Name", "Firma", "Unternehmen", "Société", "Entreprise", "Nom de l'entreprise", "Empresa", "Razón social", "Azienda", "Ragione sociale", "Bedrijfsnaam", "Nazwa firmy", "Nazwa", "Компания", "Название компании", "Компанія", "What company do you work for?"}},
		{FieldNeed, []string{"Message", "your-message", "Comments", "How can we help?", "How can we help you today?", "Project", "Nachricht", "Ihr Anliegen", "Wie können wir Ihnen helfen?", "Votre demande", "Comment pouvons-nous vous aider ?", "Mensaje", "¿En qué podemos ayudarte?", "Mensagem", "Como podemos ajudar?",
			"Messaggio", "Richiesta", "Come possiamo aiutarti?", "Bericht", "Hoe kunnen we u helpen?", "Wiadomość", "Treść", "W czym możemy pomóc?", "Сообщение", "Чем мы можем помочь?", "Повідомлення", "Чим ми можемо допомогти?", "Tell us about your project"}},
		{FieldSource, []string{"Source", "Lead Source", "How did you hear about us?", "Quelle", "Wie sind Sie auf uns aufmerksam geworden?", "Comment nous avez-vous connu ?", "¿Cómo nos conoció?", "Como nos conheceu?", "Come ci ha conosciuto?", "Hoe heeft u ons gevonden?", "Skąd o nas wiesz?", "Откуда вы о нас узнали?", "Звідки ви дізналися про нас?"}},
		{FieldBudget, []string{"Budget", "What is your budget?", "Preisrahmen", "Presupuesto", "Orçamento", "Preventivo", "Budżet", "Бюджет"}},
		{FieldTimeline, []string{"Timeline", "Wann", "Délai", "Plazo", "Prazo", "Tempistiche", "Termijn", "Kiedy", "Сроки", "Терміни"}},
		{FieldCountry, []string{"Country", "Land", "Pays", "País", "Paese", "Kraj", "Страна", "Країна"}},
		{FieldCity, []string{"City", "Ort", "Ville", "Ciudad", "Cidade", "Città", "Plaats", "Miasto", "Город", "Місто"}},
		{FieldJob, []string{"Job Title", "Funktion", "Fonction", "Cargo", "Ruolo", "Functie", "Stanowisko", "Должность", "Посада"}},
		{FieldWebsite, []string{"Website", "Webseite", "Site web", "Página web", "Sito", "Strona", "Сайт"}},
		{FieldConsent, []string{"Consent", "I agree to receive emails", "Ich stimme der Datenschutzerklärung zu", "J’accepte", "Acepto la política de privacidad", "Aceito", "Accetto", "Akkoord", "Zgoda", "Согласие на обработку персональных данных", "Згода", "Newsletter"}},
		{FieldSubmitted, []string{"Timestamp", "created_time", "createdTime", "Submitted at", "Submit Date (UTC)", "Entry Date", "Zeitstempel", "Horodateur", "Marca temporal", "Carimbo de data/hora", "Informazioni cronologiche", "Tijdstempel", "Sygnatura czasowa", "Отметка времени", "Позначка часу"}},
		{FieldCampaign, []string{"utm_campaign", "campaign_name", "UTM Campaign", "utmCampaign"}},
		{FieldUTMSource, []string{"utm_source", "UTM Source"}},
		{FieldMedium, []string{"utm_medium"}},
		{FieldNone, []string{"", "***", "Form Name (ID)", "ad_name", "adset_name", "form_name", "User Name", "Username", "Event Type Name", "File Name", "Product", "Project Name",
			"Contact owner", "Owner email", "Agent", "Email status", "Email Opt Out", "Accepts Email Marketing", "Manager email", "Unsubscribed", "Opt out of marketing", "Do not call", "BLACKLISTED", "Keine Werbung per E-Mail",
			"Je ne souhaite pas recevoir de newsletter: ne pas", "How many phones do you have?", "Phone or email?", "Should we contact you by phone or e-mail?", "Bevorzugter Kontakt: Telefon oder E-Mail?", "How many employees does your company have?",
			"Title", "State", "Stato", "Estado", "Favourite colour", "utm_term", "Start Date (UTC)", "Start time", "Name of your pet"}},
	}
	for _, c := range cases {
		for _, l := range c.labels {
			if got := FieldOf(l); got != c.want {
				t.Errorf("FieldOf(%q) = %q, want %q", l, got, c.want)
			}
		}
	}
}

func TestFieldsOf_PartnerColumn(t *testing.T) {
	cases := []struct {
		labels []string
		want   []Field
	}{
		{[]string{"Prénom", "Nom"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Nom", "E-mail"}, []Field{FieldName, FieldEmail}},
		{[]string{"Vorname", "Name"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Name", "Telefon"}, []Field{FieldName, FieldPhone}},
		{[]string{"Nome", "Cognome"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Nombre", "Apellidos"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Nome", "Sobrenome"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Имя", "Фамилия"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Ім’я", "Прізвище"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Imię", "Nazwisko", "Nazwa"}, []Field{FieldFirstName, FieldLastName, FieldCompany}},
		{[]string{"Voornaam", "Naam"}, []Field{FieldFirstName, FieldLastName}},
		{[]string{"Name", "First name", "Last name"}, []Field{FieldName, FieldFirstName, FieldLastName}},
		{[]string{"Id", "Date", "Status", "Email"}, []Field{FieldNone, FieldSubmitted, FieldNone, FieldEmail}},
		{[]string{"Timestamp", "Date", "Email"}, []Field{FieldSubmitted, FieldNone, FieldEmail}},
	}
	for _, c := range cases {
		if got := FieldsOf(c.labels); !slices.Equal(got, c.want) {
			t.Errorf("FieldsOf(%q) = %q, want %q", c.labels, got, c.want)
		}
	}
}
