package domain

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Capital is the words as a sentence begins with them: "patch worker" is "Patch worker".
func Capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// LowerFirst is the words as they stand within a sentence: "Quick win agreed" is "quick win agreed".
func LowerFirst(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToLower(first)) + words[size:]
}

// FieldWords is one field in words.
type FieldWords struct{ Name, Words string }

// Beside sets two versions of a thing side by side: name, now, yours of every field. Both have the same fields.
func Beside(now, yours []FieldWords) []string {
	sides := make([]string, 0, 3*len(now))
	for at, field := range now {
		sides = append(sides, field.Name, field.Words, yours[at].Words)
	}
	return sides
}

// mostNamed is how many things a detail names before it counts the rest.
const mostNamed = 5

// SomeOf names titles in quotation marks, for many have commas in them.
func SomeOf(titles []string) string {
	quoted := make([]string, 0, mostNamed)
	for _, t := range titles[:min(mostNamed, len(titles))] {
		quoted = append(quoted, "“"+t+"”")
	}
	words := strings.Join(quoted, "; ")
	if more := len(titles) - mostNamed; more > 0 {
		words += fmt.Sprintf("; and %d more", more)
	}
	return words
}

// Listed is names as a sentence has them: "Siân, Bo and Zoë".
func Listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func Counted(n int, one, many string) string {
	switch n {
	case 0:
		return "no " + one
	case 1:
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// AgoWords is how long ago a day was: "today", "yesterday", "12 days ago".
func AgoWords(day, today Date) string {
	switch n := today.DaysSince(day); {
	case n <= 0:
		return "today"
	case n == 1:
		return "yesterday"
	default:
		return Counted(n, "day ago", "days ago")
	}
}

func Prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
