package upload_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"fourgates/internal/upload"
)

// flag is a picture with red at its left and blue at its right, and a green band at the top.
func flag(w, h int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{B: 255, A: 255}
			if x < w/2 {
				c = color.NRGBA{R: 255, A: 255}
			}
			if y < h/4 {
				c = color.NRGBA{G: 255, A: 255}
			}
			p.SetNRGBA(x, y, c)
		}
	}
	return p
}

func asJPEG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts an EXIF segment behind a JPEG's first marker: an orientation, and words that must not be kept.
func withExif(jpeg []byte, orientation uint16, order binary.AppendByteOrder) []byte {
	tiff := []byte("II")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		tiff = []byte("MM")
	}
	tiff = order.AppendUint16(tiff, 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(tiff, 0x0112)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	tiff = append(tiff, "GPS 52.31 N taken by Siobhan"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, jpeg[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), jpeg[2:]...)
}

func decoded(t *testing.T, f upload.File) image.Image {
	t.Helper()
	p, _, err := image.Decode(bytes.NewReader(f.Content))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// name is the nearest plain colour.
func name(c color.Color) string {
	r, g, b, _ := c.RGBA()
	switch {
	case g > r && g > b:
		return "green"
	case r > b:
		return "red"
	}
	return "blue"
}

func TestPicturesAreTurnedUprightAndLoseWhatTheCameraWrote(t *testing.T) {
	upright := flag(80, 60)
	stored := map[uint16]func(x, y int) (int, int){ // where the pixel of the stored picture stands in the upright one
		1: func(x, y int) (int, int) { return x, y },
		2: func(x, y int) (int, int) { return 79 - x, y },
		3: func(x, y int) (int, int) { return 79 - x, 59 - y },
		4: func(x, y int) (int, int) { return x, 59 - y },
		5: func(x, y int) (int, int) { return y, x },
		// EXIF: the first row is the right-hand side, the first column the top
		6: func(x, y int) (int, int) { return 79 - y, x },
		7: func(x, y int) (int, int) { return 79 - y, 59 - x },
		// the first row is the left-hand side, the first column the bottom
		8: func(x, y int) (int, int) { return y, 59 - x },
	}
	for orientation, from := range stored {
		w, h := 80, 60
		if orientation >= 5 {
			w, h = 60, 80
		}
		camera := image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				ux, uy := from(x, y)
				camera.Set(x, y, upright.At(ux, uy))
			}
		}
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			kept, err := upload.Keep("IMG_0001.JPG", withExif(asJPEG(t, camera), orientation, order))
			if err != nil {
				t.Fatalf("orientation %d: %v", orientation, err)
			}
			p := decoded(t, kept)
			if p.Bounds().Dx() != 80 || p.Bounds().Dy() != 60 {
				t.Fatalf("orientation %d: %v", orientation, p.Bounds())
			}
			for _, at := range [][3]any{{10, 40, "red"}, {70, 40, "blue"}, {10, 5, "green"}, {70, 5, "green"}} {
				if got := name(p.At(at[0].(int), at[1].(int))); got != at[2] {
					t.Errorf("orientation %d, pixel %v: %s", orientation, at, got)
				}
			}
			for _, secret := range []string{"Exif", "Siobhan", "GPS"} {
				if bytes.Contains(kept.Content, []byte(secret)) {
					t.Errorf("orientation %d: %q is kept", orientation, secret)
				}
			}
		}
	}
}

func TestPicturesAreMadeSmall(t *testing.T) {
	kept, err := upload.Keep("wide.png", asPNG(t, flag(3000, 300)))
	if err != nil {
		t.Fatal(err)
	}
	if b := decoded(t, kept).Bounds(); b.Dx() != 2000 || b.Dy() != 200 || kept.Type != "image/jpeg" ||
		kept.Name != "wide.jpg" {
		t.Errorf("%v as %s, called %s", b, kept.Type, kept.Name)
	}
	clear := flag(40, 40)
	clear.SetNRGBA(3, 3, color.NRGBA{})
	if kept, err = upload.Keep("logo.png", asPNG(t, clear)); err != nil || kept.Type != "image/png" {
		t.Errorf("with transparency: %s, %v", kept.Type, err)
	}
}

// hugePNG says that it is a picture of so many pixels and holds none.
func hugePNG(side uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	head := []byte("IHDR")
	head = binary.BigEndian.AppendUint32(head, side)
	head = binary.BigEndian.AppendUint32(head, side)
	head = append(head, 8, 6, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, 13)
	b = append(b, head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

func TestAnythingElseIsRefusedByItsContent(t *testing.T) {
	picture := asJPEG(t, flag(20, 20))
	var moving bytes.Buffer
	if err := gif.Encode(&moving, flag(20, 20), nil); err != nil {
		t.Fatal(err)
	}
	pdf := "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
	for _, c := range []struct {
		name    string
		content string
		want    error
	}{
		{"empty.jpg", "", upload.ErrEmpty},
		{"page.jpg", "<html><script>alert(1)</script>", upload.ErrType},
		{"drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, upload.ErrType},
		{"moving.gif", moving.String(), upload.ErrType},
		{"program.pdf", "MZ\x90\x00\x03", upload.ErrType},
		{"archive.pdf", "PK\x03\x04 and so on", upload.ErrType},
		{"late.pdf", "GIF89a" + pdf, upload.ErrType},
		{"cut.jpg", string(picture[:len(picture)/2]), upload.ErrBroken},
		{"false.jpg", "\xff\xd8\xff<script>alert(1)</script>", upload.ErrBroken},
		{"false.png", "\x89PNG\r\n\x1a\n<?php", upload.ErrBroken},
		{"bomb.png", string(hugePNG(60_000)), upload.ErrPixels},
		{"cut.pdf", "%PDF-1.7\n1 0 obj<<>>", upload.ErrPDF},
		{"page.pdf", "%PDF-1.7\n<HTML><script>alert(1)</script>\n%%EOF", upload.ErrPDF},
		{"archive.pdf", "%PDF-1.7\n%%EOF\nPK\x03\x04", upload.ErrPDF},
		{"archive.pdf", "%PDF-1.7\nPK\x05\x06 and a comment that ends in\n%%EOF", upload.ErrPDF},
		{"large.pdf", "%PDF-" + strings.Repeat(" ", upload.MaxBytes) + "%%EOF", upload.ErrTooLarge},
	} {
		if _, err := upload.Keep(c.name, []byte(c.content)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	kept, err := upload.Keep("../../etc/Minutes of 3 March; é.PDF\r\n", []byte(pdf))
	if err != nil || string(kept.Content) != pdf || kept.Name != "Minutes of 3 March é.pdf" ||
		kept.Type != "application/pdf" {
		t.Errorf("a PDF: %+v, %v", kept, err)
	}
	hidden := append(append([]byte{}, picture...), "PK\x03\x04<script>alert(1)</script>"...)
	if kept, err = upload.Keep("photo.jpg", hidden); err != nil || bytes.Contains(kept.Content, []byte("script")) {
		t.Errorf("what hangs on behind a picture is kept, or %v", err)
	}
}
