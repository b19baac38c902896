package plans

import "strings"

// A TextBlock is a paragraph, or a list, of a text that someone typed.
type TextBlock struct {
	List  bool
	Lines []string // of the paragraph, or the items
}

// TextBlocks reads a text as people type it: an empty line parts paragraphs; lines that begin with "-", "*" or "•" are
// a list. Nothing else means anything, and no markup is known.
func TextBlocks(text string) []TextBlock {
	var blocks []TextBlock
	open := false // whether the next line goes on with the last block
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		item, isItem := listItem(line)
		switch last := len(blocks) - 1; {
		case line == "":
			open = false
		case isItem && open && blocks[last].List:
			blocks[last].Lines = append(blocks[last].Lines, item)
		case isItem:
			blocks = append(blocks, TextBlock{List: true, Lines: []string{item}})
			open = true
		case open && !blocks[last].List:
			blocks[last].Lines = append(blocks[last].Lines, line)
		default:
			blocks = append(blocks, TextBlock{Lines: []string{line}})
			open = true
		}
	}
	return blocks
}

// listItem is the line without the sign that makes it an item of a list.
func listItem(line string) (string, bool) {
	for _, sign := range []string{"- ", "* ", "• "} {
		if rest, ok := strings.CutPrefix(line, sign); ok && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return line, false
}
