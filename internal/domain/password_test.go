package domain

import (
	"strings"
	"testing"
)

func TestPasswordsThatAreRefused(t *testing.T) {
	for _, password := range []string{
		"", "short", "elevenchars", strings.Repeat("x", 129), "aaaaaaaaaaaa", "111111111111", "abcabcabcabc",
		"abababababab",
		"123456789012", "210987654321", "abcdefghijkl", "qwertyuiopas", "1qaz2wsx3edc", "1Q2W3E4R5T6Y",
		"Password1234", "P@ssw0rd2024!", "passwordpassword", "PASSWORD PASSWORD", "Welcome12345!", "!!!!letmein!!!!",
		"Summer2026!!",
		"correct horse battery staple", "CorrectHorseBatteryStaple1", "Liverpool2026", "iloveyou1234", "qwertyqwerty",
		"123qwerty123",
		"Councillor2026", "Siân@Example.org",
	} {
		if CheckPassword(password, "siân@example.org") == nil {
			t.Errorf("%q was let through", password)
		}
	}
}

func TestPasswordsThatAreFine(t *testing.T) {
	for _, password := range []string{
		"bridge otter lamp", "twelve chars", "739174028462", "ysgol y bont newydd", "пароль моей бабушки",
		"🦦 on the canal again", "   spaces at both ends   ",
		strings.Repeat("wet Tuesday in Thornlow ", 5),
	} {
		if err := CheckPassword(password, "sian@example.org"); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestStemsAreInTheirOwnForm(t *testing.T) {
	for stem := range commonStems() {
		if stemOf(stem) != stem {
			t.Errorf("%q can never match: its stem is %q", stem, stemOf(stem))
		}
	}
}
