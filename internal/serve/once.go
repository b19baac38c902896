package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// onceField is a field that every posting form of a signed-in reader's page gets, with a key of its own: a form counts
// once, however often it is sent.
const onceField = "form-key"

// mostSent is how many forms a session remembers.
const mostSent = 16

// sentForm is a form that was sent and taken: by its key, with a digest of what it held and where it went, and the page
// that it led to.
type sentForm struct {
	Key  string `json:"k"`
	Held string `json:"h"`
	To   string `json:"t"`
}

// sentError is that a form was taken already with other content. It leads to what was made of it.
type sentError struct {
	error
	to string
}

// Unwrap is for errors.Is and errors.As.
func (e *sentError) Unwrap() error { return e.error }

var errSent = domain.Stands("This form was sent before, and stands as it was sent then. Open its page again to say " +
	"something else")

// takeKey takes key and basis of a form out of what it brings: nobody after this has to know of them.
func takeKey(r *http.Request) {
	info := infoOf(r.Context())
	info.once, info.basis = r.PostForm.Get(onceField), r.PostForm.Get(basisField)
	for _, values := range []url.Values{r.PostForm, r.Form} {
		values.Del(onceField)
		values.Del(basisField)
	}
}

// sent lists the forms that were sent in the session, the newest first.
func (s *Server) sent(r *http.Request) (list []sentForm) {
	if json.Unmarshal([]byte(s.sessions.GetString(r.Context(), "sent")), &list) != nil {
		return nil
	}
	return list
}

// again answers a form that was sent before in this session. Where it holds the same, its sender is led to what was
// made of it; else it is a *sentError.
func (c *Call) again() (answered bool, err error) {
	key := infoOf(c.Context()).once
	if c.Method != http.MethodPost || key == "" {
		return false, nil
	}
	list := c.server.sent(c.Request)
	at := slices.IndexFunc(list, func(f sentForm) bool { return f.Key == key })
	switch {
	case at < 0:
		return false, nil
	case list[at].Held != held(c.Request):
		return false, &sentError{errSent, list[at].To}
	}
	c.server.sessions.Put(c.Context(), "flash", "Already recorded: you sent this before, and it counts once.")
	http.Redirect(c.W, c.Request, list[at].To, http.StatusSeeOther)
	return true, nil
}

// remember notes that a form was taken, and where it led.
func (c *Call) remember(to string) {
	key := infoOf(c.Context()).once
	if c.Method != http.MethodPost || key == "" || c.Actor.ID == 0 ||
		c.route.Action == policy.SignGate { // it keeps keys of its own with what it records, in the same transaction
		return
	}
	list := append([]sentForm{{key, held(c.Request), to}}, c.server.sent(c.Request)...)
	text, err := json.Marshal(list[:min(len(list), mostSent)])
	if err == nil {
		c.server.sessions.Put(c.Context(), "sent", string(text))
	}
}

// held is a digest of where a form goes and of what it brings, files and all, but for passwords.
func held(r *http.Request) string {
	h := sha256.New()
	_, _ = io.WriteString(h, r.URL.Path+"\n"+withoutSecrets(r.PostForm).Encode())
	if r.MultipartForm != nil {
		for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
			for _, file := range r.MultipartForm.File[name] {
				_, _ = io.WriteString(h, "\n"+name+" "+strconv.Quote(file.Filename)+"\n")
				copyFile(h, file)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func copyFile(to io.Writer, file *multipart.FileHeader) {
	content, err := file.Open()
	if err != nil {
		return
	}
	defer func() { _ = content.Close() }()
	_, _ = io.Copy(to, content)
}
