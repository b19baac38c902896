package static

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func sample() fstest.MapFS {
	return fstest.MapFS{
		"manifest.json":          {Data: []byte(`{"main.css": "main-0123456789.css", "icon.svg": "icon-aa.svg"}`)},
		"main-0123456789.css":    {Data: []byte("body{margin:0}")},
		"main-0123456789.css.gz": {Data: []byte("gzipped")},
		"main-0123456789.css.br": {Data: []byte("brotlied")},
		"icon-aa.svg":            {Data: []byte("<svg/>")},
		".keep":                  {Data: []byte("kept")},
	}
}

func TestOpenSaysThatNothingWasBuilt(t *testing.T) {
	_, err := open(fstest.MapFS{".keep": {}})
	if !errors.Is(err, ErrNotBuilt) {
		t.Fatalf("open of an empty folder: %v, want ErrNotBuilt", err)
	}
}

func TestOpenNamesTheFileThatIsMissing(t *testing.T) {
	files := sample()
	delete(files, "icon-aa.svg")
	_, err := open(files)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "icon.svg") {
		t.Fatalf("open with a file missing: %v", err)
	}
}

func TestOpenRefusesABrokenManifest(t *testing.T) {
	if _, err := open(fstest.MapFS{"manifest.json": {Data: []byte("{")}}); err == nil {
		t.Fatal("a broken manifest was accepted")
	}
}

func TestPathIsHashedAndUnknownNamesPanic(t *testing.T) {
	assets, err := open(sample())
	if err != nil {
		t.Fatal(err)
	}
	if got := assets.Path("main.css"); got != "/assets/main-0123456789.css" {
		t.Errorf("Path(main.css) = %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("Path of an unknown name did not panic")
		}
	}()
	assets.Path("nothing.css")
}

func TestHandlerServesTheCopyThatTheBrowserAccepts(t *testing.T) {
	assets, err := open(sample())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ accept, body, encoding string }{
		{"", "body{margin:0}", ""},
		{"gzip", "gzipped", "gzip"},
		{"gzip, deflate, br, zstd", "brotlied", "br"},
		{"gzip, br;q=0", "gzipped", "gzip"},
		{"br; q=0.0, gzip; q=0", "body{margin:0}", ""},
		{"GZIP;q=0.5", "gzipped", "gzip"},
		{"brotli", "body{margin:0}", ""},
		{"br;q=nonsense", "body{margin:0}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.accept, func(t *testing.T) {
			res := get(assets.Handler(), http.MethodGet, "/assets/main-0123456789.css", tt.accept)
			body, _ := io.ReadAll(res.Body)
			if res.StatusCode != 200 || string(body) != tt.body || res.Header.Get("Content-Encoding") != tt.encoding {
				t.Errorf("%d %q %q, want 200 %q %q", res.StatusCode, body, res.Header.Get("Content-Encoding"), tt.body,
					tt.encoding)
			}
			want := map[string]string{
				"Content-Type":           "text/css; charset=utf-8",
				"Cache-Control":          "public, max-age=31536000, immutable",
				"X-Content-Type-Options": "nosniff",
				"Vary":                   "Accept-Encoding",
			}
			for name, value := range want {
				if got := res.Header.Get(name); got != value {
					t.Errorf("%s: %q, want %q", name, got, value)
				}
			}
		})
	}
}

func TestHandlerWithoutACompressedCopyServesTheFile(t *testing.T) {
	assets, err := open(sample())
	if err != nil {
		t.Fatal(err)
	}
	res := get(assets.Handler(), http.MethodGet, "/assets/icon-aa.svg", "br, gzip")
	body, _ := io.ReadAll(res.Body)
	if string(body) != "<svg/>" || res.Header.Get("Content-Encoding") != "" ||
		res.Header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("%q %v", body, res.Header)
	}
}

func TestHandlerKnowsNothingElse(t *testing.T) {
	assets, err := open(sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/assets/", "/assets/main.css", "/assets/manifest.json", "/assets/.keep", "/assets/main-0123456789.css.gz",
		"/assets/../embed.go", "/assets/main-0123456789.css/", "/assets//main-0123456789.css",
	} {
		if res := get(assets.Handler(), http.MethodGet, path, ""); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, res.StatusCode)
		}
	}
}

func TestHandlerAnswersHeadAndRefusesPost(t *testing.T) {
	assets, err := open(sample())
	if err != nil {
		t.Fatal(err)
	}
	res := get(assets.Handler(), http.MethodHead, "/assets/main-0123456789.css", "gzip")
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != 200 || len(body) != 0 || res.Header.Get("Content-Length") != "7" {
		t.Errorf("HEAD: %d %q %v", res.StatusCode, body, res.Header)
	}
	if res := get(assets.Handler(), http.MethodPost, "/assets/main-0123456789.css",
		""); res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", res.StatusCode)
	}
}

func get(h http.Handler, method, path, accept string) *http.Response {
	r := httptest.NewRequest(method, "http://council.test/", nil)
	r.URL.Path = path
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}
