package dovecottest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// configuration is for Dovecot 2.3, run by an ordinary user or by root; $NAMES are replaced. It does not delay the
// answer to a wrong password, as a real server would.
const configuration = `base_dir = $DIR/run
state_dir = $DIR/state
log_path = $DIR/log/dovecot.log
default_internal_user = $ME
default_internal_group = $GROUP
default_login_user = $ME
protocols = $PROTOCOLS
listen = 127.0.0.1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <$DIR/cert.pem
ssl_key = <$DIR/key.pem
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:$DIR/mail/Maildir
mail_home = $DIR/mail
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
auth_failure_delay = 0
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = \Sent
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $DIR/oauth.conf.ext
}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u $DIR/users
}
userdb {
  driver = static
  args = uid=$ME gid=$GROUP home=$DIR/mail allow_all_users=yes
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
    ssl = yes
  }
}
$LMTP_SERVICE
service auth {
  user = $ME
  inet_listener {
    address = 127.0.0.1
    port = $AUTH
  }
}
service auth-worker {
  user = $ME
}
`

// lmtpConfiguration is added on machines with Dovecot's LMTP; $LMTP is the port.
const lmtpConfiguration = `service lmtp {
  chroot =
  user = $ME
  inet_listener lmtp {
    address = 127.0.0.1
    port = $LMTP
  }
}`

// tokenConfiguration makes Dovecot validate tokens at a web server; $ISSUER is its address.
const tokenConfiguration = `introspection_mode = auth
introspection_url = http://$ISSUER/
username_attribute = username
active_attribute = active
active_value = true
`

// issuer is the web server that validates tokens. tokens holds the user of each valid token.
type issuer struct {
	listener net.Listener
	server   *http.Server

	mu     sync.Mutex
	tokens map[string]string
}

func startIssuer() (*issuer, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the issuer of tokens: %w", err)
	}
	i := &issuer{listener: listener, tokens: map[string]string{}}
	i.server = &http.Server{Handler: i, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = i.server.Serve(listener) }() // returns when the server is closed
	return i, nil
}

// ServeHTTP answers with the user of the token in the request.
func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	user, ok := i.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	i.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if !ok {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"active":false}`)
		return
	}
	fmt.Fprintf(w, `{"active":true,"username":%q}`, user)
}

// writeCertificate makes a self-signed certificate for 127.0.0.1 and localhost.
func writeCertificate(certFile, keyFile string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "mail test"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return fmt.Errorf("make a certificate: %w", err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("write a key: %w", err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(certFile, cert, 0o644); err != nil {
		return fmt.Errorf("write a certificate: %w", err)
	}
	// Dovecot reads the key before it drops its privileges.
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	if err := os.WriteFile(keyFile, private, 0o600); err != nil {
		return fmt.Errorf("write a key: %w", err)
	}
	return nil
}
