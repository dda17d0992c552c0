package signin

import "slices"

const (
	microsoftAuth  = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize"
	microsoftToken = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
)

// Mail is the service of a mailbox with OAuth: Gmail for a person, Microsoft 365 for a person or an application.
var Mail = &Service{
	Name:      "the mailbox",
	Providers: []*Provider{&googleMail, &microsoftPerson, &microsoftApplication},
	Reading:   "the OAuth client of the mailbox",
	NoFile: "signing in to the mailbox by OAuth needs a client: name its file in {client} (README.md, Gmail and " +
		"Microsoft 365, shows how to make one)",
	NotJSON: "{file} is no file of an OAuth client (it is not JSON of that kind): download it again, or write it " +
		"as README.md shows",
	Unfit: map[Kind]string{web: textWebClient,
		ServiceAccount: `it is the key of a service account, which has no mailbox: in Google Cloud, Clients, ` +
			`create an OAuth client of the type "Desktop app" and download its file`},
	NoneOfOurs: `it holds neither a client of Google ("installed") nor one of Microsoft 365 ("client_id" and ` +
		`"tenant"): README.md, Gmail and Microsoft 365, shows both`,
	NotSignedIn: "nobody has signed in to the mailbox yet: run {login}",
}

var microsoftPerson = Provider{
	Name: "Microsoft", Kind: Public, AuthURI: microsoftAuth, TokenURI: microsoftToken,
	Scopes:  []string{"https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access", "openid", "email"},
	Needed:  "imap.accessasuser.all",
	Missing: textMailMissing, Sending: "https://outlook.office.com/SMTP.Send",
	Short: "it gave a sign-in for an hour only: allow the application the permission offline_access in Microsoft " +
		"Entra, and run {login} again",
	// Microsoft accepts http://localhost with any port, but compares the path literally: it must be empty.
	Redirect: "http://localhost:%s", Prompt: "select_account",
	Servers: microsoftServers,
	Refused: "the consent has expired or was withdrawn, or the account that signed in may not open the mailbox " +
		"{mailbox}: run {login} again as the mailbox's user or somebody who has full access to it; IMAP must be on " +
		"for the mailbox (in Microsoft 365: the user's mail apps)",
	Refusals:  slices.Concat(microsoftNumbers, []Refusal{{"invalid_grant", "", textWithdrawn}}, microsoftCodes),
	Otherwise: microsoftOther,
}

var microsoftApplication = Provider{
	Name: "Microsoft", Kind: Application, AuthURI: microsoftAuth, TokenURI: microsoftToken,
	Scopes: []string{"https://outlook.office365.com/.default"}, Role: "IMAP.AccessAsApp",
	Servers: microsoftServers,
	Refused: "the application may not open the mailbox {mailbox}: in Microsoft Entra give it the application " +
		"permission IMAP.AccessAsApp of Office 365 Exchange Online with an administrator's consent; in Exchange " +
		"Online PowerShell run New-ServicePrincipal with the object ID shown under Enterprise applications (not " +
		"App registrations), and Add-MailboxPermission with FullAccess for this mailbox; it may take half an hour " +
		"to count",
	Refusals:  slices.Concat(microsoftNumbers, microsoftCodes),
	Otherwise: microsoftOther,
}

var microsoftServers = []string{"outlook.office365.com", "outlook.office.com", "imap-mail.outlook.com",
	"smtp.office365.com", "smtp-mail.outlook.com"}

const (
	textMailMissing = "the permission for mail was not given: run {login} again and tick the box for mail"
	textWithdrawn   = "the consent has expired or was withdrawn, or the account's password was changed: run {login} " +
		"again"
	microsoftOther = "it refused ({code}): look the reason up in Microsoft Entra, Sign-in logs"

	noTenant = `there is no such directory: set "tenant" in the client's file to the directory (tenant) ID that ` +
		`Microsoft Entra shows`
	noConsent = "nobody has consented to the application for this mailbox: run {login}, or have an administrator " +
		"grant the consent in Microsoft Entra, API permissions"
	wrongSecret = `the application's secret is wrong: put the secret's value, not its ID, into "client_secret", or ` +
		`make a new one in Microsoft Entra, Certificates & secrets`
)

