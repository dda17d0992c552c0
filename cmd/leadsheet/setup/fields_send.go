package setup

import "leadsheet/lead/hint"

// sendFields are the settings of sending.
func sendFields() []Field {
	return []Field{
		{Setting: hint.SendServer, at: func(c *Config) *string { return &c.SMTPAddr },
			Desc: "mail server for sending, such as smtp.example.com or smtp.example.com:465; empty for sending no " +
				"mail"},
		{Setting: hint.SendUser, at: func(c *Config) *string { return &c.SMTPUser },
			Desc: "name to sign in with there, mostly the mail address"},
		{Setting: hint.SendPassword, at: func(c *Config) *string { return &c.SMTPPassword },
			Desc: "its password or app password, mostly that of the mailbox"},
		{Setting: hint.SendPasswordFile, at: func(c *Config) *string { return &c.SMTPPasswordFile }, IsPath: true,
			Desc: "or a file that holds it, readable by you alone"},
		{Setting: hint.SendAuth, at: func(c *Config) *string { return &c.SMTPAuth }, Default: ByPassword,
			Desc: "how to sign in for sending: password, xoauth2 (Gmail and Microsoft 365), or none (a server that " +
				"asks for nothing)"},
		{Setting: hint.SendClient, at: func(c *Config) *string { return &c.SMTPOAuthClient }, IsPath: true,
			Desc: "for xoauth2 with another account than the mailbox's: the file of the OAuth client, readable by " +
				"you alone"},
		{Setting: hint.SendToken, at: func(c *Config) *string { return &c.SMTPOAuthToken }, IsPath: true,
			Desc: "the file in which " + hint.LoginSend.String() + " keeps that sign-in; send-token.json in the " +
				"folder leadsheet of your configuration folder unless set"},
		{Setting: hint.SendSecurity, at: func(c *Config) *string { return &c.SMTPSecurity },
			Desc: "tls, starttls, or none (this machine only); by the port unless set"},
		{Setting: hint.SendCAFile, at: func(c *Config) *string { return &c.SMTPCAFile }, IsPath: true,
			Desc: "certificate of your own authority, if you have one (PEM)"},
		{Setting: hint.SendFrom, at: func(c *Config) *string { return &c.SMTPFrom },
			Desc: "the address that messages come from, such as sales@example.com or Sales <sales@example.com>; the " +
				"one that is signed in unless set"},
		{Setting: hint.Send, at: func(c *Config) *string { return &c.Send },
			Desc: "no: show what would be sent, and send nothing; yes once there is a way to send unless set"},
		{Setting: hint.SlackWebhook, at: func(c *Config) *string { return &c.SlackWebhook },
			Desc: "address of an incoming webhook of Slack, for people who want to be told there; it is a secret"},
		{Setting: hint.TeamsWebhook, at: func(c *Config) *string { return &c.TeamsWebhook },
			Desc: "address of a webhook of a workflow in Microsoft Teams; it is a secret"},
		{Setting: hint.TelegramToken, at: func(c *Config) *string { return &c.TelegramToken },
			Desc: "token of a bot of Telegram; it is a secret"},
		{Setting: hint.TelegramChat, at: func(c *Config) *string { return &c.TelegramChat },
			Desc: "number of the chat or group that the bot writes to; " + hint.Doctor.String() + " shows it"},
		{Setting: hint.Webhook, at: func(c *Config) *string { return &c.Webhook },
			Desc: "address to which messages for the team are posted as JSON; it is a secret"},
	}
}
