package issueweb

import (
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func evidenceRoutes(p issuePages) []serve.Route {
	return []serve.Route{
		serve.Get("/issues/{id}/evidence/new", policy.RaiseIssue, serve.On(issueToAddTo, newEvidence)),
		serve.Upload("/issues/{id}/evidence", policy.RaiseIssue, serve.On(issueToAddTo, addEvidence)),
		serve.Post("/issues/{id}/evidence/reuse", policy.RaiseIssue, serve.On(issueToAddTo, reuseEvidence)),
		serve.Get("/issues/{id}/evidence/{evidence}", policy.RaiseIssue, serve.On(evidenceToCorrect, askWording)),
		serve.Post("/issues/{id}/evidence/{evidence}", policy.RaiseIssue,
			serve.On(evidenceToCorrect, correctEvidence)),
		serve.Post("/issues/{id}/evidence/{evidence}/withdrawal", policy.RaiseIssue,
			serve.On(evidenceToCorrect, withdrawEvidence)),
		serve.Post("/issues/{id}/evidence/{evidence}/removal", policy.WorkIssues,
			serve.On(evidenceToCorrect, detachEvidence)),
		serve.Upload("/issues/{id}/files", policy.RaiseIssue, serve.On(issueToAddTo, p.addFile)),
		serve.Get("/issues/{id}/files/{file}", policy.ViewIssues, serve.On(ofIssue[domain.FileID]("file"), file)),
		serve.Post("/issues/{id}/files/{file}/removal", policy.WorkIssues,
			serve.On(ofIssueToWork[domain.FileID]("file"), removeFile)),
	}
}

// issueToAddTo loads the issue of the address for somebody who may add evidence and files to it.
func issueToAddTo(c *serve.Call) (issuestore.IssueRecord, error) {
	i, err := issueFor(policy.RaiseIssue)(c)
	if err != nil {
		return i, err
	}
	return i, i.CheckEdit()
}

// newEvidence shows the form for a new piece of evidence, and what other issues of the area already have.
func newEvidence(c *serve.Call, i issuestore.IssueRecord) error {
	return evidencePage(c, i, form.New(nil))
}

func evidencePage(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	reusable, err := issuestore.ReusableEvidence(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), i.Area, i.ID)
	if err != nil {
		return err
	}
	shell := c.Shell("Add evidence").Under("Issues", "/issues", i.Title, "/issues/"+serve.IDText(i.ID), "Add evidence")
	p := NewEvidenceProps{Shell: shell, Form: f, Issue: i.Issue, Reusable: reusable}
	return c.Page(f, NewEvidence(p))
}

func decodeEvidence(f *form.Form) issues.Evidence {
	e := issues.Evidence{
		Kind:     form.OneOf(f, "kind", issues.EvidenceKinds(), "Choose a type"),
		Text:     f.Required("text", 2000, "Say what the evidence is"),
		Source:   f.Required("source", 200, "Say where it comes from"),
		OnDate:   f.Date("on", "Enter the date of the evidence"),
		Strength: f.Int("strength", 1, 3, "Choose how strong it is"),
		Link:     f.Optional("link", 500),
	}
	if !WebAddress(e.Link) {
		f.Add("link", "Enter a web address that begins with https:// or http://")
	}
	return e
}

