package serve

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// onceField is a field that every posting form of a signed-in reader's page gets, with a key of its own: a form counts
// once, however often it is sent.
const onceField = "form-key"

// mostKey is the most characters of a key; one that is longer is none of ours.
const mostKey = 64

// sentError is that a form was taken already with other content. It leads to what was made of it.
type sentError struct {
	error
	to string
}

// Unwrap is for errors.Is and errors.As.
func (e *sentError) Unwrap() error { return e.error }

// takeKey takes key and basis of a form out of what it brings: nobody after this has to know of them.
func takeKey(r *http.Request) {
	info := infoOf(r.Context())
	info.once, info.basis = r.PostForm.Get(onceField), r.PostForm.Get(basisField)
	for _, values := range []url.Values{r.PostForm, r.Form} {
		values.Del(onceField)
		values.Del(basisField)
	}
}

// sending is the form that the request brings; nil where it has no key, or keeps keys of its own with what it records,
// as signatures do.
func (c *Call) sending() *act.Sending {
	info := infoOf(c.Context())
	if c.Method != http.MethodPost || c.Actor.ID == 0 || info.once == "" || len(info.once) > mostKey ||
		c.route.Action == policy.SignGate {
		return nil
	}
	return &act.Sending{SentForm: db.SentForm{Person: c.Actor.ID, Key: info.once, Held: held(c.Request), Try: info.id,
		SentAt: c.App.Instant()}}
}

// finishing is how long a form that was sent twice at one moment waits for the answer to the other: what that recorded
// is committed, and only where it leads is still to be said.
const finishing = 8 * time.Second

// again answers a form that was taken before, by another request. Where it holds the same, its sender is led to what
// was made of it; else it is a *sentError.
func (c *Call) again() (answered bool, err error) {
	if c.form == nil {
		return false, nil
	}
	is, err := c.App.Store.SentForm(c.Context(), c.form.Person, c.form.Key)
	for wait := 10 * time.Millisecond; err == nil && is.Try != c.form.Try && is.Answer == "" &&
		is.SentAt.Add(finishing).After(c.App.Instant()) && wait < finishing/3; wait += wait / 2 {
		select {
		case <-c.Context().Done():
			return false, c.Context().Err()
		case <-time.After(wait):
		}
		is, err = c.App.Store.SentForm(c.Context(), c.form.Person, c.form.Key)
	}
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return false, nil
	case err != nil || is.Try == c.form.Try:
		return false, err
	}
	to := cmp.Or(is.Answer, c.server.pageAbove(c.URL.Path), "/")
	if is.Held != c.form.Held {
		return false, &sentError{act.ErrSent, to}
	}
	c.server.sessions.Put(c.Context(), "flash", "Already recorded: you sent this before, and it counts once.")
	http.Redirect(c.W, c.Request, to, http.StatusSeeOther)
	return true, nil
}

// refused answers what is refused, where that is for another request has taken the same form meanwhile.
func (c *Call) refused(err error) error {
	if _, ok := errors.AsType[*sentError](err); ok {
		return err
	}
	answered, sent := c.again()
	if _, ok := errors.AsType[*sentError](sent); ok {
		return sent
	}
	if answered {
		return nil
	}
	return err
}

// remember notes that a form was taken, and where it led.
func (c *Call) remember(to string) {
	if c.form == nil {
		return
	}
	c.form.Answer = to
	ctx, cancel := c.whateverHappens()
	defer cancel()
	if err := c.App.Store.AnswerForm(ctx, c.form.SentForm); err != nil {
		c.server.log.WarnContext(c.Context(), "form not kept", "request", infoOf(c.Context()).id, "err", err)
	}
}

// isFault reports whether an error is no refusal of what was asked, but something that went wrong.
func isFault(err error) bool {
	for _, known := range problems {
		if errors.Is(err, known.is) {
			return false
		}
	}
	_, stands := errors.AsType[*domain.StateError](err)
	_, blocked := errors.AsType[*domain.BlockedError](err)
	_, sent := errors.AsType[*sentError](err)
	_, moved := errors.AsType[*movedError](err)
	return !stands && !blocked && !sent && !moved
}

// whateverHappens is a context that goes on for a moment where the reader has gone away: what was done is noted.
func (c *Call) whateverHappens() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(c.Context()), 2*time.Second)
}

// settle notes what became of a form of which something was recorded, where its answer led nowhere: a page that showed
// it stands for what was done, and so does a fault that came after it; what was refused in the end can be sent again.
func (c *Call) settle(err error) {
	switch {
	case c.form == nil || !c.form.Taken || c.form.Answer != "":
	case err == nil && c.status < http.StatusBadRequest, err != nil && isFault(err):
		c.remember(cmp.Or(c.server.pageAbove(c.URL.Path), "/"))
	default:
		ctx, cancel := c.whateverHappens()
		defer cancel()
		if err := c.App.Store.ReleaseForm(ctx, c.form.SentForm); err != nil {
			c.server.log.WarnContext(c.Context(), "form not released", "request", infoOf(c.Context()).id, "err", err)
		}
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
