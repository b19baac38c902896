package static

import (
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
)

func TestContrastIsThatOfWCAG(t *testing.T) {
	tests := []struct {
		a, b Colour
		want float64
	}{
		{white, black, 21},
		{white, white, 1},
		{Colour{0x76, 0x76, 0x76}, white, 4.54}, // the lightest grey that may carry text
		{Colour{0xff, 0, 0}, white, 4.00},
	}
	for _, tt := range tests {
		if got := Contrast(tt.a, tt.b); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("Contrast(%v, %v) = %.3f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestTextOnTheCouncilsColour(t *testing.T) {
	for hex, want := range map[string]Colour{"#1d5c4a": white, "#ffdd00": black, "#000000": white, "#ffffff": black} {
		c, err := ParseColour(hex)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Text(); got != want {
			t.Errorf("text on %s: %v, want %v", hex, got, want)
		}
	}
}

// Whatever colour a council chooses, every pairing that the stylesheet makes of it can be read.
func TestAnyColourCanBeRead(t *testing.T) {
	const seed = 20261122
	random := rand.New(rand.NewPCG(seed, seed))
	colours := []Colour{white, black, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {118, 118, 118}}
	for range 5000 {
		colours = append(colours, Colour{uint8(random.UintN(256)), uint8(random.UintN(256)), uint8(random.UintN(256))})
	}
	for _, c := range colours {
		ink := c.darkened()
		tint, shade := mix(ink, white, 0.94), mix(ink, black, 0.25)
		for what, ratio := range map[string]float64{
			"text on the colour":    Contrast(c, c.Text()),
			"ink on white":          Contrast(ink, white),
			"ink on the tint":       Contrast(ink, tint),
			"white on the shade":    Contrast(shade, white),
			"body text on the tint": Contrast(Colour{11, 12, 12}, tint),
		} {
			if ratio < 4.5 {
				t.Errorf("seed %d, colour %v: %s has contrast %.2f", seed, c, what, ratio)
			}
		}
	}
}

func TestParseColourRefusesAnythingElse(t *testing.T) {
	for _, s := range []string{"", "1d5c4a", "#1d5c4", "#1d5c4ag", "#gggggg", "red", "#-1d5c4", "#1d5c4a;}"} {
		if c, err := ParseColour(s); err == nil {
			t.Errorf("ParseColour(%q) = %v", s, c)
		}
	}
}

func TestCouncilServesItsColour(t *testing.T) {
	c, err := ParseColour("#7A1F5C")
	if err != nil {
		t.Fatal(err)
	}
	council := NewCouncil(c)
	if other := NewCouncil(black); other.Path() == council.Path() {
		t.Error("two colours have one address")
	}
	res := get(council.Handler(), http.MethodGet, council.Path(), "")
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != 200 || !strings.HasPrefix(string(body),
		":root{--council-colour:#7a1f5c;--council-text:#ffffff;") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if got := res.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control %q", got)
	}
	if res := get(council.Handler(), http.MethodGet, "/assets/council.css", ""); res.StatusCode != 404 {
		t.Errorf("another address: %d", res.StatusCode)
	}
}
