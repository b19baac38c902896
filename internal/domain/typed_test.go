package domain

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// caseFile is a file of ../shared/cases, beside the repository or above it, or below FOURGATES_SHARED.
func caseFile(t *testing.T, name string) string {
	t.Helper()
	folders := []string{os.Getenv("FOURGATES_SHARED"), "../../../shared", "../../../../shared"}
	for _, folder := range folders {
		if b, err := os.ReadFile(filepath.Join(folder, "cases", name)); err == nil {
			return string(b)
		}
	}
	t.Fatalf("%s is in none of %q: set FOURGATES_SHARED", name, folders)
	return ""
}

// pictures are a flag and a family, each of several signs.
const pictures = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f 👨\u200d👩\u200d👧"

// RW-21: what word processors and slides paste becomes line breaks and bullets.
func TestPastedTextHasLineBreaksAndBullets(t *testing.T) {
	for what, c := range map[string][2]string{
		"the case from the work": {caseFile(t, "rw21-paste-from-word.txt"), "“What people said” – notes\n" +
			"• The crossing is dark\n• The bus does not wait\n• The hall is full on Tuesdays\n" +
			"One line\nsame paragraph in a slide\n1. Numbered item"},
		"line ends": {"a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"},
		"other bullets": {"\uf0a7 one\n\uf0d8\ttwo\n  \uf076 three\n· four\n▪five",
			"• one\n• two\n• three\n• four\n• five"},
		"other signs":          {"done \uf0fc, next \uf0e0 \uf04a", "done ✓, next →"},
		"a bullet in a line":   {"a \uf0b7 b", "a  b"},
		"what cannot be seen":  {"\ufeffa\u200bb\u00adc\u2060d\u200ee\x07f\ufffc", "abcdef"},
		"spaces":               {"a\u00a0b\u2003c\u3000d\te  \nf", "a b c d e\nf"},
		"letters are composed": {"e\u0301te\u0301", "été"},
		"a flag and a family":  {pictures, pictures},
		"Persian":              {"می\u200cخواهم", "می\u200cخواهم"},
		"the other way round":  {"\u202eabc\u202c", "abc"},
		"nothing":              {" \u200b\n\t ", ""},
		"plain":                {" as it is: a, b\n\nc ", "as it is: a, b\n\nc"},
	} {
		t.Run(what, func(t *testing.T) {
			got := Prose(c[0])
			if got != c[1] {
				t.Errorf("%q becomes\n%q, want\n%q", c[0], got, c[1])
			}
			if again := Prose(got); again != got {
				t.Errorf("read again it is %q", again)
			}
		})
	}
	if got := Line("One line\vsame  title\u200b"); got != "One line same title" {
		t.Errorf("on one line it is %q", got)
	}
}

// RW-10: one address, however it is pasted; what stays wrong says why.
func TestAddressesAreReadAsPeoplePasteThem(t *testing.T) {
	typed := []string{"JO.Smith@council.example", "mailto:jo.smith@council.example?subject=Hall",
		"Jo Smith <jo.smith@council.example>", `"Smith, Jo" <jo.smith@council.example>;`, "<jo.smith@council.example>",
		"jo.smith@council.example.", "jo.smith@council.example;", "\u00a0jo.smith@council.example\u200f",
		"ｊo.smith＠council.example"}
	for line := range strings.Lines(caseFile(t, "rw10-email-addresses.txt")) {
		if !strings.HasPrefix(line, "#") {
			typed = append(typed, line)
		}
	}
	if len(typed) != 12 {
		t.Fatalf("%d addresses", len(typed))
	}
	for _, s := range typed {
		if got := FoldEmail(s); got != "jo.smith@council.example" || CheckEmail(s) != "" {
			t.Errorf("%q is %q: %s", s, got, CheckEmail(s))
		}
	}
	for typed, why := range map[string]string{
		"": "Enter an e-mail address", "jo": "has no @", "jo@council": "has no full stop after the @",
		"jo smith@council.example": "has a space", "a@b.example, c@d.example": "has a space",
		"a@b.example,c@d.example": "has “,” in it", "@council.example": "nothing before the @", "jo@": "nothing after",
		"jo@council..example": "a full stop too many", "jo@.example": "a full stop too many",
		"jo@a@b.example": "more than one @", strings.Repeat("a", 250) + "@b.example": "254 characters or fewer",
	} {
		if got := CheckEmail(typed); !strings.Contains(got, why) {
			t.Errorf("%q: %q, want %q", typed, got, why)
		}
	}
}

