package message

import "testing"

func TestHiddenByStyle(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{`<html><head><style>.preheader{display:none!important}</style></head><body><div class="x preheader">Now cheap</div><p>Hello</p></body>`, "Hello"},
		{`<style type="text/css"><!-- body{margin:0} span.pre, #top { visibility: hidden; } --></style><span class=pre>a</span><p id=top>b</p><p>Hello</p>`, "Hello"},
		{`<style>/* x */ .preview { font-size:1px; max-height:0; }</style><div class=preview>a</div>Hello`, "Hello"},
		{`<style>@media only screen and (max-width:600px){.desktop{display:none}}</style><div class=desktop>Hello</div>`, "Hello"},
		{`<style>@media print { .a{display:none} } .b{display:none}</style><p class=a>Hello</p><p class=b>x</p>`, "Hello"},
		{`<style>.wrap .inner{display:none}.x:hover{display:none}</style><div class=inner>Hello</div><div class=x>you</div>`, "Hello\nyou"},
		{`<style>.c{color:none}</style><div class=c>Hello</div>`, "Hello"},
		{`<style>.c{display:none</style><div class=c>Hello</div>`, "Hello"},
	} {
		if got := Tidy(JoinLines(HTMLLines(c.page))); got != c.want {
			t.Errorf("%s: %q", c.page, got)
		}
	}
}
