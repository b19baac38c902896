package frame

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/web/ui"
)

func OrDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// To is an address, or an element's id, made from a pattern of ours and ids.
func To(pattern string, ids ...any) string { return fmt.Sprintf(pattern, ids...) }

// Sentence starts the words with a capital: "patch worker" is "Patch worker".
func Sentence(words string) string {
	return domain.Capital(words)
}

// Choices makes options of a list of words, each standing for itself, after an empty one where first is not "".
func Choices[T ~string](first string, list []T) []ui.Option {
	var options []ui.Option
	if first != "" {
		options = append(options, ui.Option{Text: first})
	}
	for _, v := range list {
		options = append(options, ui.Option{Value: string(v), Text: Sentence(string(v))})
	}
	return options
}

// Clipped is the start of a long text, for a table.
func Clipped(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}

// ShortForm is a day for a table's column, which breaks in no place.
const ShortForm = "2\u00a0Jan\u00a02006"

func AttemptHref(id domain.AttemptID) string { return fmt.Sprintf("/attempts/%d", id) }