// RW-32: days as people write them; what is wrong says which part and why.
func TestDaysAsPeopleWriteThem(t *testing.T) {
	want := NewDate(2021, 3, 21)
	for _, text := range []string{"21 March 2021", "21 Mar 2021", "21 MARCH 2021", "21/3/2021", "21.03.2021",
		"21-3-2021", "2021-03-21", "2021/3/21", "20210321", "21st March, 2021",
		"Sunday 21 March 2021", "Sun, 21 Mar 2021",
		"March 21, 2021", "21–3–2021", "21\u00a0March\u200b 2021", "2021-03-21T00:00:00", "2021-03-20T23:30:00-01:00",
		"2021-03-21 00:00:00", "21/03/2021 09:30"} {
		if d, err := ReadDate(text); err != nil || d != want {
			t.Errorf("%q is %v, %v", text, d, err)
		}
	}
	if d, err := ReadDate("2029-06-30T23:30:00Z"); err != nil || d != NewDate(2029, 7, 1) {
		t.Errorf("half past midnight in London is %v, %v", d, err)
	}
	for text, why := range map[string]string{
		"March 2021": "the day is missing", "3/2021": "the day is missing", "21 March": "the year is missing",
		"21/3": "the year is missing", "21 March 21": "the year 21 could be 1921 or 2021",
		"31 February 2026": "February 2026 has 28 days", "29/2/2026": "February 2026 has 28 days",
		"31 4 2026": "April 2026 has 30 days", "0 4 2026": "April 2026 has 30 days",
		"3/21/2021": "there is no month 21: the day comes first", "21 Mrach 2021": "“mrach” is no month",
		"x 3 2021": "“x” is no day", "21 3 202": "the year must be from 1900 to 2199", "21 3 1821": "from 1900 to 2199",
		"21 3 year": "“year” is no year", "soon": "“soon” is no date", "": "is no date",
		"Monday 21 March 2021": "21 March 2021 is a Sunday, not a Monday",
	} {
		if d, err := ReadDate(text); err == nil || !strings.Contains(err.Error(), why) || !d.IsZero() {
			t.Errorf("%q: %v, %v, want %q", text, d, err, why)
		}
	}
	for text, want := range map[string]Date{"44276": want, "44276.0": want, "21/03/21": want, "21-Mar-21": want} {
		if d, err := ReadSheetDate(text); err != nil || d != want {
			t.Errorf("in a spreadsheet %q is %v, %v", text, d, err)
		}
	}
	if _, err := ReadDate("44276"); err == nil {
		t.Error("a number alone is a day")
	}
}

// RW-26: coordinates as people paste them; swapped ones and 0, 0 are asked about.
func TestCoordinatesAsPeoplePasteThem(t *testing.T) {
	want := Point{Lat: 52.31, Lon: -1.94}
	for _, c := range [][2]string{{"52.31", "-1.94"}, {"52.31, -1.94", ""}, {"", "52.31,-1.94"}, {"52.31 -1.94", ""},
		{"52.31; -1.94", ""}, {"(52.31, -1.94)", ""}, {"geo:52.31,-1.94", ""}, {"52.31", "−1.94"}, {"52.31", "–1.94"},
		{"52.31° N", "1.94° W"}, {"52.31N 1.94W", ""}, {"N 52.31, W 1.94", ""}, {"1.94W", "52.31N"},
		{"52°18'36\"N 1°56'24\"W", ""}, {"52° 18′ 36″ N", "1° 56′ 24″ W"}, {"52°18.6'", "-1°56.4'"},
		{"\u200b52.31\u00a0", "-1.940"}} {
		p, err := ReadPoint(c[0], c[1])
		if d := max(p.Lat-want.Lat, want.Lat-p.Lat, p.Lon-want.Lon, want.Lon-p.Lon); err != nil || d > 1e-9 {
			t.Errorf("%q: %v, %v", c, p, err)
		}
	}
	for _, c := range []struct{ lat, lon, part, why string }{
		{"-1.94", "52.31", "lat", "the wrong way round: is the latitude 52.31 and the longitude -1.94?"},
		{"-1.94, 52.31", "", "lat", "the wrong way round"},
		{"0", "0", "lat", "0, 0 lies in the sea"},
		{"51.5", "20", "lat", "lies outside Britain"}, {"52.31", "9.4", "lon", "is the longitude -9.4?"},
		{"52.31", "", "lon", "Enter the longitude as well"}, {"", "-1.94", "lat", "Enter the latitude as well"},
		{"north", "-1.94", "lat", "“north” is no latitude: it must be a number"}, {"NaN", "0", "lat", "is no latitude"},
		{"52.31", "1e2", "lon", "is no longitude"}, {"91", "0", "lat", "from -90 to 90"},
		{"52.31", "-181", "lon", "from -180 to 180"}, {"52°71'", "-1.9", "lat", "is no latitude"},
		{"52.31W", "1.94", "lat", "north or south"}, {"52.31", "-1.94 E", "lon", "is no longitude"},
		{"SP 041 789", "", "lat", "is no latitude"},
	} {
		_, err := ReadPoint(c.lat, c.lon)
		if wrong := AsPointError(err); wrong == nil || wrong.Part != c.part || !strings.Contains(wrong.Words, c.why) {
			t.Errorf("%q, %q: %v, want %s: %s", c.lat, c.lon, err, c.part, c.why)
		}
	}
}

// RW-14: letters that lack their marks find those that have them.
func TestMarksAreFolded(t *testing.T) {
	for words, want := range map[string]string{"Dŵr": "dwr", "Olúwaṣeun Adébáyọ̀": "oluwaseun adebayo",
		"Zsófia": "zsofia", "Straße": "strasse", "Łukasz Đorđević": "lukasz dordevic",
		"Þóra Sæmundsdóttir": "thora saemundsdottir",
		"e\u0301":            "e", "İstanbul": "istanbul", "PLAIN": "plain", "It’s 3–4": "it’s 3–4", "किताब": "किताब"} {
		if got := Unmarked(words); got != want {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
	for line := range strings.Lines(caseFile(t, "rw14-search-words.txt")) {
		if typed, name, ok := strings.Cut(strings.TrimSpace(line), " -> "); ok && !strings.HasPrefix(line, "#") &&
			!strings.Contains(FoldName(name), FoldName(typed)) {
			t.Errorf("%q does not find %q: %q", typed, name, FoldName(name))
		}
	}
}
