package words_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"leadsheet/lead/words"
	"leadsheet/lead/words/wordstest"
)

// The program's own languages load: each has every text, with the places for its values, and no word means two things.
func TestLanguagesAreComplete(t *testing.T) {
	l, err := words.Load(words.Files())
	if err != nil {
		t.Fatal(err)
	}
	if l.Tag() != "en" || !l.English() {
		t.Errorf("the first language is %s", l.Tag())
	}
}

// A file that is wrong is refused, with what is wrong.
func TestALanguageThatIsIncompleteIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, from, to, want string
	}{
		{"a word is missing", "new lead = new lead\n", "", `"new lead" is missing in [outcomes]`},
		{"a word too many", "[outcomes]\n", "[outcomes]\nlost = verloren\n", `English knows no "lost" in [outcomes]`},
		{"a title is missing", "column Status = Status\n", "", `"Leads/Status" is missing`},
		{"a word twice", "[outcomes]\n", "[outcomes]\nlead = zwei\n", `"lead" is there twice`},
		{"one word for two things", "ignored = ignored", "ignored = Duplicate", `"Duplicate" means both`},
		{"one title for two columns", "column Name = Name", "column Name = E-Mail\ncolumn X = E-Mail", "means both"},
		{"a text is missing", "Managed = Written by leadsheet.\n", "", "Managed: the text is missing"},
		{"a text that nobody asks for", "[Layout]\n", "[Layout]\nNice = schön\n", `knows no "Nice"`},
		{"a value in a text that has none", "Written by leadsheet.", "Von {who}.", "{who} is none of its places"},
		{"a section that nobody asks for", "[Layout]\n", "[Extra]\nA = b\n[Layout]\n", "knows no section [Extra]"},
		{"a month is missing", " Nov Dec\n", " Dec\n", "7 weekdays and 11 months"},
		{"a line without a name", "[Layout]\n", "[Layout]\nHello\n", "neither a section nor a name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := fs.ReadFile(words.Files(), "languages/en.txt")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(data), c.from) {
				t.Fatalf("the English file has no %q", c.from)
			}
			other := strings.Replace(string(data), c.from, c.to, 1)
			_, err = words.Load(fstest.MapFS{
				"languages/en.txt": {Data: data}, "languages/de.txt": {Data: []byte(other)},
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// What is read back means the same thing in every language, however it is written.
func TestWordsOfAllLanguagesAreRecognised(t *testing.T) {
	pseudo := wordstest.Pseudo(t)
	for _, l := range pseudo.All() {
		for _, set := range []words.Set{words.Tabs, words.Outcomes, words.Events, words.Channels, words.Actors,
			words.StatusKinds, words.SettingNames, words.Choices, words.Statuses, words.Sources, words.Qualities,
			words.Reasons} {
			for _, name := range pseudo.Names(set) {
				word := l.Word(set, name)
				if name != word == l.English() {
					t.Errorf("%s: the word for %q is %q", l.Tag(), name, word)
				}
				for _, text := range []string{word, strings.ToUpper(word), " " + word + "\u200b"} {
					if got, ok := pseudo.Name(set, text); !ok || got != name {
						t.Errorf("%s: %q means %q, want %q", l.Tag(), text, got, name)
					}
				}
			}
		}
	}
	if _, ok := pseudo.Name(words.Outcomes, "perhaps"); ok {
		t.Error("a word of nobody's is recognised")
	}
	if got, ok := pseudo.ColumnName("Leads", wordstest.Alter("next  STEP")); !ok || got != "Next step" {
		t.Errorf("the column is %q", got)
	}
	if got, ok := pseudo.ColumnName("Team", "Next step"); ok {
		t.Errorf("a column of another tab is recognised as %q", got)
	}
}

// The marks by which cells are coloured, and damaged rows are known, stand in the texts that they are for.
func TestMarksStandInTheirTexts(t *testing.T) {
	for _, l := range append(words.Language{}.All(), wordstest.Pseudo(t)) {
		x := l.Texts()
		say, intake := &x.Attention, &x.Intake
		for _, c := range []struct{ mark, text string }{
			{x.Layout.LateMark, say.Late}, {x.Layout.LateMark, say.MinutesLate.With(15, "15")},
			{x.Layout.LateMark, say.HoursLate.With(1, "1")}, {x.Layout.LateMark, say.DaysLate.With(1, "1")},
			{x.Layout.LateMark, say.DaysLate.With(5, "5")},
			{x.Layout.OverdueMark, say.FollowUpOverdue.With(1, "1", "")},
			{x.Layout.OverdueMark, say.FollowUpOverdue.With(5, "5", "")}, {x.Layout.UnreadMark, say.MessageUnread},
			{x.Layout.UnreadMark, intake.Unreadable},
		} {
			if !strings.Contains(c.text, c.mark) {
				t.Errorf("%s: %q does not have %q", l.Tag(), c.text, c.mark)
			}
		}
		begins := x.Typed.Remark.Beginning()
		if begins == "" || !strings.HasPrefix(x.Typed.RemarkIsLead.Beginning(), begins) {
			t.Errorf("%s: the remarks about Outcome do not begin alike", l.Tag())
		}
	}
}

// The zero value is English.
func TestZeroLanguageIsEnglish(t *testing.T) {
	var l words.Language
	if l.Tag() != "en" || l.Tab("Leads") != "Leads" || l.Texts().Layout.Managed == "" || !l.Is(l.All()[0]) {
		t.Errorf("the zero value is %s", l.Tag())
	}
}
