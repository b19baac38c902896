package upload

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxBytes is the most that a file may hold.
const MaxBytes = 10 << 20

// Refusal is why a file cannot be kept, in words for whoever sent it.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// What Keep refuses.
const (
	ErrEmpty    Refusal = "Choose a file"
	ErrTooLarge Refusal = "The file is larger than 10 MB: choose a smaller one"
	ErrType     Refusal = "The file must be a JPEG or PNG picture, or a PDF"
	ErrBroken   Refusal = "The picture cannot be read: it is broken or not what it says"
	ErrPixels   Refusal = "The picture has more than 25 million pixels: choose a smaller one"
	ErrPDF      Refusal = "The PDF has something else before, after or inside it: save it again as a PDF"
)

// File is what is kept of a file.
type File struct {
	Name    string
	Type    string // image/jpeg, image/png or application/pdf
	Content []byte
}

// Keep returns what is safe to keep of a file, or why it is refused.
func Keep(name string, content []byte) (File, error) {
	switch {
	case len(content) == 0:
		return File{}, ErrEmpty
	case len(content) > MaxBytes:
		return File{}, ErrTooLarge
	case bytes.HasPrefix(content, []byte("%PDF-")):
		if !soundPDF(content) {
			return File{}, ErrPDF
		}
		return File{Name: cleanName(name, ".pdf"), Type: "application/pdf", Content: content}, nil
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")), bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		kept, kind, err := redraw(content)
		if err != nil {
			return File{}, err
		}
		ending := ".jpg"
		if kind == "image/png" {
			ending = ".png"
		}
		return File{Name: cleanName(name, ending), Type: kind, Content: kept}, nil
	}
	return File{}, ErrType
}

// soundPDF reports whether a file that begins as a PDF also ends as one and is neither a web page nor an archive
// besides.
func soundPDF(content []byte) bool {
	end := bytes.TrimRight(content, " \t\r\n\x00")
	if !bytes.HasSuffix(end, []byte("%%EOF")) {
		return false
	}
	head := bytes.ToLower(content[:min(len(content), 1024)])
	for _, mark := range []string{"<html", "<script", "<!doctype", "<svg", "<?php", "mz\x90\x00"} {
		if bytes.Contains(head, []byte(mark)) {
			return false
		}
	}
	// A zip archive's directory stands at its end, with a comment of up to 64 kB behind it.
	tail := content[max(0, len(content)-66_000):]
	return !bytes.Contains(tail, []byte("PK\x05\x06"))
}

// cleanName keeps of a file's name what can be shown and saved, with the ending that its content has.
func cleanName(name, ending string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -_().", r) {
			return r
		}
		return -1
	}, name)
	name = strings.Trim(name, " .")
	for utf8.RuneCountInString(name) > 80 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if name == "" {
		name = "file"
	}
	return name + ending
}
