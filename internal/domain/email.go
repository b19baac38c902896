package domain

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The most characters that a person's name and e-mail address may have.
const (
	MostName  = 120
	MostEmail = 254
)

// FoldEmail is the address in the one form in which it is kept and looked for: in lower case, without what cannot be
// seen and what is pasted around it, such as "Jo Smith <jo@example.org>;" or "mailto:".
func FoldEmail(email string) string {
	s := strings.ToLower(norm.NFKC.String(Line(email)))
	if _, rest, ok := strings.Cut(s, "<"); ok && strings.HasSuffix(strings.TrimRight(rest, ".,; "), ">") {
		s = strings.TrimRight(rest, ".,;> ")
	}
	s, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "mailto:"), "?")
	s = strings.ReplaceAll(s, "’", "'")
	return strings.Trim(s, " .,;:\"")
}

// IsEmail reports whether s can be an address as FoldEmail gives it.
func IsEmail(s string) bool { return CheckEmail(s) == "" }

// CheckEmail says what is wrong with an address, or "".
func CheckEmail(s string) string {
	s = FoldEmail(s)
	const enter = "Enter an e-mail address in the correct format, like name@example.org"
	switch why := emailFault(s); {
	case why != "":
		return fmt.Sprintf("%s: “%s” %s", enter, shortOf(s), why)
	case s == "":
		return enter
	case len(s) > MostEmail:
		return fmt.Sprintf("An e-mail address has %d characters or fewer", MostEmail)
	}
	return ""
}

// emailFault says why a folded address is none, or "".
func emailFault(s string) string {
	name, host, _ := strings.Cut(s, "@")
	odd := strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune("<>,;:()[]\\\"", r) })
	switch {
	case s == "":
		return ""
	case strings.Contains(s, " "):
		return "has a space in it"
	case odd >= 0:
		return fmt.Sprintf("has “%c” in it", []rune(s[odd:])[0])
	case !strings.Contains(s, "@"):
		return "has no @"
	case strings.Contains(host, "@"):
		return "has more than one @"
	case name == "":
		return "has nothing before the @"
	case host == "":
		return "has nothing after the @"
	case strings.IndexFunc(name, func(r rune) bool { return r > 126 || r < ' ' }) >= 0:
		return "has a letter before the @ that not every mail server takes, such as é"
	case strings.Contains(s, "..") || strings.HasPrefix(host, ".") || strings.HasSuffix(name, "."):
		return "has a full stop too many"
	case !strings.Contains(host, "."):
		return "has no full stop after the @"
	}
	return ""
}