// microsoftNumbers are the usual error numbers of Microsoft's sign-in. If Microsoft changes them, the texts become less
// specific, nothing else.
var microsoftNumbers = []Refusal{
	{"AADSTS90002", "", noTenant},
	{"AADSTS900023", "", noTenant},
	{"AADSTS50059", "", noTenant},
	{"AADSTS700016", "", `the directory does not know the application: check "client_id" and "tenant" in the ` +
		`client's file; both stand on the application's page in Microsoft Entra`},
	{"AADSTS50194", "", `the application is for its own directory only: set "tenant" in the client's file to its ` +
		`directory (tenant) ID`},
	{"AADSTS50020", "", "the account that signed in belongs to another directory: run {login} again with an " +
		"account of yours, or correct the tenant"},
	{"AADSTS7000215", "", wrongSecret},
	{"AADSTS7000222", "", `the application's secret has run out: make a new one in Microsoft Entra, Certificates & ` +
		`secrets, and put its value into "client_secret"`},
	{"AADSTS7000218", "", "the application is not set up for programs without a secret: in Microsoft Entra, " +
		"Authentication, add the platform Mobile and desktop applications with http://localhost, and allow public " +
		"client flows"},
	{"AADSTS700025", "", `the application is a public one and must have no secret: remove "client_secret" from the ` +
		`client's file to sign in as a person`},
	{"AADSTS500011", "", "the directory has no Exchange Online: check that the tenant in the client's file is that " +
		"of the mailbox"},
	{"AADSTS65001", "", noConsent},
	{"AADSTS90094", "", "your organisation wants an administrator to consent: ask them to grant the application's " +
		"permission in Microsoft Entra, Enterprise applications"},
	{"AADSTS65004", "", "access was not allowed in the browser: run {login} again and allow it"},
	{"AADSTS50173", "", "the consent was withdrawn, or the account's password was changed: run {login} again"},
	{"AADSTS700082", "", "the consent has expired, because it was not used for a long time: run {login} again"},
	{"AADSTS700084", "", "the consent has expired: run {login} again; in Microsoft Entra the address " +
		"http://localhost must stand under Mobile and desktop applications, not Single-page application"},
	{"AADSTS70043", "", "your organisation asks for a new sign-in from time to time: run {login} again"},
	{"AADSTS50076", "", "your organisation asks for a second factor now: run {login} again"},
	{"AADSTS50079", "", "your organisation asks for a second factor now: run {login} again"},
	{"AADSTS53003", "", "your organisation's conditional access does not let this machine in: ask the " +
		"administrator to allow the application"},
	{"AADSTS50105", "", "the account is not assigned to the application: ask the administrator to assign it in " +
		"Microsoft Entra, Enterprise applications"},
	{"AADSTS50057", "", "the account is disabled: ask the administrator"},
	{"AADSTS50034", "", "the directory does not know the account: run {login} again with an account of yours"},
	{"AADSTS7000112", "", "the application is disabled: ask the administrator to enable it in Microsoft Entra, " +
		"Enterprise applications"},
	{"AADSTS70011", "", "it refused the permission for mail: in Microsoft Entra, API permissions, add " +
		"IMAP.AccessAsUser.All for a person, or IMAP.AccessAsApp of Office 365 Exchange Online for an application"},
	{"AADSTS53000", "", "your organisation lets in only machines that it manages: sign in as an application " +
		"instead (README.md, Gmail and Microsoft 365)"},
	{"AADSTS50055", "", "the account's password has expired: set a new one, and run {login} again"},
	{"AADSTS50053", "", "the account is locked for a while: wait, and run {login} again"},
}

// microsoftCodes are the error codes of the protocol, used when the number is not known.
var microsoftCodes = []Refusal{
	{"interaction_required", "", "it wants to see a person: run {login} again"},
	{"consent_required", "", noConsent},
	{"login_required", "", "run {login} again"},
	{"access_denied", "", "access was not allowed in the browser: run {login} again and allow it"},
	{"invalid_client", "", wrongSecret},
	{"unauthorized_client", "", `the directory does not know the application, or does not let it sign in: check ` +
		`"client_id" and "tenant" in the client's file`},
	{"invalid_request", "", "it does not understand the request: check the client's file, and run {login} again"},
	{"invalid_scope", "", "it refused the permission for mail: in Microsoft Entra, API permissions, add " +
		"IMAP.AccessAsUser.All, or IMAP.AccessAsApp for an application"},
	{"invalid_resource", "", "the directory has no Exchange Online: check that the tenant in the client's file is " +
		"that of the mailbox"},
}
