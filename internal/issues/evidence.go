package issues

import (
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
	AddedBy   string
	AddedAt   time.Time
	FileName  string
	FromIssue domain.IssueID // the merged or synthesised issue that brought it; zero where it is the issue's own
	UsedBy    int            // how many issues it bears out
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
