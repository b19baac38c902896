package world

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"fourgates/internal/issues"
)

// photo draws what an officer would have photographed of a quick win, before or after: a gate, a screen across a brook,
// steps. The same words give the same picture.
func photo(of string, after bool) (*issues.File, error) {
	scene, ok := scenes[of]
	if !ok {
		return nil, errors.New("there is no photograph of " + of)
	}
	p := &picture{RGBA: image.NewRGBA(image.Rect(0, 0, 480, 320)), rand: rand.New(rand.NewPCG(uint64(len(of)), 11))}
	scene(p, after)
	p.weather()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 82}); err != nil {
		return nil, err
	}
	name := of + "-before.jpg"
	if after {
		name = of + "-after.jpg"
	}
	return &issues.File{Name: name, Type: "image/jpeg", Content: b.Bytes()}, nil
}

var scenes = map[string]func(p *picture, after bool){"gate": gateScene, "screen": screenScene, "rail": railScene,
	"paper": paperScene}

// picture is a canvas with the means to draw on it.
type picture struct {
	*image.RGBA
	rand *rand.Rand
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

func mix(a, b color.RGBA, t float64) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8(float64(x) + t*(float64(y)-float64(x))) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// band fills from one height to another, from one colour to another.
func (p *picture) band(from, to int, top, bottom color.RGBA) {
	for y := from; y < to; y++ {
		c := mix(top, bottom, float64(y-from)/float64(to-from))
		for x := range p.Rect.Dx() {
			p.SetRGBA(x, y, c)
		}
	}
}

// stroke draws a straight line of the width with round ends.
func (p *picture) stroke(x1, y1, x2, y2, width float64, c color.RGBA) {
	steps := int(math.Hypot(x2-x1, y2-y1)) + 1
	for i := range steps + 1 {
		t := float64(i) / float64(steps)
		p.blob(x1+t*(x2-x1), y1+t*(y2-y1), width/2, width/2, c)
	}
}

// blob fills an ellipse.
func (p *picture) blob(x, y, rx, ry float64, c color.RGBA) {
	for j := int(y - ry); j <= int(y+ry); j++ {
		for i := int(x - rx); i <= int(x+rx); i++ {
			dx, dy := (float64(i)-x)/rx, (float64(j)-y)/ry
			if dx*dx+dy*dy <= 1 && (image.Point{i, j}).In(p.Rect) {
				p.SetRGBA(i, j, c)
			}
		}
	}
}

// scatter draws n blobs of about a size between two heights, in colours between two.
func (p *picture) scatter(n, from, to int, size float64, a, b color.RGBA) {
	for range n {
		x, y := p.rand.Float64()*float64(p.Rect.Dx()), float64(from)+p.rand.Float64()*float64(to-from)
		p.blob(x, y, size*(0.5+p.rand.Float64()), size*(0.4+0.6*p.rand.Float64()), mix(a, b, p.rand.Float64()))
	}
}

// weather puts grain and darker corners over the picture, as a telephone's camera does on a dull day.
func (p *picture) weather() {
	w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
	for i := 0; i < len(p.Pix); i += 4 {
		x, y := float64(i/4%p.Rect.Dx())/w-0.5, float64(i/4/p.Rect.Dx())/h-0.5
		light := 1 - 0.5*(x*x+y*y) + 0.07*(p.rand.Float64()-0.5)
		for k := range 3 {
			p.Pix[i+k] = uint8(min(255, float64(p.Pix[i+k])*light))
		}
	}
}

func gateScene(p *picture, after bool) {
	p.band(0, 150, rgb(0xb9c6cf), rgb(0xdfe4e2))
	p.scatter(60, 95, 150, 26, rgb(0x4a5a3c), rgb(0x6c7a4e))
	p.band(150, 320, rgb(0x7e8a55), rgb(0x5f6b3c))
	p.scatter(500, 160, 320, 4, rgb(0x55612f), rgb(0x94a062))
	p.scatter(40, 265, 320, 18, rgb(0x6a5a44), rgb(0x7d6b52))
	timber, drop := rgb(0x6f675c), 34.0
	if after {
		timber, drop = rgb(0xb08a5a), 0
	}
	p.stroke(90, 130, 90, 290, 20, mix(timber, rgb(0x302a24), 0.3))
	p.stroke(400, 130, 400, 290, 20, mix(timber, rgb(0x302a24), 0.3))
	for n := range 5 {
		y := 150 + 26*float64(n)
		p.stroke(102, y, 386, y+drop, 9, timber)
	}
	p.stroke(108, 150, 108, 262, 10, timber)
	p.stroke(380, 146+drop, 380, 260+drop, 10, timber)
	p.stroke(110, 256, 376, 152+drop, 8, timber)
	if !after {
		for n := range 4 {
			p.stroke(384, 178+5*float64(n), 404, 168+6*float64(n), 2, rgb(0xd9702a))
		}
	}
}

func screenScene(p *picture, after bool) {
	p.band(0, 190, rgb(0x8b8378), rgb(0x5d574f))
	for n := range 11 {
		p.stroke(0, 18*float64(n), 480, 18*float64(n), 1.5, rgb(0x57514a))
	}
	p.blob(240, 150, 150, 105, rgb(0x1d1e1c))
	p.band(190, 320, rgb(0x3e4a45), rgb(0x59655c))
	for n := range 15 {
		x := 105 + 19*float64(n)
		p.stroke(x, 62, x-14, 250, 5, rgb(0x4b443f))
	}
	p.stroke(88, 70, 392, 70, 9, rgb(0x3f3a36))
	if after {
		p.scatter(90, 240, 320, 9, rgb(0x66756c), rgb(0x84938a))
		return
	}
	p.scatter(260, 140, 262, 12, rgb(0x5b4a34), rgb(0x8a7758))
	for range 9 {
		x, y, a := 100+280*p.rand.Float64(), 150+90*p.rand.Float64(), p.rand.Float64()
		p.stroke(x, y, x+70*math.Cos(a), y-70*math.Sin(a), 11, rgb(0xa58e67))
	}
	p.scatter(14, 170, 270, 9, rgb(0xd9dde0), rgb(0x3d6fa8))
}

// paperScene is a letter that asks for a decision as a scanner sees it; after, it came back filled in.
func paperScene(p *picture, after bool) {
	p.band(0, 320, rgb(0xf4f2ea), rgb(0xeae7dc))
	for n := range 11 {
		y := 40 + 18*float64(n)
		p.stroke(60, y, 420-float64(n%3)*70, y, 2, rgb(0x4a4a4f))
	}
	if !after {
		return
	}
	p.stroke(70, 262, 84, 276, 3, rgb(0x1d3f8f))
	p.stroke(84, 276, 108, 246, 3, rgb(0x1d3f8f))
	for n := range 9 {
		x := 230 + 18*float64(n)
		p.stroke(x, 270-float64(n%2)*16, x+18, 270-float64((n+1)%2)*16, 2, rgb(0x1d3f8f))
	}
}

func railScene(p *picture, after bool) {
	p.band(0, 320, rgb(0xa9a298), rgb(0x8d867c))
	for n := range 22 {
		p.stroke(0, 15*float64(n), 480, 15*float64(n), 1, rgb(0x7a736a))
	}
	for n := range 11 {
		y, half := 40+26*float64(n), 70+11*float64(n)
		tread := mix(rgb(0x77746f), rgb(0x9b9891), float64(n)/11)
		for d := range 26 {
			p.stroke(240-half, y+float64(d), 240+half, y+float64(d), 2, mix(tread, rgb(0x4b4946), float64(d)/26))
		}
		edge := mix(tread, rgb(0x3a3836), 0.4)
		if after {
			edge = rgb(0xe9e8e1)
		}
		p.stroke(240-half, y, 240+half, y, 3, edge)
	}
	if !after {
		return
	}
	for n := range 4 {
		x, y := 160-33*float64(n), 55+78*float64(n)
		p.stroke(x, y-48, x, y+8, 5, rgb(0xb9c0c4))
	}
	p.stroke(168, 0, 45, 290, 8, rgb(0xd3d9dc))
}
