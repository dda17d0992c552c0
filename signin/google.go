package signin

import "slices"

const (
	googleAuth  = "https://accounts.google.com/o/oauth2/auth"
	googleToken = "https://oauth2.googleapis.com/token"

	// SheetsScope is the only permission that leadsheet requests for Google Sheets, from a person or a service account,
	// unless it is to ask Drive what has changed.
	SheetsScope = "https://www.googleapis.com/auth/spreadsheets"
	// DriveScope is the permission to see the names and dates of files in Google Drive, and which have changed; it does
	// not include what is in them.
	DriveScope = "https://www.googleapis.com/auth/drive.metadata.readonly"
)

// Sheets is Google Sheets, for a person or a service account.
var Sheets = &Service{
	Name:      "Google",
	Providers: []*Provider{&sheetsPerson, &sheetsService},
	Reading:   "the Google credentials",
	NoFile: "there are no credentials for Google: give the key file of a service account, or the client file of a " +
		"desktop app " +
		"(README.md, Google Sheets, shows how to make one)",
	NotJSON: "{file} is not a credentials file of Google Cloud (it is not JSON of that kind): download it there again",
	Unfit:   map[Kind]string{web: textWebClient},
	NoneOfOurs: `it is neither the key of a service account nor the client of a desktop app: in Google Cloud, ` +
		`create a service ` +
		`account and a key for it (JSON), or an OAuth client of the type "Desktop app"`,
	NotSignedIn: "nobody has signed in yet: run {login}",
}

var sheetsPerson = Provider{
	Name: "Google", Kind: Desktop, AuthURI: googleAuth, TokenURI: googleToken,
	// The person's address is requested to tell with which account the sheet must be shared.
	Scopes: []string{SheetsScope, "openid", "email"}, Needed: SheetsScope,
	Missing:  "the permission for spreadsheets was not given: run {login} again and tick the box for Google Sheets",
	Short:    textGoogleShort,
	Redirect: "http://127.0.0.1:%s/", Prompt: "consent",
	Refusals: slices.Concat([]Refusal{
		{"invalid_grant", "rapt", textReauthenticate + ", or use a service account, which is not asked"},
		{"invalid_grant", "", "the sign-in has expired or was withdrawn: run {login} again. " +
			googleTesting + "publish it, or use a service account"},
		{"admin_policy_enforced", "", googlePolicy + ", or use a service account"},
		{"invalid_scope", "", "it refused the permission for spreadsheets: run {login} again"},
	}, sheetsRefusals, googleRefusals),
	Otherwise: "it refused (HTTP {status}, {code}): run {login} again",
}

var sheetsService = Provider{
	Name: "Google", Kind: ServiceAccount, AuthURI: googleAuth, TokenURI: googleToken, Scopes: []string{SheetsScope},
	Refusals: slices.Concat([]Refusal{
		{"invalid_grant", "short-lived token", googleClock},
		{"invalid_grant", "iat and exp", googleClock},
		{"invalid_grant", "reasonable timeframe", googleClock},
		{"invalid_grant", "account not found", googleNoAccount},
		{"invalid_grant", "not a valid email", googleNoAccount},
		{"invalid_grant", "", "it does not accept the key of the service account, which was deleted or has ended: " +
			"create a new key (JSON) for it in Google Cloud"},
	}, sheetsRefusals, googleRefusals),
	Otherwise: "it refused (HTTP {status}, {code}): create a new key for the service account",
}

var sheetsRefusals = []Refusal{{"unauthorized_client", "", `it does not let this client sign in this way: use the ` +
	`key of a service account, ` +
	`or an OAuth client of the type "Desktop app", as it was downloaded`}}

var googleMail = Provider{
	Name: "Google", Kind: Desktop, AuthURI: googleAuth, TokenURI: googleToken,
	Scopes: []string{"https://mail.google.com/", "openid", "email"}, Needed: "https://mail.google.com/",
	Missing: textMailMissing, Short: textGoogleShort,
	Redirect: "http://127.0.0.1:%s/", Prompt: "consent",
	Servers: []string{"imap.gmail.com", "imap.googlemail.com", "smtp.gmail.com", "smtp.googlemail.com"},
	Refused: "the consent has expired or was withdrawn, or was given for another mailbox than {mailbox}: run " +
		"{login} again as the " +
		"mailbox's user; in Google Workspace the administrator may have switched IMAP off",
	Refusals: slices.Concat([]Refusal{
		{"invalid_grant", "rapt", textReauthenticate + ", or have the administrator exempt this client"},
		{"invalid_grant", "", textWithdrawn + ". " + googleTesting + "publish it, or make it Internal"},
		{"invalid_scope", "", "it refused the permission for mail: switch on the Gmail API in Google Cloud, and " +
			"run {login} again"},
	}, googleRefusals),
	Otherwise: "it refused (HTTP {status}, {code}): run {login} again",
}

const (
	textGoogleShort = "it gave a sign-in for an hour only: remove leadsheet at " +
		"https://myaccount.google.com/connections and run {login} again"
	googleTesting = `While the consent screen of your Google Cloud project is in "Testing", it ends after seven ` +
		`days: `
	googlePolicy = "the administrator of your Google Workspace does not allow it: ask them to trust this OAuth " +
		"client"
	googleClock     = "this machine's clock is wrong: set it (by NTP), and try again"
	googleNoAccount = "it does not know the service account any more: create one in Google Cloud, with a key " +
		"(JSON), and share the spreadsheet with its address"
)

// googleRefusals are the error codes that Google answers to any client.
var googleRefusals = []Refusal{
	{"unauthorized_client", "", `it does not let this client sign in this way: use an OAuth client of the type ` +
		`"Desktop app", as it was downloaded`},
	{"invalid_client", "", "it does not know this OAuth client, or its secret was changed: download the client's " +
		"file again from Google Cloud, Clients"},
	{"deleted_client", "", `the OAuth client was deleted: create one of the type "Desktop app" in Google Cloud, ` +
		`Clients, and run {login} again`},
	{"disabled_client", "", "the OAuth client is disabled: look into Google Cloud for the reason, or create " +
		"another one"},
	{"org_internal", "", "the OAuth client is for members of its organisation only: sign in with an account of " +
		"theirs, or make the client External in Google Cloud, Audience"},
	{"admin_policy_enforced", "", googlePolicy},
	{"access_denied", "", "access was not allowed in the browser: run {login} again and allow it; an account that " +
		"is not a test user of the project " +
		"must be added in Google Cloud, Audience"},
}
