package lead

import "testing"

func TestSenderRule(t *testing.T) {
	for _, test := range []struct {
		sender, subject string // of the rule
		from, about     string // of the mail
		want            bool
	}{
		{"news@shop.example", "", "News@Shop.example", "Offer", true},
		{"news@shop.example", "", "info@shop.example", "Offer", false},
		{"news@shop.example", "", "news@mail.shop.example", "Offer", false},
		{"shop.example", "", "news@shop.example", "Offer", true},
		{"shop.example", "", "news@mail.shop.example", "Offer", true},
		{"shop.example", "", "news@evilshop.example", "Offer", false},
		{"shop.example", "", "news@shop.example.evil.test", "Offer", false},
		{"shop.example", "invoice no", "news@shop.example", "Your INVOICE  No 12", true},
		{"shop.example", "invoice no", "news@shop.example", "Your order", false},
		{"shop.example", "", "shop.example", "", false},
		{"shop.example", "", "", "", false},
		{"", "", "news@shop.example", "", false},
	} {
		r := SenderRule{Sender: test.sender, Subject: test.subject}
		if got := r.Fits(test.from, test.about); got != test.want {
			t.Errorf("%s: a mail from %q about %q: %v", r.String(), test.from, test.about, got)
		}
	}
	rules := SenderRules{{Sender: "a@shop.example", Then: TakeSender}, {Sender: "shop.example", Then: IgnoreSender}}
	if r := rules.Find("x", "a@shop.example"); r == nil || r.Then != TakeSender {
		t.Errorf("the first fitting rule is %+v", r)
	}
	if r := rules.Find("x", "b@other.example"); r != nil {
		t.Errorf("no rule fits, but %+v", r)
	}
}

func TestSharedDomain(t *testing.T) {
	for domain, want := range map[string]Shared{"gmail.com": OfProvider, "web.de": OfProvider, "co.uk": OfRegistrars, "com": OfRegistrars,
		"shop.example": NotShared, "shop.co.uk": NotShared, "jane": NotShared} {
		if got := SharedDomain(domain); got != want {
			t.Errorf("%s: %v", domain, got)
		}
	}
}
