package domain

import "testing"

func TestNamesAreComparedWithoutCaseAccentsAndPunctuation(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Siân O’Neill-Hughes", "sian  o'neill hughes", true},
		{"Caoimhe Ní Dhomhnaill", "CAOIMHE NI DHOMHNAILL", true},
		{"Łukasz Błaszczyk", "Lukasz Blaszczyk", true},
		{"J. P. Okoro", "J P Okoro", true},
		{"Priya\u200b Nair\u00ad", " Priya Nair ", true},
		{"Priya Nair", "Priya Nayar", false},
		{"Ann Lee", "Annlee", false},
	} {
		if same := FoldName(c.a) == FoldName(c.b); same != c.same {
			t.Errorf("%q and %q are one: %v, want %v", c.a, c.b, same, c.same)
		}
	}
}
