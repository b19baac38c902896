package upload

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
)

const (
	maxSide   = 2000       // pixels of what is kept
	maxPixels = 25_000_000 // of what is sent: a picture of a few bytes can decode into gigabytes
	quality   = 85
)

// one picture at a time is decoded: each can take a hundred megabytes for a moment.
var drawing = make(chan struct{}, 1)

// redraw decodes a picture, turns it upright, makes it small enough and writes it anew. What has no transparency
// becomes a JPEG.
func redraw(content []byte) ([]byte, string, error) {
	drawing <- struct{}{}
	defer func() { <-drawing }()
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return nil, "", ErrBroken
	}
	if format != "jpeg" && format != "png" {
		return nil, "", ErrType
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, "", ErrPixels
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, "", ErrBroken
	}
	turn := 1
	if format == "jpeg" {
		turn = orientation(content)
	}
	small := upright(shrink(picture), turn)
	var out bytes.Buffer
	if format == "png" && !small.Opaque() {
		err = png.Encode(&out, small)
		return out.Bytes(), "image/png", err
	}
	err = jpeg.Encode(&out, small, &jpeg.Options{Quality: quality})
	return out.Bytes(), "image/jpeg", err
}

// shrink draws the picture at most maxSide wide and high.
func shrink(picture image.Image) *image.NRGBA {
	b := picture.Bounds()
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); longest > maxSide {
		w, h = max(1, w*maxSide/longest), max(1, h*maxSide/longest)
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(small, small.Bounds(), picture, b.Min, draw.Src)
		return small
	}
	draw.ApproxBiLinear.Scale(small, small.Bounds(), picture, b, draw.Src, nil)
	return small
}

// upright turns and mirrors the picture as its camera said: EXIF orientation 1 to 8.
func upright(p *image.NRGBA, orientation int) *image.NRGBA {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	turned := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			turned.SetNRGBA(x, y, at(p, x, y, w, h, orientation))
		}
	}
	return turned
}

// at is the pixel of the picture as stored that stands at x, y of the upright one, which is w by h.
func at(p *image.NRGBA, x, y, w, h, orientation int) color.NRGBA {
	right, bottom := w-1-x, h-1-y
	switch orientation {
	case 2: // mirrored
		return p.NRGBAAt(right, y)
	case 3: // upside down
		return p.NRGBAAt(right, bottom)
	case 4: // upside down, mirrored
		return p.NRGBAAt(x, bottom)
	case 5: // on its side, mirrored
		return p.NRGBAAt(y, x)
	case 6: // its top is at the right
		return p.NRGBAAt(y, right)
	case 7: // on its other side, mirrored
		return p.NRGBAAt(bottom, right)
	}
	return p.NRGBAAt(bottom, x) // 8: its top is at the left
}
