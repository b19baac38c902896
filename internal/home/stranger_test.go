package home_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// counted counts what is read of a body.
type counted struct {
	io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// stranger sends a body of a type to a path, signed out, and says what came of it and how much was read.
func stranger(t *testing.T, h *servertest.Harness, path, kind string, size int64, body io.Reader) (status, read int) {
	t.Helper()
	c := &counted{Reader: body}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost"+path, c)
	r.ContentLength = size
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	h.Handler.ServeHTTP(w, r)
	return w.Code, c.n
}

// What a stranger sends is read as far as sign-in needs it, on every route (guarantee 19).
func TestWhatAStrangerSendsIsHardlyRead(t *testing.T) {
	h := servertest.New(t)
	const words = "application/x-www-form-urlencoded"
	for _, route := range h.Server.Table {
		if route.Method != http.MethodPost {
			continue
		}
		path := examplePath(route.Pattern)
		most := 1 << 20
		if route.Action == policy.SignIn && path != "/sign-in" {
			most = 64 << 10
		}
		if _, read := stranger(t, h, path, words, 5<<20, endless("a=", 5<<20)); read != 0 {
			t.Errorf("POST %s: %d of 5 MB were read, though their length was said", path, read)
		}
		if _, read := stranger(t, h, path, words, -1, endless("a=", 5<<20)); read > most+64<<10 {
			t.Errorf("POST %s: %d of 5 MB were read", path, read)
		}
	}
	if _, read := stranger(t, h, "/nowhere", words, 5<<20, endless("a=", 5<<20)); read != 0 {
		t.Errorf("%d bytes are read where nothing is", read)
	}
}

func endless(start string, n int64) io.Reader {
	return io.LimitReader(io.MultiReader(strings.NewReader(start), zeros{}), n)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// A page that is shown to nobody we know leaves no session behind, whatever is asked for; what was asked for is shown
// after sign-in all the same.
func TestASignedOutPageWritesNoRow(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Nia ap Gwilym", policy.CPO), servertest.Password)
	before := h.Int(`SELECT count(*) FROM sessions`)
	for _, route := range h.Server.Table {
		path := examplePath(route.Pattern)
		if route.Method == http.MethodPost {
			h.Browser().Post(path, "title", "Dark path")
		} else {
			h.Browser().Get(path)
		}
	}
	h.Browser().Get("/nowhere").Want(t, http.StatusNotFound)
	if n := h.Int(`SELECT count(*) FROM sessions`); n != before {
		t.Errorf("%d sessions of nobody were kept", n-before)
	}
	for asked, shown := range map[string]string{"/areas?q=quay": "/areas?q=quay", "/": "/", "//elsewhere.example": "/",
		"https://elsewhere.example/areas": "/", "/nowhere": "/", `/\elsewhere.example`: "/"} {
		b := h.Browser()
		p := b.Get("/sign-in?return="+url.QueryEscape(asked)).Want(t, http.StatusOK)
		to, _ := p.Field("return")
		p = b.Post("/sign-in", "email", email, "password", servertest.Password, "return", to).
			Want(t, http.StatusSeeOther)
		if got := p.Header.Get("Location"); got != shown {
			t.Errorf("who asked for %s is sent to %s", asked, got)
		}
	}
	p := h.Browser().Get("/areas?q=quay").Want(t, http.StatusSeeOther)
	if got := p.Header.Get("Location"); got != "/sign-in?return=%2Fareas%3Fq%3Dquay" {
		t.Errorf("a page that needs sign-in leads to %s", got)
	}
}

// Sixty forms with files that never end take little memory, and whoever is signed in is served beside them.
func TestUnfinishedUploadsCostLittle(t *testing.T) {
	h := servertest.New(t)
	boss := h.As(h.Person("Rhiannon Vaughan-Pryce", policy.Admin))
	var upload serve.Route
	for _, route := range h.Server.Table {
		if route.Upload {
			upload = route
			break
		}
	}
	var start bytes.Buffer
	form := multipart.NewWriter(&start)
	if _, err := form.CreateFormFile("file", "walk.jpg"); err != nil {
		t.Fatal(err)
	}
	start.Write(bytes.Repeat([]byte{0xff}, 5<<20))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	was, done := heap(), make(chan string, 60)
	for range 60 {
		go func() {
			end, broken := io.Pipe()
			defer context.AfterFunc(ctx, func() { _ = broken.CloseWithError(io.ErrUnexpectedEOF) })()
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://localhost"+examplePath(upload.Pattern),
				io.MultiReader(bytes.NewReader(start.Bytes()), end))
			r.ContentLength = -1
			r.Header.Set("Content-Type", form.FormDataContentType())
			w := httptest.NewRecorder()
			h.Handler.ServeHTTP(w, r)
			done <- fmt.Sprint(w.Code)
		}()
	}
	refused := 0
	for deadline := time.After(30 * time.Second); refused < 58; {
		select {
		case code := <-done:
			if refused++; code != "503" {
				t.Errorf("one that found no room is answered with %s", code)
			}
		case <-deadline:
			t.Fatalf("%d of 58 were refused", refused)
		}
	}
	if more := heap() - was; more > 30<<20 {
		t.Errorf("60 unfinished uploads take %d MB", more>>20)
	}
	boss.Get("/admin/people").Want(t, http.StatusOK)
	boss.Post("/admin/people", "name", "Aoife").Want(t, http.StatusUnprocessableEntity)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
