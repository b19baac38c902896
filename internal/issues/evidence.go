package issues

import (
	"slices"
	"time"

	"fourgates/internal/domain"
)

// Evidence bears out issues of an area; one piece can serve several (D2).
type Evidence struct {
	ID       domain.EvidenceID
	Area     domain.AreaID
	Kind     string // one of EvidenceKinds
	Text     string
	Source   string // where it comes from
	OnDate   domain.Date
	Strength int // 1 slight, 2 fair, 3 strong
	Link     string
	File     domain.FileID // zero: none
}

// EvidenceKinds lists the types of evidence (D2).
func EvidenceKinds() []string { return []string{"statistic", "quote", "observation", "document"} }

// StrengthWords says how strong a piece of evidence is.
func StrengthWords(strength int) string {
	switch strength {
	case 1:
		return "slight"
	case 2:
		return "fair"
	case 3:
		return "strong"
	}
	return ""
}

// EvidenceLine is a piece of evidence as an issue shows it.
type EvidenceLine struct {
	Evidence
	By        domain.PersonID // who added it
	AddedBy   string
	AddedAt   time.Time
	FileName  string
	FromIssue domain.IssueID // the merged or synthesised issue that brought it; zero where it is the issue's own
	UsedBy    int            // how many issues it bears out
	Version   int
	Wordings  []EvidenceWording // what it said before, the newest first
	Withdrawn
}

// EvidenceWording is what a piece of evidence said before it was corrected, with who corrected it, when and why.
type EvidenceWording struct {
	Kind     string
	Text     string
	Source   string
	OnDate   domain.Date
	Strength int
	Link     string
	Reason   string
	ByName   string
	At       time.Time
}

// Withdrawn says why evidence bears nothing out any more. The zero Withdrawn is of what stands.
type Withdrawn struct {
	WithdrawnWhy string
	WithdrawnBy  string
	WithdrawnAt  time.Time
}

// Stands reports whether the evidence was not withdrawn.
func (e EvidenceLine) Stands() bool { return e.WithdrawnAt.IsZero() }

// CheckStands returns a *domain.StateError where the evidence was withdrawn.
func (e EvidenceLine) CheckStands() error {
	if e.Stands() {
		return nil
	}
	return domain.Stands("This evidence was withdrawn by %s on %s", e.WithdrawnBy, domain.DateOf(e.WithdrawnAt).Words())
}

// Standing lists the evidence that was not withdrawn.
func Standing(list []EvidenceLine) []EvidenceLine {
	return slices.DeleteFunc(slices.Clone(list), func(e EvidenceLine) bool { return !e.Stands() })
}

// Says reports whether the evidence says the same as another wording of it.
func (e Evidence) Says(as Evidence) bool {
	as.ID, as.Area, as.File = e.ID, e.Area, e.File
	return e == as
}

// FileLine is a file of an issue, without its content.
type FileLine struct {
	ID         domain.FileID
	Name       string
	Type       string // image/jpeg, image/png or application/pdf
	Size       int    // bytes
	Caption    string
	UploadedBy string
	UploadedAt time.Time
	FromIssue  domain.IssueID // the merged or synthesised issue that brought it; zero where it is the issue's own
}

// Image reports whether the file can be shown as a picture.
func (f FileLine) Image() bool { return f.Type == "image/jpeg" || f.Type == "image/png" }

// File is a file with its content.
type File struct {
	ID      domain.FileID
	Area    domain.AreaID
	Name    string
	Type    string
	Content []byte
}

// MostReusable is how many pieces of evidence of an area are offered for another issue.
const MostReusable = 100
