package servertest

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"

	"fourgates/internal/domain"
)

// Client is a browser: it keeps its cookies. The zero Header values are those of a browser on the same origin; set
// Header to change or, with an empty list, to leave out one.
type Client struct {
	h       *Harness
	Cookies map[string]*http.Cookie
	Header  http.Header
	Remote  string // address and port that it calls from
}

// Browser is a client who is not signed in.
func (h *Harness) Browser() *Client {
	return &Client{h: h, Cookies: map[string]*http.Cookie{}, Header: http.Header{}, Remote: "192.0.2.7:40001"}
}

// As is a client signed in as the person, with a password proof of now and no password asked.
func (h *Harness) As(who domain.PersonID) *Client {
	h.T.Helper()
	id := h.Int(`INSERT INTO sign_ins (person_id, device, started_at, last_seen_at, proved_at)
		VALUES ($1, 'Test', $2, $2, $2) RETURNING id`, int64(who), h.Now())
	ctx, err := h.sessions.Load(context.Background(), "")
	if err != nil {
		h.T.Fatal(err)
	}
	h.sessions.Put(ctx, "sign-in", domain.SignInID(id))
	token, _, err := h.sessions.Commit(ctx)
	if err != nil {
		h.T.Fatal(err)
	}
	c := h.Browser()
	name := "session"
	if h.Server.Secure {
		name = "__Host-session"
	}
	c.Cookies[name] = &http.Cookie{Name: name, Value: token}
	return c
}

// Get asks for a page.
func (c *Client) Get(path string) *Page { return c.Do(http.MethodGet, path, "", nil) }

// Post sends a form made of name, value pairs.
func (c *Client) Post(path string, pairs ...string) *Page {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return c.PostForm(path, v)
}

// PostForm sends a form.
func (c *Client) PostForm(path string, v url.Values) *Page {
	return c.Do(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(v.Encode()))
}

// Upload sends a form of name, value pairs with one file.
func (c *Client) Upload(path, field, filename string, content []byte, pairs ...string) *Page {
	c.h.T.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			c.h.T.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(field, filename)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.h.T.Fatal(err)
	}
	return c.Do(http.MethodPost, path, w.FormDataContentType(), body.Bytes())
}

// Follow asks for the page that a redirect leads to.
func (c *Client) Follow(p *Page) *Page {
	c.h.T.Helper()
	if p.Location() == "" {
		c.h.T.Fatalf("%s: status %d leads nowhere\n%s", p.Asked, p.Status, p.Words())
	}
	return c.Get(p.Location())
}

// Do sends a request through the whole server and reads the page that it answers with.
func (c *Client) Do(method, path, contentType string, body []byte) *Page {
	c.h.T.Helper()
	n := new(atomic.Int64)
	r := httptest.NewRequestWithContext(context.WithValue(context.Background(), countKey{}, n), method,
		"http://localhost:8080"+path, bytes.NewReader(body))
	r.RemoteAddr = c.Remote
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Test")
	if method != http.MethodGet {
		r.Header.Set("Origin", "http://localhost:8080")
	}
	for name, list := range c.Header {
		r.Header[http.CanonicalHeaderKey(name)] = list
		if strings.EqualFold(name, "Host") {
			r.Host = strings.Join(list, "")
		}
	}
	for _, cookie := range c.Cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	c.h.Handler.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if cookie.MaxAge < 0 {
			delete(c.Cookies, cookie.Name)
			continue
		}
		c.Cookies[cookie.Name] = cookie
	}
	return pageOf(method+" "+path, w, int(n.Load()))
}
