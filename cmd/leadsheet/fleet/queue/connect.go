package queue

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// oldest is the oldest major version of PostgreSQL that River is tested with.
const oldest = 14

// connections is how many a process has at most: one waits for notices, the others are in use for moments.
const connections = 4

// refused is an error that waiting does not mend: the address, the rights or the server are to be changed.
type refused struct{ text string }

func (r *refused) Error() string { return r.text }

// refusal tells whether an error is one that waiting does not mend.
func refusal(err error) bool {
	var r *refused
	return errors.As(err, &r)
}

// parse reads the address. What is wrong with it is not repeated, since a password may be part of it.
func parse(url string) (*pgxpool.Config, error) {
	if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
		return nil, &refused{"the address of the fleet's database does not begin with postgres://; " +
			"write it as postgres://USER:PASSWORD@HOST:5432/DATABASE"}
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, &refused{"the address of the fleet's database cannot be read; write it as " +
			"postgres://USER:PASSWORD@HOST:5432/DATABASE, and in the password %40 for @, %2F for /, %3A for :, " +
			"%23 for #, %3F for ? and %25 for %"}
	}
	if !strings.Contains(url, "pool_max_conns=") {
		config.MaxConns = connections
	}
	config.MaxConns = max(config.MaxConns, 3)
	config.MinConns = 0
	if config.ConnConfig.ConnectTimeout == 0 || config.ConnConfig.ConnectTimeout > 10*time.Second {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "leadsheet"
	}
	return config, nil
}

// describe names the database without a password.
func describe(config *pgxpool.Config) string {
	c := config.ConnConfig
	where := net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	if strings.HasPrefix(c.Host, "/") {
		where = c.Host
	}
	return fmt.Sprintf("the database %s at %s", c.Database, where)
}

// prepare asks whether the server is fit, and makes the tables that are missing.
func (q *Queue) prepare(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := q.checkServer(ctx); err != nil {
		return err
	}
	there, err := q.made(ctx)
	if err == nil && there {
		err = q.checkRights(ctx)
	}
	if err == nil {
		err = q.migrate(ctx)
	}
	return q.explain("make the tables of the fleet", err)
}

// checkServer asks for the server's version, whether it can be written to, and where tables go.
func (q *Queue) checkServer(ctx context.Context) error {
	var version, schema string
	var standby bool
	err := q.pool.QueryRow(ctx, `SELECT current_setting('server_version_num'), coalesce(current_schema(), ''),
		pg_is_in_recovery()`).Scan(&version, &schema, &standby)
	if err != nil {
		return q.explain("connect", err)
	}
	if text := unfit(q.where, version, schema, standby); text != "" {
		return &refused{text}
	}
	return nil
}

// unfit says why the server cannot be used, or nothing. The version is as server_version_num has it.
func unfit(where, version, schema string, standby bool) string {
	number, err := strconv.Atoi(version)
	switch {
	case err == nil && number/10000 < oldest:
		return fmt.Sprintf("%s is PostgreSQL %d; leadsheet needs PostgreSQL %d or newer: upgrade the server, or name "+
			"another", where, number/10000, oldest)
	case standby:
		return fmt.Sprintf("%s is a standby, which cannot be written to: name the primary server, or all of them with "+
			"commas between and ?target_session_attrs=read-write behind", where)
	case schema == "":
		return fmt.Sprintf("%s has no schema in its search_path that is there: create it, or take search_path out of "+
			"the address", where)
	}
	return ""
}

// checkRights asks whether this user may use tables that another has made.
func (q *Queue) checkRights(ctx context.Context) error {
	var fit bool
	if err := q.pool.QueryRow(ctx, sqlRights).Scan(&fit); err != nil {
		return fmt.Errorf("ask for the rights at the tables: %w", err)
	}
	if !fit {
		return &refused{fmt.Sprintf("the user %s may not use the tables of the fleet in %s, which belong to another "+
			"user: name that user in the address, or let it GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES and "+
			"USAGE ON ALL SEQUENCES in that schema", q.pool.Config().ConnConfig.User, q.where)}
	}
	return nil
}

// refusals are the answers of a server that waiting does not mend, by SQLSTATE, with what to do. The texts have the
// user and the database.
var refusals = map[string]string{
	"28P01": "%[2]s does not take the password of the user %[1]s: correct it in the address",
	"28000": "%[2]s does not let the user %[1]s in: correct the user in the address, or add a line for it to the " +
		"server's pg_hba.conf",
	"3D000": "%[2]s is not there: create it (createdb), or correct its name in the address",
	"42501": "the user %[1]s may not make tables in %[2]s: make that user the owner of the database, or let the owner " +
		"GRANT USAGE, CREATE ON SCHEMA public TO this user",
	"25006": "%[2]s cannot be written to: name the primary server",
	"3F000": "%[2]s has not the schema of the search_path in its address: create it, or take search_path out",
}

// explain turns an error of the database into a sentence; one that waiting may mend keeps its cause.
func (q *Queue) explain(doing string, err error) error {
	if err == nil || refusal(err) {
		return err
	}
	user := q.pool.Config().ConnConfig.User
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		if text, known := refusals[answer.Code]; known {
			return &refused{fmt.Sprintf(text, user, q.where)}
		}
		return fmt.Errorf("%s: %s: %s (SQLSTATE %s)", q.where, doing, answer.Message, answer.Code)
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "server refused TLS connection"):
		return &refused{fmt.Sprintf("%s has no TLS, which the address asks for: switch it on at the server, or write "+
			"?sslmode=disable if the way there is safe", q.where)}
	case strings.Contains(text, "tls: failed to verify certificate"), strings.Contains(text, "x509:"):
		return &refused{fmt.Sprintf("the certificate of %s cannot be verified: name the file of its authority with "+
			"sslrootcert= in the address, or the host as the certificate has it", q.where)}
	case strings.Contains(text, "unknown message type"), strings.Contains(text, "invalid body length"),
		strings.Contains(text, "unexpected message"), strings.Contains(text, "response to SSLRequest"):
		return &refused{fmt.Sprintf("what answers at %s is no PostgreSQL server: correct host and port in the address",
			q.where)}
	}
	var network net.Error
	if errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s cannot be reached (%s): %s", q.where, doing, cause(err))
	}
	return fmt.Errorf("%s: %s: %s", q.where, doing, cause(err))
}

// cause is the innermost text of a failure to connect: those around it repeat each address that was tried.
func cause(err error) string {
	var operation *net.OpError
	var call *os.SyscallError
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return name.Error()
	case errors.As(err, &call):
		return call.Err.Error()
	case errors.As(err, &operation):
		return operation.Err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	}
	return err.Error()
}