// addEvidence saves a new piece of evidence, with a file or none.
func addEvidence(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	e := decodeEvidence(&f)
	file, err := PostedFile(c, "file")
	if err != nil {
		return err
	}
	if err := f.Take(func() error {
		return issueapp.AddEvidence(c.Context(), c.App, c.Actor, i.ID, e,
			file)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return evidencePage(c, i, f)
	}
	return c.Done("Evidence added", "/issues/%d", i.ID)
}

// reuseEvidence ties evidence of another issue of the area to this one.
func reuseEvidence(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	evidence := form.ID[domain.EvidenceID](&f, "evidence", "Choose evidence from the list")
	if err := f.Take(func() error {
		return issueapp.ReuseEvidence(c.Context(), c.App, c.Actor, i.ID,
			evidence)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return evidencePage(c, i, f)
	}
	return c.Done("Evidence added", "/issues/%d", i.ID)
}

// ofEvidence is a piece of evidence with the issue on whose page it stands.
type ofEvidence struct {
	issue issuestore.IssueRecord
	issues.EvidenceLine
}

// evidenceToCorrect loads the evidence of the address for somebody who may correct it. It refuses what was withdrawn.
func evidenceToCorrect(c *serve.Call) (is ofEvidence, err error) {
	if is.issue, err = IssueOf(c); err != nil {
		return is, err
	}
	id, err := serve.PathID[domain.EvidenceID](c, "evidence")
	if err != nil {
		return is, err
	}
	if is.EvidenceLine, err = issuestore.EvidenceOf(c.Context(), c.Read, is.issue.ID, id); err != nil {
		return is, err
	}
	return is, issues.CheckCorrectEvidence(c.Actor, is.EvidenceLine)
}

// askWording shows the forms on which evidence is corrected and withdrawn.
func askWording(c *serve.Call, is ofEvidence) error {
	return wordingForm(c, is, form.With(is.typed()...))
}

// typed is what the form says before anybody types: what the evidence says now.
func (is ofEvidence) typed() []string {
	return []string{"kind", is.Kind, "text", is.Text, "source", is.Source, "on", is.OnDate.String(),
		"strength", strconv.Itoa(is.Strength), "link", is.Link, "version", strconv.Itoa(is.Version)}
}

// beside fills the other form of the page, where one of its forms was sent.
func (is ofEvidence) beside(f form.Form) form.Form {
	for value := range slices.Chunk(is.typed(), 2) {
		f.Values.Set(value[0], value[1])
	}
	return f
}

func wordingForm(c *serve.Call, is ofEvidence, f form.Form) error {
	shell := c.Shell("Correct evidence").Under("Issues", "/issues", is.issue.Title,
		"/issues/"+serve.IDText(is.issue.ID), "Correct evidence")
	return c.Page(f, CorrectEvidence(CorrectEvidenceProps{Shell: shell, Form: f, Issue: is.issue.Issue,
		Evidence: is.EvidenceLine, MayWork: policy.CanIn(c.Actor, policy.WorkIssues, is.Area)}))
}

// correctEvidence gives evidence another wording.
func correctEvidence(c *serve.Call, is ofEvidence) error {
	f := c.Posted()
	e := decodeEvidence(&f)
	e.ID = is.ID
	reason := f.Required("reason", 1000, "Say why it is corrected: it shows beside the evidence")
	version := f.Version("")
	if err := f.Save(func() error {
		return issueapp.CorrectEvidence(c.Context(), c.App, c.Actor, is.issue.ID, version, e, reason)
	}); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if is, err = evidenceToCorrect(c); err != nil {
			return err
		}
		f.Newest(is.Version, "What it says", is.Text, e.Text, "Source", is.Source, e.Source, "Date", is.OnDate.Words(),
			e.OnDate.Words(), "Type", is.Kind, e.Kind, "Strength", issues.StrengthWords(is.Strength),
			issues.StrengthWords(e.Strength), "Web address", is.Link, e.Link)
	}
	if !f.OK() {
		return wordingForm(c, is, f)
	}
	return c.Done("Evidence corrected", "/issues/%d#evidence", is.issue.ID)
}

// withdrawEvidence says that evidence bears nothing out any more.
func withdrawEvidence(c *serve.Call, is ofEvidence) error {
	f := c.Posted()
	why := f.Required("why", 1000, "Say why it is withdrawn: it shows in place of the evidence")
	if err := f.Take(func() error {
		return issueapp.WithdrawEvidence(c.Context(), c.App, c.Actor, is.issue.ID, is.ID, why)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return wordingForm(c, is, is.beside(f))
	}
	return c.Done("Evidence withdrawn", "/issues/%d#evidence", is.issue.ID)
}

// detachEvidence takes evidence off an issue.
func detachEvidence(c *serve.Call, is ofEvidence) error {
	f := c.Posted()
	why := f.Required("off_why", 1000, "Say why it is not about this issue")
	if err := f.Take(func() error {
		return issueapp.DetachEvidence(c.Context(), c.App, c.Actor, is.issue.ID, is.ID, why)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return wordingForm(c, is, is.beside(f))
	}
	return c.Done("Evidence taken off", "/issues/%d#evidence", is.issue.ID)
}

// addFile saves a picture or PDF of an issue.
func (pages issuePages) addFile(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	caption := f.Optional("caption", 200)
	file, err := PostedFile(c, "file")
	if err != nil {
		return err
	}
	if file == nil {
		f.Add("file", "Choose a file")
	}
	if err := f.Take(func() error {
		return issueapp.AddFile(c.Context(), c.App, c.Actor, i.ID, *file,
			caption)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return pages.again(c, i.ID, f, func(p *IssueProps) { p.Upload = f })
	}
	return c.Done("File added", "/issues/%d", i.ID)
}

// file answers with a file of an issue: a picture to be shown, a PDF to be saved; nothing in either can run.
func file(c *serve.Call, at issuePart[domain.FileID]) error {
	f, err := issuestore.IssueFile(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), at.Issue, at.ID)
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
func removeFile(c *serve.Call, at issuePart[domain.FileID]) error {
	if err := issueapp.RemoveFile(c.Context(), c.App, c.Actor, at.Issue, at.ID); err != nil {
		return err
	}
	return c.Done("File removed", "/issues/%d", at.Issue)
}

// PostedFile reads a file of the form; nil where none was chosen.
func PostedFile(c *serve.Call, field string) (*issues.File, error) {
	if c.MultipartForm == nil || len(c.MultipartForm.File[field]) == 0 {
		return nil, nil
	}
	return readPosted(c.MultipartForm.File[field][0])
}

func readPosted(header *multipart.FileHeader) (*issues.File, error) {
	if header.Size == 0 && header.Filename == "" {
		return nil, nil
	}
	in, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	content, err := io.ReadAll(in)
	return &issues.File{Name: header.Filename, Content: content}, err
}

// WebAddress reports whether a link leads to the web, or nowhere.
func WebAddress(link string) bool {
	u, err := url.Parse(link)
	return link == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		!strings.ContainsAny(link, " \n\t")
}
