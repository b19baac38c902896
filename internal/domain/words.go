package domain

import (
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
