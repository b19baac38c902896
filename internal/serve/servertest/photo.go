package servertest

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

// Photo is a small JPEG.
func Photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Minutes is a small PDF.
const Minutes = "%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
