package domain

import "testing"

func TestFirstLettersChangeInEveryScript(t *testing.T) {
	for words, want := range map[string][2]string{
		"":            {"", ""},
		"a":           {"A", "a"},
		"issue added": {"Issue added", "issue added"},
		"Éamon said":  {"Éamon said", "éamon said"},
		"żaden":       {"Żaden", "żaden"},
		"“quoted”":    {"“quoted”", "“quoted”"},
		"3 issues":    {"3 issues", "3 issues"},
	} {
		if got := [2]string{Capital(words), LowerFirst(words)}; got != want {
			t.Errorf("%q becomes %q, want %q", words, got, want)
		}
	}
}
