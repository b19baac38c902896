package server

import (
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func evidenceRoutes() []Route {
	return []Route{
		get("/issues/{id}/evidence/new", policy.RaiseIssue, on(issueToAddTo, newEvidence)),
		upload("/issues/{id}/evidence", policy.RaiseIssue, on(issueToAddTo, addEvidence)),
		post("/issues/{id}/evidence/reuse", policy.RaiseIssue, on(issueToAddTo, reuseEvidence)),
		post("/issues/{id}/evidence/{evidence}/removal", policy.WorkIssues,
			on(ofIssue[domain.EvidenceID]("evidence"), detachEvidence)),
		upload("/issues/{id}/files", policy.RaiseIssue, on(issueToAddTo, addFile)),
		get("/issues/{id}/files/{file}", policy.ViewIssues, on(ofIssue[domain.FileID]("file"), file)),
		post("/issues/{id}/files/{file}/removal", policy.WorkIssues, on(ofIssue[domain.FileID]("file"), removeFile)),
	}
}

// issueToAddTo loads the issue of the address for somebody who may add evidence and files to it.
func issueToAddTo(c *Call) (store.IssueRecord, error) {
	i, err := issueFor(policy.RaiseIssue)(c)
	if err != nil {
		return i, err
	}
	return i, i.CheckEdit()
}

// newEvidence shows the form for a new piece of evidence, and what other issues of the area already have.
func newEvidence(c *Call, i store.IssueRecord) error {
	return evidencePage(c, i, form.New(nil))
}

func evidencePage(c *Call, i store.IssueRecord, f form.Form) error {
	reusable, err := c.Read.ReusableEvidence(c.Context(), policy.IssueScopeOf(c.Actor), i.Area, i.ID)
	if err != nil {
		return err
	}
	shell := c.Shell("Add evidence").Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Add evidence")
	p := page.NewEvidenceProps{Shell: shell, Form: f, Issue: i.Issue, Reusable: reusable}
	return c.Page(f, page.NewEvidence(p))
}

// addEvidence saves a new piece of evidence, with a file or none.
func addEvidence(c *Call, i store.IssueRecord) error {
	f := c.Posted()
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
	file, err := postedFile(c, "file")
	if err != nil {
		return err
	}
	if err := f.Take(func() error { return c.App.AddEvidence(c.Context(), c.Actor, i.ID, e, file) }); err != nil {
		return err
	}
	if !f.OK() {
		return evidencePage(c, i, f)
	}
	return c.Done("Evidence added", "/issues/%d", i.ID)
}

// reuseEvidence ties evidence of another issue of the area to this one.
func reuseEvidence(c *Call, i store.IssueRecord) error {
	f := c.Posted()
	evidence := form.ID[domain.EvidenceID](&f, "evidence", "Choose evidence from the list")
	if err := f.Take(func() error { return c.App.ReuseEvidence(c.Context(), c.Actor, i.ID, evidence) }); err != nil {
		return err
	}
	if !f.OK() {
		return evidencePage(c, i, f)
	}
	return c.Done("Evidence added", "/issues/%d", i.ID)
}

// detachEvidence takes evidence off an issue.
func detachEvidence(c *Call, at issuePart[domain.EvidenceID]) error {
	if err := c.App.DetachEvidence(c.Context(), c.Actor, at.Issue, at.ID); err != nil {
		return err
	}
	return c.Done("Evidence taken off", "/issues/%d", at.Issue)
}

// addFile saves a picture or PDF of an issue.
func addFile(c *Call, i store.IssueRecord) error {
	f := c.Posted()
	caption := f.Optional("caption", 200)
	file, err := postedFile(c, "file")
	if err != nil {
		return err
	}
	if file == nil {
		f.Add("file", "Choose a file")
	}
	if err := f.Take(func() error { return c.App.AddFile(c.Context(), c.Actor, i.ID, *file, caption) }); err != nil {
		return err
	}
	if !f.OK() {
		return issueAgain(c, i.ID, f, func(p *page.IssueProps) { p.Upload = f })
	}
	return c.Done("File added", "/issues/%d", i.ID)
}

// file answers with a file of an issue: a picture to be shown, a PDF to be saved; nothing in either can run.
func file(c *Call, at issuePart[domain.FileID]) error {
	f, err := c.Read.IssueFile(c.Context(), policy.IssueScopeOf(c.Actor), at.Issue, at.ID)
	if err != nil {
		return err
	}
	how := "inline"
	if f.Type == "application/pdf" {
		how = "attachment"
	}
	c.W.Header().Set("Content-Type", f.Type)
	c.W.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	c.W.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	c.W.Header().Set("Content-Length", strconv.Itoa(len(f.Content)))
	_, _ = c.W.Write(f.Content)
	return nil
}

// removeFile takes a file from an issue.
func removeFile(c *Call, at issuePart[domain.FileID]) error {
	if err := c.App.RemoveFile(c.Context(), c.Actor, at.Issue, at.ID); err != nil {
		return err
	}
	return c.Done("File removed", "/issues/%d", at.Issue)
}

// postedFile reads a file of the form; nil where none was chosen.
func postedFile(c *Call, field string) (*domain.File, error) {
	if c.MultipartForm == nil || len(c.MultipartForm.File[field]) == 0 {
		return nil, nil
	}
	return readPosted(c.MultipartForm.File[field][0])
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
	return link == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		!strings.ContainsAny(link, " \n\t")
}
