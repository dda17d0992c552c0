package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets/google"
)

// desktopSignIn is a sign-in with a Google that grants everything at once.
func desktopSignIn(t *testing.T) google.SignIn {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/auth", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?code=c&state="+r.FormValue("state"), http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		claims := base64.RawURLEncoding.EncodeToString([]byte(`{"email":"anna@example.com"}`))
		_, _ = fmt.Fprintf(w, `{"access_token":"CANARY-a","refresh_token":"CANARY-r","expires_in":3599,"token_type":"Bearer","id_token":"e30.%s.c2ln"}`, claims)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	path := filepath.Join(dir, "client.json")
	client := fmt.Sprintf(`{"installed":{"client_id":"client-1","client_secret":"CANARY-s","auth_uri":"%[1]s/auth","token_uri":"%[1]s/token"}}`, server.URL)
	if err := os.WriteFile(path, []byte(client), 0o600); err != nil {
		t.Fatal(err)
	}
	return google.SignIn{Credentials: path, Token: filepath.Join(dir, "token.json")}
}

// A person signs in: the command says as whom, where the sign-in is kept, and what is next; and never a secret.
func TestLoginCommand(t *testing.T) {
	s := desktopSignIn(t)
	for _, test := range []struct {
		hasSheet bool
		next     string
	}{{true, "Next: leadsheet once."}, {false, "Next: set LEADSHEET_BOOK to the address of a spreadsheet"}} {
		var out bytes.Buffer
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		err := login(&app{ctx: ctx, stdout: &out, stderr: io.Discard}, s, test.hasSheet, func(address string) error {
			answer, err := http.Get(address)
			if err != nil {
				return err
			}
			return answer.Body.Close()
		})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Signed in as anna@example.com.", s.Token, test.next, "/auth?"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("it does not say %q:\n%s", want, out.String())
			}
		}
		if strings.Contains(out.String(), "CANARY") {
			t.Errorf("a secret is in\n%s", out.String())
		}
	}
}

// Somebody stops the command while the browser waits: that is no sign-in, and nothing is kept.
func TestLoginCommandStopped(t *testing.T) {
	s := desktopSignIn(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := login(&app{ctx: ctx, stdout: io.Discard, stderr: io.Discard}, s, true, func(string) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(s.Token); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a sign-in was kept (%v)", err)
	}
}
