package register

import (
	"slices"
	"strings"
	"unicode"
)

// Phrases finds texts in others, whatever the case of their letters and the signs between their words.
type Phrases struct{ byFirst map[string][][]string }

// mostCompared is by how many of its first words a long text is known.
const mostCompared = 8

// Add adds a text to look for, by its first words where it is long. One without a letter or figure is left out.
func (p *Phrases) Add(text string) {
	words := wordsOf(text)
	words = words[:min(len(words), mostCompared)]
	if len(words) == 0 {
		return
	}
	if p.byFirst == nil {
		p.byFirst = map[string][][]string{}
	}
	p.byFirst[words[0]] = append(p.byFirst[words[0]], words)
}

// AddLong is Add for a text that may be so short that it stands in others by chance: then it is left out.
func (p *Phrases) AddLong(text string) {
	if len(wordsOf(text)) > 1 || len(text) >= 8 {
		p.Add(text)
	}
}

// In reports whether any of the phrases stands in one of the texts, on whole words.
func (p *Phrases) In(texts ...string) bool {
	if len(p.byFirst) == 0 {
		return false
	}
	for _, text := range texts {
		words := wordsOf(text)
		for i, word := range words {
			for _, phrase := range p.byFirst[word] {
				if len(phrase) <= len(words)-i && slices.Equal(phrase, words[i:i+len(phrase)]) {
					return true
				}
			}
		}
	}
	return false
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
