package static

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"strconv"
)

// Colour is a colour of the screen, as #rrggbb.
type Colour struct{ R, G, B uint8 }

// ParseColour reads "#1d5c4a". It returns an error on anything else.
func ParseColour(s string) (Colour, error) {
	if len(s) != 7 || s[0] != '#' {
		return Colour{}, fmt.Errorf("colour %q: write it as # and six digits, such as #1d5c4a", s)
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return Colour{}, fmt.Errorf("colour %q: write it as # and six digits, such as #1d5c4a", s)
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

// String is the colour as #rrggbb.
func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// The two colours that text on a council's colour can have.
var (
	white = Colour{255, 255, 255}
	black = Colour{0, 0, 0}
)

// luminance is the relative luminance of WCAG 2.2, 0 for black to 1 for white.
func (c Colour) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Contrast is the contrast ratio of WCAG 2.2 between two colours, 1 to 21. Text needs 4.5.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// Text is the colour of text on c: white or black, whichever can be read better. One of them always reaches 4.5 to 1.
func (c Colour) Text() Colour {
	if Contrast(c, white) >= Contrast(c, black) {
		return white
	}
	return black
}

// darkened takes light away until text in the colour can be read on white and on the colour's own tint.
func (c Colour) darkened() Colour {
	for Contrast(c, mix(c, white, 0.94)) < 4.5 {
		c = Colour{uint8(int(c.R) * 9 / 10), uint8(int(c.G) * 9 / 10), uint8(int(c.B) * 9 / 10)}
	}
	return c
}

// mix is c with a part, 0 to 1, of d in it.
func mix(c, d Colour, part float64) Colour {
	blend := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-part) + float64(y)*part)) }
	return Colour{blend(c.R, d.R), blend(c.G, d.G), blend(c.B, d.B)}
}

// Council is the small stylesheet that gives pages the council's colour.
type Council struct {
	css  []byte
	path string
}

// NewCouncil makes the stylesheet for a colour: the colour, the text on it, an ink of it that can be read on white,
// a shade of the ink for what is under the pointer and a tint of it for quiet grounds.
func NewCouncil(c Colour) Council {
	ink := c.darkened()
	css := fmt.Appendf(nil,
		":root{--council-colour:%s;--council-text:%s;--council-ink:%s;--council-shade:%s;--council-tint:%s}\n",
		c, c.Text(), ink, mix(ink, black, 0.25), mix(ink, white, 0.94))
	sum := sha256.Sum256(css)
	return Council{css: css, path: "/assets/council-" + hex.EncodeToString(sum[:4]) + ".css"}
}

// Path is the stylesheet's address, with a hash of its content.
func (c Council) Path() string { return c.path }

// Handler serves the stylesheet.
func (c Council) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != c.path {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", types[".css"])
		h.Set("Content-Length", strconv.Itoa(len(c.css)))
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if r.Method != http.MethodHead {
			_, _ = w.Write(c.css) // a browser that went away is no fault of ours
		}
	})
}
