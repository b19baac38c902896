package server

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func (s *Server) evidenceRoutes() []Route {
	return []Route{
		get("/issues/{id}/evidence/new", policy.RaiseIssue, s.newEvidence),
		upload("/issues/{id}/evidence", policy.RaiseIssue, s.addEvidence),
		post("/issues/{id}/evidence/reuse", policy.RaiseIssue, s.reuseEvidence),
		post("/issues/{id}/evidence/{evidence}/removal", policy.WorkIssues, s.detachEvidence),
		upload("/issues/{id}/files", policy.RaiseIssue, s.addFile),
		get("/issues/{id}/files/{file}", policy.ViewIssues, s.file),
		post("/issues/{id}/files/{file}/removal", policy.WorkIssues, s.removeFile),
	}
}

// newEvidence shows the form for a new piece of evidence, and what other issues of the area already have.
func (s *Server) newEvidence(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToAddTo(r, actor)
	if err != nil {
		return err
	}
	return s.evidencePage(w, r, actor, http.StatusOK, i, form.New(nil))
}

func (s *Server) evidencePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, i store.IssueRecord, f form.Form) error {
	reusable, err := s.read.ReusableEvidence(r.Context(), policy.IssueScopeOf(actor), i.Area, i.ID)
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Add evidence").Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Add evidence")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.NewEvidence(page.NewEvidenceProps{Shell: shell, Form: f, Issue: i.Issue, Reusable: reusable}))
}

// addEvidence saves a new piece of evidence, with a file or none.
func (s *Server) addEvidence(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToAddTo(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	e := domain.Evidence{
		Kind:     form.OneOf(&f, "kind", domain.EvidenceKinds(), "Choose a type"),
		Text:     f.Required("text", 2000, "Say what the evidence is"),
		Source:   f.Required("source", 200, "Say where it comes from"),
		OnDate:   f.Date("on", "Enter the date of the evidence"),
		Strength: f.Int("strength", 1, 3, "Choose how strong it is"),
		Link:     f.Optional("link", 500),
	}
	if !webAddress(e.Link) {
		f.Add("link", "Enter a web address that begins with https:// or http://")
	}
	file, err := postedFile(r, "file")
	if err != nil {
		return err
	}
	if f.OK() {
		err = s.app.AddEvidence(r.Context(), actor, i.ID, e, file)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.evidencePage(w, r, actor, http.StatusUnprocessableEntity, i, f)
	}
	return s.done(w, r, "Evidence added", "/issues/%d", i.ID)
}

// reuseEvidence ties evidence of another issue of the area to this one.
func (s *Server) reuseEvidence(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToAddTo(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	evidence := form.ID[domain.EvidenceID](&f, "evidence", "Choose evidence from the list")
	if f.OK() {
		err = s.app.ReuseEvidence(r.Context(), actor, i.ID, evidence)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.evidencePage(w, r, actor, http.StatusUnprocessableEntity, i, f)
	}
	return s.done(w, r, "Evidence added", "/issues/%d", i.ID)
}

// detachEvidence takes evidence off an issue.
func (s *Server) detachEvidence(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	evidence, err := pathID[domain.EvidenceID](r, "evidence")
	if err != nil {
		return err
	}
	if err := s.app.DetachEvidence(r.Context(), actor, id, evidence); err != nil {
		return err
	}
	return s.done(w, r, "Evidence taken off", "/issues/%d", id)
}

// addFile saves a picture or PDF of an issue.
func (s *Server) addFile(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToAddTo(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	caption := f.Optional("caption", 200)
	file, err := postedFile(r, "file")
	if err != nil {
		return err
	}
	if file == nil {
		f.Add("file", "Choose a file")
	}
	if f.OK() {
		err = s.app.AddFile(r.Context(), actor, i.ID, *file, caption)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.issueAgain(w, r, actor, i.ID, http.StatusUnprocessableEntity, func(p *page.IssueProps) { p.Upload = f })
	}
	return s.done(w, r, "File added", "/issues/%d", i.ID)
}

// file answers with a file of an issue: a picture to be shown, a PDF to be saved; nothing in either can run.
func (s *Server) file(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	file, err := pathID[domain.FileID](r, "file")
	if err != nil {
		return err
	}
	f, err := s.read.IssueFile(r.Context(), policy.IssueScopeOf(actor), id, file)
	if err != nil {
		return err
	}
	how := "inline"
	if f.Type == "application/pdf" {
		how = "attachment"
	}
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Content)))
	_, _ = w.Write(f.Content)
	return nil
}

// removeFile takes a file from an issue.
func (s *Server) removeFile(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	file, err := pathID[domain.FileID](r, "file")
	if err != nil {
		return err
	}
	if err := s.app.RemoveFile(r.Context(), actor, id, file); err != nil {
		return err
	}
	return s.done(w, r, "File removed", "/issues/%d", id)
}

// issueToAddTo loads the issue of the path for somebody who may add evidence and files to it.
func (s *Server) issueToAddTo(r *http.Request, actor policy.Actor) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return store.IssueRecord{}, err
	}
	if err := policy.CheckIn(actor, policy.RaiseIssue, i.Area); err != nil {
		return store.IssueRecord{}, err
	}
	return i, i.CheckEdit()
}

// postedFile reads a file of the form; nil where none was chosen.
func postedFile(r *http.Request, field string) (*domain.File, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[field]) == 0 {
		return nil, nil
	}
	return readPosted(r.MultipartForm.File[field][0])
}

func readPosted(header *multipart.FileHeader) (*domain.File, error) {
	if header.Size == 0 && header.Filename == "" {
		return nil, nil
	}
	in, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	content, err := io.ReadAll(in)
	return &domain.File{Name: header.Filename, Content: content}, err
}

// webAddress reports whether a link leads to the web, or nowhere.
func webAddress(link string) bool {
	u, err := url.Parse(link)
	return link == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(link, " \n\t")
}
