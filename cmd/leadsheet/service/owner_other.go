//go:build !unix

package service

// OwnerOf is the account that runs the service, whoever owns the file: Windows makes one for it.
func OwnerOf(string) (string, error) { return windowsAccount, nil }

// configFolders is none: what a person signs in with is in the person's profile, where the service does not look.
func configFolders(string) []string { return nil }
