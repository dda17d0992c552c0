package signin

import (
	"cmp"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Client is how a provider knows leadsheet: an OAuth client, or the key of a service account.
type Client struct {
	Project string `json:"project_id"`   // of Google Cloud; "" when unknown
	Address string `json:"client_email"` // of a service account

	ID           string `json:"client_id"`
	Secret       string `json:"client_secret"`
	Tenant       string `json:"tenant"` // of Microsoft 365
	AuthURI      string `json:"auth_uri"`
	TokenURI     string `json:"token_uri"`
	PrivateKey   string `json:"private_key"`
	PrivateKeyID string `json:"private_key_id"`

	provider *Provider
}

// Kind returns the kind of the client.
func (c *Client) Kind() Kind { return c.provider.Kind }

// clientFile is a file in the format of Google Cloud, or one with the members of Client at its top level for Microsoft
// 365.
type clientFile struct {
	Type      string  `json:"type"`
	Installed *Client `json:"installed"`
	Web       *Client `json:"web"`
	Client
}

// find returns the one client that the file describes, and its kind; "" when there is none.
func (f *clientFile) find() (Kind, *Client) {
	switch {
	case f.Web != nil:
		return web, f.Web
	case f.Installed != nil:
		return Desktop, f.Installed
	case f.Type == "service_account":
		return ServiceAccount, &f.Client
	case f.ID != "" && f.Secret != "":
		return Application, &f.Client
	case f.ID != "":
		return Public, &f.Client
	}
	return "", nil
}

// Validate returns what is wrong with the client's file. It neither reads the stored sign-in nor uses the network.
func (a Account) Validate() error {
	_, err := a.ReadClient()
	return err
}

// ReadClient reads and checks the client's file. Errors contain nothing of its content except the kind.
func (a Account) ReadClient() (*Client, error) {
	if a.ClientFile == "" {
		return nil, errors.New(a.fill(a.Service.NoFile))
	}
	data, err := ReadFile(a.ClientFile)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", a.Service.Reading, err)
	}
	var f clientFile
	if json.Unmarshal(data, &f) != nil { // its error could repeat parts of the file
		return nil, errors.New(a.fill(a.Service.NotJSON, "{file}", a.ClientFile))
	}
	c, err := a.Service.client(&f)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used: %w", a.ClientFile, err)
	}
	host := hostOf(a.Server)
	if other := a.Service.ProviderAt(host); other != "" && other != c.provider.Name {
		return nil, errors.New(a.fill("{file} is a client of {own}, but {host} is a mail server of {other}: name a "+
			"client of "+
			"{other}'s in {client}, or the other mail server",
			"{file}", a.ClientFile, "{own}", c.provider.Name, "{host}", host, "{other}", other))
	}
	return c, nil
}

// client returns the client of a file if it can sign in to the service, and fills in the optional addresses.
func (s *Service) client(f *clientFile) (*Client, error) {
	kind, c := f.find()
	i := slices.IndexFunc(s.Providers, func(p *Provider) bool { return p.Kind == kind })
	if i < 0 {
		return nil, errors.New(cmp.Or(s.Unfit[kind], s.NoneOfOurs))
	}
	c.provider = s.Providers[i]
	if err := c.check(); err != nil {
		return nil, err
	}
	tenant := strings.NewReplacer("{tenant}", url.PathEscape(c.Tenant))
	c.AuthURI = cmp.Or(c.AuthURI, tenant.Replace(c.provider.AuthURI))
	c.TokenURI = cmp.Or(c.TokenURI, tenant.Replace(c.provider.TokenURI))
	return c, errors.Join(CheckURL(c.AuthURI), CheckURL(c.TokenURI))
}

// check returns what the client lacks for its kind.
func (c *Client) check() error {
	multiTenant := []string{"common", "organizations", "consumers"}
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"
	switch kind := c.Kind(); {
	case kind == Desktop && (c.ID == "" || c.Secret == ""):
		return errors.New("it lacks the client's ID or secret: download the client's file again from Google Cloud")
	case kind == ServiceAccount && c.Address == "":
		return errors.New("it does not name the service account: download a new key (JSON) from Google Cloud")
	case kind == ServiceAccount && !usableKey(c.PrivateKey):
		return errors.New("its private key cannot be read: create a new key (JSON) for the service account in " +
			"Google Cloud " +
			"and use the file as it was downloaded")
	case kind == Desktop || kind == ServiceAccount:
		return nil
	case c.Tenant == "":
		return errors.New(`it lacks "tenant": the directory (tenant) ID that Microsoft Entra shows beside the ` +
			`application's, or your domain`)
	case strings.Trim(c.Tenant, plain) != "":
		return errors.New(`its "tenant" is neither a directory (tenant) ID nor a domain: take the ID that ` +
			`Microsoft Entra shows`)
	case kind == Application && slices.Contains(multiTenant, strings.ToLower(c.Tenant)):
		return errors.New(`an application (it has a "client_secret") belongs to one organisation: write its ` +
			`directory (tenant) ` +
			`ID or domain as "tenant"`)
	}
	return nil
}

// usableKey reports whether text is a private RSA key. It is checked before the first request, so that a damaged file
// is reported at the start.
func usableKey(text string) bool {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return false
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	_, isRSA := key.(*rsa.PrivateKey)
	return err == nil && isRSA
}

// hostOf returns the host name in an address or a URL, with or without a port, in lower case.
func hostOf(server string) string {
	if _, rest, ok := strings.Cut(server, "://"); ok {
		server = rest
	}
	u, err := url.Parse("//" + strings.TrimSpace(server))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
