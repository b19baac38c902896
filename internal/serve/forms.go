package serve

import (
	"bytes"
	"crypto/rand"
	"html"
	"net/http"
	"strconv"
	"strings"

	"fourgates/internal/domain"
)

// postingForm is a form of a page that posts: where its fields begin, and what its decision rests on.
type postingForm struct {
	at    int
	basis domain.Basis
}

// withKeys is a signed-in reader's page with a key in each of its posting forms, and in those that decide the state
// that it shows.
func (s *Server) withKeys(r *http.Request, status int, page []byte) ([]byte, error) {
	if infoOf(r.Context()).actor.ID == 0 {
		return page, nil
	}
	forms := s.postingForms(r, page)
	if len(forms) == 0 {
		return page, nil
	}
	list := make([]domain.Basis, len(forms))
	for i, f := range forms {
		list[i] = f.basis
	}
	states, err := s.states(r, status == http.StatusConflict, list)
	if err != nil {
		if status >= http.StatusInternalServerError {
			return page, nil // the database may be what is wrong
		}
		return nil, err
	}
	out, from, key := make([]byte, 0, len(page)+100*len(forms)), 0, rand.Text()[:16]
	for i, f := range forms {
		out = append(append(out, page[from:f.at]...), hidden(onceField, key+strconv.Itoa(i))...)
		if len(f.basis) > 0 {
			out = append(out, hidden(basisField, strconv.FormatInt(states[i], 10))...)
		}
		from = f.at
	}
	return append(out, page[from:]...), nil
}

func hidden(name, value string) string {
	return `<input type="hidden" name="` + name + `" value="` + value + `"/>`
}

// postingForms finds the posting forms of a page, but for those to sign in and out.
func (s *Server) postingForms(r *http.Request, page []byte) (list []postingForm) {
	for from := 0; ; {
		at := bytes.Index(page[from:], []byte("<form"))
		if at < 0 {
			return list
		}
		tag := page[from+at:]
		end := bytes.IndexByte(tag, '>')
		if end < 0 {
			return list
		}
		tag, from = tag[:end], from+at+end+1
		if !bytes.Contains(tag, []byte(`method="post"`)) {
			continue
		}
		to := r.URL.Path
		if _, rest, ok := strings.Cut(string(tag), ` action="`); ok {
			action, _, _ := strings.Cut(rest, `"`)
			to, _, _ = strings.Cut(html.UnescapeString(action), "?")
		}
		if !strings.HasPrefix(to, "/sign-") {
			list = append(list, postingForm{from, s.basisAt(r, to)})
		}
	}
}
