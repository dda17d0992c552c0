package message

import (
	"reflect"
	"testing"
)

func TestAuthResultsOfServers(t *testing.T) {
	tests := map[string]struct {
		field, server string
		passes, fails bool // for jane@customer.example
	}{
		"google": {"mx.google.com; dkim=pass header.i=@customer.example header.s=s1 header.b=Ab12; spf=pass (google.com: " +
			"domain of jane@customer.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=jane@customer.example; " +
			"dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=customer.example", "mx.google.com", true, false},
		"exchange online names no server": {"spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=customer.example; dkim=pass " +
			"(signature was verified) header.d=customer.example;dmarc=pass action=none " +
			"header.from=customer.example;compauth=pass reason=100", "", true, false},
		"dmarc fails": {"mx.example.net; spf=pass smtp.mailfrom=bulk.example.org; dkim=none; dmarc=fail (p=NONE) " +
			"header.from=customer.example", "mx.example.net", false, true},
		"dmarc fails beside an aligned spf": {"mx.example.net; spf=pass smtp.mailfrom=x.customer.example; dmarc=fail " +
			"header.from=customer.example", "mx.example.net", false, true},
		"nothing was checked":  {"mx.example.net; none", "mx.example.net", false, false},
		"no result":            {"mx.example.net", "mx.example.net", false, false},
		"dkim of another only": {"mx.example.net; dkim=pass header.d=mailer.example", "mx.example.net", false, false},
		"dkim of a part of it": {"mx.example.net; dkim=pass header.d=news.customer.example", "mx.example.net", true, false},
		"spf softfail":         {"mx.example.net; spf=softfail smtp.mailfrom=customer.example", "mx.example.net", false, true},
		"spf softfail, dkim passes": {"mx.example.net 1; spf=softfail smtp.mailfrom=customer.example; dkim/1=pass " +
			"header.d=customer.example", "mx.example.net", true, false},
		"a result in a comment": {"mx.example.net (dmarc=pass header.from=customer.example); spf=none (a (nested) ; " +
			"dmarc=pass header.from=customer.example)", "mx.example.net", false, false},
		"a result in quotes": {`mx.example.net; dkim=neutral reason="; dmarc=pass header.from=customer.example"`,
			"mx.example.net", false, false},
		"upper case": {"MX.Example.NET; DMARC=Pass Header.From=Customer.Example", "mx.example.net", true, false},
		"a longer domain is another": {"mx.example.net; dmarc=pass header.from=evilcustomer.example", "mx.example.net",
			false, false},
		"a public suffix vouches for nobody": {"mx.example.net; dkim=pass header.d=example", "mx.example.net", false, false},
		"empty":                              {"", "", false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := Header{"authentication-results": {tt.field}}.AuthResults()[0]
			if got.Server != tt.server {
				t.Errorf("server %q, want %q", got.Server, tt.server)
			}
			if p := got.Passes("jane@customer.example"); p != tt.passes {
				t.Errorf("passes %v, want %v: %+v", p, tt.passes, got)
			}
			if f := got.Fails("jane@customer.example"); f != tt.fails {
				t.Errorf("fails %v, want %v: %+v", f, tt.fails, got)
			}
		})
	}
}

func TestAuthResultsKeepTheirOrder(t *testing.T) {
	h, _, _ := ParseHeader([]byte("Authentication-Results: mx.own.example;\r\n\tdmarc=fail header.from=a.example\r\n" +
		"Authentication-Results: forged.example; dmarc=pass header.from=a.example\r\n\r\n"))
	var servers []string
	for _, a := range h.AuthResults() {
		servers = append(servers, a.Server)
	}
	if want := []string{"mx.own.example", "forged.example"}; !reflect.DeepEqual(servers, want) {
		t.Errorf("servers %q, want %q", servers, want)
	}
}

func TestStripComments(t *testing.T) {
	for in, want := range map[string]string{
		"auto-replied (vacation)": "auto-replied", "(a (b) c) no": "no", `"a (b)" x`: `"a (b)" x`, "no": "no",
		"auto-generated (a": "auto-generated", "a) b": "a) b", `x (\)) y`: "x  y",
	} {
		if got := StripComments(in); got != want {
			t.Errorf("StripComments(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzAuthResults(f *testing.F) {
	f.Add("mx.google.com; dkim=pass header.i=@customer.example; dmarc=pass (p=NONE) header.from=customer.example")
	f.Add(`a; b="(;" c="\"`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, a := range (Header{"authentication-results": {s}}).AuthResults() {
			if len(a.Checks) > maxAuthChecks {
				t.Errorf("%d checks", len(a.Checks))
			}
			if a.Passes("jane@customer.example") && a.Fails("jane@customer.example") {
				t.Errorf("passes and fails: %+v", a)
			}
		}
	})
}
