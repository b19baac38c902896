package serve

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// How much is read of what a request brings, in bytes.
const (
	smallLimit  = 64 << 10  // of anybody, before it is known who they are
	formLimit   = 1 << 20   // of a posted form
	uploadLimit = 11 << 20  // of a posted form with a file of 10 MB
	inMemory    = 256 << 10 // of the files in a form; the rest waits on disk until it is looked at
)

// How many bodies are read at once. Whoever is signed out is counted by where they come from too.
const (
	mostStrangers  = 256 // small bodies of whoever is signed out
	mostOfSource   = 16
	mostCarried    = 4 // forms of an ended session
	mostCarriedOf  = 2
	mostUploadsNow = 8 // forms with files, until they are answered
)

var (
	// errBadInput is a request that no form of ours can send: NUL, invalid UTF-8, a broken body.
	errBadInput = errors.New("bad input")
	// errBusy is a body that is not read, for others are being read.
	errBusy = errors.New("too many forms at once")
)

// ErrTooLarge is a body over the limit.
var ErrTooLarge = errors.New("too large")

// take reads what a request brings and checks its bytes. It comes before the session is looked up: a form may be long
// on its way, and whoever sends it may do what they may once it is here, not what they might when it set out. What is
// more than a few fields is read of who comes with a session that stands; of a stranger only as far as sign-in needs it
// (guarantee 19).
func (s *Server) take(route Route, next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		leave, err := s.readInput(w, r, route)
		defer leave()
		if err != nil {
			s.problem(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	}
}

// readInput parses query and form and refuses what Postgres could not hold or no browser sends. The caller calls leave
// when the request is answered.
func (s *Server) readInput(w http.ResponseWriter, r *http.Request, route Route) (leave func(), err error) {
	leave = func() {}
	if !Clean(r.URL.Path) {
		return leave, domain.ErrNotFound
	}
	switch {
	case r.Method != http.MethodPost || r.ContentLength == 0:
		r.Body = http.NoBody
		err = readForm(w, r, smallLimit)
	case s.known(r):
		leave, err = s.readOfKnown(w, r, route)
	default:
		err = s.readOfStranger(w, r, route)
	}
	if err == nil && !cleanValues(r.Form) {
		err = errBadInput
	}
	return leave, err
}

// known reports whether a request comes with a session that stands. Of a few fields it is enough that it comes with a
// cookie: they are read in any case, and the session is looked up after them.
func (s *Server) known(r *http.Request) bool {
	cookie, err := r.Cookie(s.sessions.Cookie.Name)
	if err != nil {
		return false
	}
	if isSmall(r) {
		return true
	}
	ctx := r.Context()
	if line := s.turns.ordinary; line != nil {
		if line.enter(ctx) != nil {
			return false
		}
		defer line.leave()
	}
	if ctx, err = s.sessions.Load(ctx, cookie.Value); err != nil {
		return false
	}
	id, ok := s.sessions.Get(ctx, signInKey).(domain.SignInID)
	in := infoOf(ctx).found
	return ok && in.ID == id && !runOut(in, s.Now())
}

func isSmall(r *http.Request) bool {
	return r.ContentLength >= 0 && r.ContentLength <= smallLimit && !inParts(r)
}

func inParts(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

func (s *Server) readOfKnown(w http.ResponseWriter, r *http.Request, route Route) (leave func(), err error) {
	if !route.Upload || !inParts(r) {
		return func() {}, readForm(w, r, formLimit)
	}
	if err := enter(r.Context(), s.uploads); err != nil {
		return func() {}, err
	}
	return func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll()
		}
		<-s.uploads
	}, readForm(w, r, uploadLimit)
}

// readOfStranger reads the form of whoever is signed out: of a page that is open to all a few fields, and of any other
// the words, to be carried through sign-in. Files are passed over. What is too long is left unread, and sign-in says
// so.
func (s *Server) readOfStranger(w http.ResponseWriter, r *http.Request, route Route) error {
	open := route.Action == policy.SignIn && !route.Carries
	line, limit := &s.strangers, int64(smallLimit)
	if !open && !isSmall(r) {
		line, limit = &s.carried, formLimit
	}
	switch {
	case open && inParts(r):
		return errBadInput
	case r.ContentLength > limit && !open && !inParts(r):
		leaveUnread(r)
		return nil
	}
	source := sourceOf(r.Context())
	if !line.enter(source) {
		return errBusy
	}
	defer line.leave(source)
	if inParts(r) {
		return readWords(w, r)
	}
	return readForm(w, r, limit)
}

// leaveUnread gives the request no form at all.
func leaveUnread(r *http.Request) {
	infoOf(r.Context()).unread = true
	r.Body, r.PostForm, r.Form = http.NoBody, url.Values{}, r.URL.Query()
}

// readForm reads a form of so many bytes at most.
func readForm(w http.ResponseWriter, r *http.Request, limit int64) (err error) {
	if r.ContentLength > limit {
		return ErrTooLarge
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	if inParts(r) {
		err = r.ParseMultipartForm(inMemory)
	} else {
		err = r.ParseForm()
	}
	return readError(err)
}

func readError(err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return ErrTooLarge
	}
	if err != nil {
		return fmt.Errorf("%w: %v", errBadInput, err)
	}
	return nil
}

// readWords reads the words of a form in parts and passes over its files: nothing of them is kept in memory or on disk.
func readWords(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, uploadLimit)
	parts, err := r.MultipartReader()
	if err != nil {
		return readError(err)
	}
	words, left := url.Values{}, int64(keepLimit)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return readError(err)
		}
		if part.FileName() != "" {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return readError(err)
		}
		if left -= int64(len(text) + len(part.FormName())); left < 0 {
			leaveUnread(r)
			return nil
		}
		words.Add(part.FormName(), string(text))
	}
	r.MultipartForm = &multipart.Form{Value: words}
	r.PostForm, r.Form = words, r.URL.Query()
	for name, list := range words {
		r.Form[name] = append(list, r.Form[name]...)
	}
	return nil
}

// strangers counts what is being read of whoever is signed out, by where they come from.
type strangers struct {
	mu       sync.Mutex
	from     map[string]int
	all      int
	most     int
	mostFrom int
}

// now is how many are being read.
func (l *strangers) now() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all
}

func (l *strangers) enter(source string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all >= l.most || l.from[source] >= l.mostFrom {
		return false
	}
	if l.from == nil {
		l.from = map[string]int{}
	}
	l.all++
	l.from[source]++
	return true
}

func (l *strangers) leave(source string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all--
	if l.from[source]--; l.from[source] == 0 {
		delete(l.from, source)
	}
}
