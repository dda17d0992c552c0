package postfixtest

// mainConfiguration is for Postfix 3.4 or later; $NAMES are replaced.
const mainConfiguration = `compatibility_level = 2
queue_directory = $DIR/spool
data_directory = $DIR/data
command_directory = /usr/sbin
daemon_directory = $LIBEXEC
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.firm.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
alias_maps =
local_transport = error:there is no local mail
default_transport = error:mail leaves this machine never
virtual_mailbox_domains = $DOMAINS
virtual_mailbox_base = $DIR/boxes
virtual_mailbox_maps = texthash:$DIR/etc/boxes
virtual_uid_maps = static:$OWNER
virtual_gid_maps = static:$OWNER
virtual_minimum_uid = 1
virtual_transport = virtual
transport_maps = texthash:$DIR/etc/transport
maillog_file = $DIR/log
maillog_file_prefixes = $DIR
biff = no
smtpd_recipient_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_delay_reject = no
$SIGN_IN
$TLS
`

// authConfiguration asks a Dovecot; $AUTH is its address.
const authConfiguration = `smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:$AUTH
smtpd_tls_auth_only = yes`

// tlsConfiguration offers STARTTLS.
const tlsConfiguration = `smtpd_tls_security_level = may
smtpd_tls_cert_file = $CERT
smtpd_tls_key_file = $KEY`

// masterConfiguration has no process in a chroot, and none that is not needed.
const masterConfiguration = `$ADDR inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
`
