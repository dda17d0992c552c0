package ledger

import "strings"

// MailboxMark stands between the name of a mailbox and that of a folder in the place of a mail.
const MailboxMark = ": "

// MailboxOf is the name of the mailbox in the place of a mail: the address of a further one, "" for the first.
func MailboxOf(where string) string {
	name, rest, ok := strings.Cut(where, MailboxMark)
	if !ok || rest == "" || !strings.Contains(name, "@") || strings.ContainsAny(name, " /") {
		return ""
	}
	return name
}

// ShownPlace is the place of something that came in as people can find it: of a mail the folder alone, since no mail
// program shows the numbers FOLDER:UIDVALIDITY:UID. What is not the place of a mail stays.
func ShownPlace(where string) string {
	mail, rest := where, ""
	for { // the folder's name may have a comma, too
		if folder := mailFolder(mail); folder != "" {
			return folder + rest
		}
		i := strings.LastIndex(mail, ", ")
		if i < 0 {
			return where
		}
		mail, rest = where[:i], where[i:]
	}
}

// mailFolder is the folder in the place of a mail, "" for any other text.
func mailFolder(where string) string {
	for range 2 {
		i := strings.LastIndexByte(where, ':')
		if i < 0 || i+1 == len(where) || strings.Trim(where[i+1:], "0123456789") != "" {
			return ""
		}
		where = where[:i]
	}
	return where
}
