package serve

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"fourgates/web/frame"
)

// ours are fields that pages put into their forms for themselves; nobody typed them.
var ours = []string{"version", "key", "digest", "seen", "replaces", "was", "shown", "list", "attempts", "fixed",
	returnField}

// typedIn is what words a request's form held, without secrets. Who signs in has typed nothing to keep.
func typedIn(r *http.Request) (list []frame.KeptField) {
	if r.Method != http.MethodPost || strings.HasPrefix(r.URL.Path, "/sign-") {
		return nil
	}
	size := 0
	for _, f := range keptFields(withoutSecrets(r.PostForm)) {
		if !slices.Contains(ours, f.Name) && strings.ContainsFunc(f.Value, unicode.IsLetter) {
			list = append(list, f)
			size += len(f.Value)
		}
	}
	if size > keepLimit {
		return nil
	}
	return list
}

// missing is what of a request's form is nowhere on the page that answers it.
func missing(r *http.Request, page string) []frame.KeptField {
	page = withoutReturns(page)
	return slices.DeleteFunc(typedIn(r), func(f frame.KeptField) bool {
		return strings.Contains(page, templ.EscapeString(withoutReturns(strings.TrimSpace(f.Value))))
	})
}

// withoutReturns leaves out what browsers put before the end of a line.
func withoutReturns(s string) string { return strings.ReplaceAll(s, "\r", "") }

// saveTyped puts what a refused form held on the page of a problem, so that it can be copied or, where the problem
// passes, sent again. What was not fit to be read is not shown.
func (s *Server) saveTyped(r *http.Request, status int, p *frame.ProblemProps) {
	if r.Method != http.MethodPost || status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge {
		return
	}
	p.Typed = typedIn(r)
	if len(p.Typed) == 0 {
		return
	}
	if status == http.StatusServiceUnavailable {
		route, _ := s.routeOf(http.MethodPost, r.URL.Path)
		p.Again = &frame.CarryOnProps{Path: r.URL.Path, Upload: route.Upload,
			Fields: keptFields(withoutSecrets(r.PostForm))}
	} else {
		p.Stands = s.pageAbove(r.URL.Path)
	}
}
